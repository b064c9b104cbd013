"""Answers that come and go in one log, as where one of two DNS servers lacks the records."""

from __future__ import annotations

import pytest

from tests.core.faults import OK, changed, judged
from tests.core.judged import KNOWN, codes, found, verdict
from tests.core.logs import HEALTHY, NAME, OWNER, Form, Phone, Zone, zone
from wizard.core.finding import Severity
from wizard.core.trace import events as ev

VARY = "dns.answers-vary"
GOOD, NONE = zone(*HEALTHY), zone()
MOVED = zone(*(line.replace("10.225.2.31", "10.225.2.91") for line in HEALTHY))
FEWER = zone(*changed(srv2=""))


def course(*zones: Zone, hours: int = 2) -> list[ev.Event]:
    """A handset that has forgotten its answers each time it asks again."""
    phone = Phone()
    for there in zones:
        phone.register(there)
        phone.now += hours * 3600
    return phone.said


@pytest.mark.parametrize(
    ("other", "question", "last"),
    [
        (NONE, f"NAPTR {NAME}", OK),
        (MOVED, "A piper.eslab.local", OK),
        (FEWER, f"SRV {OWNER}", OK),
    ],
)
def test_answers_that_come_and_go_are_told_also_where_the_last_one_is_good(
    other: Zone, question: str, last: str
) -> None:
    judgement = judged(course(*(GOOD, other) * 3, GOOD))
    told = found(judgement, VARY)
    assert (verdict(judgement), codes(judgement)) == (last, {last, VARY})
    assert (told.variant, told.facts["question"], told.facts["count"]) == ("log", question, "6")
    assert KNOWN.severity(told) is Severity.WARNING
    assert len(told.evidence) == 7
    assert VARY in codes(judged(course(*(GOOD, other) * 3))), "and where it is not"


@pytest.mark.parametrize(
    "zones",
    [
        (GOOD,) * 8,
        (NONE, GOOD),
        (GOOD, NONE, GOOD),
        (NONE, GOOD, NONE, GOOD),
        (NONE,) * 4 + (GOOD,) * 4,
        (NONE, FEWER, MOVED, GOOD, GOOD, GOOD),
    ],
)
def test_a_repair_in_steps_or_one_outage_is_no_disagreement(zones: tuple[Zone, ...]) -> None:
    assert VARY not in codes(judged(course(*zones)))


def test_what_is_remembered_is_no_answer_and_the_order_of_records_no_difference() -> None:
    turned = zone(*reversed(HEALTHY))
    assert VARY not in codes(judged(course(*(GOOD, turned) * 4)))
    assert VARY not in codes(judged(course(*(GOOD, NONE) * 4, hours=0))), "it asks DNS once"


def test_where_the_level_hides_records_nobody_can_tell() -> None:
    assert VARY not in codes(judged(course(*(GOOD, FEWER) * 4), Form(least_level=2)))
