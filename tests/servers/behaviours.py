"""What the scripted DNS server can be told to do with a question.

A behaviour takes what was :class:`Asked` and gives a :class:`Reply`, or None for silence. Those with
``then`` change what another behaviour says, so they can be put together.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset

NEGATIVE_SOA = 3600


@dataclass(frozen=True)
class Asked:
    """One question, the ``nth`` of its name and type. ``name`` is folded: lower case, no final dot."""

    name: str
    type: str
    transport: str
    edns: bool
    nth: int
    query: dns.message.Message


@dataclass(frozen=True)
class Reply:
    """The octets to send. ``delay`` in seconds; ``close`` ends a TCP connection after them."""

    wire: bytes
    delay: float = 0.0
    other_port: bool = False
    close: bool = False


Behaviour = Callable[[Asked], Reply | None]


def rrset(text: str) -> dns.rrset.RRset:
    """One record of a line as in a zone file: ``piper.eslab.local. 3600 IN A 10.225.2.31``."""
    name, ttl, _class, rdtype, data = text.split(None, 4)
    rdata = dns.rdata.from_text(dns.rdataclass.IN, dns.rdatatype.from_text(rdtype), data, relativize=False)
    return dns.rrset.from_rdata_list(dns.name.from_text(name), int(ttl), [rdata])


def _fold(name: dns.name.Name) -> str:
    return name.to_text(omit_final_dot=True).lower()


def _message(
    asked: Asked, rcode: dns.rcode.Rcode = dns.rcode.NOERROR, *, authoritative: bool = True
) -> dns.message.Message:
    response = dns.message.make_response(asked.query, our_payload=1232)
    response.set_rcode(rcode)
    if authoritative:
        response.flags |= dns.flags.AA
    return response


def _reply(asked: Asked, response: dns.message.Message) -> Reply:
    allowed = 65535 if asked.transport == "tcp" else max(512, asked.query.payload)
    return Reply(response.to_wire(max_size=allowed, prefer_truncation=True))


def _soa(zone: str, ttl: int) -> dns.rrset.RRset:
    return rrset(f"{zone}. {ttl} IN SOA ns.{zone}. hostmaster.{zone}. 1 3600 600 86400 {ttl}")


def answer(*lines: str, authoritative: bool = True) -> Behaviour:
    """These records, each with its own TTL, in this order."""
    sets = [rrset(line) for line in lines]

    def behave(asked: Asked) -> Reply:
        response = _message(asked, authoritative=authoritative)
        response.answer.extend(sets)
        return _reply(asked, response)

    return behave


def _negative(rcode: dns.rcode.Rcode, zone: str, ttl: int) -> Behaviour:
    def behave(asked: Asked) -> Reply:
        response = _message(asked, rcode)
        if zone:
            response.authority.append(_soa(zone, ttl))
        return _reply(asked, response)

    return behave


def nxdomain(zone: str = "", ttl: int = NEGATIVE_SOA) -> Behaviour:
    """No such name; with the SOA record of ``zone`` if one is given."""
    return _negative(dns.rcode.NXDOMAIN, zone, ttl)


def nodata(zone: str = "", ttl: int = NEGATIVE_SOA) -> Behaviour:
    """The name exists, but has no such record; with the SOA record of ``zone`` if one is given."""
    return _negative(dns.rcode.NOERROR, zone, ttl)


def failing(rcode: dns.rcode.Rcode) -> Behaviour:
    """Nothing but this rcode."""
    return lambda asked: _reply(asked, _message(asked, rcode, authoritative=False))


def servfail() -> Behaviour:
    """SERVFAIL."""
    return failing(dns.rcode.SERVFAIL)


def refused() -> Behaviour:
    """REFUSED."""
    return failing(dns.rcode.REFUSED)


def notimp() -> Behaviour:
    """NOTIMP."""
    return failing(dns.rcode.NOTIMP)


def formerr() -> Behaviour:
    """FORMERR, without EDNS: what a server from before 1999 says."""

    def behave(asked: Asked) -> Reply:
        response = _message(asked, dns.rcode.FORMERR, authoritative=False)
        response.use_edns(False)
        return _reply(asked, response)

    return behave


def formerr_to_edns(then: Behaviour) -> Behaviour:
    """FORMERR to a question with EDNS, ``then`` to one without."""
    refuse = formerr()
    return lambda asked: refuse(asked) if asked.edns else then(asked)


def silence() -> Behaviour:
    """No reply."""
    return lambda _asked: None


def changed(then: Behaviour, change: Callable[[Reply, Asked], Reply]) -> Behaviour:
    """``then``, changed where it says something."""

    def behave(asked: Asked) -> Reply | None:
        reply = then(asked)
        return reply and change(reply, asked)

    return behave


def delayed(seconds: float, then: Behaviour) -> Behaviour:
    """``then``, late."""
    return changed(then, lambda reply, _asked: replace(reply, delay=reply.delay + seconds))


def wrong_id(then: Behaviour) -> Behaviour:
    """``then`` with the id of another question."""

    def change(reply: Reply, _asked: Asked) -> Reply:
        return replace(reply, wire=bytes([reply.wire[0] ^ 0xFF]) + reply.wire[1:])

    return changed(then, change)


def wrong_question(then: Behaviour, name: str = "other.invalid") -> Behaviour:
    """``then`` as if ``name`` had been asked for."""

    def change(reply: Reply, asked: Asked) -> Reply:
        response = dns.message.from_wire(reply.wire, one_rr_per_rrset=True)
        rdtype = response.question[0].rdtype
        response.question = [dns.rrset.RRset(dns.name.from_text(name), dns.rdataclass.IN, rdtype)]
        return replace(reply, wire=_reply(asked, response).wire)

    return changed(then, change)


def garbage(octets: bytes = b"\xde\xad\xbe\xef no DNS message \xff") -> Behaviour:
    """Octets that are no DNS message."""
    return lambda _asked: Reply(octets)


def truncated_header(then: Behaviour, octets: int = 5) -> Behaviour:
    """``then``, cut off within its header of 12 octets."""
    return changed(then, lambda reply, _asked: replace(reply, wire=reply.wire[:octets]))


def other_port(then: Behaviour) -> Behaviour:
    """``then`` from another source port (UDP)."""
    return changed(then, lambda reply, _asked: replace(reply, other_port=True))


def truncated(then: Behaviour) -> Behaviour:
    """TC=1 and no records over UDP, ``then`` over TCP."""

    def behave(asked: Asked) -> Reply | None:
        if asked.transport == "tcp":
            return then(asked)
        response = _message(asked)
        response.flags |= dns.flags.TC
        return _reply(asked, response)

    return behave


def truncated_tcp_closed() -> Behaviour:
    """TC=1 over UDP; TCP is accepted and closed (``serve(tcp=False)`` refuses it)."""
    return truncated(lambda _asked: Reply(b"", close=True))


def flapping(*those: Behaviour) -> Behaviour:
    """Another behaviour at every question of this name and type, round and round."""
    return lambda asked: those[(asked.nth - 1) % len(those)](asked)


def hijack(address: str = "203.0.113.80", ttl: int = 60) -> Behaviour:
    """Every name has this address and nothing else, whether it exists or not."""

    def behave(asked: Asked) -> Reply:
        response = _message(asked, authoritative=False)
        if asked.type == "A":
            response.answer.append(rrset(f"{asked.query.question[0].name} {ttl} IN A {address}"))
        return _reply(asked, response)

    return behave


def lame(zone: str, server: str = "ns.elsewhere.invalid") -> Behaviour:
    """A referral: not authoritative, no answer, NS records of ``zone`` in the authority section."""

    def behave(asked: Asked) -> Reply:
        response = _message(asked, authoritative=False)
        response.authority.append(rrset(f"{zone}. 3600 IN NS {server}."))
        return _reply(asked, response)

    return behave


def bit_flipped(then: Behaviour, seed: int, flips: int = 3, spare: int = 2) -> Behaviour:
    """``then`` with some bits turned over, the same ones for the same seed and question number.

    The first ``spare`` octets stay: a wrong id alone would hide everything else.
    """

    def change(reply: Reply, asked: Asked) -> Reply:
        chance = random.Random(f"{seed} {asked.name} {asked.type} {asked.nth}")
        wire = bytearray(reply.wire)
        for _flip in range(flips):
            wire[chance.randrange(spare, len(wire))] ^= 1 << chance.randrange(8)
        return replace(reply, wire=bytes(wire))

    return changed(then, change)


def records(zone: str, *lines: str, ttl: int = NEGATIVE_SOA) -> Behaviour:
    """A well-behaved server of these records: data, NODATA or NXDOMAIN, REFUSED outside the zone."""
    sets = [rrset(line) for line in lines]
    owners = [_fold(one.name) for one in sets]

    def behave(asked: Asked) -> Reply | None:
        if asked.name != zone and not asked.name.endswith("." + zone):
            return refused()(asked)
        response = _message(asked)
        wanted = (asked.type, "CNAME")
        response.answer.extend(
            one
            for one, owner in zip(sets, owners, strict=True)
            if owner == asked.name and dns.rdatatype.to_text(one.rdtype) in wanted
        )
        if response.answer:
            return _reply(asked, response)
        exists = any(owner == asked.name or owner.endswith("." + asked.name) for owner in [zone, *owners])
        return (nodata if exists else nxdomain)(zone, ttl)(asked)

    return behave
