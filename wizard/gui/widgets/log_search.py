"""Text in the log that is shown: the bar to ask for it, its hits and the way through them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from wizard.core.case.reading import Reading
from wizard.core.log.lineset import LineSet
from wizard.gui.job import Job, Work
from wizard.gui.widgets.find_bar import FindBar
from wizard.gui.widgets.log_find import LogFind, number_of, step
from wizard.gui.widgets.log_table import LogTable

_NONE = LineSet.none(0)


class LogSearch(QObject):
    """Goes among the lines that ``table`` shows; its ``bar`` is for the viewer to place."""

    stepped = Signal()
    """The user goes to a hit."""

    def __init__(self, job: Callable[[Work], Job], table: LogTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._reading: Reading | None = None
        self._shown = _NONE  # The hits that no filter hides.
        self.bar = FindBar()
        self.bar.hide()
        self.hunt = LogFind(job, self)
        self.bar.wanted.connect(lambda text, regex: self.hunt.start(self._reading, text, regex=regex))
        self.bar.stepped.connect(self.step)
        self.bar.closed.connect(self.close)
        self.hunt.changed.connect(self.show_hits)
        self.hunt.ended.connect(lambda: self.step(+1, here=True))

    def search_in(self, reading: Reading) -> None:
        """The log to search; in another one the same text is looked for, once it is shown."""
        before, self._reading = self._reading, reading
        if self.bar.isVisible() and (before is None or before.log is not reading.log):
            self.bar.ask()

    def forget(self) -> None:
        """Searches no log any more."""
        self.hunt.start(None, "", regex=False)
        self._reading = None
        self._shown = _NONE

    def open(self) -> None:
        """Opens the bar, with the cursor in it."""
        self.bar.open()

    def close(self) -> None:
        """Closes the bar and goes back to the lines."""
        self.hunt.start(None, "", regex=False)
        self.bar.hide()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, distance: int, *, here: bool = False) -> None:
        """Goes to the next line that was found, or the one before, round the end."""
        if not self.bar.isVisible():
            self.open()
            return
        found = step(self._shown, self._table.current_place(), distance, here=here)
        if found >= 0:
            self.stepped.emit()
            self._table.go_to(found + 1)

    def show_hits(self) -> None:
        """There are other hits, or the table shows other lines."""
        self._shown = self.hunt.hits & self._table.lines.rows
        self.show_place()

    def show_place(self) -> None:
        """The user is at another line."""
        self.bar.show_result(self._count(), self.hunt.problem)

    def _count(self) -> str:
        if not self.hunt.text or self.hunt.problem:
            return ""
        shown = len(self._shown)
        hidden = len(self.hunt.hits) - shown
        number = number_of(self._shown, self._table.current_place())
        if number:
            text = self.tr("{number} of {total}").format(number=f"{number:,}", total=f"{shown:,}")
        elif shown:
            text = self.tr("1 line") if shown == 1 else self.tr("{n} lines").format(n=f"{shown:,}")
        else:
            text = self.tr("Searching…") if self.hunt.running else self.tr("Not found")
        return self.tr("{text}, {hidden} hidden").format(text=text, hidden=f"{hidden:,}") if hidden else text
