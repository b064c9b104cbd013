"""Domain names with letters outside ASCII, as DNS has them (IDN).

Registries follow IDNA 2008 (RFC 5891) with the mapping of Unicode Technical Standard 46; Python's own codec
follows IDNA 2003 (RFC 3490), which makes strasse.de of straße.de, another domain. For names that both allow,
they differ in four letters (UTS 46, 7): ß, the final sigma, and two joiners that nobody sees, which are
removed from what is typed.
"""

from __future__ import annotations

import re

_DIFFER = re.compile("[ßẞς]")
_DOTS = re.compile("[.\u3002\uff0e\uff61]")
_OF_NO_NAME = re.compile("[\0-,./:-@\\[-`{-\x7f]")
"""Signs of ASCII that no label has."""


def encoded(name: str) -> str:
    """The name in ASCII (``xn--…``). Raises :class:`UnicodeError` where that is no DNS name.

    What is wrong with a name of ASCII (a blank, an empty label, its length) stays for the caller to tell.
    """
    mapped = ".".join(label if label.isascii() else _mapped(label) for label in _DOTS.split(name))
    return ".".join(label if label.isascii() else _label(label) for label in mapped.split("."))


def encoded_before(name: str) -> str:
    """The name as IDNA 2003 has it, where that is another one; else empty."""
    try:
        return name.replace("ẞ", "ß").encode("idna").decode("ascii") if _DIFFER.search(name) else ""
    except UnicodeError:
        return ""


def _mapped(label: str) -> str:
    import idna  # Few names need it.

    return idna.uts46_remap(label, std3_rules=False)


def _label(label: str) -> str:
    import idna

    idna.check_label(_OF_NO_NAME.sub("", label))
    return "xn--" + label.encode("punycode").decode("ascii")
