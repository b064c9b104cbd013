"""A whole log at a glance: where in it the marked lines are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from wizard.core.diagnosis.marks import Mark
from wizard.gui import palette
from wizard.gui.palette import Role
from wizard.gui.widgets.log_model import MARK_ROLES

Rows = NDArray[np.int64]

WIDTH = 14
_DOT = 4
_NO_ROWS: Rows = np.zeros(0, dtype=np.int64)
_HIGH = 3
# Drawn in this order; the grave ones are wider, so that colour is not the only difference.
_WIDTHS = {Mark.REPAIRED: 4, Mark.NOTE: 4, Mark.WARNING: 7, Mark.FAILURE: 12}


class OverviewStrip(QWidget):
    """Beside the scroll bar. Grave marks are wide and lie on top; a click goes to the nearest one."""

    chosen = Signal(int)
    """The row of a marked line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._rows = dict.fromkeys(_WIDTHS, _NO_ROWS)
        self._bookmarks = _NO_ROWS
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Overview of the marked lines"))
        self.setToolTip(
            self.tr("Failures, warnings, notes and bookmarks in the whole log. Click to go there.")
        )

    def show_marks(self, count: int, rows: Mapping[Mark, Rows], bookmarks: Rows = _NO_ROWS) -> None:
        """How many rows the table has, and which of them have each mark, and which a bookmark, in order."""
        self._count = count
        self._rows = {mark: rows.get(mark, _NO_ROWS) for mark in _WIDTHS}
        self._bookmarks = bookmarks
        self.update()

    @property
    def _room(self) -> int:
        return max(self.height() - _HIGH, 1)

    def height_of(self, row: int) -> int:
        """Where a row is drawn, in pixels from the top."""
        return row * self._room // max(self._count - 1, 1)

    def _heights(self, rows: Rows) -> list[int]:
        """Where these rows are drawn, each height once, from the top.

        It is asked of every height whether a row is there: there may be a million rows. Not by
        ``np.unique``, which loads a part of NumPy first.
        """
        if not len(rows):
            return []
        firsts = -(-np.arange(self._room + 2) * max(self._count - 1, 1) // self._room)
        return np.diff(np.searchsorted(rows, firsts)).nonzero()[0].tolist()

    def row_at(self, y: int) -> int:
        """The marked row nearest to a place, -1 if no row is marked."""
        wanted = (y - _HIGH / 2) * max(self._count - 1, 1) / self._room
        near: list[int] = []
        for rows in (self._bookmarks, *self._rows.values()):
            at = int(np.searchsorted(rows, wanted))
            near += rows[max(at - 1, 0) : at + 1].tolist()
        return min(near, key=lambda row: (abs(row - wanted), row), default=-1)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = palette.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(look.side))
        for mark, width in _WIDTHS.items():
            colour = look.colour(MARK_ROLES[mark])
            for top, below in _merged(self._heights(self._rows[mark])):
                painter.fillRect(1, top, width, below - top, colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(look.field), 1))
        painter.setBrush(look.colour(Role.INFO))
        for y in self._heights(self._bookmarks):
            low, high = _DOT, max(self.height() - _DOT, _DOT)
            middle = QPointF(WIDTH - _DOT, min(max(y + _HIGH / 2, low), high))  # A dot: no mark is round.
            painter.drawEllipse(middle, _DOT, _DOT)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event)

    def _go(self, event: QMouseEvent) -> None:
        row = self.row_at(int(event.position().y()))
        if row >= 0:
            self.chosen.emit(row)


def _merged(heights: Sequence[int]) -> list[tuple[int, int]]:
    """What is drawn at these heights in as few pieces as can be: top of each, and where it ends."""
    pieces: list[tuple[int, int]] = []
    for y in heights:
        if pieces and y <= pieces[-1][1]:
            pieces[-1] = (pieces[-1][0], y + _HIGH)
        else:
            pieces.append((y, y + _HIGH))
    return pieces
