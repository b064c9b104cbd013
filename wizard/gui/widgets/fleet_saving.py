"""A folder's logs saved as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from wizard.core.diagnosis.fleet import Cause, fleet_csv
from wizard.core.saving import write_atomically
from wizard.gui.job import Job, Work
from wizard.gui.widgets.raw_text import spelled


class FleetSaving(QObject):
    """Asks where, and writes a row a log without holding up the window."""

    said = Signal(str)
    failed = Signal(str)

    def __init__(self, job: Callable[[Work], Job], window: QWidget) -> None:
        super().__init__(window)
        self._make_job = job
        self._window = window

    def ask(self, causes: Sequence[Cause]) -> None:
        """Asks for a file and writes the table into it, as it is now."""
        causes = list(causes)
        dialog = QFileDialog(self._window, self.tr("Save the table"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Table for a spreadsheet (*.csv)")])
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(self.tr("handsets") + ".csv")
        dialog.fileSelected.connect(lambda path: self.save(Path(path), causes))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, path: Path, causes: Sequence[Cause]) -> None:
        """Writes the table."""
        job = self._make_job(lambda _cancelled: write_atomically(path, fleet_csv(causes).encode("utf-8")))
        job.finished.connect(lambda problem: self._saved(path, problem))
        job.failed.connect(lambda summary, _details: self.failed.emit(summary))
        job.start()

    def _saved(self, path: Path, problem: str) -> None:
        if problem:
            self.failed.emit(problem)
        else:
            self.said.emit(self.tr("Saved as {path}").format(path=spelled(str(path))))
