"""Domain names as text: comparing, cutting and cleaning what people type."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache

_SCHEME = re.compile(r"^\s*(?:sips?|dns|https?):(?://)?", re.IGNORECASE)
_LABEL = re.compile(r"^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?$")
# Soft hyphens, breaks and joins without width, direction marks, the byte order mark.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_SERVICE = frozenset({"_sip", "_sips", "_udp", "_tcp", "_tls"})
MAX_NAME = 253
MAX_LABEL = 63


@lru_cache(maxsize=1024)
def fold(name: str) -> str:
    """The form in which two spellings of one name are equal: lower case, no final dot."""
    return name.lower().rstrip(".") or "."


def same(one: str, other: str) -> bool:
    """Whether both are the same DNS name (RFC 4343: case does not count)."""
    return fold(one) == fold(other)


def parent(name: str) -> str:
    """The name without its first label; empty for a name of one label."""
    return name.rstrip(".").partition(".")[2]


def is_below(name: str, zone: str) -> bool:
    """Whether ``name`` lies strictly below ``zone``."""
    return fold(name).endswith("." + fold(zone))


def relative(name: str, zone: str) -> str:
    """``name`` as written inside ``zone``: ``@`` for the zone itself, the full name if outside."""
    if same(name, zone):
        return "@"
    if is_below(name, zone):
        return name.rstrip(".")[: -len(zone.rstrip(".")) - 1]
    return name.rstrip(".")


def is_ipv4(text: str) -> bool:
    """Whether ``text`` is a dotted quad and nothing else."""
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1024)
def is_ip(text: str) -> bool:
    """Whether ``text`` is an IPv4 or IPv6 address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def is_one_computer(address: str) -> bool:
    """Whether an IP address can be that of a single computer: none, all and groups cannot.

    Nor can those of 0.0.0.0/8, which stand for "this network" (RFC 6890).
    """
    parsed = ipaddress.ip_address(address)
    none = parsed.is_unspecified or (parsed.version == 4 and parsed.packed[0] == 0)
    return not (none or parsed.is_multicast or address == "255.255.255.255")


def labels_problem(name: str) -> str:
    """A sentence about ``_sip._udp.`` typed in front of a name; empty if nothing of the kind is there."""
    labels = name.split(".")
    count = next((n for n, label in enumerate(labels) if not label.startswith("_")), len(labels))
    if not count:
        return ""
    front, bare = ".".join(labels[:count]), ".".join(labels[count:])
    if labels[0].lower() not in _SERVICE:
        return f"“{labels[0]}” begins with an underscore. Host and domain names must not; leave it out."
    instead = f"Type {bare} alone." if bare else "Leave it out; type only the name after it."
    return f"The handset puts {front} in front by itself. {instead}"


@dataclass(frozen=True, slots=True)
class Typed:
    """What became of a name that somebody typed.

    ``problem`` is empty when ``name`` can be used. ``repaired`` says in a sentence what was
    changed, empty when nothing was.
    """

    name: str
    problem: str = ""
    repaired: str = ""


def tidy(text: str) -> str:
    """Typed or pasted text without space around it and without signs that nobody sees.

    Web pages and the dialogs of Windows hand out such signs with what is copied from them.
    """
    return _UNSEEN.sub("", text).strip()


def clean(text: str, *, underscore: bool = False) -> Typed:
    """Makes a usable domain name of typed or pasted text, or says what is wrong with it.

    Repairs spaces around it, a scheme (``sip:``), a final dot, a port and letters outside ASCII
    (IDN, RFC 5891). ``underscore`` allows labels such as ``_sip``.
    """
    name = tidy(text)
    notes = [] if name == text.strip() else ["signs that cannot be seen were removed"]
    if _SCHEME.match(name):
        name = _SCHEME.sub("", name)
        notes.append("the scheme was removed")
    name, slash, _rest = name.partition("/")
    if slash:
        notes.append("the path was removed")
    if re.fullmatch(r"[^:]*:\d{1,5}", name):
        name = name.partition(":")[0]
        notes.append("the port was removed")
    if name.endswith("."):
        name = name.rstrip(".")
        notes.append("the final dot was removed")
    if not name:
        return Typed("", "Type a domain name, for example eslab.local.")
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            return Typed(text.strip(), f"“{text.strip()}” cannot be written as a DNS name.")
        notes.append(f"letters outside a to z were encoded as {name}")
    problem = _problem(name, underscore)
    return Typed(name, problem, f"Cleaned up: {', '.join(notes)}." if notes and not problem else "")


def _problem(name: str, underscore: bool) -> str:
    if is_ip(name):
        return "This is an IP address. Type a name: the handset asks DNS only for names."
    if _is_list(name):
        return "This is more than one name. Type one name here."
    if re.search(r"\s", name):
        return "A DNS name cannot contain a space. Use letters, digits and hyphens."
    if len(name) > MAX_NAME:
        return f"A DNS name has at most {MAX_NAME} characters; this one has {len(name)}."
    for label in name.split("."):
        if not label:
            return "Two dots follow each other. Remove one."
        if len(label) > MAX_LABEL:
            return f"The part “{label[:20]}…” is longer than {MAX_LABEL} characters."
        if not _LABEL.match(label):
            return f"“{label}” is not allowed in a DNS name. Use letters, digits and hyphens."
    return "" if underscore else labels_problem(name) or _underscore_problem(name)


def _underscore_problem(name: str) -> str:
    label = next((label for label in name.split(".") if "_" in label), "")
    return f"“{label}” has an underscore. Host and domain names must not; use a hyphen." if label else ""


def _is_list(text: str) -> bool:
    """``eslab.local, other.local``, but not words with a space between them."""
    parts = [part for part in re.split(r"[,;\s]+", text) if part]
    named = all(_LABEL.match(label) for part in parts for label in part.split("."))
    return len(parts) > 1 and named and (bool(re.search("[,;]", text)) or all("." in part for part in parts))
