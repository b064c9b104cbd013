from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from wizard.core import knowledge
from wizard.core.case.case import Case, LogFile
from wizard.core.case.judging import Judge
from wizard.core.case.reading import LineFilter, Reading, Show, dismantle, entry_at, reading_of
from wizard.core.log.review import review
from wizard.core.log.source import LogText, read
from wizard.core.plan.draft import draft_of
from wizard.core.trace import events as ev
from wizard.paths import resource
from wizard.practice.lab import LAB_PLAN

FAILED = Path(__file__).parents[2] / "data" / "bulletin" / "failed-restored.log"
MULTILINE = """\
1028091201|sip  |1|00|>>> Data Send to 10.225.2.31:5060
REGISTER sip:eslab.local SIP/2.0
1028091204|sip  |4|00|Registration failed User: 1512, Error Code:403 Forbidden
<<< 403
1028091205|lldp |4|00|Ignoring corrupt LLDP packet."""


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(knowledge.load(resource("knowledge")))


def reading(judge: Judge, text: LogText) -> Reading:
    log = LogFile(text.text, review(text))
    return reading_of(Case(logs=(log,)), log, judge)


def shown(one: Reading, **wanted: object) -> list[int]:
    return [one.lines[row].number for row in one.rows(LineFilter(**wanted))]  # type: ignore[arg-type]


def test_without_a_filter_every_line_is_shown(judge: Judge) -> None:
    one = reading(judge, read(FAILED))
    assert LineFilter().is_empty
    assert shown(one) == list(range(1, 32))


def test_filters_narrow_each_other_down(judge: Judge) -> None:
    one = reading(judge, read(FAILED))
    assert shown(one, show=Show.FAILURES) == [6, 7, 8, 11, 15, 16, 17, 20, 25, 26, 27, 30, 31]
    assert shown(one, show=Show.FAILURES, modules=frozenset({"sip"})) == [11, 30, 31]
    assert shown(one, modules=frozenset({"sip", "dns"}), levels=frozenset({"4"})) == [11, 30, 31]
    assert shown(one, modules=frozenset({"sip"}), levels=frozenset({"1"})) == []
    assert shown(one, show=Show.EXPLAINING)[:4] == [1, 6, 7, 8]


def test_a_message_of_several_lines_is_shown_or_hidden_as_a_whole(judge: Judge) -> None:
    one = reading(judge, LogText("sip.log", MULTILINE))
    assert shown(one, show=Show.FAILURES) == [3, 4]
    assert shown(one, levels=frozenset({"1"})) == [1, 2]
    assert shown(one, modules=frozenset({"lldp"})) == [5]
    assert list(one.failures) == [2]


def test_a_reading_is_good_for_its_log_and_its_plan_only(judge: Judge) -> None:
    text = read(FAILED)
    log = LogFile(text.text, review(text))
    case = Case(logs=(log,))
    one = reading_of(case, log, judge)
    assert one.fits(case, log)
    assert not one.fits(case, LogFile(text.text, log.review))
    assert not one.fits(Case(draft=draft_of(LAB_PLAN), logs=(log,)), log)


def test_a_reading_knows_whose_lines_prove_each_finding(judge: Judge) -> None:
    macs = ("0004f2a1b2c3", "00907a00000b")
    lines = FAILED.read_text().splitlines()
    several = reading(judge, LogText("s.log", "\n".join(f"<134>{mac}{one}" for one in lines for mac in macs)))
    for finding in several.judgement.findings:
        proven = {mac for seen in finding.evidence for mac in macs if mac in seen.text}
        assert set(several.handsets_of(finding)) == proven
    assert several.judgement.verdict is not None
    assert several.handsets_of(several.judgement.verdict) == macs
    alone = reading(judge, read(FAILED))
    assert alone.judgement.findings
    assert not any(map(alone.handsets_of, alone.judgement.findings))


def test_the_event_of_a_line_is_found_by_its_number(judge: Judge) -> None:
    found = review(read(FAILED))
    first, last = entry_at(found, 1), entry_at(found, 31)
    assert first is not None
    assert isinstance(first.event, ev.LookupStarted)
    assert last is not None
    assert isinstance(last.event, ev.RegistrationFailed)
    assert entry_at(found, 32) is None
    other = review(LogText("sip.log", MULTILINE))
    assert [number for number in range(1, 6) if entry_at(other, number)] == [3]


def test_an_empty_log_can_be_read(judge: Judge) -> None:
    one = reading(judge, LogText("empty.log", ""))
    assert shown(one) == []
    assert list(one.failures) == []


class Witness:
    """Stands among the events of a log and tells when it goes, and how many of them are left then."""

    def __init__(self, gone: list[int], left: set[int], number: int) -> None:
        self._gone, self._left, self._number = gone, left, number

    def __del__(self) -> None:
        self._gone.append(self._number)
        self._left.add(len(sys._getframe(1).f_locals.get("part", ())))


def test_a_reading_is_dismantled_little_by_little_and_what_others_hold_stays(judge: Judge) -> None:
    one, other = reading(judge, read(FAILED)), reading(judge, read(FAILED))
    gone: list[int] = []
    left: set[int] = set()
    entries = tuple(Witness(gone, left, number) for number in range(1_000))
    kept = one.log.review.entries[-1]
    held = [replace(one, log=replace(one.log, review=replace(one.log.review, entries=entries)))]
    del one, entries
    assert gone == []
    dismantle(held)
    assert held == []
    assert sorted(gone) == list(range(1_000))
    assert len(left) > 2, "they went in several pieces"
    assert kept.evidence.line == 31
    assert len(other.log.review.entries) == len(other.log.review.lines) == 31
