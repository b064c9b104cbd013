"""A DNS zone in memory and what its authoritative server says to a question.

Everything lies in the one zone: wildcards, delegations and zone transfers are not practised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset
import dns.zone

from wizard.core import names
from wizard.core.plan.recipes.zonefile import zone_line, zone_name
from wizard.core.record import Record, Soa

PAYLOAD = 1232  # the UDP size that fits every path (DNS flag day 2020)
_TIMERS = "3600 600 86400"  # refresh, retry, expire: nobody transfers this zone
_TRANSFERS = (dns.rdatatype.AXFR, dns.rdatatype.IXFR)

Node = Mapping[dns.rdatatype.RdataType, dns.rrset.RRset]


@dataclass(frozen=True, slots=True)
class Zone:
    """``nodes`` holds every name that exists; an empty non-terminal has an empty node."""

    origin: dns.name.Name
    nodes: Mapping[dns.name.Name, Node]


def zone_of(content: str | Iterable[Record]) -> Zone:
    """Reads a zone: master file text with an ``$ORIGIN``, or records with one SOA record.

    Raises ValueError where the content makes no zone: unreadable, not exactly one SOA record, an
    alias beside other data, a record outside the zone. Lines of a text that lie outside are left
    out, as BIND does.
    """
    text = content if isinstance(content, str) else _master_file(tuple(content))
    try:
        read = dns.zone.from_text(text, relativize=False, check_origin=False)
    except (dns.exception.DNSException, ValueError) as problem:
        raise ValueError(f"not a zone: {problem}") from problem
    origin = read.origin
    if origin is None or read.get_rdataset(origin, dns.rdatatype.SOA) is None:
        raise ValueError("not a zone: it has no SOA record")
    nodes: dict[dns.name.Name, dict[dns.rdatatype.RdataType, dns.rrset.RRset]] = {}
    for name, found in read.iterate_rdatasets():
        rrset = dns.rrset.from_rdata_list(name, found.ttl, list(found))
        nodes.setdefault(name, {})[rrset.rdtype] = rrset
        for above in _above(name, origin):
            nodes.setdefault(above, {})
    return Zone(origin, nodes)


def _above(name: dns.name.Name, origin: dns.name.Name) -> Iterator[dns.name.Name]:
    while name != origin:
        name = name.parent()
        yield name


def _master_file(records: tuple[Record, ...]) -> str:
    origins = [record.owner for record in records if isinstance(record.data, Soa)]
    if len(origins) != 1:
        raise ValueError(f"not a zone: one SOA record, not {len(origins)}")
    origin = origins[0]
    for record in records:
        if not names.same(record.owner, origin) and not names.is_below(record.owner, origin):
            raise ValueError(f"not a zone: {record.owner} lies outside {origin}")
    return "\n".join([f"$ORIGIN {zone_name(origin)}", *map(_line, records), ""])


def _line(record: Record) -> str:
    """The record as a line of a zone file."""
    if isinstance(record.data, Soa):
        owner, soa = zone_name(record.owner), record.data
        people = f"{zone_name(soa.primary)} hostmaster.{owner}"
        return f"{owner} {record.ttl} IN SOA {people} {soa.serial} {_TIMERS} {soa.minimum}"
    return zone_line(record) or ""


def answer(zone: Zone, wire: bytes, *, limit: int = 0) -> bytes | None:
    """The reply to one question, None where there is nothing sensible to say.

    Records stand in the order of the zone, so that the practice case looks the same every time.
    ``limit`` is the longest reply in octets; 0 stands for what the question allows over UDP.
    """
    try:
        query = dns.message.from_wire(wire)
    except (dns.exception.DNSException, ValueError):
        return None
    if query.flags & dns.flags.QR:
        return None  # a reply: to answer it could make two servers talk for ever
    response = dns.message.make_response(query, our_payload=PAYLOAD)
    _fill(zone, query, response)
    allowed = limit or min(max(query.payload, 512), PAYLOAD)
    return response.to_wire(max_size=allowed, prefer_truncation=True, want_shuffle=False)


def _fill(zone: Zone, query: dns.message.Message, response: dns.message.Message) -> None:
    if query.opcode() != dns.opcode.QUERY:
        response.set_rcode(dns.rcode.NOTIMP)
    elif query.edns > 0:
        response.set_rcode(dns.rcode.BADVERS)
    elif len(query.question) != 1:
        response.set_rcode(dns.rcode.FORMERR)
    else:
        question = query.question[0]
        foreign = question.rdclass != dns.rdataclass.IN or not question.name.is_subdomain(zone.origin)
        if foreign or question.rdtype in _TRANSFERS:
            response.set_rcode(dns.rcode.REFUSED)
        else:
            _answer_from(zone, question, response)


def _answer_from(zone: Zone, question: dns.rrset.RRset, response: dns.message.Message) -> None:
    """Data, an alias that is not followed, no such record, or no such name."""
    response.flags |= dns.flags.AA
    node = zone.nodes.get(question.name)
    if node is None:
        response.set_rcode(dns.rcode.NXDOMAIN)
    elif question.rdtype == dns.rdatatype.ANY:
        response.answer.extend(node.values())
    else:
        found = node.get(question.rdtype) or node.get(dns.rdatatype.CNAME)
        if found is not None:
            response.answer.append(found)
    if not response.answer:
        response.authority.append(_negative(zone))


def _negative(zone: Zone) -> dns.rrset.RRset:
    """The SOA record of a negative answer; its TTL is how long to remember it (RFC 2308, 3)."""
    soa = zone.nodes[zone.origin][dns.rdatatype.SOA]
    return dns.rrset.from_rdata_list(soa.name, min(soa.ttl, soa[0].minimum), list(soa))
