"""What a value of a parameter is meant to be: addresses, transports, ports, seconds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from wizard.core import names
from wizard.core.handset.resolver import TRANSPORTS

OLD_SPELLINGS = {"UDPonly": "UDPOnly", "TCPonly": "TCPOnly"}
"""How older files spell two transports."""

FAIL_BACK_MODES = ("DNSTTL", "registration", "duration")
_SAID_OTHERWISE = {
    "naptr": "DNSnaptr",
    "dns": "DNSnaptr",
    "dnssrv": "DNSnaptr",
    "udp": "UDPOnly",
    "tcp": "TCPOnly",
    "tlsonly": "TLS",
    "sips": "TLS",
}
_HOST = re.compile(r"^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[?[0-9A-Fa-f:]+:[0-9A-Fa-f:.]*\]?)$")
_SERVICE_LABELS = re.compile(r"^(?:_[A-Za-z0-9-]+\.)+")
_LEFT_OVER = {"udp", "tcp", "tls", "sip", "sips"}


class AddressKind(Enum):
    """What somebody put where a domain name belongs."""

    EMPTY = auto()
    NAME = auto()
    IP = auto()
    LIST = auto()
    FINAL_DOT = auto()
    MALFORMED = auto()


@dataclass(frozen=True, slots=True)
class AddressRead:
    """``bare`` is the name alone, where one can be made of it without guessing."""

    kind: AddressKind
    bare: str = ""

    @property
    def has_underscore(self) -> bool:
        """Whether the name has an underscore, which no host name has."""
        return self.kind in {AddressKind.NAME, AddressKind.FINAL_DOT} and "_" in self.bare


def read_address(text: str) -> AddressRead:
    """What a server address is, and the bare name in it."""
    if not text:
        return AddressRead(AddressKind.EMPTY)
    if names.is_ip(text.removeprefix("[").removesuffix("]")):
        return AddressRead(AddressKind.IP)
    if _is_list(text):
        return AddressRead(AddressKind.LIST)
    bare = _bare(text)
    if bare and bare == text:
        return AddressRead(AddressKind.NAME, bare)
    if bare and bare + "." == text:
        return AddressRead(AddressKind.FINAL_DOT, bare)
    return AddressRead(AddressKind.MALFORMED, bare)


def parts_of(text: str) -> list[str]:
    """The addresses of a list, one for anything else."""
    return _split(text) if _is_list(text) else [text]


def _split(text: str) -> list[str]:
    return [part for part in re.split(r"[,;\s]+", text.strip()) if part]


def _is_list(text: str) -> bool:
    parts = _split(text)
    if len(parts) < 2 or not all(_HOST.match(part) for part in parts):
        return False
    # A space alone may be a slip inside one name; it parts a list where both sides are whole names.
    return bool(re.search(r"[,;]", text)) or all("." in part for part in parts)


def _bare(text: str) -> str:
    """The name in what was typed, empty if nothing certain is left."""
    name = text.strip().strip(",;").partition(";")[0]
    typed = names.clean(name.rpartition("@")[2] if "@" in name else name, underscore=True)
    if typed.problem or names.room_problem(typed.name):
        return ""
    bare = _SERVICE_LABELS.sub("", typed.name)
    labels = bare.lower().split(".")
    if bare != typed.name and labels[0] in _LEFT_OVER:
        return ""
    return "" if labels[-1].isdigit() or names.is_ip(bare) or not bare else bare


def meant_transport(text: str) -> str:
    """The one of the five transports that somebody meant, empty if that is a guess."""
    if text in TRANSPORTS:
        return text
    folded = re.sub(r"[^a-z]", "", text.lower())
    exact = {transport.lower(): transport for transport in TRANSPORTS} | _SAID_OTHERWISE
    if folded in exact:
        return exact[folded]
    close = {
        transport for word, transport in exact.items() if len(word) > 4 and distance(folded, word, 2) <= 2
    }
    return close.pop() if len(close) == 1 else ""


def meant_mode(text: str) -> str:
    """The fail-back mode that somebody meant, empty if that is a guess."""
    folded = re.sub(r"[^a-z]", "", text.lower())
    close = [mode for mode in FAIL_BACK_MODES if distance(folded, mode.lower(), 2) <= 2]
    return close[0] if len(close) == 1 else ""


def number(text: str) -> int | None:
    """A whole number without a sign, None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else None


def distance(one: str, other: str, most: int) -> int:
    """How many slips make ``other`` of ``one``: a letter too many, missing, wrong or swapped.

    Anything above ``most`` is ``most + 1``.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, right in enumerate(other, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                best = min(best, older[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
