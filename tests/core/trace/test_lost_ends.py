"""Lines that a busy handset lost: what follows is not taken for what is missing."""

from __future__ import annotations

import pytest

from tests.core.courses import FIRST, Course, begun
from tests.core.faults import OK, judged
from tests.core.judged import KNOWN, codes, verdict
from tests.core.logs import HEALTHY, OWNER, numbers, register, zone
from wizard.core.diagnosis.judge import judge_log
from wizard.core.finding import Evidence, EvidenceKind
from wizard.core.handset.resolver import Lookfor
from wizard.core.log.review import review
from wizard.core.log.source import LogText
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Entry, Story
from wizard.core.trace.follow import follow

BOOT = "boot.eslab.local"


def story(*said: tuple[ev.Event, str, int]) -> Story:
    """Events with their times and the numbers of their lines."""
    log = EvidenceKind.LOG
    return follow(Entry(event, Evidence(log, "a.log", "", line, 0, time)) for event, time, line in said)


@pytest.mark.parametrize(
    ("time", "line", "is_one"),
    [
        ("1028090005", 12, True),
        ("1028090040", 12, False),
        ("1028090140", 12, False),
        ("1028090005", 400, False),
        ("", 12, True),
    ],
)
def test_an_announced_look_up_begins_soon_or_its_end_is_lost(time: str, line: int, is_one: bool) -> None:
    announced = (ev.AddressFallback("udp", 5060), "1028090000" if time else "", 11)
    asked = (ev.LookupStarted("A", BOOT), time, line)
    answered = (ev.Answered("A", BOOT, ("10.0.0.9",), 60), time, line + 1)
    assert bool(story(announced, asked, answered).attempts) == is_one
    assert bool(story(announced, answered).attempts) == is_one, "its beginning may be hidden"


@pytest.mark.parametrize(("first", "last"), [("1028090059", "1028090100"), ("005959.900", "010000.100")])
def test_the_next_minute_is_not_much_later(first: str, last: str) -> None:
    assert story((ev.AddressFallback("udp", 5060), first, 1), (ev.LookupStarted("A", BOOT), last, 2)).attempts


def test_only_a_target_has_a_final_dot() -> None:
    """A snapshot begins in the middle, and another line uses its server meanwhile."""
    announced = (ev.AddressFallback("udp", 5060), "", 1)
    target = (ev.Answered("A", "viper2.eslab.local.", ("10.225.3.32",), 60), "", 2)
    assert story(announced, target).attempts == ()


def test_records_of_which_the_first_lines_are_lost_do_not_complete_those_of_an_earlier_answer() -> None:
    said = register(zone(*HEALTHY))
    (weight,) = numbers(said, ev.SrvWeight)[1:]
    priority = weight - 1
    first = [event for number, event in enumerate(said, start=1) if number not in {priority, weight}]
    (added, *_) = numbers(said, ev.SrvAdded)
    second = [event for number, event in enumerate(said, start=1) if number not in {added, added + 1}]
    judgement = judged([*first, *second])
    assert (verdict(judgement), codes(judgement)) == (OK, {OK})


def test_an_answer_has_no_record_twice() -> None:
    """The end of the first search and the answer of the second are lost: its records are not the first's."""
    said = register(zone(*HEALTHY))
    drop = {ev.TargetsResolved, ev.CacheAdded}
    (second_target,) = numbers(said, ev.SrvTarget)[1:]
    lost = range(second_target, second_target + 3)
    first = [e for n, e in enumerate(said, start=1) if type(e) not in drop and n not in lost]
    again = [event for event in said[1:] if not (isinstance(event, ev.Answered) and event.rtype == "SRV")]
    judgement = judged([*first, *again])
    assert not {"srv.single", "srv.duplicate", "srv.equal-priority"} & codes(judgement)


def test_once_an_answer_is_stored_the_records_that_follow_are_anothers() -> None:
    """Of two names: one answer lost its second record, the other one the line that names it."""
    other = tuple(line.replace("testserver", "other").replace("piper", "viper") for line in HEALTHY)
    one = register(zone(*HEALTHY))
    (target,) = numbers(one, ev.SrvTarget)[1:]
    one = [event for number, event in enumerate(one, start=1) if number not in range(target, target + 3)]
    (stored,) = numbers(one, ev.CacheAdded, host=OWNER)
    two = register(zone(*other), Lookfor("other.eslab.local"), user="1513")
    two = [event for event in two if not (isinstance(event, ev.Answered) and event.rtype == "SRV")]
    judgement = judged([*one[:stored], *two, *one[stored:]])
    assert not {"srv.single", "srv.equal-priority", "address.missing"} & codes(judgement)


def test_the_port_of_a_call_whose_end_is_lost_is_no_configured_one() -> None:
    course: Course = begun().course.uses(FIRST).rest(60).uses("10.225.2.80", 5062)
    course.lines.pop()
    course.rest(3600).say(ev.LookupStarted("A", BOOT), ev.Answered("A", BOOT, ("10.0.0.9",), 60))
    read = review(LogText("0004f2a1b2c3-app.log", course.text))
    assert verdict(judge_log(read, KNOWN)) == OK
