"""The lines of a log, painted row by row so that a long log scrolls like a short one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QFontMetrics,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from wizard.core.case.reading import Reading
from wizard.core.diagnosis.marks import Mark
from wizard.core.log.export import as_text
from wizard.core.log.line import LogLine
from wizard.core.log.lineset import LineSet
from wizard.core.log.stored import AT_ONCE, StoredLines
from wizard.gui import fonts, icons
from wizard.gui.theme import GRID
from wizard.gui.widgets.log_model import Column, LogModel, is_same, mark_word
from wizard.gui.widgets.log_row import BAR, PAD, RowPainting
from wizard.gui.widgets.span_table import SpanTable
from wizard.gui.widgets.tables import prepare

_BEFORE = 2
FEW_COPIED = 2_000
"""So many lines are copied at once; more of them in the background."""
ROOM_FOR_MESSAGE = 56
"""Characters. Where it would have less, level, time and module are left to what tells of the whole line."""


class LogTable(SpanTable):
    """Qt's table in everything but the painting of its rows: one call of Python for a whole screen."""

    line_chosen = Signal(object)
    """The LogLine that is current now, or None."""
    line_opened = Signal()
    """Enter or a double click on the current line."""
    copied = Signal(int)
    """So many lines are on the clipboard."""
    copy_wanted = Signal(object, bool)
    """Many rows are to be copied: list[tuple[int, int]], the first and the last of each stretch.

    And whether each begins with the number of its line.
    """
    bookmark_wanted = Signal()
    """The current line is to get a bookmark, or to lose it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = LogModel(self)
        self._at = 0  # The number of the line where the user was, kept while a filter hides it.
        self._begins = False  # It shows the line at which it began.
        self._widths = dict.fromkeys(Column, 0)  # Also of columns that are hidden.
        self._message = 0
        self.setModel(self.lines)
        prepare(self, self.tr("Lines of the log"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionsClickable(False)
        # With the table's own one it would look at every row to see whether a whole column is chosen.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(self.lines, self))
        self.selectionModel().currentRowChanged.connect(self._tell)
        self.activated.connect(self.line_opened)
        self._offer(self.tr("Explain this line"), "Return", self.line_opened.emit)
        self._offer(self.tr("Copy the chosen lines"), "Ctrl+C", self.copy)
        self._offer(self.tr("Copy with line numbers"), "Ctrl+Shift+C", lambda: self.copy(numbered=True))
        self._offer(self.tr("Set or remove a bookmark (Ctrl+F2)"), "", self.bookmark_wanted.emit)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _offer(self, text: str, keys: str, do: Callable[[], object]) -> None:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _checked=False: do())
        self.addAction(action)

    # What the viewer uses

    def show_lines(self, reading: Reading | None, rows: LineSet) -> None:
        """Shows these lines of a log. The current line stays current, or the next one that is shown.

        Who looks at the end of a log that goes on goes on with it.
        """
        same = is_same(self.lines.reading, reading)
        bar = self.verticalScrollBar()
        at_end = same and bar.maximum() > 0 and bar.value() == bar.maximum()
        grows = same and self.lines.rows.begins(rows)
        self.lines.show(reading, rows)
        if reading is not None and (not same or not self._is_wide_enough(reading)):
            self._size_columns(reading)
        if not same:
            self._at, self.touched = 0, False
        if grows:
            self._begins = False
            self.viewport().update()
            if at_end:
                self.scrollToBottom()
        elif self._at:
            wanted = self._at
            self._put_at(self.lines.nearest_row(wanted - 1))
            self._at = wanted
        self.line_chosen.emit(self.current_line())

    def current_line(self) -> LogLine | None:
        """The line that the user is at."""
        return self.lines.line(self.currentIndex().row())

    def current_place(self) -> int:
        """The position of that line in the log, -1 without one."""
        row = self.currentIndex().row()
        return self.lines.rows.place(row) if 0 <= row < len(self.lines.rows) else -1

    def go_to(self, number: int) -> bool:
        """Makes the line of this number current and shows it; whether it is among those shown."""
        row = self.lines.row_of(number - 1)
        if row >= 0:
            self.go_to_row(row)
        return row >= 0

    def go_to_row(self, row: int) -> None:
        """Makes a row current, alone chosen and visible, with some of what is around it."""
        self.touch()
        self._put_at(row)

    def _put_at(self, row: int) -> None:
        if row < 0:
            return
        index = self.lines.index(row, Column.MESSAGE)
        # Explicitly: by itself Qt would extend the choice while Shift is held, as for Shift+F8.
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        if not self._well_inside(row):
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def begin_at(self, number: int) -> None:
        """Goes to a line that is shown, with what follows it and a little of what comes before.

        It stays there, whatever height the table gets, until somebody goes elsewhere.
        """
        row = self.lines.row_of(number - 1)
        if row >= 0:
            self._put_at(row)
            self._begins = True
            # Once the table has its height; it may not even be shown yet.
            QTimer.singleShot(0, self, self._scroll_up)

    def _scroll_up(self) -> None:
        first = self.lines.index(max(self.currentIndex().row() - _BEFORE, 0), Column.MESSAGE)
        self.scrollTo(first, QAbstractItemView.ScrollHint.PositionAtTop)

    def _well_inside(self, row: int) -> bool:
        top = self.rowViewportPosition(row)
        height = self.verticalHeader().defaultSectionSize()
        return height <= top <= self.viewport().height() - 2 * height

    def copy(self, *, numbered: bool = False) -> None:
        """Puts the chosen lines on the clipboard, as they are in the file, or each behind its number."""
        reading = self.lines.reading
        spans = self._chosen()
        count = sum(last - first + 1 for first, last in spans)
        if reading is None or not count:
            return
        rows, lines = self.lines.rows, reading.lines
        few = count <= FEW_COPIED
        places = [rows.place(row) for first, last in spans for row in range(first, last + 1)] if few else []
        if not few or (isinstance(lines, StoredLines) and lines.size_of(places) > AT_ONCE):
            self.copy_wanted.emit(spans, numbered)
            return
        QGuiApplication.clipboard().setText(as_text([lines[place] for place in places], numbered=numbered))
        self.copied.emit(len(places))

    def _tell(self, current: QModelIndex) -> None:
        line = self.lines.line(current.row())
        if line is not None:
            self._at = line.number
        self.line_chosen.emit(line)

    # Columns

    def _is_wide_enough(self, reading: Reading) -> bool:
        needed = self.fontMetrics().horizontalAdvance("0" * len(str(len(reading.lines))))
        return self.columnWidth(Column.LINE) >= needed + icons.SMALL + 2 * PAD

    def _size_columns(self, reading: Reading) -> None:
        own, fixed = self.fontMetrics(), QFontMetrics(fonts.fixed_font())
        titles = self.lines.titles()
        marks = max(own.horizontalAdvance(mark_word(mark)) for mark in Mark)
        digits = "0" * len(str(len(reading.lines)))
        module = max((len(word) for word in reading.index.modules), default=0)
        texts = {
            Column.MARK: icons.SMALL + GRID // 2 + BAR + marks,
            Column.LINE: own.horizontalAdvance(digits) + icons.SMALL,
            Column.TIME: fixed.horizontalAdvance("0" * reading.index.longest_time),
            Column.MODULE: fixed.horizontalAdvance("m" * module),
            Column.LEVEL: 0,
        }
        for column, width in texts.items():
            # The header pads its text by this much on either side.
            title = own.horizontalAdvance(titles[column]) + 2 * PAD + 2
            self._widths[column] = max(width + 2 * PAD, title)
            self.setColumnWidth(column, self._widths[column])
        self._message = fixed.horizontalAdvance("0" * ROOM_FOR_MESSAGE) + 2 * PAD
        self._choose_columns()

    def _choose_columns(self) -> None:
        reading = self.lines.reading
        has_form = reading is not None and bool(reading.index.modules)
        has = {
            Column.MODULE: has_form,
            Column.TIME: reading is not None and reading.index.has_times,
            Column.LEVEL: has_form,
        }
        room = self.viewport().width() - self.columnWidth(Column.MARK) - self.columnWidth(Column.LINE)
        room -= self._message
        for column, there in has.items():
            shown = there and room >= self._widths[column]
            if there:
                room = room - self._widths[column] if shown else 0
            self.setColumnHidden(column, not shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        bar = self.verticalScrollBar()
        at_end = bar.maximum() > 0 and bar.value() == bar.maximum()
        row, height = self.currentIndex().row(), self.verticalHeader().defaultSectionSize()
        was_seen = row >= 0 and 0 <= self.rowViewportPosition(row) <= event.oldSize().height() - height
        super().resizeEvent(event)
        self._choose_columns()
        if self._begins and not self.touched:
            self._scroll_up()
        elif at_end:  # A notice above that takes some height must not take the newest lines away.
            self.scrollToBottom()
        elif was_seen:  # Nor the filter above the line that somebody is at.
            self.scrollTo(self.lines.index(row, Column.MESSAGE))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        rows = RowPainting(self, painter)
        first = self.rowAt(event.rect().top())
        last = self.rowAt(event.rect().bottom())
        if first >= 0:
            chosen = self._chosen()
            for row in range(first, (last if last >= 0 else len(self.lines.rows) - 1) + 1):
                is_chosen = any(top <= row <= bottom for top, bottom in chosen)
                rows.paint(row, chosen=is_chosen)
        painter.end()
