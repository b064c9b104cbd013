"""Who serves how many of the handsets: a bar for each server, with its words beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from wizard.gui import palette
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.column import Grid
from wizard.gui.widgets.labels import breakable, plain, set_role

_LEAST = 10 * GRID
_THIN = 3.0  # A share that is not nothing is seen.


@dataclass(frozen=True, slots=True)
class Bar:
    """``part`` from 0 to 1 is filled; ``is_down`` dashes the outline. ``words`` say both."""

    name: str
    part: float
    words: str
    is_down: bool = False


class _Painted(QWidget):
    """One bar. Filled, empty and dashed differ without any colour."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = Bar("", 0.0, "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bar(self, bar: Bar) -> None:
        self.bar = bar
        self.setAccessibleName(f"{bar.name}: {bar.words}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(3 * _LEAST, self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = palette.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5)
        style = Qt.PenStyle.DashLine if self.bar.is_down else Qt.PenStyle.SolidLine
        painter.setPen(QPen(QColor(look.edge), 1.0, style))
        painter.setBrush(QColor(look.page))
        painter.drawRoundedRect(whole, 3, 3)
        if self.bar.part > 0:
            filled = QRectF(whole)
            filled.setWidth(max(whole.width() * min(self.bar.part, 1.0), _THIN))
            if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
                filled.moveRight(whole.right())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent))
            painter.drawRoundedRect(filled, 3, 3)
        painter.end()


class ShareBars(QWidget):
    """Names, bars and words in three columns; a long name wraps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[QLabel, _Painted, QLabel]] = []
        self._bars: tuple[Bar, ...] = ()
        self._grid = Grid(self)
        self._grid.setHorizontalSpacing(GRID + GRID // 2)
        self._grid.setVerticalSpacing(GRID // 2)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)

    def bars(self) -> tuple[Bar, ...]:
        """What is shown."""
        return self._bars

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Other bars instead of those before."""
        if tuple(bars) == self._bars:
            return
        self._bars = tuple(bars)
        for row in self._rows[len(bars) :]:
            for widget in row:
                widget.hide()
                self._grid.removeWidget(widget)
                widget.deleteLater()
        del self._rows[len(bars) :]
        while len(self._rows) < len(bars):
            self._add_row()
        for (name, painted, words), bar in zip(self._rows, bars, strict=True):
            name.setText(breakable(bar.name))
            painted.show_bar(bar)
            words.setText(bar.words)
            set_role(words, Role.TEXT if bar.part > 0 else Role.MUTED)

    def _add_row(self) -> None:
        number = len(self._rows)
        name, painted, words = plain(selectable=True), _Painted(), plain(wrap=False)
        middle = Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(name, number, 0, middle)
        self._grid.addWidget(painted, number, 1, middle)
        self._grid.addWidget(words, number, 2, middle)
        for widget in (name, painted, words):
            widget.show()  # Now and not in the next round, or the page would jump.
        self._rows.append((name, painted, words))
