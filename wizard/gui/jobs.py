"""The background work of one window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from wizard.gui.job import Job


class Jobs(QObject):
    """Starts jobs, says when one fails, and asks all to stop when the window goes."""

    failed = Signal(str)
    """A defect of the program, in a line."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs: list[Job] = []

    @property
    def busy(self) -> bool:
        """Whether one is running."""
        return any(job.running for job in self._jobs)

    def start(self, job: Job) -> None:
        """Begins one."""
        job.failed.connect(lambda summary, _details: self.failed.emit(summary))
        self._jobs = [*(known for known in self._jobs if known.running), job]
        job.start()

    def cancel(self) -> None:
        """Wants nothing more of any of them."""
        for job in self._jobs:
            job.cancel()
