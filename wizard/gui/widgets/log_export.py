"""Saving the lines shown, in the background, with a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from wizard.core.case.reading import Reading
from wizard.core.log.export import export, form_of
from wizard.core.log.lineset import LineSet
from wizard.gui.job import Job, Work
from wizard.gui.widgets.log_model import mark_word

TEXT, TABLE = "log", "csv"


class LogExport(QObject):
    """One export at a time."""

    changed = Signal()
    """``work`` says something else."""
    said = Signal(str)
    failed = Signal(str)

    def __init__(self, job: Callable[[Work], Job], parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._make_job = job
        self._job: Job | None = None
        self.work = ""

    def ask(self, reading: Reading, rows: LineSet) -> None:
        """Asks where, then writes these lines of a log there."""
        count = self.tr("1 line") if len(rows) == 1 else self.tr("{n} lines").format(n=f"{len(rows):,}")
        dialog = QFileDialog(self._window, self.tr("Export {count}").format(count=count))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        text, table = self.tr("Text (*.log)"), self.tr("Table for a spreadsheet (*.csv)")
        dialog.setNameFilters([text, table])
        dialog.setDefaultSuffix(TEXT)
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(TABLE if chosen == table else TEXT)
        )
        dialog.selectFile(f"{Path(reading.log.review.name).stem}-lines.{TEXT}")
        dialog.fileSelected.connect(lambda name: self.write(Path(name), reading, rows))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, path: Path, reading: Reading, rows: LineSet) -> None:
        """Writes these lines of a log."""
        review, form = reading.log.review, form_of(path)
        self.cancel()

        def mark(number: int) -> str:
            return mark_word(reading.mark(number - 1))

        job = self._make_job(lambda _cancelled: export(path, review, rows, mark, form))
        job.items.connect(lambda shares: self._tell(path, shares[-1]))
        job.finished.connect(lambda problem: self._finish(path, len(rows), problem))
        job.failed.connect(lambda summary, _details: self._finish(path, 0, summary))
        job.ended.connect(lambda: self._end(job))
        self._job = job.start()
        self._tell(path, 0.0)

    def cancel(self) -> None:
        """Stops; what was there before stays as it was."""
        if self._job is not None:
            self._job.cancel()
            self.said.emit(self.tr("The export was stopped. Nothing was written."))
            self._end(self._job)

    def _tell(self, path: Path, share: float) -> None:
        if self._job is not None:
            self.work = self.tr("Writing {name}: {share} %").format(name=path.name, share=int(100 * share))
            self.changed.emit()

    def _finish(self, path: Path, count: int, problem: str) -> None:
        if problem:
            self.failed.emit(problem)
            return
        said = self.tr("Saved 1 line in {name}.") if count == 1 else self.tr("Saved {n} lines in {name}.")
        self.said.emit(said.format(n=f"{count:,}", name=path.name))

    def _end(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.work = ""
            self.changed.emit()
