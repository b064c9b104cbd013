"""A handset's real log, to be laid beside what it would log."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from wizard.core.case.case import Case
from wizard.core.case.judging import Judge
from wizard.core.case.reading import Reading
from wizard.gui.job import Job, Work
from wizard.gui.pages.log_opening import LogOpening
from wizard.gui.pages.log_sources import files


class RealLog(QObject):
    """Asks which, and opens it as one of the case's. ``window`` is the dialog's parent."""

    opened = Signal(object)
    """The LogFile; its name is that of a log of the case once the case has it."""
    failed = Signal(str)

    def __init__(
        self, judge: Judge, job: Callable[[Work], Job], case: Callable[[], Case], window: QWidget
    ) -> None:
        super().__init__(window)
        self._case = case
        self._window = window
        self._opening = LogOpening(judge, job, self)
        self._opening.opened.connect(self._take)
        self._opening.failed.connect(self.failed)

    def ask(self) -> None:
        """Asks which log to open."""
        dialog = QFileDialog(self._window, self.tr("Open a log of the handset"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Logs (*.log *.txt)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda path: self.open(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open(self, path: Path) -> None:
        """Reads and judges a log."""
        self._opening.open(files([path]), path.name, self._case())

    def _take(self, readings: Sequence[Reading]) -> None:
        self.opened.emit(readings[-1].log)
