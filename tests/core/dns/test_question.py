"""One question to one server: real servers for what they do, a scripted one for what they refuse to do."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass

import dns.message
import dns.rcode
import pytest

from tests.servers import behaviours, bind, dnsmasq, knot, scripted, unbound
from tests.servers.process import free_port
from tests.servers.swallowing import swallowed
from wizard.core.dns.answer import Answer, Outcome, Question, Server
from wizard.core.dns.question import ask
from wizard.core.record import Address, Naptr, RecordType, Srv, Target

ZONE = "eslab.local"
NAME = f"testserver.{ZONE}"
OWNER = f"_sip._udp.{NAME}"
MANY = 60
BODY = r"""
testserver            IN NAPTR 10 20 "s" "SIP+D2U" "" _sip._udp.testserver
_sip._udp.testserver  IN SRV 1 10 5060 piper
_sip._udp.testserver  IN SRV 2 20 5070 piper2
piper                 600 IN A 10.225.2.31
piper2                IN A 10.225.2.32
alias                 IN CNAME piper
astray                IN CNAME nowhere
we\.ird\032name       IN A 10.225.2.33
_sip._udp.odd         IN SRV 1 1 5060 we\.ird\032name
_sip._udp.declined    IN SRV 0 0 0 .
many                  IN TXT "here"
child                 IN NS ns.child
ns.child              IN A 127.0.0.1
""" + "\n".join(f"_sip._udp.many IN SRV {n} 1 5060 a-rather-long-host-name-{n}.{ZONE}." for n in range(MANY))
DNSMASQ = (
    f"local=/{ZONE}/",
    f"naptr-record={NAME},10,20,s,SIP+D2U,,{OWNER}",
    f"srv-host={OWNER},piper.{ZONE},5060,1,10",
    f"srv-host={OWNER},piper2.{ZONE},5070,2,20",
    f"host-record=piper.{ZONE},10.225.2.31,600",
    f"host-record=piper2.{ZONE},10.225.2.32",
    f"cname=alias.{ZONE},piper.{ZONE}",
)


def asking(server: object, rtype: str, name: str, timeout: float = 3.0) -> Answer:
    where = server if isinstance(server, Server) else Server(server.address, server.port)  # type: ignore[attr-defined]
    return ask(Question(name, RecordType(rtype)), where, timeout)


@dataclass
class Real:
    """A real server that serves the zone; ``negative`` is the TTL of its "there is none"."""

    product: str
    server: object
    negative: int | None
    authoritative: bool = True


@pytest.fixture(scope="module", params=["bind", "knot", "dnsmasq", "unbound"])
def real(request: pytest.FixtureRequest) -> Iterator[Real]:
    match request.param:
        case "bind":
            with bind.serve({ZONE: BODY}) as server:
                yield Real("bind", server, 3600)
        case "knot":
            with knot.serve({ZONE: BODY}) as server:
                yield Real("knot", server, 3600)
        case "dnsmasq":
            with dnsmasq.serve(DNSMASQ) as server:
                yield Real("dnsmasq", server, None)
        case _:
            with bind.serve({ZONE: BODY}) as below:
                stubs = {ZONE: (below.address, below.port)}
                with unbound.serve(stubs=stubs) as server:
                    yield Real("unbound", server, 3600, authoritative=False)


@pytest.fixture(scope="module")
def named() -> Iterator[object]:
    with bind.serve({ZONE: BODY}, secondary=["other.local"]) as server:
        yield server


# Real servers ------------------------------------------------------------------------------


@pytest.mark.servers
def test_data_of_every_type(real: Real) -> None:
    naptr = asking(real.server, "NAPTR", NAME)
    assert [record.data for record in naptr.matching] == [Naptr(10, 20, "s", "SIP+D2U", "", OWNER)]
    srv = asking(real.server, "SRV", OWNER)
    assert {record.data for record in srv.matching} == {
        Srv(1, 10, 5060, f"piper.{ZONE}"),
        Srv(2, 20, 5070, f"piper2.{ZONE}"),
    }
    host = asking(real.server, "A", f"piper.{ZONE}")
    assert [(r.owner, r.data) for r in host.matching] == [(f"piper.{ZONE}", Address("10.225.2.31"))]
    assert 590 <= host.matching[0].ttl <= 600
    for answer in (naptr, srv, host):
        assert (answer.outcome, answer.protocol) == (Outcome.DATA, "udp")
        assert answer.negative_ttl is None
        assert answer.size > 12
        assert answer.raw
        assert answer.milliseconds > 0
        if real.product != "dnsmasq":  # says "authoritative" only where it is told to
            assert answer.authoritative == real.authoritative


@pytest.mark.servers
def test_no_such_record_and_no_such_name(real: Real) -> None:
    nodata = asking(real.server, "A", NAME)
    missing = asking(real.server, "SRV", f"_sip._udp.none.{ZONE}")
    assert (nodata.outcome, missing.outcome) == (Outcome.NODATA, Outcome.NXDOMAIN)
    for answer in (nodata, missing):
        assert answer.matching == ()
        if real.negative is None:
            assert answer.negative_ttl is None
        else:
            assert real.negative - 5 <= (answer.negative_ttl or 0) <= real.negative


@pytest.mark.servers
def test_an_alias_before_the_address(real: Real) -> None:
    answer = asking(real.server, "A", f"alias.{ZONE}")
    assert answer.outcome is Outcome.DATA
    assert [record.data for record in answer.matching] == [Address("10.225.2.31")]
    assert [r.data for r in answer.records if r.type is RecordType.CNAME] == [Target(f"piper.{ZONE}")]


@pytest.mark.servers
def test_the_case_of_a_name_does_not_count(real: Real) -> None:
    assert asking(real.server, "SRV", OWNER.upper()).outcome is Outcome.DATA


@pytest.mark.servers
def test_an_empty_non_terminal_is_no_missing_name(named: object) -> None:
    assert asking(named, "NAPTR", f"_udp.{NAME}").outcome is Outcome.NODATA


@pytest.mark.servers
def test_an_alias_that_leads_nowhere(named: object) -> None:
    answer = asking(named, "A", f"astray.{ZONE}")
    assert answer.outcome is Outcome.NXDOMAIN
    assert [r.data for r in answer.records] == [Target(f"nowhere.{ZONE}")]


@pytest.mark.servers
def test_sixty_records_come_over_tcp(named: object) -> None:
    answer = asking(named, "SRV", f"_sip._udp.many.{ZONE}")
    assert (answer.outcome, answer.protocol, len(answer.matching)) == (Outcome.DATA, "tcp", MANY)
    assert answer.size > 512


@pytest.mark.servers
def test_strange_names_survive_there_and_back(named: object) -> None:
    (record,) = asking(named, "SRV", f"_sip._udp.odd.{ZONE}").matching
    assert isinstance(record.data, Srv)
    assert record.data.target == rf"we\.ird\032name.{ZONE}"
    again = asking(named, "A", record.data.target)
    assert [r.data for r in again.matching] == [Address("10.225.2.33")]
    assert again.matching[0].owner == record.data.target
    (declined,) = asking(named, "SRV", f"_sip._udp.declined.{ZONE}").matching
    assert declined.data == Srv(0, 0, 0, ".")


@pytest.mark.servers
def test_refused_failed_and_referred(named: object) -> None:
    assert asking(named, "A", "elsewhere.example").outcome is Outcome.REFUSED
    assert asking(named, "A", "x.other.local").outcome is Outcome.SERVFAIL
    referral = asking(named, "A", f"x.child.{ZONE}")
    assert referral.outcome is Outcome.REFERRAL
    assert [record.data for record in referral.authority] == [Target(f"ns.child.{ZONE}")]


@pytest.mark.servers
def test_a_resolver_that_refuses_fails_and_drops() -> None:
    zones = {"refused.example": "refuse", "silent.example": "deny", "static.example": "static"}
    with unbound.serve(local_zones=zones) as server:
        assert asking(server, "SRV", "_sip._udp.refused.example").outcome is Outcome.REFUSED
        assert asking(server, "SRV", "_sip._udp.elsewhere.example").outcome is Outcome.SERVFAIL
        assert asking(server, "SRV", "_sip._udp.static.example").outcome is Outcome.NXDOMAIN
        silent = asking(server, "SRV", "_sip._udp.silent.example", 0.6)
        assert (silent.outcome, silent.tcp) == (Outcome.TIMEOUT, "accepted")


# What real servers refuse to do ------------------------------------------------------------

A = f"piper.{ZONE}. 3600 IN A 10.225.2.31"
SHORT = 0.6
# For what comes at once, however busy the computer is.
AMPLE = 1.5
GOOD = scripted.answer(A)


def replied(
    behaviour: scripted.Behaviour, *, tcp: bool = True, rtype: str = "A", timeout: float = SHORT
) -> Answer:
    with scripted.serve(behaviour, tcp=tcp) as server:
        return asking(server, rtype, f"piper.{ZONE}", timeout)


OUTCOMES = {
    "data": (GOOD, Outcome.DATA),
    "nodata": (scripted.nodata(ZONE), Outcome.NODATA),
    "nodata without SOA": (scripted.nodata(), Outcome.NODATA),
    "nxdomain": (scripted.nxdomain(ZONE), Outcome.NXDOMAIN),
    "servfail": (scripted.servfail(), Outcome.SERVFAIL),
    "refused": (scripted.refused(), Outcome.REFUSED),
    "formerr": (scripted.formerr(), Outcome.FORMERR),
    "formerr to EDNS": (scripted.formerr_to_edns(GOOD), Outcome.DATA),
    "notimp": (scripted.notimp(), Outcome.NOTIMP),
    "another rcode": (scripted.failing(dns.rcode.NOTAUTH), Outcome.OTHER),
    "referral": (scripted.lame(ZONE), Outcome.REFERRAL),
    "truncated": (scripted.truncated(GOOD), Outcome.DATA),
    "truncated, TCP hangs up": (scripted.truncated_tcp_closed(), Outcome.TRUNCATED),
    "wrong id": (scripted.wrong_id(GOOD), Outcome.MALFORMED),
    "wrong question": (scripted.wrong_question(GOOD), Outcome.MALFORMED),
    "garbage": (scripted.garbage(), Outcome.MALFORMED),
    "half a header": (scripted.truncated_header(GOOD), Outcome.MALFORMED),
    "nothing at all": (scripted.garbage(b""), Outcome.MALFORMED),
    "other port": (scripted.other_port(GOOD), Outcome.UNEXPECTED_SOURCE),
    "silence": (scripted.silence(), Outcome.TIMEOUT),
    "late": (scripted.delayed(0.15, GOOD), Outcome.DATA),
    "late, after the second try": (scripted.delayed(0.4, GOOD), Outcome.DATA),
}


@pytest.mark.parametrize("case", OUTCOMES)
def test_every_outcome_is_told_apart(case: str) -> None:
    behaviour, outcome = OUTCOMES[case]
    waits = outcome is Outcome.TIMEOUT or "second try" in case
    answer = replied(behaviour, timeout=SHORT if waits else AMPLE)
    assert answer.outcome is outcome
    assert outcome is not Outcome.DATA or [record.data for record in answer.matching] == [
        Address("10.225.2.31")
    ]
    if outcome in {Outcome.MALFORMED, Outcome.UNEXPECTED_SOURCE, Outcome.OTHER}:
        assert answer.detail


def test_every_outcome_is_tested() -> None:
    elsewhere = {Outcome.PORT_CLOSED, Outcome.UNREACHABLE, Outcome.CANCELLED, Outcome.NOT_ASKED}
    assert {outcome for _, outcome in OUTCOMES.values()} | elsewhere == set(Outcome)


def _tcp_alone(asked: scripted.Asked) -> scripted.Reply | None:
    return GOOD(asked) if asked.transport == "tcp" else None


def test_silence_over_udp_is_followed_by_one_try_over_tcp() -> None:
    answer = replied(_tcp_alone)
    assert (answer.outcome, answer.tcp) == (Outcome.TIMEOUT, "answers")
    answer = replied(scripted.silence())
    assert (answer.outcome, answer.tcp) == (Outcome.TIMEOUT, "accepted")
    with swallowed() as (address, port):
        answer = ask(Question(f"piper.{ZONE}", RecordType.A), Server(address, port), SHORT)
    assert (answer.outcome, answer.tcp) == (Outcome.TIMEOUT, "silent")
    answer = replied(scripted.silence(), tcp=False)
    assert (answer.outcome, answer.tcp) == (Outcome.PORT_CLOSED, "refused")


def test_a_cut_reply_and_no_tcp() -> None:
    with scripted.serve(scripted.truncated(GOOD), tcp=False) as server:
        answer = asking(server, "A", f"piper.{ZONE}", SHORT)
    assert (answer.outcome, answer.tcp) == (Outcome.TRUNCATED, "refused")


@pytest.mark.not_under_wine("tells nobody that a UDP port is closed")
def test_a_closed_port_is_told_at_once() -> None:
    begun = time.monotonic()
    answer = asking(Server("127.0.0.1", free_port()), "A", NAME, 5.0)
    assert (answer.outcome, answer.tcp) == (Outcome.PORT_CLOSED, "refused")
    assert time.monotonic() - begun < 3


def test_an_address_that_cannot_be_sent_to() -> None:
    answer = asking(Server("255.255.255.255", 53), "A", NAME, 5.0)
    assert (answer.outcome, bool(answer.detail)) == (Outcome.UNREACHABLE, True)


def test_a_computer_without_ipv6(monkeypatch: pytest.MonkeyPatch) -> None:
    made = socket.socket

    def no_ipv6(family: int = socket.AF_INET, *rest: object) -> socket.socket:
        if family == socket.AF_INET6:
            raise OSError(97, "Address family not supported by protocol")
        return made(family, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "socket", no_ipv6)
    answer = asking(Server("::1", 53), "A", NAME)
    assert (answer.outcome, bool(answer.detail)) == (Outcome.UNREACHABLE, True)


def test_a_server_at_an_ipv6_address() -> None:
    with scripted.serve(GOOD) as server:
        if not server.address6:
            pytest.skip("::1 cannot be used here")
        assert asking(Server(server.address6, server.port), "A", f"piper.{ZONE}").outcome is Outcome.DATA
        assert asking(Server(server.address6, free_port("::1")), "A", NAME).outcome is Outcome.PORT_CLOSED
    with scripted.serve(scripted.other_port(GOOD)) as server:
        answer = asking(Server(server.address6, server.port), "A", f"piper.{ZONE}", AMPLE)
        assert answer.outcome is Outcome.UNEXPECTED_SOURCE


def test_a_name_that_cannot_be_asked_for() -> None:
    for name in ("a..b", "x" * 64 + ".local", ".".join(["abcdefgh"] * 32)):
        answer = asking(Server("127.0.0.1", free_port()), "A", name)
        assert answer.outcome is Outcome.MALFORMED
        assert "cannot be written" in answer.detail


def test_strangers_do_not_hide_the_reply() -> None:
    """A forged reply, from a wrong port or with a wrong id, comes first; the real one follows."""
    for first in (scripted.other_port(GOOD), scripted.wrong_id(GOOD), scripted.garbage()):
        assert replied(scripted.flapping(first, GOOD), timeout=AMPLE).outcome is Outcome.DATA


# Details -----------------------------------------------------------------------------------


def test_every_record_keeps_its_own_ttl() -> None:
    name = f"piper.{ZONE}."
    answer = replied(
        scripted.answer(f"{name} 10 IN A 10.0.0.1", f"{name} 20 IN A 10.0.0.2", f"{name} 0 IN A 10.0.0.3")
    )
    assert {(r.data.address, r.ttl) for r in answer.matching} == {  # type: ignore[union-attr]
        ("10.0.0.1", 10),
        ("10.0.0.2", 20),
        ("10.0.0.3", 0),
    }


def test_other_types_in_an_answer_are_left_out() -> None:
    name = f"piper.{ZONE}."
    more = (f'{name} 10 IN TXT "x"', f"{name} 10 IN AAAA ::1", f"{name} 10 IN HINFO a b")
    answer = replied(scripted.answer(*more, A))
    assert [record.type for record in answer.matching] == [RecordType.A]
    assert replied(scripted.answer(*more)).outcome is Outcome.NODATA


def test_the_negative_ttl_is_the_smaller_of_two() -> None:
    def behave(ttl: int, minimum: int) -> scripted.Behaviour:
        soa = f"{ZONE}. {ttl} IN SOA ns.{ZONE}. h.{ZONE}. 1 1 1 1 {minimum}"
        return scripted.changed(scripted.nxdomain(), lambda reply, asked: _with_authority(reply, soa))

    assert replied(behave(60, 3600)).negative_ttl == 60
    assert replied(behave(3600, 30)).negative_ttl == 30
    assert replied(scripted.nxdomain()).negative_ttl is None
    assert replied(scripted.servfail()).negative_ttl is None


def _with_authority(reply: scripted.Reply, line: str) -> scripted.Reply:
    message = dns.message.from_wire(reply.wire)
    message.authority.append(behaviours.rrset(line))
    return scripted.Reply(message.to_wire())


def test_it_asks_as_a_simple_phone_does() -> None:
    with scripted.serve(GOOD) as server:
        asking(server, "A", f"piper.{ZONE}")
        assert [(q.type, q.transport, q.edns) for q in server.questions] == [("A", "udp", False)]


@pytest.mark.parametrize(
    "behaviour", [scripted.silence(), scripted.truncated(scripted.silence())], ids=["udp", "tcp"]
)
def test_a_question_is_cancelled_long_before_its_time(behaviour: scripted.Behaviour) -> None:
    with scripted.serve(behaviour) as server:
        begun = time.monotonic()
        where = Server(server.address, server.port)
        question = Question(NAME, RecordType.A)
        answer = ask(question, where, 30.0, lambda: time.monotonic() - begun > 0.3)
        spent = time.monotonic() - begun
    assert answer.outcome is Outcome.CANCELLED
    assert 0.25 <= spent < 5


def test_silence_takes_no_longer_than_was_granted() -> None:
    begun = time.monotonic()
    replied(scripted.silence(), timeout=0.4)
    assert 0.35 <= time.monotonic() - begun < 3
