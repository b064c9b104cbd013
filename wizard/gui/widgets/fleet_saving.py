"""A folder's logs saved as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from wizard.core.diagnosis.causes import Fleet
from wizard.core.diagnosis.fleet_csv import fleet_csv
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

    def ask(self, make: Callable[[], Fleet]) -> None:
        """Asks for a file and writes the table into it. ``make`` puts it together, in a thread."""
        dialog = QFileDialog(self._window, self.tr("Save the table"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Table for a spreadsheet (*.csv)")])
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(self.tr("handsets") + ".csv")
        dialog.fileSelected.connect(lambda path: self.save(Path(path), make))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save(self, path: Path, make: Callable[[], Fleet]) -> None:
        """Writes the table."""
        job = self._make_job(lambda _cancelled: _saved(path, make()))
        job.finished.connect(lambda problem: self._tell(path, problem))
        job.failed.connect(lambda summary, _details: self.failed.emit(summary))
        job.start()

    def _tell(self, path: Path, problem: str) -> None:
        if problem:
            self.failed.emit(problem)
        else:
            self.said.emit(self.tr("Saved as {path}").format(path=spelled(str(path))))


def _saved(path: Path, fleet: Fleet) -> str:
    return write_atomically(path, fleet_csv(fleet.causes).encode("utf-8"))
