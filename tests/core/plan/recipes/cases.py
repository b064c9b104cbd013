"""Plans and changes that the tests of all products share, and records as dnspython has them."""

from __future__ import annotations

from collections.abc import Iterable

import dns.message
import dns.name
import dns.query
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rdtypes.ANY.CNAME
import dns.rdtypes.IN.A
import dns.rdtypes.IN.NAPTR
import dns.rdtypes.IN.SRV
import dns.zonefile

from tests.servers.process import Server
from wizard.core.plan.deployment import Deployment, NaptrUse, SipServer, Transport
from wizard.core.plan.recipes import REMOVE, REMOVE_ADDED
from wizard.core.plan.records import records_for
from wizard.core.record import Address, Naptr, Record, RecordChange, RecordType, Srv, Target

ZONE = "eslab.local"
SERVERS = (
    SipServer("piper.eslab.local", "10.225.2.31", priority=10),
    SipServer("piper2.eslab.local", "10.225.2.32", 5070, priority=20),
    SipServer("pbx.voice.eslab.local", "10.225.2.33", priority=30),
)
SUB_DOMAIN = Deployment(ZONE, "testserver", SERVERS, naptr=NaptrUse.ALWAYS)
DEEP = Deployment(ZONE, "sip.phones", SERVERS, transport=Transport.TLS, ttl=90_000)
EXISTING = Deployment(ZONE, servers=SERVERS[:2], transport=Transport.TCP)
PLANS = {"sub-domain": SUB_DOMAIN, "deep": DEEP, "existing": EXISTING}

OWNER = "_sip._udp.testserver.eslab.local"
WRONG = Record(OWNER, RecordType.SRV, 3600, Srv(10, 10, 5060, "piper.eslab.local.eslab.local"))
RIGHT = Record(OWNER, RecordType.SRV, 3600, Srv(10, 10, 5060, "piper.eslab.local"))
OTHER = Record(OWNER, RecordType.SRV, 3600, Srv(20, 10, 5060, "piper2.eslab.local"))
REPAIR = RecordChange(ZONE, "testserver", create=(RIGHT,), delete=(WRONG,))

OUTSIDE = Record("pbx.other.example", RecordType.A, 3600, Address("192.0.2.7"))

Fact = tuple[dns.name.Name, dns.rdatatype.RdataType, int, dns.rdata.Rdata]
"""Owner, type, time to live and data of one record."""


def fact(record: Record) -> Fact:
    """The record as dnspython has it, built without any text of ours."""
    data = record.data
    here = dns.rdataclass.IN
    kind = dns.rdatatype.from_text(record.type.value)
    match data:
        case Naptr():
            target = dns.name.from_text(data.replacement)
            rdata: dns.rdata.Rdata = dns.rdtypes.IN.NAPTR.NAPTR(
                here, kind, data.order, data.preference, data.flags, data.service, data.regexp, target
            )
        case Srv():
            rdata = dns.rdtypes.IN.SRV.SRV(
                here, kind, data.priority, data.weight, data.port, dns.name.from_text(data.target)
            )
        case Address():
            rdata = dns.rdtypes.IN.A.A(here, kind, data.address)
        case Target():
            rdata = dns.rdtypes.ANY.CNAME.CNAME(here, kind, dns.name.from_text(data.name))
        case _:
            raise AssertionError(data)
    return dns.name.from_text(record.owner), kind, record.ttl, rdata


def facts(records: Iterable[Record]) -> set[Fact]:
    return {fact(record) for record in records}


def planned(plan: Deployment) -> tuple[Record, ...]:
    """What the plan wants inside its own domain."""
    return tuple(record for record in records_for(plan) if f".{record.owner}".endswith(f".{plan.domain}"))


def parsed(text: str) -> set[Fact]:
    """All records of zone file lines. A name that is not absolute would lie below the root."""
    rrsets = dns.zonefile.read_rrsets(
        text, origin=dns.name.root, relativize=False, default_ttl=1, rdclass=None
    )
    return {(rrset.name, rrset.rdtype, rrset.ttl, rdata) for rrset in rrsets for rdata in rrset}


def answers(server: Server, name: str, kind: str) -> set[Fact]:
    """What a server on loopback answers, over TCP, so that nothing is cut."""
    query = dns.message.make_query(name, kind)
    reply = dns.query.tcp(query, server.address, port=server.port, timeout=5)
    return {
        (rrset.name, rrset.rdtype, rrset.ttl, rdata)
        for rrset in reply.answer
        if rrset.rdtype == query.question[0].rdtype
        for rdata in rrset
    }


def served(server: Server, records: Iterable[Record]) -> set[Fact]:
    """The answers to all questions that the records answer."""
    questions = {(record.owner, record.type.value) for record in records}
    return set().union(*(answers(server, name, kind) for name, kind in questions))


def applied(lines: Iterable[str], commands: Iterable[str], mark: str) -> list[str]:
    """A configuration file after somebody followed the commands: take lines out, put lines in."""
    kept = list(lines)
    for command in commands:
        if command.startswith((mark + REMOVE, mark + REMOVE_ADDED)):
            wanted = command.removeprefix(mark + REMOVE).removeprefix(mark + REMOVE_ADDED).strip()
            kept.remove(next(line for line in kept if line.strip() == wanted))
        else:
            kept.append(command)
    return kept
