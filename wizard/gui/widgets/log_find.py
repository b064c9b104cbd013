"""Searching the log that is shown: the job, its hits and the way through them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal

from wizard.core.case.reading import Reading
from wizard.core.log.index import Rows
from wizard.core.log.search import search
from wizard.gui.job import Job, Work

_NONE: Rows = np.zeros(0, dtype=np.int32)


class LogFind(QObject):
    """``hits`` are positions of lines in the log, in order; they grow while ``running``."""

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
        self.hits: Rows = _NONE

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
        job = self._make_job(lambda _cancelled: search(reading.lines, text, regex=regex))
        job.items.connect(self._take)
        job.finished.connect(self._finish)
        job.failed.connect(self._fail)
        self._job = job.start()

    def stop(self) -> None:
        """Wants no more hits."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _take(self, blocks: list[Rows]) -> None:
        if self.sender() is self._job:
            self.hits = np.concatenate([self.hits, *blocks])
            self.changed.emit()

    def _finish(self, problem: str) -> None:
        self._job = None
        self.problem = problem
        self.changed.emit()
        if not problem:
            self.ended.emit()

    def _fail(self, summary: str, _details: str) -> None:
        self._finish(summary)


def step(places: Rows, current: int, distance: int, *, here: bool = False) -> int:
    """The place after (+1) or before (-1) the current one, round the end; -1 if there is none.

    With ``here`` the current one itself will do.
    """
    if not len(places):
        return -1
    if distance > 0:
        found = int(np.searchsorted(places, current, side="left" if here else "right"))
        return int(places[found % len(places)])
    found = int(np.searchsorted(places, current, side="right" if here else "left")) - 1
    return int(places[found])
