from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from wizard.core import knowledge
from wizard.core.diagnosis.judge import Judgement, judge_log
from wizard.core.diagnosis.marks import Mark, explaining, marks_of
from wizard.core.finding import Evidence, EvidenceKind, Finding, State
from wizard.core.log.review import Review, review
from wizard.core.log.source import LogText, read
from wizard.paths import resource

KNOWLEDGE = knowledge.load(resource("knowledge"))
BULLETIN = Path(__file__).parents[2] / "data" / "bulletin"
FAILURES = {6, 7, 8, 11, 15, 16, 17, 20, 25, 26, 27, 30, 31}
REMEMBERED = {9, 18, 28}
LAST_ANSWERS = {48, 50, 53, 56}
ANSWERS = {7, 20, 34, 40} | LAST_ANSWERS


def numbers(review_: Review) -> dict[Mark, set[int]]:
    marked = marks_of(judge_log(review_, KNOWLEDGE), review_.name, KNOWLEDGE)
    by_mark: dict[Mark, set[int]] = {}
    for number, one in marked.items():
        by_mark.setdefault(one.mark, set()).add(number)
    return by_mark


def pasted(lines: Iterable[str]) -> Review:
    return review(LogText("pasted", "\n".join(lines)))


def bulletin(name: str) -> list[str]:
    return (BULLETIN / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", ["failed-as-printed.log", "failed-restored.log"])
def test_the_failed_log_is_marked_where_it_fails_and_nowhere_else(name: str) -> None:
    assert numbers(review(read(BULLETIN / name))) == {Mark.FAILURE: FAILURES, Mark.NOTE: REMEMBERED}


@pytest.mark.parametrize("name", ["successful-as-printed.log", "successful-restored.log"])
def test_the_successful_log_has_no_failure_and_warns_of_its_naptr(name: str) -> None:
    # 48 is the second pass's use of the remembered NAPTR record: it is good news, and the fault shows in it.
    found = numbers(review(read(BULLETIN / name)))
    # The last attempt's answers are the proof; those of the first one may be named, too.
    assert LAST_ANSWERS - {48} <= found.pop(Mark.OK) <= ANSWERS - {48}
    assert found == {Mark.WARNING: {12, 14, 48}}


def test_what_was_repaired_later_in_the_log_is_history_and_no_failure() -> None:
    marks = numbers(pasted([*bulletin("failed-restored.log"), *bulletin("successful-restored.log")]))
    assert Mark.FAILURE not in marks
    assert marks[Mark.REPAIRED] == FAILURES | REMEMBERED
    assert marks[Mark.WARNING] == {31 + number for number in (12, 14, 48)}


def test_a_line_that_two_findings_cite_has_the_graver_ones_mark_and_both_findings() -> None:
    judgement = judge_log(review(read(BULLETIN / "failed-restored.log")), KNOWLEDGE)
    marked = marks_of(judgement, str(BULLETIN / "failed-restored.log"), KNOWLEDGE)
    assert [finding.code for finding in marked[30].findings] == [
        "name.missing",
        "registration.failed-locally",
    ]
    assert [finding.code for finding in marked[6].findings] == ["name.missing"]


def test_a_current_note_outweighs_a_repaired_failure() -> None:
    seen = (Evidence(EvidenceKind.LOG, "a.log", "text", 5),)
    history = Finding("name.missing", "n", seen, state=State.REPAIRED)
    note = Finding("ttl.negative-cached", "n", seen)
    one = marks_of(Judgement((history, note)), "a.log", KNOWLEDGE)[5]
    assert one.mark is Mark.NOTE
    assert one.findings == (note, history)


def test_what_another_file_or_a_dns_server_showed_marks_no_line() -> None:
    seen = (
        Evidence(EvidenceKind.LOG, "other.log", "text", 5),
        Evidence(EvidenceKind.DNS, "a.log", "text", 6),
        Evidence(EvidenceKind.LOG, "a.log", "the file as a whole"),
    )
    assert marks_of(Judgement((Finding("name.missing", "n", seen),)), "a.log", KNOWLEDGE) == {}


@pytest.mark.parametrize(
    "lines",
    [
        ["just a letter", "to somebody"],
        ["1015152006|lldp |4|00|Ignoring corrupt LLDP packet."],
        ["1028091203|dns  |3|00|DNS lookup for (A) 'a.b' Server has no Answer"],
    ],
)
def test_a_line_that_stands_for_the_whole_file_is_not_blamed(lines: list[str]) -> None:
    review_ = pasted(lines)
    assert judge_log(review_, KNOWLEDGE).findings
    assert numbers(review_) == {}


def test_the_story_of_a_failure_is_its_failures_and_the_questions_before_them() -> None:
    review_ = review(read(BULLETIN / "failed-restored.log"))
    marked = marks_of(judge_log(review_, KNOWLEDGE), review_.name, KNOWLEDGE)
    assert explaining(review_, marked) == FAILURES | REMEMBERED | {1, 12, 22}


def test_the_story_of_a_success_is_its_answers_and_the_questions_before_them() -> None:
    review_ = review(read(BULLETIN / "successful-restored.log"))
    marked = marks_of(judge_log(review_, KNOWLEDGE), review_.name, KNOWLEDGE)
    lines = explaining(review_, marked)
    assert LAST_ANSWERS | {12, 14} | {47, 49, 52, 55} <= lines
    assert lines <= ANSWERS | {12, 14} | {2, 17, 31, 37, 47, 49, 52, 55}
