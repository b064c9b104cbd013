"""A whole log at a glance: where in it the marked lines are."""

from __future__ import annotations

from collections.abc import Mapping

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
        self._rows = {mark: np.zeros(0, dtype=np.int64) for mark in _WIDTHS}
        self._bookmarks = self._all = np.zeros(0, dtype=np.int64)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Overview of the marked lines"))
        self.setToolTip(
            self.tr("Failures, warnings, notes and bookmarks in the whole log. Click to go there.")
        )

    def show_marks(self, count: int, rows: Mapping[Mark, Rows], bookmarks: Rows = _NO_ROWS) -> None:
        """How many rows the table has, and which of them have each mark, and which a bookmark."""
        self._count = count
        self._rows = {mark: rows.get(mark, _NO_ROWS) for mark in _WIDTHS}
        self._bookmarks = bookmarks
        self._all = np.sort(np.concatenate([bookmarks, *self._rows.values()]))
        self.update()

    def height_of(self, row: int) -> int:
        """Where a row is drawn, in pixels from the top."""
        return int(self._heights(np.array([row]))[0])

    def _heights(self, rows: Rows) -> Rows:
        room = max(self.height() - _HIGH, 1)
        return np.unique(rows * room // max(self._count - 1, 1))

    def row_at(self, y: int) -> int:
        """The marked row nearest to a place, -1 if no row is marked."""
        if not len(self._all):
            return -1
        room = max(self.height() - _HIGH, 1)
        wanted = (y - _HIGH / 2) * max(self._count - 1, 1) / room
        return int(self._all[np.argmin(np.abs(self._all - wanted))])

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = palette.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(look.side))
        for mark, width in _WIDTHS.items():
            colour = look.colour(MARK_ROLES[mark])
            for y in self._heights(self._rows[mark]).tolist():
                painter.fillRect(1, y, width, _HIGH, colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(look.field), 1))
        painter.setBrush(look.colour(Role.INFO))
        for y in self._heights(self._bookmarks).tolist():
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
