"""The DNS servers that hold the zone itself: what they say now is what others will say later."""

from __future__ import annotations

from collections.abc import Callable, Generator

from wizard.core import names
from wizard.core.dns.answer import DNS_PORT, Answer, Outcome, Question, Server
from wizard.core.record import Address, Record, RecordType, Soa, Target

MOST = 3
"""Servers of a zone whose addresses are asked for."""

Ask = Callable[[Question, Server], Answer]
Found = Generator[Answer, None, tuple[Server, ...]]


def zone_servers(name: str, server: Server, ask: Ask, port: int = DNS_PORT) -> Found:
    """Asks ``server`` for the zone that holds ``name`` and for the servers of that zone.

    Yields each answer. The primary (of the SOA record) comes first; empty where nothing is found.
    ``port`` is theirs: DNS knows no other than 53.
    """
    zone, primary = "", ""
    above = name
    while "." in above and not zone:
        answer = ask(Question(above, RecordType.SOA), server)
        yield answer
        if not answer.outcome.is_answer:
            return ()
        zone, primary = _zone_of(above, (*answer.records, *answer.authority))
        above = names.parent(above)
    if not zone:
        return ()
    answer = ask(Question(zone, RecordType.NS), server)
    yield answer
    hosts = [record.data.name for record in answer.matching if isinstance(record.data, Target)]
    hosts.sort(key=lambda host: (not names.same(host, primary), names.fold(host)))
    found: list[Server] = []
    for host in hosts[:MOST]:
        answer = ask(Question(host, RecordType.A), server)
        yield answer
        if answer.outcome is Outcome.CANCELLED:
            return ()
        found += [Server(r.data.address, port) for r in answer.matching if isinstance(r.data, Address)]
    return tuple(dict.fromkeys(found))


def _zone_of(name: str, records: tuple[Record, ...]) -> tuple[str, str]:
    """The zone and its primary server, by an SOA record that is about this name; else empty."""
    for record in records:
        holds = names.same(record.owner, name) or names.is_below(name, record.owner)
        if isinstance(record.data, Soa) and holds and "." in record.owner:
            return record.owner, record.data.primary
    return "", ""
