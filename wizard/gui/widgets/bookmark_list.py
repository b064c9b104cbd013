"""The bookmarks of a log."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from wizard.core.log.line import LogLine
from wizard.gui.icons import SMALL, icon
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.labels import plain
from wizard.gui.widgets.raw_text import in_a_cell

MOST_SHOWN = 500


class _List(QListWidget):
    removed = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentRow()
        if event.key() == Qt.Key.Key_Delete and row >= 0:
            self.removed.emit(row)
        else:
            super().keyPressEvent(event)


class BookmarkList(QWidget):
    """A click or Enter goes to the line, Delete removes the bookmark."""

    line_wanted = Signal(int)
    removed = Signal(int)
    """The number of a line that shall have no bookmark any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers: tuple[int, ...] = ()
        self.list = _List()
        self.list.setAccessibleName(self.tr("Bookmarks"))
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(SMALL, SMALL))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._none = plain(
            self.tr("No bookmarks yet. F2 goes from one to the next, Delete removes one."),
            role=Role.MUTED,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        self.toggle_button = button(self.tr("&Bookmark the current line (Ctrl+F2)"), "bookmark")
        column.addWidget(self.toggle_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._none)
        column.addWidget(self.list, 1)
        column.addStretch(0)
        self.list.itemClicked.connect(lambda item: self._go(self.list.row(item)))
        self.list.itemActivated.connect(lambda item: self._go(self.list.row(item)))
        self.list.removed.connect(lambda row: self.removed.emit(self._numbers[row]))

    def show_lines(self, numbers: Sequence[int], lines: Sequence[LogLine]) -> None:
        """Shows these lines of a log."""
        at = self.list.currentRow()
        self._numbers = tuple(numbers)[:MOST_SHOWN]
        self.list.clear()
        for number in self._numbers:
            text = in_a_cell(lines[number - 1].message) if number <= len(lines) else ""
            item = QListWidgetItem(icon("bookmark", Role.INFO), f"{number}  {text}")
            self.list.addItem(item)
        self.list.setCurrentRow(min(at, len(self._numbers) - 1))
        self.list.setVisible(bool(self._numbers))
        self._none.setVisible(not self._numbers)

    def _go(self, row: int) -> None:
        self.line_wanted.emit(self._numbers[row])
