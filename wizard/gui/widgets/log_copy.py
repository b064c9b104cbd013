"""Lines of a log on the clipboard: a few at once, many in the background."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from wizard.core.log.export import copied
from wizard.gui.job import Job, Work
from wizard.gui.widgets.log_table import LogTable

MOST_COPIED = 200_000
"""Lines; nobody pastes more, and another program might not survive it."""


class LogCopy(QObject):
    """Answers a table that asks for many of its lines, and says what was copied."""

    said = Signal(str)

    def __init__(self, job: Callable[[Work], Job], table: LogTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_job = job
        self._table = table
        table.copied.connect(self._say)
        table.copy_wanted.connect(self._copy_many)

    def _copy_many(self, spans: list[tuple[int, int]], numbered: bool) -> None:
        """Reads the rows of these spans, both ends included, and puts them on the clipboard."""
        reading, rows = self._table.lines.reading, self._table.lines.rows
        count = sum(last - first + 1 for first, last in spans)
        if reading is None:
            return
        if count > MOST_COPIED:
            said = self.tr("{n} lines are too many for the clipboard. Export them instead (Ctrl+E).")
            self.said.emit(said.format(n=f"{count:,}"))
            return
        job = self._make_job(lambda _cancelled: copied(reading.lines, rows, spans, numbered=numbered))
        job.finished.connect(lambda text: self._take(text, count))
        job.start()
        self.said.emit(self.tr("Copying {n} lines…").format(n=f"{count:,}"))

    def _take(self, text: str, count: int) -> None:
        QGuiApplication.clipboard().setText(text)
        self._say(count)

    def _say(self, count: int) -> None:
        said = self.tr("Copied 1 line.") if count == 1 else self.tr("Copied {n} lines.")
        self.said.emit(said.format(n=f"{count:,}"))
