"""The virtual handset: both printed logs line by line, every transport and port, memory, NAPTR's choice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import strategies
from tests.core import logs
from tests.core.logs import NAME, OWNER, STRAY, Phone, register, zone
from wizard.core.dns.answer import Question
from wizard.core.handset.resolver import Lookfor, Reply
from wizard.core.log.line import parse
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.records import records_for
from wizard.core.record import RecordType
from wizard.core.trace import events as ev
from wizard.core.trace import grammar
from wizard.core.trace.attempts import Ending, FoundServer

BULLETIN = Path(__file__).parents[2] / "data" / "bulletin"
PRINTED = zone(
    f"{NAME} 3600 NAPTR 2 10 S - - _sip._udp.es",
    f"{OWNER} 3600 SRV 1 10 5060 piper.eslab.local",
    f"{OWNER} 3600 SRV 2 20 5060 piper2.eslab.local",
    "piper.eslab.local 3600 A 10.225.2.31",
    "piper2.eslab.local 3600 A 10.225.2.32",
)


def printed(name: str) -> list[str]:
    lines = (BULLETIN / name).read_text(encoding="utf-8").splitlines()
    return [parse(number, line).message for number, line in enumerate(lines, start=1)]


def written(said: list[ev.Event]) -> list[str]:
    return [grammar.write(event) for event in said]


# The printed logs --------------------------------------------------------------------------


def test_it_writes_the_failed_log() -> None:
    phone = Phone(stray=STRAY)
    assert phone.register(zone(), begin=False) == ()
    assert written(phone.said) == printed("failed-restored.log")
    assert len(phone.said) == 31


def test_it_writes_the_successful_log() -> None:
    """Line 48 alone is printed with a time that ran down; no one clock gives the others as well."""
    phone = Phone(stray=STRAY)
    phone.handset.clock = lambda: 180.0 if phone.said[-1] == ev.LookupStarted("NAPTR", NAME) else 0.0
    phone.register(PRINTED)
    phone.said.append(ev.BootReady("491.052"))
    found = phone.register(PRINTED, begin=False)
    assert list(phone.handset.connect(found[0].address, found[0].port)) == []
    assert written(phone.said) == printed("successful-restored.log")
    assert len(phone.said) == 65


# What is asked -----------------------------------------------------------------------------

ALL = zone(
    *(f"{labels}.{NAME} 60 SRV 1 1 {port} {labels[-3:]}.eslab.local" for labels, port in
      (("_sip._udp", 5060), ("_sip._tcp", 5070), ("_sips._tcp", 5061))),
    "udp.eslab.local 60 A 10.0.0.1",
    "tcp.eslab.local 60 A 10.0.0.2",
    f"{NAME} 60 A 10.0.0.9",
)  # fmt: skip
TRANSPORTS = {
    "DNSnaptr": ("NAPTR", "_sip._udp", "udp"),
    "": ("NAPTR", "_sip._udp", "udp"),
    "naptr": ("NAPTR", "_sip._udp", "udp"),
    "UDPOnly": ("", "_sip._udp", "udp"),
    "UDPonly": ("", "_sip._udp", "udp"),
    "TCPOnly": ("", "_sip._tcp", "tcp"),
    "TCPonly": ("", "_sip._tcp", "tcp"),
    "TCPpreferred": ("", "_sip._tcp", "tcp"),
    "TLS": ("", "_sips._tcp", "tls"),
}


def asked(lookfor: Lookfor, there: logs.Zone) -> tuple[list[str], tuple[FoundServer, ...]]:
    """The questions that it asks, in order, and the servers that it finds."""
    questions: list[str] = []

    def reply(question: Question) -> Reply:
        questions.append(str(question))
        return there.reply(question)

    return questions, Phone(lookfor).register(reply)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_name_without_a_port(transport: str) -> None:
    naptr, labels, protocol = TRANSPORTS[transport]
    first = [f"NAPTR {NAME}"] if naptr else []
    questions, servers = asked(Lookfor(NAME, 0, transport), ALL)
    assert questions[:-1] == [*first, f"SRV {labels}.{NAME}"]
    assert questions[-1].startswith("A ")
    assert [server.protocol for server in servers] == [protocol]
    questions, servers = asked(Lookfor(NAME, 0, transport), zone(f"{NAME} 60 A 10.0.0.9"))
    assert questions == [*first, f"SRV {labels}.{NAME}", f"A {NAME}"]
    assert servers == (FoundServer(NAME, "10.0.0.9", 5061 if protocol == "tls" else 5060, protocol),)


@pytest.mark.parametrize("port", [1, 5060, 5061, 65535])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_name_with_a_port(transport: str, port: int) -> None:
    questions, servers = asked(Lookfor(NAME, port, transport), ALL)
    assert questions == [f"A {NAME}"]
    assert servers == (FoundServer(NAME, "10.0.0.9", port, TRANSPORTS[transport][2]),)


@pytest.mark.parametrize("port", [0, 5080])
@pytest.mark.parametrize("transport", TRANSPORTS)
def test_an_address(transport: str, port: int) -> None:
    protocol = TRANSPORTS[transport][2]
    if transport in {"DNSnaptr", "", "naptr"}:
        assert protocol == "udp"
    questions, servers = asked(Lookfor("10.225.2.31", port, transport), ALL)
    assert questions == []
    usual = 5061 if protocol == "tls" else 5060
    assert servers == (FoundServer("10.225.2.31", "10.225.2.31", port or usual, protocol),)


def test_with_srv_records_the_name_itself_is_never_asked_for() -> None:
    there = zone(f"{OWNER} 60 SRV 1 1 5060 gone.eslab.local", f"{NAME} 60 A 10.0.0.9")
    questions, servers = asked(Lookfor(NAME), there)
    assert questions == [f"NAPTR {NAME}", f"SRV {OWNER}", "A gone.eslab.local"]
    assert [server.address for server in servers] == [""]


def test_a_declined_service_is_not_looked_up() -> None:
    questions, servers = asked(Lookfor(NAME), zone(f"{OWNER} 60 SRV 0 0 0 ."))
    assert questions == [f"NAPTR {NAME}", f"SRV {OWNER}"]
    assert [(server.host, server.address) for server in servers] == [(".", "")]


def test_the_order_of_the_servers() -> None:
    records = [(20, 10), (10, 0), (10, 70), (0, 5), (10, 30)]
    lines = [f"{OWNER} 60 SRV {p} {w} 5060 p{p}w{w}.eslab.local" for p, w in records]
    _, servers = asked(Lookfor(NAME), zone(*lines))
    assert [(server.priority, server.weight) for server in servers] == [
        (0, 5),
        (10, 70),
        (10, 30),
        (10, 0),
        (20, 10),
    ]


# NAPTR's choice ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("records", "protocol"),
    [
        ("1 1 s SIP+D2T", "tcp"),
        ("1 1 S sips+d2t", "tls"),
        ("2 1 s SIP+D2U; 1 9 s SIP+D2T", "tcp"),
        ("1 2 s SIP+D2U; 1 1 s SIPS+D2T", "tls"),
        ("1 1 s E2U+sip; 2 1 s SIP+D2T", "tcp"),
        ("1 1 u SIP+D2T; 2 1 s SIPS+D2T", "tls"),
        ("1 1 s -; 2 2 s x", "udp"),
        ("1 1 a SIP+D2T", "udp"),
    ],
)
def test_the_lowest_order_wins_then_the_lowest_preference(records: str, protocol: str) -> None:
    lines = []
    for record in records.split("; "):
        order, preference, flag, service = record.split()
        lines.append(f"{NAME} 60 NAPTR {order} {preference} {flag} {service} - anywhere.example")
    questions, _ = asked(Lookfor(NAME), zone(*lines))
    labels = {"udp": "_sip._udp", "tcp": "_sip._tcp", "tls": "_sips._tcp"}[protocol]
    assert questions[1] == f"SRV {labels}.{NAME}", "whatever the replacement says"


# Memory ------------------------------------------------------------------------------------


def test_an_answer_is_remembered_for_its_shortest_time() -> None:
    there = zone(f"{OWNER} 50 SRV 1 1 5060 a.b", f"{OWNER} 30 SRV 2 1 5060 c.d", negative=10)
    phone = Phone()
    phone.register(there)
    assert logs.numbers(phone.said, ev.Answered, rtype="SRV", ttl=30)
    for wait, hit in ((29.0, True), (30.0, False)):
        phone.now, phone.said = wait, []
        phone.handset.say = phone.said.append
        phone.register(there)
        assert bool(logs.numbers(phone.said, ev.CacheHit, rtype="SRV")) is hit
        assert not logs.numbers(phone.said, ev.CacheHit, rtype="SRV", seconds=0)


def test_there_is_none_is_remembered_too() -> None:
    phone = Phone()
    phone.register(zone(negative=300))
    phone.now = 299
    assert phone.register(ALL) == (), "the repair is not seen"
    phone.now = 301
    assert [server.host for server in phone.register(ALL)] == ["udp.eslab.local"]


def test_without_a_time_nothing_is_remembered() -> None:
    phone = Phone()
    phone.register(zone(negative=None))
    assert not logs.numbers(phone.said, ev.NegativeCached, ev.CacheEntryFound)
    assert phone.register(ALL)


def test_the_second_miss_is_without_the_handsets_own_domain() -> None:
    for domain, host in (
        ("eslab.local", "testserver"),
        ("local", "testserver.eslab"),
        ("example.org", None),
        ("", None),
    ):
        said = register(zone(), Lookfor(NAME, own_domain=domain))
        missed = [event.host for event in said if isinstance(event, ev.CacheMiss) and event.rtype == "A"]
        assert missed == ([NAME, host] if host else [NAME])


# What it says is what it found -------------------------------------------------------------


@given(
    plan=strategies.deployments(),
    transport=st.sampled_from(sorted(TRANSPORTS)),
    port=st.sampled_from((0, 0, 5080)),
)
def test_its_log_tells_of_the_servers_that_it_found(plan: Deployment, transport: str, port: int) -> None:
    found_by: dict[tuple[str, str], tuple[object, ...]] = {}
    for record in records_for(plan):
        key = (record.owner.lower(), record.type.value)
        found_by[key] = (*found_by.get(key, ()), record)
    there = logs.Zone(found_by)  # type: ignore[arg-type]
    phone = Phone(Lookfor(plan.name, port, transport))
    servers = phone.register(there)
    told = logs.read(phone.said)
    assert [entry.event for entry in told.entries] == phone.said
    (attempt,) = told.story.attempts
    assert attempt.servers == servers
    assert (attempt.ending is Ending.FOUND) == any(server.address for server in servers)
    assert attempt.failure is None or not servers
    phone.now += 1
    again = phone.register(there)
    assert again == servers
    assert logs.read(phone.said).story.attempts[-1].servers == servers


@given(strategies.deployments())
def test_a_plan_leads_to_its_own_servers_in_its_own_order(plan: Deployment) -> None:
    records = records_for(plan)
    keyed = {(r.owner.lower(), r.type.value): () for r in records}
    for record in records:
        keyed[record.owner.lower(), record.type.value] += (record,)  # type: ignore[operator]
    servers = Phone(Lookfor(plan.name, 0, plan.handset_transport)).register(logs.Zone(keyed))
    wanted = [(s.priority, s.host, s.address, s.port) for s in plan.servers]
    assert sorted((s.priority, s.host, s.address, s.port) for s in servers) == sorted(wanted)
    assert [s.priority for s in servers] == sorted(s.priority for s in servers)
    assert {s.protocol for s in servers} == {plan.transport.value}


def test_only_the_types_of_the_bulletin_are_asked_for() -> None:
    for transport in TRANSPORTS:
        questions, _ = asked(Lookfor(NAME, 0, transport), ALL)
        assert all(re.match(r"(NAPTR|SRV|A) ", question) for question in questions)
        assert not any(question.startswith(f"{RecordType.PTR} ") for question in questions)
