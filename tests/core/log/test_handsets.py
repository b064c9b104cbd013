"""Several handsets in one file of a syslog server: each has its own attempts, history and faults."""

from __future__ import annotations

import random

import pytest

from tests.core.judged import KNOWN, checked, codes, found, history, lines, verdict
from tests.core.logs import HEALTHY, Phone, register, zone
from wizard.core.diagnosis.judge import Judgement, judge_log
from wizard.core.log.handsets import handset_of, handsets_in
from wizard.core.log.review import Review, review
from wizard.core.log.source import LogText
from wizard.core.trace import events as ev
from wizard.core.trace import grammar
from wizard.core.trace.attempts import Ending

ONE, TWO = "0004f2a1b2c3", "00907a00000b"
MAC = "<134>{whose}"
"""The MAC address straight before the time."""
HEADERS = [
    MAC,
    "<134>{whose}|",
    "Oct 28 09:12:01 10.225.2.7 <134>{whose} ",
    "Oct 28 09:12:01 {whose} ",
    "2026-10-28T09:12:01.5+01:00 {whose} ",
]
GOOD, NOTHING = zone(*HEALTHY), zone()


def told(header: str, seed: int, **said: list[ev.Event]) -> Review:
    """A log of ``one`` and ``two``, whose lines come as they come."""
    chance = random.Random(seed)
    queues = {(ONE if who == "one" else TWO): list(events) for who, events in said.items()}
    text = []
    while waiting := [whose for whose, events in queues.items() if events]:
        whose = chance.choice(waiting)
        text.append(header.format(whose=whose) + grammar.line(queues[whose].pop(0), "1028091201"))
    return review(LogText("syslog.log", "\n".join(text)))


def judged(said: Review) -> Judgement:
    return checked(judge_log(said, KNOWN))


@pytest.mark.parametrize(
    ("raw", "whose"),
    [
        ("<134>0004f2a1b2c31028091201|dns  |1|00|x", ONE),
        ("0004F2A1B2C3 1028091201.123|dns  |1|00|x", ONE),
        ("0004f2a1b2c3011511.006|dns  |1|00|x", ONE),
        ("0004f2a1b2c3|1028091201|dns  |1|00|x", ONE),
        ("Oct  8 09:12:01 phone-17 1028091201|dns  |1|00|x", "phone-17"),
        ("Oct 28 09:12:01 10.1.2.3 0004f2a1b2c3 1028091201|dns  |1|00|x", ONE),
        ("<134>1 2026-10-28T09:12:01Z 10.1.2.3 - - - 1028091201|dns  |1|00|x", "10.1.2.3"),
        ("1028091201|dns  |1|00|0004f2a1b2c3 x", ""),
        ("1028091201.123|dns  |1|00|x", ""),
        ("- 17 |dns |2| |x", ""),
        ("    1028091201|dns  |1|00|x", ""),
        ("202610280912 1028091201|dns  |1|00|x", ""),
    ],
)
def test_whose_line_it_is(raw: str, whose: str) -> None:
    assert handset_of(raw) == whose


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("seed", range(3))
def test_one_handset_fails_beside_a_healthy_one(header: str, seed: int) -> None:
    said = told(header, seed, one=register(GOOD), two=register(NOTHING))
    endings = {attempt.handset: attempt.ending for attempt in said.story.attempts}
    assert endings == {ONE: Ending.FOUND, TWO: Ending.NOTHING}
    judgement = judged(said)
    assert verdict(judgement) == "name.missing"
    proof = [e.text for finding in judgement.findings for e in finding.evidence]
    assert all(TWO in text for text in proof)


@pytest.mark.parametrize("seed", range(3))
def test_what_one_has_behind_it_is_no_proof_against_another(seed: int) -> None:
    phone = Phone()
    phone.register(NOTHING)
    phone.boot()
    phone.register(GOOD)
    said = told(MAC, seed, one=phone.said, two=register(NOTHING))
    judgement = judged(said)
    assert verdict(judgement) == "name.missing"
    assert all(TWO in e.text for e in found(judgement, "name.missing").evidence)


def test_a_fault_that_one_repaired_and_the_other_never_had_is_history() -> None:
    phone = Phone()
    phone.register(NOTHING)
    phone.boot()
    phone.register(GOOD)
    judgement = judged(told(MAC, 1, one=phone.said, two=register(GOOD)))
    assert verdict(judgement) == "registration.ok"
    assert "name.missing" in history(judgement)
    assert "name.missing" not in codes(judgement)


def test_one_handset_is_followed_as_one_whatever_stands_before_its_lines() -> None:
    said = register(GOOD)
    mixed = [
        (MAC.format(whose=ONE) if number % 2 else "") + grammar.line(event, "1028091201")
        for number, event in enumerate(said)
    ]
    (attempt,) = review(LogText("a.log", "\n".join(mixed))).story.attempts
    assert (attempt.handset, attempt.ending) == ("", Ending.FOUND)


def test_both_fail_is_one_fault_with_the_proof_of_both() -> None:
    judgement = judged(told(MAC, 2, one=register(NOTHING), two=register(NOTHING)))
    seen = {
        whose for e in found(judgement, "name.missing").evidence for whose in (ONE, TWO) if whose in e.text
    }
    assert seen == {ONE, TWO}
    assert set(handsets_in(found(judgement, "name.missing"))) == {ONE, TWO}
    assert len(lines(found(judgement, "registration.failed-locally"))) == 4


def test_a_fault_names_the_handset_whose_lines_prove_it_and_no_other() -> None:
    judgement = judged(told(MAC, 2, one=register(GOOD), two=register(NOTHING)))
    assert handsets_in(found(judgement, "name.missing")) == (TWO,)
    alone = judged(told("", 2, two=register(NOTHING)))
    assert handsets_in(found(alone, "name.missing")) == ()
