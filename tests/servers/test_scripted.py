"""The scripted DNS server does what its script says, seen through dnspython."""

from __future__ import annotations

import socket
import time

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.query
import dns.rcode
import pytest

from tests.servers import scripted

NAME = "piper.eslab.local"
A = "piper.eslab.local. 3600 IN A 10.225.2.31"
GOOD = scripted.answer(A)


def ask(server, name=NAME, rdtype="A", *, how=dns.query.udp, edns=False, timeout=2.0, **more):
    query = dns.message.make_query(name, rdtype, use_edns=0 if edns else -1)
    return how(query, server.address, port=server.port, timeout=timeout, one_rr_per_rrset=True, **more)


def raw(server, wire, timeout=2.0):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
        client.settimeout(timeout)
        client.sendto(wire, (server.address, server.port))
        return client.recvfrom(65535)


def test_answers_keep_their_order_and_their_own_ttls():
    lines = ["x.test. 60 IN A 10.0.0.2", "x.test. 3600 IN A 10.0.0.1", "y.test. 5 IN CNAME x.test."]
    with scripted.serve(scripted.answer(*lines)) as server:
        reply = ask(server, "x.test")
    assert [(one.ttl, str(one[0])) for one in reply.answer] == [
        (60, "10.0.0.2"),
        (3600, "10.0.0.1"),
        (5, "x.test."),
    ]
    assert reply.flags & dns.flags.AA


@pytest.mark.parametrize(
    ("behaviour", "rcode", "zone"),
    [
        (scripted.nxdomain("eslab.local"), dns.rcode.NXDOMAIN, True),
        (scripted.nxdomain(), dns.rcode.NXDOMAIN, False),
        (scripted.nodata("eslab.local", ttl=77), dns.rcode.NOERROR, True),
        (scripted.nodata(), dns.rcode.NOERROR, False),
        (scripted.servfail(), dns.rcode.SERVFAIL, False),
        (scripted.refused(), dns.rcode.REFUSED, False),
        (scripted.notimp(), dns.rcode.NOTIMP, False),
        (scripted.formerr(), dns.rcode.FORMERR, False),
    ],
)
def test_negative_answers(behaviour, rcode, zone):
    with scripted.serve(behaviour) as server:
        reply = ask(server)
    assert (reply.rcode(), reply.answer) == (rcode, [])
    assert [str(one.name) for one in reply.authority] == (["eslab.local."] if zone else [])


def test_negative_ttl_is_the_one_asked_for():
    with scripted.serve(scripted.nodata("eslab.local", ttl=77)) as server:
        soa = ask(server).authority[0]
    assert (soa.ttl, soa[0].minimum) == (77, 77)


def test_formerr_to_edns_only():
    with scripted.serve(scripted.formerr_to_edns(GOOD)) as server:
        assert ask(server, edns=True).rcode() == dns.rcode.FORMERR
        assert ask(server, edns=True).edns == -1
        assert ask(server).answer
        assert [one.edns for one in server.questions] == [True, True, False]


def test_silence():
    with scripted.serve(scripted.silence()) as server:
        with pytest.raises(dns.exception.Timeout):
            ask(server, timeout=0.2)
        assert server.count(NAME, "A") == 1


def test_a_late_reply_holds_up_nobody():
    script = scripted.Script(GOOD).on("late.test", "A", scripted.delayed(0.4, GOOD))
    with scripted.serve(script) as server:
        with pytest.raises(dns.exception.Timeout):
            ask(server, "late.test", timeout=0.1)
        assert ask(server, timeout=0.3).answer
        start = time.monotonic()
        assert ask(server, "late.test").answer
        assert time.monotonic() - start >= 0.4


def test_the_end_does_not_wait_for_late_replies():
    with scripted.serve(scripted.delayed(60, GOOD)) as server:
        with pytest.raises(dns.exception.Timeout):
            ask(server, timeout=0.1)
        start = time.monotonic()
    assert time.monotonic() - start < 5


def test_wrong_id():
    query = dns.message.make_query(NAME, "A", id=0x1234)
    with scripted.serve(scripted.wrong_id(GOOD)) as server:
        wire, _source = raw(server, query.to_wire())
    assert wire[:2] == b"\xed\x34"
    assert dns.message.from_wire(wire).answer


def test_wrong_question():
    query = dns.message.make_query(NAME, "A")
    with scripted.serve(scripted.wrong_question(GOOD)) as server:
        wire, _source = raw(server, query.to_wire())
    reply = dns.message.from_wire(wire)
    assert reply.id == query.id
    assert str(reply.question[0].name) == "other.invalid."


def test_garbage():
    with scripted.serve(scripted.garbage(b"\x00garbage")) as server:
        assert raw(server, dns.message.make_query(NAME, "A").to_wire())[0] == b"\x00garbage"


def test_truncated_header():
    query = dns.message.make_query(NAME, "A")
    with scripted.serve(scripted.truncated_header(GOOD)) as server:
        wire, _source = raw(server, query.to_wire())
    assert len(wire) == 5
    assert wire[:2] == query.id.to_bytes(2, "big")


def test_reply_from_another_port():
    with scripted.serve(scripted.other_port(GOOD)) as server:
        wire, source = raw(server, dns.message.make_query(NAME, "A").to_wire())
        assert source[0] == server.address
        assert source[1] != server.port
        assert dns.message.from_wire(wire).answer
        with pytest.raises(dns.query.UnexpectedSource):
            ask(server)


def test_truncated_then_tcp_answers():
    with scripted.serve(scripted.truncated(GOOD)) as server:
        reply = ask(server)
        assert reply.flags & dns.flags.TC
        assert reply.answer == []
        assert ask(server, how=dns.query.tcp).answer
        assert [one.transport for one in server.questions] == ["udp", "tcp"]


def test_truncated_then_tcp_is_closed():
    with scripted.serve(scripted.truncated_tcp_closed()) as server:
        assert ask(server).flags & dns.flags.TC
        with pytest.raises((EOFError, ConnectionError)):
            ask(server, how=dns.query.tcp)


def test_truncated_then_tcp_is_refused():
    with scripted.serve(scripted.truncated(GOOD), tcp=False) as server:
        assert ask(server).flags & dns.flags.TC
        with pytest.raises(ConnectionRefusedError):
            ask(server, how=dns.query.tcp)


def test_long_answers_are_truncated_over_udp_and_whole_over_tcp():
    lines = [f"_sip._udp.test. 60 IN SRV 1 1 5060 host{number}.test." for number in range(60)]
    with scripted.serve(scripted.answer(*lines)) as server:
        short = ask(server, "_sip._udp.test", "SRV")
        assert short.flags & dns.flags.TC
        assert len(short.to_wire()) <= 512
        assert len(ask(server, "_sip._udp.test", "SRV", how=dns.query.tcp).answer) == 60


def test_one_type_is_dropped():
    script = scripted.Script(scripted.records("eslab.local", A)).drop("NAPTR")
    with scripted.serve(script) as server:
        assert ask(server).answer
        with pytest.raises(dns.exception.Timeout):
            ask(server, rdtype="NAPTR", timeout=0.2)


def test_flapping():
    with scripted.serve(scripted.flapping(GOOD, scripted.nxdomain(), scripted.servfail())) as server:
        assert [ask(server).rcode() for _time in range(4)] == [0, 3, 2, 0]
        assert ask(server, "other.test").rcode() == 0  # its own round


def test_hijack():
    with scripted.serve(scripted.hijack()) as server:
        reply = ask(server, "Random-1234.Invalid")
        assert str(reply.answer[0][0]) == "203.0.113.80"
        assert (ask(server, rdtype="SRV").rcode(), ask(server, rdtype="SRV").answer) == (0, [])


def test_lame_referral():
    with scripted.serve(scripted.lame("eslab.local")) as server:
        reply = ask(server)
    assert (reply.rcode(), reply.answer) == (0, [])
    assert str(reply.authority[0]) == "eslab.local. 3600 IN NS ns.elsewhere.invalid."
    assert not reply.flags & dns.flags.AA


def test_bit_flips_come_from_the_seed():
    query = dns.message.make_query(NAME, "A").to_wire()

    def replies(seed):
        with scripted.serve(scripted.bit_flipped(GOOD, seed)) as server:
            return [raw(server, query)[0] for _time in range(4)]

    with scripted.serve(GOOD) as server:
        whole, _source = raw(server, query)
    first = replies(7)
    assert first == replies(7)
    assert first != replies(8)
    assert len(set(first)) > 1
    assert all(wire[:2] == whole[:2] and len(wire) == len(whole) and wire != whole for wire in first)


def test_records_behave_like_an_honest_server():
    alias = "alias.eslab.local. 60 IN CNAME piper.eslab.local."
    deep = "_sip._udp.sub.eslab.local. 60 IN SRV 1 1 5060 piper.eslab.local."
    with scripted.serve(scripted.records("eslab.local", A, alias, deep)) as server:
        assert [one.to_text() for one in ask(server, "piper.eslab.local").answer] == [A]
        assert ask(server, "PIPER.Eslab.local").answer
        assert [str(one) for one in ask(server, "alias.eslab.local").answer] == [alias]
        assert ask(server, "sub.eslab.local").rcode() == 0
        assert ask(server, "sub.eslab.local").authority
        assert ask(server, "none.eslab.local").rcode() == dns.rcode.NXDOMAIN
        assert ask(server, "elsewhere.test").rcode() == dns.rcode.REFUSED


def test_the_most_special_rule_counts_and_may_change_meanwhile():
    script = scripted.Script(scripted.refused())
    script.on(NAME, scripted.ANY, scripted.servfail()).on(scripted.ANY, "A", scripted.nxdomain())
    with scripted.serve(script) as server:
        assert [ask(server).rcode(), ask(server, "other.test").rcode()] == [2, 3]
        assert ask(server, "other.test", "SRV").rcode() == dns.rcode.REFUSED
        script.on("Piper.eslab.local.", "a", GOOD)
        assert ask(server).answer


def test_questions_are_listed_and_counted():
    with scripted.serve(GOOD) as server:
        ask(server, "PIPER.eslab.local", edns=True)
        ask(server, how=dns.query.tcp)
        ask(server, "other.test", "SRV")
        raw_question = scripted.Question(NAME, "A", "udp", True, "127.0.0.1")
        assert server.questions[0] == raw_question
        assert [server.count(), server.count(NAME), server.count(NAME, "A", "tcp")] == [3, 2, 1]
        assert server.count(rdtype="SRV") == 1


def test_what_is_no_question_is_counted_and_ignored():
    reply = dns.message.make_response(dns.message.make_query(NAME, "A"))
    with scripted.serve(GOOD) as server:
        for wire in (b"", b"\x00", b"no message at all", reply.to_wire()):
            with pytest.raises(TimeoutError):
                raw(server, wire, timeout=0.1)
        assert ask(server).answer
        assert (server.unreadable, server.count()) == (4, 1)


def test_ipv6_answers_on_the_same_port():
    with scripted.serve(GOOD) as server:
        if not server.address6:
            pytest.skip("no ::1 here")
        query = dns.message.make_query(NAME, "A")
        assert dns.query.udp(query, server.address6, port=server.port, timeout=2).answer
        assert dns.query.tcp(query, server.address6, port=server.port, timeout=2).answer
        assert {one.address for one in server.questions} == {"::1"}


def test_several_questions_on_one_connection():
    with scripted.serve(GOOD) as server, socket.create_connection((server.address, server.port), 2) as client:
        for name in ("one.test", "two.test"):
            dns.query.send_tcp(client, dns.message.make_query(name, "A"))
        names = [dns.query.receive_tcp(client)[0].question[0].name for _time in range(2)]
    assert names == [dns.name.from_text("one.test"), dns.name.from_text("two.test")]


def test_a_faulty_script_fails_the_test():
    def broken(_asked):
        raise KeyError("oops")

    def with_a_question():
        with scripted.serve(broken) as server, pytest.raises(dns.exception.Timeout):
            ask(server, timeout=0.2)

    with pytest.raises(AssertionError, match="oops"):
        with_a_question()
