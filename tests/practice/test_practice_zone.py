"""What the practice zone says, question by question."""

from __future__ import annotations

import dns.flags
import dns.message
import dns.opcode
import dns.rcode
import dns.rdatatype
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.record import Address, Record, RecordType, Soa, Target
from wizard.practice.lab import REPAIRED, ZONE
from wizard.practice.zone import PAYLOAD, answer, zone_of

TEXT = """
$ORIGIN eslab.local.
$TTL 600
@           IN SOA ns hostmaster 1 3600 600 86400 60
            IN NS  ns
ns          IN A   127.0.0.1
deep.empty  IN A   10.0.0.1
alias       IN CNAME ns
mixed  300  IN A   10.0.0.2
mixed  200  IN A   10.0.0.3
"""


def ask(name, rdtype="A", *, content=TEXT, rdclass="IN", limit=0, **more):
    query = dns.message.make_query(name, rdtype, rdclass, **more)
    reply = dns.message.from_wire(answer(zone_of(content), query.to_wire(), limit=limit))
    assert query.is_response(reply)
    return reply


def test_data_is_authoritative_and_alone():
    reply = ask("NS.eslab.local")
    assert (reply.rcode(), len(reply.answer), reply.authority, reply.additional) == (0, 1, [], [])
    assert reply.answer[0].to_text().lower() == "ns.eslab.local. 600 in a 127.0.0.1"
    assert reply.flags & dns.flags.AA
    assert not reply.flags & dns.flags.RA


@pytest.mark.parametrize(
    ("name", "rdtype", "rcode"),
    [
        ("none.eslab.local", "A", dns.rcode.NXDOMAIN),
        ("below.ns.eslab.local", "A", dns.rcode.NXDOMAIN),
        ("ns.eslab.local", "SRV", dns.rcode.NOERROR),
        ("empty.eslab.local", "A", dns.rcode.NOERROR),
        ("empty.eslab.local", "ANY", dns.rcode.NOERROR),
        ("eslab.local", "A", dns.rcode.NOERROR),
    ],
)
def test_no_such_name_and_no_such_record(name, rdtype, rcode):
    reply = ask(name, rdtype)
    assert (reply.rcode(), reply.answer) == (rcode, [])
    assert reply.flags & dns.flags.AA
    soa = reply.authority[0]
    assert (str(soa.name), soa.ttl, soa[0].minimum) == ("eslab.local.", 60, 60)


def test_negative_ttl_is_the_lower_of_the_soas_two():
    text = TEXT.replace("86400 60", "86400 9999")
    assert ask("none.eslab.local", content=text).authority[0].ttl == 600


@pytest.mark.parametrize("rdtype", ["A", "SRV", "CNAME"])
def test_an_alias_is_told_and_not_followed(rdtype):
    reply = ask("alias.eslab.local", rdtype)
    assert [one.to_text() for one in reply.answer] == ["alias.eslab.local. 600 IN CNAME ns.eslab.local."]
    assert reply.authority == []


def test_a_set_has_one_ttl():
    assert {one.ttl for one in ask("mixed.eslab.local").answer} == {200}


def test_any():
    found = ask("eslab.local", "ANY").answer
    assert {dns.rdatatype.to_text(rrset.rdtype) for rrset in found} == {"SOA", "NS"}


def test_lines_outside_the_zone_are_left_out():
    text = TEXT + "other.test. IN A 10.0.0.1\n"
    assert zone_of(text) == zone_of(TEXT)
    assert ask("other.test", content=text).rcode() == dns.rcode.REFUSED


@pytest.mark.parametrize(
    ("name", "rdtype", "rdclass"),
    [
        ("example.com", "A", "IN"),
        ("local", "A", "IN"),
        ("neslab.local", "A", "IN"),
        ("eslab.local", "A", "CH"),
        ("eslab.local", "AXFR", "IN"),
        ("eslab.local", "IXFR", "IN"),
    ],
)
def test_what_it_does_not_serve_is_refused(name, rdtype, rdclass):
    reply = ask(name, rdtype, rdclass=rdclass)
    assert (reply.rcode(), reply.answer, reply.authority) == (dns.rcode.REFUSED, [], [])
    assert not reply.flags & dns.flags.AA


@pytest.mark.parametrize("opcode", [1, 2, 3, 4, 5, 6, 15])
def test_other_opcodes_are_not_implemented(opcode):
    query = dns.message.make_query("eslab.local", "SOA")
    wire = bytearray(query.to_wire())
    wire[2] = opcode << 3
    reply = dns.message.from_wire(answer(zone_of(TEXT), bytes(wire)))
    assert (reply.id, reply.opcode(), reply.rcode()) == (query.id, opcode, dns.rcode.NOTIMP)


def test_no_question_is_a_format_error():
    reply = dns.message.from_wire(answer(zone_of(TEXT), b"\x12\x34" + bytes(10)))
    assert (reply.id, reply.rcode()) == (0x1234, dns.rcode.FORMERR)


def test_edns():
    assert ask("ns.eslab.local").edns == -1
    reply = ask("ns.eslab.local", use_edns=0, payload=4096)
    assert (reply.edns, reply.payload) == (0, PAYLOAD)
    assert ask("ns.eslab.local", use_edns=1).rcode() == dns.rcode.BADVERS


def test_long_answers_are_cut_over_udp_only():
    lines = "".join(f"_sip._udp IN SRV 1 1 5060 host{number}\n" for number in range(60))
    name, text = "_sip._udp.eslab.local", TEXT + lines
    for more, most in (({}, 512), ({"use_edns": 0, "payload": 4096}, PAYLOAD)):
        query = dns.message.make_query(name, "SRV", **more)
        wire = answer(zone_of(text), query.to_wire())
        assert len(wire) <= most
        assert dns.message.from_wire(wire).flags & dns.flags.TC
    assert len(ask(name, "SRV", content=text, limit=65535).answer[0]) == 60


def test_replies_are_not_answered():
    reply = dns.message.make_response(dns.message.make_query("eslab.local", "A"))
    assert answer(zone_of(TEXT), reply.to_wire()) is None


@pytest.mark.parametrize("wire", [b"", b"\x00", bytes(11), b"GET / HTTP/1.1\r\n\r\n", b"\xff" * 512])
def test_what_is_no_message_is_ignored(wire):
    assert answer(zone_of(TEXT), wire) is None


LAB = zone_of(REPAIRED)
GOOD = dns.message.make_query(f"_sip._udp.testserver.{ZONE}", "SRV", use_edns=0).to_wire()


@given(st.binary(max_size=300))
def test_no_octets_make_it_raise(octets):
    reply = answer(LAB, octets)
    assert reply is None or reply[:2] == octets[:2]


@given(st.lists(st.tuples(st.integers(2, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=6))
def test_no_damaged_question_makes_it_raise(changes):
    octets = bytearray(GOOD)
    for place, value in changes:
        octets[place] = value
    reply = answer(LAB, bytes(octets))
    assert reply is None or reply[:2] == GOOD[:2]


def test_records_and_text_make_the_same_zone():
    records = [
        Record("ESLAB.local", RecordType.SOA, 600, Soa("ns.eslab.local", 1, 60)),
        Record("eslab.local", RecordType.NS, 600, Target("ns.eslab.local")),
        Record("ns.eslab.local", RecordType.A, 600, Address("127.0.0.1")),
        Record("deep.empty.eslab.local", RecordType.A, 600, Address("10.0.0.1")),
        Record("alias.eslab.local", RecordType.CNAME, 600, Target("ns.eslab.local")),
        Record("mixed.eslab.local", RecordType.A, 300, Address("10.0.0.2")),
        Record("mixed.eslab.local", RecordType.A, 200, Address("10.0.0.3")),
    ]
    assert zone_of(records) == zone_of(TEXT)


STRANGER = Record("other.test", RecordType.A, 60, Address("10.0.0.1"))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "not a zone"),
        ("$ORIGIN eslab.local.\n$TTL 60\nns IN A 10.0.0.1\n", "no SOA record"),
        ([], "one SOA record, not 0"),
        ("no zone at all", "not a zone"),
        ("$ORIGIN x.\n@ 60 IN A 1.2.3.4.5", "not a zone"),
        ("$INCLUDE /etc/passwd\n", "not a zone"),
        (TEXT + "$ORIGIN sub.eslab.local.\n@ IN SOA ns x 1 1 1 1 1\n", "not a zone"),
        (TEXT + "alias IN A 10.0.0.1\n", "not a zone"),
        ([*REPAIRED, REPAIRED[0]], "one SOA record, not 2"),
        (
            [*REPAIRED, STRANGER],
            "other.test lies outside eslab.local",
        ),
        ([*REPAIRED, Record("bad.eslab.local", RecordType.A, 60, Address("10.0.0"))], "not a zone"),
        ([*REPAIRED, Record("bad..eslab.local", RecordType.A, 60, Address("10.0.0.1"))], "not a zone"),
    ],
)
def test_what_makes_no_zone(content, why):
    with pytest.raises(ValueError, match=why):
        zone_of(content)
