"""Filtering the log that is shown: at once if it is short, else in the background."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from wizard.core.case.reading import LineFilter, Reading
from wizard.core.log.lineset import LineSet
from wizard.gui.job import Job, Work


class LogSieve(QObject):
    """Only the last filter asked for is answered."""

    sieved = Signal(object, object)
    """A Reading and the LineSet of the lines to show."""
    changed = Signal()
    """``running`` has changed."""

    def __init__(self, job: Callable[[Work], Job], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_job = job
        self._job: Job | None = None

    @property
    def running(self) -> bool:
        """Whether lines are still to come."""
        return self._job is not None

    def start(self, reading: Reading, wanted: LineFilter) -> None:
        """Answers with :attr:`sieved`, perhaps before it returns."""
        self.stop()
        if reading.is_quick(wanted):
            self.sieved.emit(reading, reading.rows(wanted))
            return
        job = self._make_job(lambda _cancelled: reading.filtering(wanted))
        job.finished.connect(lambda rows: self._finish(job, reading, rows))
        job.failed.connect(lambda *_: self.stop())
        self._job = job.start()
        self.changed.emit()

    def stop(self) -> None:
        """Wants no answer any more."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
            self.changed.emit()

    def _finish(self, job: Job, reading: Reading, rows: LineSet) -> None:
        if job is self._job:
            self._job = None
            self.changed.emit()
            self.sieved.emit(reading, rows)
