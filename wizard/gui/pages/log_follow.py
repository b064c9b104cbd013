"""Following logs while they are written: what is new is read in the background, once a second."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from wizard.core.case.case import Case, LogFile
from wizard.core.case.judging import Judge
from wizard.core.case.reading import Reading, reading_of
from wizard.core.log.growing import Change, Growing
from wizard.gui.garbage import without_pauses
from wizard.gui.job import Cancelled, Job, Work
from wizard.gui.widgets.log_tabs import short_names
from wizard.longlog import KEPT, held, with_lines_kept

PAUSE_MS = 1000


@dataclass(slots=True)
class _Followed:
    log: LogFile
    growing: Growing | None = None
    job: Job | None = None
    problem: str = ""
    failures: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Looked:
    """What a look found: a reading if anything is new."""

    growing: Growing
    change: Change
    reading: Reading | None


class LogFollow(QObject):
    """Follows any number of logs by their names."""

    grown = Signal(object, object, int)
    """The LogFile before, the Reading of what it is now, and how many of the first lines are gone."""
    happened = Signal(str)
    """A sentence: the file was truncated, has vanished, is back, or tells of a new failure."""
    changed = Signal()
    """Which logs are followed."""

    def __init__(
        self,
        judge: Judge,
        job: Callable[[Work], Job],
        case: Callable[[], Case],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._judge = judge
        self._make_job = job
        self._case = case
        self._followed: dict[str, _Followed] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.look)

    def follows(self, name: str) -> bool:
        """Whether the log of this name is followed."""
        return name in self._followed

    def start(self, reading: Reading) -> None:
        """Follows a log from now on."""
        name = reading.log.review.name
        known = _failures(reading)
        self._followed[name] = _Followed(reading.log, failures=known)
        self._timer.start()
        self.changed.emit()
        self.look()

    def stop(self, name: str) -> None:
        """Follows it no more."""
        one = self._followed.pop(name, None)
        if one is not None and one.job is not None:
            one.job.cancel()
        if not self._followed:
            self._timer.stop()
        self.changed.emit()

    def look(self) -> None:
        """Looks at each file that is not being looked at."""
        for name, one in self._followed.items():
            if one.job is None:
                job = self._make_job(partial(self._work, name, one.growing))
                job.finished.connect(partial(self._take, name, job))
                job.failed.connect(lambda summary, _details: self.happened.emit(summary))
                job.ended.connect(partial(self._end, name, job))
                one.job = job.start()

    def _work(
        self, name: str, growing: Growing | None, _cancelled: Cancelled
    ) -> Generator[None, None, _Looked]:
        return _look(name, growing, self._case(), self._judge)

    def _take(self, name: str, job: Job, looked: _Looked) -> None:
        one = self._followed.get(name)
        if one is None or one.job is not job:
            return
        one.growing = looked.growing
        self._say_problem(one, looked)
        if looked.reading is None:
            return
        before, one.log = one.log, looked.reading.log
        dropped = looked.growing.dropped
        one.failures = {line - dropped for line in one.failures}
        said = [self._told_anew(one, dropped)] if looked.change is Change.ANEW else []
        said += self._told_failures(one, looked.reading)
        self.grown.emit(before, looked.reading, dropped)
        if said:  # At once: the notice has room for one of them.
            self.happened.emit(" ".join(said))

    def _told_anew(self, one: _Followed, dropped: int) -> str:
        said = self.tr("{name} begins anew: it was truncated or rotated. What it said before is kept.")
        if dropped:
            said = self.tr(
                "{name} begins anew: it was truncated or rotated. What it said before is kept, except "
                "for the {count} oldest lines."
            )
        return said.format(name=_told(one), count=f"{dropped:,}")

    def _say_problem(self, one: _Followed, looked: _Looked) -> None:
        problem = looked.growing.problem
        if problem == one.problem:
            return
        one.problem = problem
        if problem and not looked.growing.missing:
            self.happened.emit(problem)
            return
        said = self.tr("{name} is there again.")
        if problem:
            said = self.tr("{name} is gone. What it said is kept, and it is followed again once it is back.")
        self.happened.emit(said.format(name=_told(one)))

    def _told_failures(self, one: _Followed, reading: Reading) -> list[str]:
        now = _failures(reading)
        new = sorted(now - one.failures)
        one.failures = now
        if not new:
            return []
        said = (
            self.tr("New failure in line {line} of {name}.")
            if len(new) == 1
            else self.tr("{n} new failing attempts in {name}, the first in line {line}.")
        )
        # Another log may be the one that is shown.
        return [said.format(line=new[0], n=f"{len(new):,}", name=_told(one))]

    def _end(self, name: str, job: Job) -> None:
        one = self._followed.get(name)
        if one is not None and one.job is job:
            one.job = None


def can_follow(log: LogFile) -> bool:
    """Whether a log is one file on a disk, as far as its name tells; looking at it comes later."""
    parts = log.review.parts
    path = Path(log.review.name)
    known = [part.name for part in parts if not part.name.endswith(" (before)")]
    return path.is_absolute() and len(set(known)) == 1 and path.suffix.lower() not in {".gz", ".zip"}


def _told(one: _Followed) -> str:
    """The followed log's name for people."""
    return short_names([one.log.review.name])[0]


def _failures(reading: Reading) -> set[int]:
    """The lines with which attempts failed."""
    attempts = reading.log.review.story.attempts
    return {one.failure.evidence.line for one in attempts if one.failure is not None}


def _look(name: str, growing: Growing | None, case: Case, judge: Judge) -> Generator[None, None, _Looked]:
    fresh = growing is None
    growing = growing or Growing(Path(name), keep=KEPT)
    with without_pauses():
        looking: Generator[Any, None, Change] = growing.look()
        change = yield from _silent(looking)
        if change in {Change.SAME, Change.GONE} and not (fresh and change is Change.SAME):
            return _Looked(growing, change, None)
        review = with_lines_kept(growing.review())
        log = held(replace(review, name=name))
        return _Looked(growing, change, reading_of(case, log, judge))


def _silent(looking: Generator[Any, None, Change]) -> Generator[None, None, Change]:
    """Without what it reads, but with a place to stop after each block."""
    while True:
        try:
            next(looking)
        except StopIteration as stop:
            change: Change = stop.value
            return change
        yield None
