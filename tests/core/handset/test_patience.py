"""A dead server is asked no more than shows that it is dead; a lost packet is no dead server."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.core import live
from tests.core.judged import KNOWN, checked, codes, found, verdict
from tests.servers import scripted
from wizard.core.case.evidence import load_report, report_text_of
from wizard.core.diagnosis.judge import judge_chains
from wizard.core.diagnosis.picture import NodeState
from wizard.core.diagnosis.picture_chain import picture_of
from wizard.core.dns.answer import Answer, Outcome, Question, Server
from wizard.core.dns.further import Purpose
from wizard.core.dns.silence import IN_A_ROW, IN_ALL, is_silence
from wizard.core.handset.chain import Chain, Following, run_further
from wizard.core.handset.patience import run_patiently
from wizard.core.handset.resolver import Lookfor
from wizard.core.record import Record, RecordType, Srv
from wizard.live import live_check
from wizard.workers import result_of

ZONE = "eslab.local"
NAME = f"testserver.{ZONE}"
OWNER = f"_sip._udp.{NAME}"
LOOK = Lookfor(NAME)
RECORDS = (
    f"{OWNER}. 3600 IN SRV 10 10 5060 piper.{ZONE}.",
    f"{OWNER}. 3600 IN SRV 20 10 5060 piper2.{ZONE}.",
    f"piper.{ZONE}. 3600 IN A 10.225.2.31",
    f"piper2.{ZONE}. 3600 IN A 10.225.2.32",
)
GOOD = scripted.records(ZONE, *RECORDS)
WHERE = Server("127.0.0.1")
SHORT = 0.2


def asked(chain: Chain) -> list[tuple[str, str]]:
    """The handset's questions in its order, with what came of each."""
    return [(answer.question.type.value, answer.outcome.value) for answer in chain.answers]


def test_a_dead_server_is_asked_two_questions_whatever_the_others_are_asked() -> None:
    good = scripted.Script(GOOD)
    with (
        scripted.serve(scripted.silence()) as dead,
        scripted.serve(good) as one,
        scripted.serve(good) as other,
    ):
        servers = [live.where(server) for server in (one, dead, other)]
        report = result_of(live_check(LOOK, servers, timeout=SHORT))
        # Each of them twice over UDP, as a handset repeats what is lost, and once over TCP.
        assert (dead.counted(4, transport="udp"), dead.counted(2, transport="tcp")) == (4, 2)
        assert dead.count(NAME, "NAPTR", "udp") == dead.count(NAME, "A", "udp") == 2
        # On a busy computer one or the other repeats a question.
        assert set(one.questions) == set(other.questions)
        assert len(set(one.questions)) > 10
    chain = report.chains[1]
    assert asked(chain) == [("NAPTR", "timeout"), ("SRV", "not asked"), ("A", "timeout")]
    assert chain.further == ()
    judgement = checked(judge_chains(report.chains, KNOWN))
    silent = found(judgement, "dns.no-reply")
    assert silent.variant == "backup"
    assert [one.text for one in silent.evidence] == [
        f"NAPTR {NAME}: no reply",
        f"A {NAME}: no reply",
        f"SRV {OWNER}: not asked: the server had not answered before",
    ]
    naptr, srv = picture_of(chain).nodes[1:3]
    assert (naptr.state, srv.state) == (NodeState.FAILED, NodeState.NOT_ASKED)
    assert srv.word == "not asked: the server had not answered before"


def test_answers_of_a_dead_server_are_saved_and_judged_again_alike() -> None:
    with scripted.serve(scripted.silence()) as dead:
        report = result_of(live_check(LOOK, [live.where(dead)], timeout=SHORT))
    again = load_report(report_text_of(report))
    assert not isinstance(again, str)
    assert again.chains == report.chains
    assert judge_chains(again.chains, KNOWN) == judge_chains(report.chains, KNOWN)


@pytest.mark.parametrize("lost", ["NAPTR", "SRV", "A"])
def test_one_lost_question_is_no_dead_server(lost: str) -> None:
    """A question whose every packet is lost is told; what else the server knows is found."""
    script = scripted.Script(GOOD)
    name = {"NAPTR": NAME, "SRV": OWNER, "A": f"piper.{ZONE}"}[lost]
    script.on(name, lost, scripted.silence())
    with scripted.serve(script) as server:
        chain = live.chain(server, LOOK, further=True, timeout=SHORT)
    assert all(answer.outcome is not Outcome.NOT_ASKED for answer in chain.answers)
    assert chain.further
    judgement = checked(judge_chains([chain], KNOWN))
    known = {"NAPTR": "dns.type-unsupported", "SRV": "dns.type-unsupported", "A": "dns.no-reply"}[lost]
    assert known in codes(judgement)
    if lost == "NAPTR":
        assert asked(chain) == [("NAPTR", "timeout"), ("SRV", "data"), ("A", "data"), ("A", "data")]
        (sign,) = (one for one in chain.further if one.further.purpose is Purpose.ALIVE)
        assert sign.answer.question == Question(NAME, RecordType.A)


def test_one_lost_packet_costs_a_repetition_and_nothing_else() -> None:
    script = scripted.Script(GOOD)
    script.on(NAME, "NAPTR", scripted.flapping(scripted.silence(), GOOD))
    with scripted.serve(script) as server:
        chain = live.chain(server, LOOK, timeout=SHORT)
        assert server.count(NAME, "NAPTR", "udp") == 2
    assert asked(chain) == [("NAPTR", "nodata"), ("SRV", "data"), ("A", "data"), ("A", "data")]
    assert chain.further == ()


def test_progress_tells_the_handsets_own_questions_also_in_another_order() -> None:
    for lost in ("NAPTR", "*"):
        script = scripted.Script(scripted.nxdomain(ZONE)).on("*", lost, scripted.silence())
        with scripted.serve(script) as server:
            running = run_patiently(LOOK, live.where(server), lambda q, to: live.ask(q, to, SHORT))
            following, came = Following(LOOK), []
            for answer in running:
                came.append(answer.question.type.value)
                assert following.is_own(answer)
            assert came == (["NAPTR", "A", "SRV"] if lost == "NAPTR" else ["NAPTR", "A"])


# A server that falls silent in between ------------------------------------------------------


def many(count: int) -> tuple[Record, ...]:
    return tuple(Record(OWNER, RecordType.SRV, 60, Srv(n, 0, 5060, f"pbx{n}.{ZONE}")) for n in range(count))


def chain_of(outcomes: Iterable[Outcome], targets: int) -> tuple[Chain, int]:
    """A chain whose SRV targets' addresses end like this, and how many questions were sent."""
    turns = iter(outcomes)
    sent = 0

    def ask(question: Question, server: Server) -> Answer:
        nonlocal sent
        sent += 1
        if question.type is RecordType.NAPTR:
            return Answer(question, server, Outcome.NODATA)
        if question.type is RecordType.SRV:
            return Answer(question, server, Outcome.DATA, many(targets))
        return Answer(question, server, next(turns))

    return result_of(run_patiently(LOOK, WHERE, ask)), sent


def test_a_server_that_falls_silent_is_not_asked_for_dozens_of_targets() -> None:
    chain, sent = chain_of([Outcome.TIMEOUT] * 60, 60)
    assert sent == 2 + IN_A_ROW
    assert len(chain.answers) == 62
    assert sum(answer.outcome is Outcome.NOT_ASKED for answer in chain.answers) == 60 - IN_A_ROW
    judgement = checked(judge_chains([chain], KNOWN))
    assert found(judgement, "dns.no-reply").variant == "partly"
    assert "address.missing" not in codes(judgement), "what was not asked is not missing"


def test_a_server_that_answers_now_and_then_is_bounded_too() -> None:
    _chain, sent = chain_of([Outcome.TIMEOUT, Outcome.NXDOMAIN] * 30, 60)
    assert sent == 2 + 2 * IN_ALL - 1


def test_errors_are_replies() -> None:
    chain, sent = chain_of([Outcome.SERVFAIL] * 20, 20)
    assert sent == 22
    assert not any(is_silence(answer) for answer in chain.answers)


# Further questions --------------------------------------------------------------------------


def test_a_server_without_a_way_outside_still_tells_where_the_records_are() -> None:
    """Neither the internet nor the reverse zone can be reached: that hides no fault of the zone."""
    there = scripted.records(
        ZONE,
        f"_sip._tcp.{NAME}. 60 IN SRV 10 10 5060 piper.{ZONE}.",
        f"_sip._tcp.{NAME}. 60 IN SRV 20 10 5060 piper2.{ZONE}.",
        f"{NAME}. 60 IN A 10.225.2.31",
    )

    def isolated(heard: scripted.Asked) -> scripted.Reply | None:
        return there(heard) if heard.name.endswith(ZONE) else None

    with scripted.serve(isolated) as server:
        chain = live.chain(server, LOOK, further=True, timeout=SHORT)
        assert server.count("*", "A", "udp") == 3, "the name, and one invented name, repeated"
    assert verdict(judge_chains([chain], KNOWN)) == "naptr.needed-for-transport"
    left = [one for one in chain.further if one.answer.outcome is Outcome.NOT_ASKED]
    assert [one.further.purpose for one in left] == [Purpose.HIJACK]
    assert chain.left_out == 0


def test_no_invented_name_is_asked_for_where_no_address_came() -> None:
    with scripted.serve(scripted.nxdomain(ZONE)) as server:
        chain = live.chain(server, LOOK, further=True)
    assert Purpose.HIJACK not in {one.further.purpose for one in chain.further}


def test_further_questions_end_where_the_server_falls_silent() -> None:
    def first(question: Question, server: Server) -> Answer:
        return Answer(question, server, Outcome.NXDOMAIN)

    sent: list[Question] = []

    def then(question: Question, server: Server) -> Answer:
        sent.append(question)
        return Answer(question, server, Outcome.TIMEOUT)

    chain = result_of(run_patiently(LOOK, WHERE, first))
    chain = result_of(run_further(chain, then, live.TOKEN))
    assert len(sent) == IN_A_ROW + 1
    *left, still = chain.further[IN_A_ROW:]
    assert {one.answer.outcome for one in left} == {Outcome.NOT_ASKED}
    assert chain.left_out == len(left) > IN_A_ROW
    assert (still.further.purpose, still.answer.question) == (Purpose.STILL, chain.answers[0].question)
