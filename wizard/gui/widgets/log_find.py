"""Searching the log that is shown: the job, its hits and the way through them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from wizard.core.case.reading import Reading
from wizard.core.log.lineset import LineSet
from wizard.core.log.search import finding
from wizard.gui.job import Job, Work

_NONE = LineSet.none(0)


class LogFind(QObject):
    """``hits`` are lines of the log; they grow while ``running``."""

    changed = Signal()
    """More hits, or the search has ended."""
    ended = Signal()
    """All hits are there."""

    def __init__(self, job: Callable[[Work], Job], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_job = job
        self._job: Job | None = None
        self.text = ""
        self.problem = ""
        self.hits = _NONE

    @property
    def running(self) -> bool:
        """Whether more hits may come."""
        return self._job is not None

    def start(self, reading: Reading | None, text: str, *, regex: bool) -> None:
        """Looks for ``text`` and forgets what was looked for before."""
        self.stop()
        self.text = text
        self.problem = ""
        self.hits = _NONE
        if reading is None or not text:
            self.changed.emit()
            return
        job = self._make_job(lambda _cancelled: finding(reading.lines, text, regex=regex))
        job.items.connect(lambda sets: self._take(job, sets))
        job.finished.connect(lambda told: self._finish(job, *told))
        job.failed.connect(lambda summary, _details: self._finish(job, summary, _NONE))
        self._job = job.start()

    def stop(self) -> None:
        """Wants no more hits."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _take(self, job: Job, sets: list[LineSet]) -> None:
        if job is self._job:
            self.hits = sets[-1]
            self.changed.emit()

    def _finish(self, job: Job, problem: str, hits: LineSet) -> None:
        if job is not self._job:
            return
        self._job = None
        self.problem, self.hits = problem, hits
        self.changed.emit()
        if not problem:
            self.ended.emit()


def step(places: LineSet, current: int, distance: int, *, here: bool = False) -> int:
    """The place after (+1) or before (-1) the current one, round the end; -1 if there is none.

    With ``here`` the current one itself will do.
    """
    if not len(places):
        return -1
    if here and current in places:
        return current
    if distance > 0:
        found = places.after(current)
        return found if found >= 0 else places.place(0)
    found = places.before(current)
    return found if found >= 0 else places.place(len(places) - 1)


def number_of(places: LineSet, current: int) -> int:
    """Which of the places the current one is, from 1; 0 if it is none of them."""
    return places.rank(current) + 1 if current in places else 0
