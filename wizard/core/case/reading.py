"""A log made ready to be read on a screen: judged, marked and indexed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wizard.core.case.case import Case, LogFile
from wizard.core.case.judging import Judge
from wizard.core.case.timeline import Timeline, timeline
from wizard.core.diagnosis.judge import Judgement, judge_log
from wizard.core.diagnosis.marks import Mark, Marked, explaining, marks_of
from wizard.core.finding import Finding
from wizard.core.knowledge import Knowledge
from wizard.core.log.filtering import Wanted, passing
from wizard.core.log.handsets import handsets_in
from wizard.core.log.index import LineIndex, index
from wizard.core.log.line import LogLine
from wizard.core.log.lineset import LineSet
from wizard.core.log.review import Review
from wizard.core.log.spans import ANY, Span
from wizard.core.log.stored import StoredLines
from wizard.core.log.times import TimeForm, form_of, is_dated
from wizard.core.plan.deployment import Deployment
from wizard.core.trace.attempts import Attempt, Entry

FEW, LITTLE = 50_000, 4 * 1024 * 1024
"""So many lines, and bytes, are filtered in less time than anybody notices."""


_AT_ONCE = 256
"""So many objects are freed in one go."""
_TELLING, _ENOUGH = 500, 5
"""So many lines tell how a log's times are to be read; of fewer than the second number nobody can say."""


class Show(StrEnum):
    """Which lines are shown by what they prove."""

    ALL = "all"
    EXPLAINING = "explaining"
    FAILURES = "failures"


@dataclass(frozen=True, slots=True)
class LineFilter:
    """Which lines are shown. Empty ``modules``, ``levels`` or ``marks`` let all of them through.

    ``attempt`` is the number of an attempt, from 1: the lines from its first to its last. 0 is none.
    """

    show: Show = Show.ALL
    modules: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    marks: frozenset[Mark] = frozenset()
    attempt: int = 0
    span: Span = ANY

    @property
    def is_empty(self) -> bool:
        """Whether it hides nothing."""
        return self == LineFilter()


@dataclass(frozen=True, slots=True)
class Reading:
    """A log, judged against ``plan``.

    ``marked`` are the lines that prove something, by number; ``marks`` are the places of each mark's
    lines. ``partial`` says that the log is still being read: these are its first lines, and there is no
    judgement yet, whatever is marked in them.
    """

    log: LogFile
    plan: Deployment | None
    judgement: Judgement
    marked: Mapping[int, Marked]
    marks: Mapping[Mark, NDArray[np.int64]]
    explains: LineSet
    failures: LineSet
    index: LineIndex
    timeline: Timeline | None = None
    form: TimeForm | None = None  # How its times are to be read, if enough of them tell.
    handsets: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # By the identity of a finding.
    partial: bool = field(default=False, kw_only=True)

    @property
    def lines(self) -> Sequence[LogLine]:
        """The log's lines; a line's number is its position here plus 1."""
        return self.log.review.lines

    def fits(self, case: Case, log: LogFile) -> bool:
        """Whether this is still what the case says of that log."""
        return self.log is log and self.plan == case.plan

    def handsets_of(self, finding: Finding) -> tuple[str, ...]:
        """The handsets whose lines prove one of its findings; none where the lines do not tell."""
        return self.handsets.get(id(finding), ())

    def mark(self, place: int) -> Mark:
        """What the line at a position proves."""
        found = self.marked.get(place + 1)
        return found.mark if found is not None else Mark.NONE

    def is_quick(self, wanted: LineFilter) -> bool:
        """Whether the filter needs no background."""
        if wanted.is_empty:
            return True
        # Times stand in the lines themselves: these have to be read again.
        size = self.lines.size if isinstance(self.lines, StoredLines) else 0
        return len(self.lines) <= FEW and (wanted.span.is_open or size <= LITTLE)

    def filtering(self, wanted: LineFilter) -> Generator[float, None, LineSet]:
        """The lines to show. Yields how much is done. A line without the form goes with its parent."""
        if wanted.is_empty:
            return LineSet.all(len(self.lines))
        only: list[LineSet] = []
        if wanted.show is Show.FAILURES:
            only.append(self.failures)
        elif wanted.show is Show.EXPLAINING:
            only.append(self.explains)
        if wanted.marks:
            places = [self.marks[mark] for mark in wanted.marks if mark in self.marks]
            only.append(LineSet.of(np.concatenate([np.zeros(0, np.int64), *places]), len(self.lines)))
        first, last = self._span_of(wanted.attempt)
        return (
            yield from passing(
                self.lines,
                self.index,
                Wanted(wanted.modules, wanted.levels, tuple(only), first, last, wanted.span),
            )
        )

    def rows(self, wanted: LineFilter) -> LineSet:
        """The same at once."""
        running = self.filtering(wanted)
        while True:
            try:
                next(running)
            except StopIteration as stop:
                shown: LineSet = stop.value
                return shown

    def _span_of(self, attempt: int) -> tuple[int, int]:
        attempts = self.log.review.story.attempts
        if not 0 < attempt <= len(attempts):
            return 0, 0
        return span_of(attempts[attempt - 1])


def span_of(attempt: Attempt) -> tuple[int, int]:
    """The numbers of an attempt's first and last line, 0 if it has none."""
    if not attempt.entries:
        return 0, 0
    return attempt.entries[0].evidence.line, attempt.entries[-1].evidence.line


def reading_of(case: Case, log: LogFile, judge: Judge) -> Reading:
    """Judges and indexes a log. May take seconds for a long one: not for the GUI's thread."""
    judged = _marked(case.plan, log, judge.log(case, log), judge.knowledge)
    # A finding may cite forty thousand lines.
    handsets = {id(one): handsets_in(one) for one in judged.judgement.findings}
    return replace(judged, timeline=timeline(log.review), form=_form(log.review), handsets=handsets)


def _form(review: Review) -> TimeForm | None:
    times = [entry.evidence.time for entry in review.entries[:_TELLING]]
    return form_of(times) if sum(map(is_dated, times)) >= _ENOUGH else None


def first_lines(case: Case, log: LogFile, knowledge: Knowledge) -> Reading:
    """The lines of a log of which the rest is still being read, marked by what they say alone."""
    judged = _marked(case.plan, log, judge_log(log.review, knowledge, case.plan), knowledge)
    return replace(judged, judgement=Judgement(), partial=True)


def _marked(plan: Deployment | None, log: LogFile, judgement: Judgement, knowledge: Knowledge) -> Reading:
    marked = marks_of(judgement, log.review.name, knowledge)
    count = len(log.review.lines)
    marks = {
        mark: np.array(sorted(line - 1 for line, one in marked.items() if one.mark is mark), dtype=np.int64)
        for mark in Mark
    }
    telling = explaining(log.review, marked)
    return Reading(
        log,
        plan,
        judgement,
        marked,
        marks,
        LineSet.of(np.fromiter((number - 1 for number in telling), np.int64, len(telling)), count),
        LineSet.of(marks[Mark.FAILURE], count),
        index(log.review.lines),
    )


def unjudged(log: LogFile) -> Reading:
    """The lines of a log of which the rest is still being read."""
    nothing = LineSet.none(len(log.review.lines))
    lines = index(log.review.lines)
    return Reading(log, None, Judgement(), {}, {}, nothing, nothing, lines, partial=True)


def dismantle(readings: list[Reading]) -> None:
    """Frees readings that nobody else holds, little by little. Empties the list. Not for the GUI's thread.

    Python frees what a tuple holds in one go and lets no other thread do anything: with the 65,536 events
    of a long log for 16 ms.
    """
    while readings:
        reading = readings.pop()
        review = reading.log.review
        findings = {id(one): one for found in reading.marked.values() for one in found.findings}
        cited = [list(one.evidence) for one in findings.values()]
        parts: list[list[Any]] = [
            list(review.entries),
            list(review.story.attempts),
            list(reading.marked.values()),
            *cited,
        ]
        del reading, review, findings, cited
        for part in parts:
            while part:
                del part[-_AT_ONCE:]


def entry_at(review: Review, number: int) -> Entry | None:
    """The event that a line states, if its form is known."""
    place = bisect_left(review.entries, number, key=lambda entry: entry.evidence.line)
    if place < len(review.entries) and review.entries[place].evidence.line == number:
        return review.entries[place]
    return None
