"""Attempts over time as columns: how many failed, and how many found servers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from wizard.core.case.timeline import Timeline
from wizard.gui import palette
from wizard.gui.announce import announce
from wizard.gui.palette import Role
from wizard.gui.theme import GRID

HIGH = 7 * GRID
_LEAST_BAR = 4


class TimeChart(QWidget):
    """A column a stretch of time: failed attempts at the bottom, those that found servers above.

    A click, or Enter at the chosen column, goes to the first failure in it; Left, Right, Home and End choose.
    What a column stands for is told where the mouse rests, and spoken when it is chosen.
    """

    line_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line: Timeline | None = None
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Time-line of the attempts"))

    def show_line(self, line: Timeline | None, spoken: str) -> None:
        """Draws this one."""
        self._line = line
        self._at = -1
        self.setAccessibleDescription(spoken)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(40 * GRID, HIGH)

    def column_at(self, x: int) -> int:
        """The column with attempts that is nearest to a place, -1 without any."""
        if self._line is None:
            return -1
        wanted = x * len(self._line.bins) / max(self.width(), 1)
        filled = [number for number, one in enumerate(self._line.bins) if one.total]
        return min(filled, key=lambda number: abs(number + 0.5 - wanted), default=-1)

    def words_of(self, column: int) -> str:
        """What a column stands for, empty for none."""
        if self._line is None or not 0 <= column < len(self._line.bins):
            return ""
        one = self._line.bins[column]
        if not one.total:
            return ""
        text = self.tr("{failed} of {total} attempts failed. The first is at line {line}.")
        if not one.failed:
            text = self.tr("{total} attempts found servers. The first is at line {line}.")
        if one.total == 1:
            text = (
                self.tr("1 attempt failed, at line {line}.")
                if one.failed
                else self.tr("1 attempt found servers, at line {line}.")
            )
        return text.format(failed=f"{one.failed:,}", total=f"{one.total:,}", line=one.line)

    @property
    def _count(self) -> int:
        return len(self._line.bins) if self._line is not None else 1

    def place(self, column: int) -> QRect:
        """Where a column is drawn."""
        count = self._count
        left, right = column * self.width() // count, (column + 1) * self.width() // count
        return QRect(left, 0, max(right - left - 1, 2), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = palette.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(look.side))
        line = self._line
        most = max((one.total for one in line.bins), default=1) if line is not None else 1
        for number, one in enumerate(line.bins if line is not None else ()):
            if not one.total:
                continue
            place = self.place(number)
            room = self.height() - 2
            bad = max(room * one.failed // most, _LEAST_BAR) if one.failed else 0
            good = one.total - one.failed
            fine = max(room * good // most, _LEAST_BAR) if good else 0
            fine = min(fine, room - bad)
            x, width = place.x(), place.width()
            painter.fillRect(x, self.height() - bad, width, bad, look.colour(Role.FAILED))
            # Not as wide: colour is not the only difference.
            thin = max(width // 2, 1)
            top = self.height() - bad - fine
            painter.fillRect(x + (width - thin) // 2, top, thin, fine, look.colour(Role.OK))
            if number == self._at and self.hasFocus():
                painter.setPen(QPen(QColor(look.accent), 2))
                painter.drawRect(place.adjusted(0, 1, 0, -2))
        if self.hasFocus():
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            column = self.column_at(event.pos().x())
            QToolTip.showText(event.globalPos(), self.words_of(column), self, self.place(column))
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._at = self.column_at(event.position().toPoint().x())
            self._go()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Left:
                self._choose(-1)
            case Qt.Key.Key_Right:
                self._choose(+1)
            case Qt.Key.Key_Home:
                self._choose(+1, -1)
            case Qt.Key.Key_End:
                self._choose(-1, self._count)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self._go()
            case _:
                super().keyPressEvent(event)

    def _choose(self, distance: int, start: int | None = None) -> None:
        """The next column with attempts, from the chosen one on or from ``start``."""
        bins = self._line.bins if self._line is not None else ()
        number = (self._at if start is None else start) + distance
        while 0 <= number < len(bins) and not bins[number].total:
            number += distance
        if 0 <= number < len(bins):
            self._at = number
            self.update()
            announce(self, self.words_of(number))

    def _go(self) -> None:
        self.update()
        if self._line is not None and self._at >= 0 and self._line.bins[self._at].line:
            self.line_wanted.emit(self._line.bins[self._at].line)

    def middle_of(self, column: int) -> QPoint:
        """A place inside a column."""
        return self.place(column).center()
