"""From a DNS message to an :class:`Answer`."""

from __future__ import annotations

from typing import Any

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rrset

from wizard.core.about import told
from wizard.core.dns.answer import Answer, Outcome, Question, Server
from wizard.core.record import (
    Address,
    Naptr,
    Record,
    RecordData,
    RecordType,
    Soa,
    Srv,
    Target,
)

_RCODES = {
    dns.rcode.NXDOMAIN: Outcome.NXDOMAIN,
    dns.rcode.SERVFAIL: Outcome.SERVFAIL,
    dns.rcode.REFUSED: Outcome.REFUSED,
    dns.rcode.FORMERR: Outcome.FORMERR,
    dns.rcode.NOTIMP: Outcome.NOTIMP,
}


MOST_RECORDS = 500
"""Records of a message that are read. A site has dozens; to read thousands of hostile ones takes a minute."""
_HEADER = 12


def is_reply_to(query: dns.message.Message, wire: bytes) -> tuple[dns.message.Message | None, str]:
    """The message in ``wire`` if it answers ``query``, else None and what is wrong with it."""
    claimed = sum(int.from_bytes(wire[place : place + 2], "big") for place in (6, 8, 10))
    if len(wire) >= _HEADER and claimed > MOST_RECORDS:
        return None, told("dns-reply.records", count=claimed)
    try:
        reply = dns.message.from_wire(wire, one_rr_per_rrset=True, raise_on_truncation=True)
    except dns.message.Truncated as cut:
        reply = cut.message()  # type: ignore[no-untyped-call]
    except Exception as error:  # hostile bytes: dnspython raises more than DNSException
        return None, told("dns-reply.no-message", error=type(error).__name__)
    if reply.id != query.id:
        return None, told("dns-reply.other-id")
    if not reply.flags & dns.flags.QR:
        return None, told("dns-reply.question")
    if reply.opcode() != query.opcode():
        return None, told("dns-reply.other-kind")
    # Servers that fail early may leave the question out of the reply (RFC 2308, RFC 1035).
    if reply.question and [_key(q) for q in reply.question] != [_key(q) for q in query.question]:
        return None, told("dns-reply.other-question")
    if not reply.question and reply.rcode() == dns.rcode.NOERROR and not reply.flags & dns.flags.TC:
        return None, told("dns-reply.no-question")
    return reply, ""


def _key(rrset: dns.rrset.RRset) -> tuple[object, ...]:
    return (rrset.name, rrset.rdtype, rrset.rdclass)


def read_message(question: Question, server: Server, reply: dns.message.Message, protocol: str) -> Answer:
    """What a well-formed reply says."""
    records = records_of(reply.answer)
    authority = records_of(reply.authority)
    rcode = reply.rcode()
    # The rcode of an answer with an alias describes the end of the alias chain (RFC 6604).
    outcome = _outcome(question, reply, records, authority)
    return Answer(
        question,
        server,
        outcome,
        records,
        authority,
        authoritative=bool(reply.flags & dns.flags.AA),
        recursion_available=bool(reply.flags & dns.flags.RA),
        negative_ttl=_negative_ttl(authority) if outcome in {Outcome.NODATA, Outcome.NXDOMAIN} else None,
        size=len(reply.wire) if reply.wire else 0,
        protocol=protocol,
        detail=dns.rcode.to_text(rcode) if outcome is Outcome.OTHER else "",
        raw=reply.to_text(),
    )


def _outcome(
    question: Question,
    reply: dns.message.Message,
    records: tuple[Record, ...],
    authority: tuple[Record, ...],
) -> Outcome:
    rcode = reply.rcode()
    if rcode != dns.rcode.NOERROR:
        return _RCODES.get(rcode, Outcome.OTHER)
    if any(record.type is question.type for record in records):
        return Outcome.DATA
    has_soa = any(record.type is RecordType.SOA for record in authority)
    has_ns = any(record.type is RecordType.NS for record in authority)
    if has_ns and not has_soa and not reply.flags & dns.flags.AA:
        return Outcome.REFERRAL
    return Outcome.NODATA


def _negative_ttl(authority: tuple[Record, ...]) -> int | None:
    for record in authority:
        if isinstance(record.data, Soa):
            return min(record.ttl, record.data.minimum)
    return None


def records_of(section: list[dns.rrset.RRset]) -> tuple[Record, ...]:
    """The records of a message section; types that the product does not speak of are left out."""
    return tuple(
        Record(_text(rrset.name), RecordType(dns.rdatatype.to_text(rrset.rdtype)), int(rrset.ttl), data)
        for rrset in section
        if rrset.rdclass == dns.rdataclass.IN
        for rdata in rrset
        if (data := data_of(rdata)) is not None
    )


def data_of(rdata: Any) -> RecordData | None:
    """The data of one record as a value, None for other types."""
    match dns.rdatatype.to_text(rdata.rdtype):
        case "NAPTR":
            return Naptr(
                rdata.order,
                rdata.preference,
                _string(rdata.flags),
                _string(rdata.service),
                _string(rdata.regexp),
                _text(rdata.replacement),
            )
        case "SRV":
            return Srv(rdata.priority, rdata.weight, rdata.port, _text(rdata.target))
        case "A" | "AAAA":
            return Address(rdata.address)
        case "CNAME" | "PTR" | "NS":
            return Target(_text(rdata.target))
        case "SOA":
            return Soa(_text(rdata.mname), rdata.serial, rdata.minimum)
        case _:
            return None


def _text(name: dns.name.Name) -> str:
    """A name in presentation form with escapes, without the final dot; ``.`` for the root."""
    return name.to_text(omit_final_dot=True) or "."


def _string(value: bytes) -> str:
    return value.decode("ascii", errors="backslashreplace")
