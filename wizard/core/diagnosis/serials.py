"""Which version of the zone each DNS server has, by the serial number of its SOA record (RFC 1035, 3.3.13).

A resolver's remembered SOA record may well be older and says nothing. Servers that each call themselves the
zone's primary, as the domain controllers of Active Directory do, count for themselves: their numbers differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wizard.core import names
from wizard.core.dns.answer import Answer
from wizard.core.dns.further import Purpose
from wizard.core.finding import Finding
from wizard.core.handset.chain import Chain, evidence_of
from wizard.core.record import Soa

_ROOT = "."
_HALF = 2**31


@dataclass(frozen=True, slots=True)
class Head:
    """The SOA record that a server gave. ``zone`` and ``primary`` are folded, the root is ``"."``."""

    zone: str
    primary: str
    serial: int
    answer: Answer

    @property
    def depth(self) -> int:
        """How many labels the zone has."""
        return 0 if self.zone == _ROOT else self.zone.count(".") + 1

    @property
    def same_zone(self) -> tuple[str, str]:
        """What two servers share that have copies of one zone."""
        return self.zone, self.primary


def heads(chain: Chain) -> Iterator[Head]:
    """The SOA records that a server was asked for, of the zones of the name and of the SIP servers."""
    for found in chain.further:
        if found.further.purpose is not Purpose.SERIAL or not found.answer.outcome.is_answer:
            continue
        for record in (*found.answer.records, *found.answer.authority):
            if isinstance(record.data, Soa) and holds(record.owner, found.answer.question.name):
                zone = names.fold(record.owner) or _ROOT
                yield Head(zone, names.fold(record.data.primary), record.data.serial, found.answer)
                break


def holds(zone: str, name: str) -> bool:
    """Whether a name is in a zone, or below it."""
    return zone in {"", _ROOT} or names.same(zone, name) or names.is_below(name, zone)


def head_for(chain: Chain, name: str) -> Head | None:
    """Of the SOA records that a server gave that of the zone which holds ``name``."""
    holding = [head for head in heads(chain) if holds(head.zone, name)]
    return max(holding, key=lambda head: head.depth, default=None)


def holders(chains: Sequence[Chain]) -> list[Chain]:
    """The servers that have proved that they hold the zone of the configured name, or pass on who does.

    Of several zones it is the nearest: who knows only one above it does not know it.
    """
    proved = {}
    for place, chain in enumerate(chains):
        head = head_for(chain, chain.lookfor.address)
        if head is not None and head.answer.authoritative:
            proved[place] = head.depth
    return [chains[place] for place, depth in proved.items() if depth == max(proved.values())]


def is_newer(one: int, other: int) -> bool:
    """Serial numbers are counted in a circle (RFC 1982)."""
    return one != other and (one - other) % 2**32 < _HALF


def copies(chains: Iterable[Chain]) -> Iterator[tuple[Head, Head]]:
    """For each zone of which servers hold several versions: an older one and the newest."""
    versions: dict[tuple[str, str], dict[int, Head]] = {}
    for head in (head for chain in chains for head in heads(chain)):
        if head.answer.authoritative:
            versions.setdefault(head.same_zone, {}).setdefault(head.serial, head)
    for known in versions.values():
        if len(known) > 1:
            yield _ends(list(known.values()))


def _ends(versions: Sequence[Head]) -> tuple[Head, Head]:
    old = new = versions[0]
    for head in versions[1:]:
        old = head if is_newer(old.serial, head.serial) else old
        new = head if is_newer(head.serial, new.serial) else new
    return old, new


def copy_facts(old: Head, new: Head) -> dict[str, str]:
    """What is told of two versions of a zone."""
    return {
        "servers": f"{old.answer.server.with_port}, {new.answer.server.with_port}",
        "server": old.answer.server.with_port,
        "source": new.answer.server.with_port,
        "zone": old.zone,
        "serial": str(old.serial),
        "newest": str(new.serial),
    }


def serial_findings(chains: Iterable[Chain], told: Iterable[Finding]) -> Iterator[Finding]:
    """Zones of which the servers hold several versions, though they answer the handset alike.

    ``told`` are the findings about servers that answer otherwise: they name the zone already.
    """
    known = {finding.facts.get("zone") for finding in told}
    for old, new in copies(chains):
        if old.zone not in known:
            shown = (evidence_of(old.answer), evidence_of(new.answer))
            facts = copy_facts(old, new)
            yield Finding("dns.servers-differ", old.zone, shown, facts, "serial")
