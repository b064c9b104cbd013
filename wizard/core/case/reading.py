"""A log made ready to be read on a screen: judged, marked and indexed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from wizard.core.case.case import Case, LogFile
from wizard.core.case.judging import Judge
from wizard.core.diagnosis.judge import Judgement
from wizard.core.diagnosis.marks import Mark, Marked, explaining, marks_of
from wizard.core.log.index import LineIndex, Rows, index
from wizard.core.log.line import LogLine
from wizard.core.log.review import Review
from wizard.core.plan.deployment import Deployment
from wizard.core.trace.attempts import Entry


class Show(StrEnum):
    """Which lines are shown by what they prove."""

    ALL = "all"
    EXPLAINING = "explaining"
    FAILURES = "failures"


@dataclass(frozen=True, slots=True)
class LineFilter:
    """Which lines are shown. Empty ``modules`` or ``levels`` let all of them through."""

    show: Show = Show.ALL
    modules: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether it hides nothing."""
        return self == LineFilter()


@dataclass(frozen=True, slots=True)
class Reading:
    """A log, judged against ``plan``.

    ``marks`` and ``explains`` have one entry a line, in the order of the file; ``failures`` are the
    positions of the lines that are marked as failures.
    """

    log: LogFile
    plan: Deployment | None
    judgement: Judgement
    marked: Mapping[int, Marked]
    marks: NDArray[np.uint8]
    explains: NDArray[np.bool_]
    failures: Rows
    index: LineIndex

    @property
    def lines(self) -> Sequence[LogLine]:
        """The log's lines; a line's number is its position here plus 1."""
        return self.log.review.lines

    def fits(self, case: Case, log: LogFile) -> bool:
        """Whether this is still what the case says of that log."""
        return self.log is log and self.plan == case.plan

    def rows(self, wanted: LineFilter) -> Rows:
        """The positions of the lines to show. A line without the form goes where its parent goes."""
        shown = np.ones(len(self.lines), dtype=np.bool_)
        if wanted.show is Show.FAILURES:
            shown &= self.marks == Mark.FAILURE
        elif wanted.show is Show.EXPLAINING:
            shown &= self.explains
        if wanted.modules:
            shown &= self.index.of_modules(wanted.modules)
        if wanted.levels:
            shown &= self.index.of_levels(wanted.levels)
        return np.flatnonzero(shown[self.index.parent]).astype(np.int32)


def reading_of(case: Case, log: LogFile, judge: Judge) -> Reading:
    """Judges and indexes a log. May take seconds for a long one: not for the GUI's thread."""
    judgement = judge.log(case, log)
    marked = marks_of(judgement, log.review.name, judge.knowledge)
    count = len(log.review.lines)
    marks = np.zeros(count, dtype=np.uint8)
    explains = np.zeros(count, dtype=np.bool_)
    for number, one in marked.items():
        marks[number - 1] = one.mark
    for number in explaining(log.review, marked):
        explains[number - 1] = True
    failures = np.flatnonzero(marks == Mark.FAILURE).astype(np.int32)
    return Reading(log, case.plan, judgement, marked, marks, explains, failures, index(log.review.lines))


def entry_at(review: Review, number: int) -> Entry | None:
    """The event that a line states, if its form is known."""
    place = bisect_left(review.entries, number, key=lambda entry: entry.evidence.line)
    if place < len(review.entries) and review.entries[place].evidence.line == number:
        return review.entries[place]
    return None
