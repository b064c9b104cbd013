"""A chain: the handset's questions to one server, the answers behind each event, and what they come to."""

from __future__ import annotations

import pytest

from tests.core import live
from tests.core.zones import body
from tests.servers import bind, scripted
from wizard.core.dns.answer import Answer, Outcome, Question, Server
from wizard.core.handset.chain import describe, evidence_of, outcome_words, run
from wizard.core.handset.resolver import Lookfor
from wizard.core.record import Address, Record, RecordType
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Ending
from wizard.workers import result_of

ZONE = "eslab.local"
NAME = f"testserver.{ZONE}"
OWNER = f"_sip._udp.{NAME}"
LOOK = Lookfor(NAME)
NOWHERE = Server("127.0.0.1", 1)


@pytest.mark.servers
def test_the_chain_of_a_healthy_zone() -> None:
    with bind.serve({ZONE: body()}) as server:
        chain = live.chain(server, LOOK)
    asked = [str(answer.question) for answer in chain.answers]
    assert asked == [f"NAPTR {NAME}", f"SRV {OWNER}", f"A piper.{ZONE}", f"A piper2.{ZONE}"]
    assert chain.attempt is not None
    assert chain.attempt.ending is Ending.FOUND
    assert [server.address for server in chain.attempt.servers] == ["10.225.2.31", "10.225.2.32"]
    assert all(answer.outcome is Outcome.DATA for answer in chain.answers)


@pytest.mark.servers
def test_every_event_carries_the_answer_that_it_speaks_of() -> None:
    with bind.serve({ZONE: body(a2="")}) as server:
        chain = live.chain(server, LOOK)
        where = live.where(server).with_port
    words = {names: evidence_of(answer).text for answer in chain.answers if (names := str(answer.question))}
    for entry in chain.entries:
        match entry.event:
            case ev.Answered(rtype=rtype, host=host) | ev.NoAnswer(rtype=rtype, host=host):
                assert entry.evidence.text == words[f"{rtype} {host.rstrip('.')}"]
                assert entry.evidence.source == where
    shown = [entry.evidence.text for entry in chain.entries if isinstance(entry.event, ev.SrvTarget)]
    records = "10 10 5060 piper.eslab.local; 20 10 5060 piper2.eslab.local"
    assert shown == [f"SRV {OWNER}: 2 records, TTL 3600: {records}"] * 2


def test_an_answer_of_many_records_is_cited_in_part() -> None:
    many = tuple(Record(NAME, RecordType.A, 60, Address(f"10.0.0.{number}")) for number in range(20, 0, -1))
    text = evidence_of(Answer(Question(NAME, RecordType.A), NOWHERE, Outcome.DATA, many)).text
    assert text.startswith(f"A {NAME}: 20 records, TTL 60: 10.0.0.1; 10.0.0.2; ")
    assert text.endswith("; 10.0.0.12; and 8 more")
    nothing = evidence_of(Answer(Question(NAME, RecordType.A), NOWHERE, Outcome.NXDOMAIN)).text
    assert nothing == f"A {NAME}: no such name (NXDOMAIN)"


def test_an_answer_by_its_question() -> None:
    with scripted.serve(scripted.records(ZONE, f"{NAME}. 60 IN A 10.0.0.1")) as server:
        chain = live.chain(server, LOOK)
    answer = chain.answer(RecordType.A, NAME.upper() + ".")
    assert answer is not None
    assert answer.outcome is Outcome.DATA
    assert chain.answer(RecordType.A, OWNER) is None


def test_no_question_makes_no_attempt() -> None:
    chain = live.chain(NOWHERE, Lookfor("10.225.2.31", 5060))
    assert (chain.answers, chain.attempt, chain.cancelled) == ((), None, False)
    assert [type(entry.event) for entry in chain.entries][:2] == [ev.AddressFallback, ev.LookupStarted]


def test_a_cancelled_chain_keeps_what_it_has() -> None:
    replies = iter((Outcome.NXDOMAIN, Outcome.CANCELLED))

    def asked(question: Question, server: Server) -> Answer:
        return Answer(question, server, next(replies))

    chain = result_of(run(LOOK, NOWHERE, asked))
    assert (chain.cancelled, chain.attempt, len(chain.answers)) == (True, None, 2)


def test_each_answer_is_given_before_the_next_question_is_asked() -> None:
    with scripted.serve(scripted.nxdomain(ZONE)) as server:
        running = run(LOOK, live.where(server), lambda question, to: live.ask(question, to, 1.0))
        for count, answer in enumerate(running, start=1):
            assert server.count() == count
            assert answer.outcome is Outcome.NXDOMAIN
        assert server.count() == 3


def test_every_outcome_has_words() -> None:
    assert len({outcome_words(outcome) for outcome in Outcome}) == len(Outcome)
    for outcome in Outcome:
        if outcome is not Outcome.DATA:
            text = describe(Answer(Question(NAME, RecordType.SRV), NOWHERE, outcome, detail="the detail"))
            assert text.startswith(f"SRV {NAME}: ")
            assert len(text) > len(f"SRV {NAME}: ")
