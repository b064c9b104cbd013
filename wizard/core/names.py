"""Domain names as text: comparing, cutting and cleaning what people type."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from functools import lru_cache

from wizard.core import idn
from wizard.core.words import Said

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


def leads_to_itself(address: str) -> bool:
    """Whether a device that is given this IPv4 address finds nobody but itself there: 127.0.0.0/8, 0.0.0.0/8.

    RFC 1122, 3.2.1.3. A DNS filter answers so for names that it blocks.
    """
    return is_ipv4(address) and address.partition(".")[0] in {"127", "0"}


def labels_problem(name: str) -> Said | None:
    """What to say of ``_sip._udp.`` typed in front of a name; None if nothing of the kind is there."""
    labels = name.split(".")
    count = next((n for n, label in enumerate(labels) if not label.startswith("_")), len(labels))
    if not count:
        return None
    front, bare = ".".join(labels[:count]), ".".join(labels[count:])
    if labels[0].lower() not in _SERVICE:
        return Said("typed.underscore-first", {"label": labels[0]})
    if bare:
        return Said("typed.service", {"front": front, "bare": bare})
    return Said("typed.service-alone", {"front": front})


def room_problem(name: str, labels: str = "_sips._tcp") -> Said | None:
    """What to say of a name before which there is no room for the SRV labels; None if there is.

    The handset puts them there itself, and nobody can ask for a name that is too long.
    """
    most = MAX_NAME - len(labels) - 1
    if len(name.rstrip(".")) <= most:
        return None
    return Said("typed.no-room", {"labels": labels, "most": most, "length": len(name.rstrip("."))})


@dataclass(frozen=True, slots=True)
class Typed:
    """What became of a name that somebody typed.

    ``problem`` is None when ``name`` can be used. ``repaired`` says what was changed, None when nothing was.
    """

    name: str
    problem: Said | None = None
    repaired: Said | None = None


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
    notes = [] if name == text.strip() else [Said("cleaned.unseen")]
    if _SCHEME.match(name):
        name = _SCHEME.sub("", name)
        notes.append(Said("cleaned.scheme"))
    name, slash, _rest = name.partition("/")
    if slash:
        notes.append(Said("cleaned.path"))
    if re.fullmatch(r"[^:]*:\d{1,5}", name):
        name = name.partition(":")[0]
        notes.append(Said("cleaned.port"))
    if name.endswith("."):
        name = name.rstrip(".")
        notes.append(Said("cleaned.dot"))
    if not name:
        return Typed("", Said("typed.name-missing"))
    if not name.isascii() and len(name) <= MAX_NAME:  # A longer one is hardly shorter in ASCII.
        try:
            name, before = idn.encoded(name), idn.encoded_before(name)
        except UnicodeError:
            return Typed(text.strip(), Said("typed.no-dns-name", {"text": text.strip()}))
        anew = Said("cleaned.encoded-anew", {"name": name, "before": before})
        notes.append(anew if before else Said("cleaned.encoded", {"name": name}))
    problem = _problem(name, underscore)
    return Typed(
        name, problem, Said("cleaned.all", {"what": tuple(notes)}) if notes and not problem else None
    )


def _problem(name: str, underscore: bool) -> Said | None:
    if is_ip(name):
        return Said("typed.is-address")
    if _is_list(name):
        return Said("typed.several-names")
    if re.search(r"\s", name):
        return Said("typed.space")
    if len(name) > MAX_NAME:
        return Said("typed.name-long", {"most": MAX_NAME, "length": len(name)})
    for label in name.split("."):
        if not label:
            return Said("typed.two-dots")
        if len(label) > MAX_LABEL:
            return Said("typed.label-long", {"part": label[:20], "most": MAX_LABEL})
        if not _LABEL.match(label):
            return Said("typed.label", {"label": label})
    return None if underscore else labels_problem(name) or _underscore_problem(name)


def _underscore_problem(name: str) -> Said | None:
    label = next((label for label in name.split(".") if "_" in label), "")
    return Said("typed.underscore", {"label": label}) if label else None


def _is_list(text: str) -> bool:
    """``eslab.local, other.local``, but not words with a space between them."""
    parts = [part for part in re.split(r"[,;\s]+", text) if part]
    named = all(_LABEL.match(label) for part in parts for label in part.split("."))
    return len(parts) > 1 and named and (bool(re.search("[,;]", text)) or all("." in part for part in parts))
