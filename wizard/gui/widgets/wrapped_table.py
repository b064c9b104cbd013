"""A small table whose cells wrap anywhere and whose rows grow: nothing is cut at any width."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QElapsedTimer, QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableWidget, QTableWidgetItem

from wizard.core.diagnosis.picture_layout import wrapped
from wizard.gui.slices import Slices
from wizard.gui.theme import GRID
from wizard.gui.widgets.tables import prepare
from wizard.gui.widgets.wrapped_cells import Cell, Index, Wrapping, widths

__all__ = ["Cell", "WrappedTable", "shared"]

AT_ONCE = 16
"""So many rows are made and measured at once; the others when they are seen, or little by little."""
_TURN_MS = 8
_AROUND = 20  # So many rows above one that is gone to have their heights before.
_TELLING = 20  # The longest texts of a column tell how wide it would like to be.
_NARROWEST = 14 * GRID


class WrappedTable(QTableWidget):
    """For a few dozen rows; thousands hold nothing up.

    ``stiff`` columns never wrap; the others share what is left.
    """

    def __init__(
        self, name: str, headers: Sequence[str], *, stiff: Sequence[int] = (), most_height: int = 360
    ) -> None:
        super().__init__(0, len(headers))
        self._stiff = frozenset(stiff)
        self._headers = list(headers)
        self._rows: list[Sequence[Cell]] = []
        self._widest = [0] * len(headers)
        self._settled: set[int] = set()  # Rows that have their cells, and their height at these widths.
        self._next = 0  # All rows before it are settled.
        self._most_height = most_height
        prepare(self, name)
        self.setHorizontalHeaderLabels(list(headers))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._delegate = Wrapping(self)
        self.setItemDelegate(self._delegate)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStretchLastSection(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._slices = Slices(self, self._settle_more)
        self.verticalScrollBar().valueChanged.connect(self._settle_seen)

    def set_headers(self, headers: Sequence[str]) -> None:
        """Names the columns otherwise, from the next rows on."""
        self._headers = list(headers)

    def set_rows(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Shows these rows; the selection stays at its number if there still is such a row."""
        current = self.currentRow()
        self.setRowCount(0)
        self._rows = []
        self._widest = [0] * self.columnCount()
        self._unsettle()
        self.add_rows(rows)
        if 0 <= current < self.rowCount():
            self.setCurrentCell(current, 0)

    def add_rows(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Shows more rows at the end."""
        self._rows += rows
        self.setRowCount(len(self._rows))
        for column in range(self.columnCount()):
            self._widest[column] = max(self._widest[column], self._needs(column, rows))
        self.fit()

    def set_most_height(self, pixels: int) -> None:
        """With more rows than fit into this it scrolls."""
        if pixels != self._most_height:
            self._most_height = pixels
            self.updateGeometry()

    # Rows

    def fit(self) -> None:
        """Gives columns and rows the room that their texts need."""
        if self._fit_columns():
            self._unsettle()
        for row in range(self._next, min(AT_ONCE, self.rowCount())):
            self._settle(row)
        self._settle_seen()
        if self._advanced() < self.rowCount():
            self._slices.start()
        self.updateGeometry()

    def _unsettle(self) -> None:
        self._settled.clear()
        self._next = 0

    def _advanced(self) -> int:
        while self._next in self._settled:
            self._settled.discard(self._next)
            self._next += 1
        return self._next

    def _settle(self, row: int) -> None:
        """Gives a row its cells and its height."""
        if row < self._next or row in self._settled:
            return
        self._settled.add(row)
        heights = (
            self._delegate.height(item, self.columnWidth(column))
            for column in range(self.columnCount())
            if (item := self.item(row, column)) is not None
        )
        self.setRowHeight(row, max(heights, default=2 * GRID))

    def item(self, row: int, column: int, /) -> QTableWidgetItem | None:
        """A cell, made now if it was not yet."""
        made = super().item(row, column)
        if made is None and 0 <= row < len(self._rows) and 0 <= column < len(self._rows[row]):
            made = self._rows[row][column].item()
            self.setItem(row, column, made)
        return made

    def _settle_seen(self) -> None:
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        for row in range(max(first, 0), (last if last >= 0 else self.rowCount() - 1) + 1):
            self._settle(row)
            if self.rowViewportPosition(row) > self.viewport().height():
                break  # It has been pushed out of sight.

    def _settle_more(self) -> bool:
        """A few more rows. What is seen stays where it is, though rows above it may have grown."""
        anchor = self.rowAt(0)
        before = self.rowViewportPosition(anchor)
        clock = QElapsedTimer()
        clock.start()
        while self._advanced() < self.rowCount() and clock.elapsed() < _TURN_MS:
            self._settle(self._next)
        if anchor >= 0 and self.rowViewportPosition(anchor) != before:
            self.updateGeometries()  # A bar that comes or goes resizes the table, which settles rows as well.
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.rowViewportPosition(anchor) - before)
        return self._next < self.rowCount()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        # Where it will be is known once the rows around it have their heights.
        for row in range(max(index.row() - _AROUND, 0), min(index.row() + 2, self.rowCount())):
            self._settle(row)
        super().scrollTo(index, hint)

    # Columns

    def _fit_columns(self) -> bool:
        """Whether a width has changed."""
        wanted = [self._natural(column) for column in range(self.columnCount())]
        least = [
            width if column in self._stiff else min(width, _NARROWEST) for column, width in enumerate(wanted)
        ]
        before = [self.columnWidth(column) for column in range(self.columnCount())]
        given = shared(wanted, least, self.viewport().width())
        for column, width in enumerate(given):
            self.setColumnWidth(column, width)
            self._set_header(column, width)
        return given != before

    def _set_header(self, column: int, width: int) -> None:
        item, text = self.horizontalHeaderItem(column), self._headers[column]
        if item is not None:
            metrics = QFontMetricsF(self.horizontalHeader().font())
            around = self._header_width(column) - _advance(item.text(), self.horizontalHeader().font())
            item.setText("\n".join(wrapped(text, width - around - 1, metrics.horizontalAdvance)))

    def _header_width(self, column: int) -> float:
        return self.horizontalHeader().sectionSizeFromContents(column).width()

    def _natural(self, column: int) -> int:
        item = self.horizontalHeaderItem(column)
        if item is not None:
            item.setText(self._headers[column])
        return max(int(self._header_width(column)) + 1, self._widest[column])

    def _needs(self, column: int, rows: Iterable[Sequence[Cell]]) -> int:
        """How wide the cells of a column are without wrapping."""
        cells = dict.fromkeys(row[column] for row in rows if column < len(row))
        telling = cells if column in self._stiff else heapq.nlargest(_TELLING, cells, key=_length)
        return max(widths(list(telling), self.font()), default=0)

    # Qt's

    def sizeHint(self) -> QSize:
        bar = self.horizontalScrollBar()
        low = bar.sizeHint().height() if bar.maximum() > 0 else 0
        rows = self.verticalHeader().length()
        height = self.horizontalHeader().sizeHint().height() + rows + low + 2 * self.frameWidth() + 4
        return QSize(60 * GRID, min(height, self._most_height))

    def minimumSizeHint(self) -> QSize:
        return QSize(24 * GRID, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()
        else:
            self._settle_seen()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.rowCount():
            self._widest = [self._needs(column, self._rows) for column in range(self.columnCount())]
            self._unsettle()
            self.fit()


def shared(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths that fill ``room``: each at least its least, the rest by what each would like."""
    given = list(least)
    open_ones = set(range(len(wanted)))
    while open_ones:
        left = room - sum(given[column] for column in range(len(wanted)) if column not in open_ones)
        asked = max(sum(wanted[column] for column in open_ones), 1)
        tight = {column for column in open_ones if wanted[column] * left // asked < least[column]}
        if not tight:
            for column in open_ones:
                given[column] = wanted[column] * left // asked
            break
        open_ones -= tight
    return given


def _length(cell: Cell) -> int:
    return max(map(len, cell.text.split("\n")))


def _advance(text: str, font: QFont) -> float:
    return max((QFontMetricsF(font).horizontalAdvance(line) for line in text.split("\n")), default=0)
