"""Domain names with letters outside ASCII, as DNS has them (IDN).

Python's own codec follows IDNA 2003 (RFC 3490), which makes strasse.de of straße.de. Registries follow IDNA
2008 (RFC 5891), where that is another domain. For names that both allow, they differ in four letters
(Unicode Technical Standard 46, 7): ß, the final sigma, and two joiners that nobody sees, which are removed
from what is typed.
"""

from __future__ import annotations

import re

_KEPT = re.compile("([ßς])")
_DOTS = re.compile("[.\u3002\uff0e\uff61]")


def encoded(name: str) -> str:
    """The name in ASCII (``xn--…``). Raises :class:`UnicodeError` where that is no DNS name."""
    name = name.replace("ẞ", "ß")
    if not _KEPT.search(name):
        return name.encode("idna").decode("ascii")
    return ".".join(map(_label, _DOTS.split(name)))


def encoded_before(name: str) -> str:
    """The name as IDNA 2003 has it, where that is another one; else empty."""
    name = name.replace("ẞ", "ß")
    try:
        return name.encode("idna").decode("ascii") if _KEPT.search(name) else ""
    except UnicodeError:
        return ""


def _label(label: str) -> str:
    if not _KEPT.search(label):
        return label.encode("idna").decode("ascii")
    # What stands between these letters is checked and mapped as before.
    parts = [part if _KEPT.fullmatch(part) else _prepared(part) for part in _KEPT.split(label)]
    return "xn--" + "".join(parts).encode("punycode").decode("ascii")


def _prepared(part: str) -> str:
    from encodings.idna import nameprep  # Like the codec itself: few names need it.

    return nameprep(part)
