"""What is being opened off the GUI thread: its names, its end, and the books of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from wizard.gui.job import Job, Work


class Openings(QObject):
    """Opens several things at once, and makes ready what came with a case."""

    opened = Signal(object)
    """What was read, in the reader's own shape."""
    prepared = Signal(object)
    """What was made ready of a case, in the reader's own shape."""
    failed = Signal(str)
    """A sentence for each one that could not be read, one a line."""
    changed = Signal()
    """``names`` has changed."""

    def __init__(self, job: Callable[[Work], Job], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_job = job
        self._opening: dict[Job, str] = {}
        self._preparing: Job | None = None

    @property
    def names(self) -> str:
        """What is being opened, empty if nothing is."""
        return ", ".join(self._opening.values())

    def cancel(self) -> None:
        """Wants none of those that are being opened."""
        for job in self._opening:
            job.cancel()
        self._opening.clear()
        self.changed.emit()

    def _job(self, work: Work) -> Job:
        job = self._make_job(work)
        job.failed.connect(lambda summary, _details: self.failed.emit(summary))
        return job

    def _open(self, job: Job, names: str) -> None:
        """Starts a job of ``_job`` that opens ``names``."""
        job.ended.connect(lambda: self._forget(job))
        self._opening[job] = names
        job.start()
        self.changed.emit()

    def _prepare(self, work: Work) -> None:
        """Makes something ready; only the last one asked for is answered."""
        if self._preparing is not None:
            self._preparing.cancel()
        job = self._job(work)
        job.finished.connect(self.prepared)
        self._preparing = job.start()

    def _forget(self, job: Job) -> None:
        if self._opening.pop(job, None) is not None:
            self.changed.emit()
