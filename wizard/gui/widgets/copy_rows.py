"""Labels and values to copy one by one: the fields of a dialog, records, parameters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QStyleOption, QWidget

from wizard.gui import icons, palette
from wizard.gui.announce import announce
from wizard.gui.fonts import remembered
from wizard.gui.palette import Role
from wizard.gui.theme import GRID
from wizard.gui.widgets.code_block import FEEDBACK_MS
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.tab_order import chain
from wizard.gui.widgets.text_lines import wrapped

_AROUND = GRID // 2 + 2
_LEFT = _AROUND + icons.SMALL + GRID
_LEAST_VALUE = 24 * GRID  # With less room than this, a value stands under its label.


@dataclass(frozen=True, slots=True)
class Line:
    """A label and its value.

    ``detail`` stands under the value in plain letters. ``copies`` is what is copied where it is not
    the value; empty: there is nothing to copy.
    """

    label: str
    value: str
    detail: str = ""
    copies: str | None = None

    @property
    def text(self) -> str:
        """What goes to the clipboard."""
        return self.value if self.copies is None else self.copies


# Layouts ask each row a dozen times, and the system's fonts take longer to ask for than a short text to
# measure.


@cache
def _line_height() -> int:
    return max(QFontMetrics(remembered(fixed=fixed)).lineSpacing() for fixed in (False, True)) + 1


class _Row(QAbstractButton):
    """Untrusted text: painted, wrapped anywhere, never taken for HTML."""

    def __init__(self, line: Line, label_width: int) -> None:
        super().__init__()
        self.setProperty("row", True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._copied = False
        self._heights: dict[int, int] = {}  # By width: layouts ask a dozen times.
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(FEEDBACK_MS)
        self._back.timeout.connect(self._offer)
        self.line, self._label_width = Line("", ""), -1
        self.set_line(line, label_width)
        self.clicked.connect(self._copy)

    def set_line(self, line: Line, label_width: int) -> None:
        if (line, label_width) == (self.line, self._label_width):
            return  # Of a long plan's records, most stay when a server comes or goes.
        self.line = line
        self._label_width = label_width
        self._heights.clear()
        copies = bool(line.text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if copies else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if copies else Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover, copies)
        self.setEnabled(copies)
        parts = (part for part in (line.value, line.detail) if part)
        self.setAccessibleName(": ".join((line.label, *parts)) if line.label else ", ".join(parts))
        self.setAccessibleDescription(self.tr("Copies it") if copies else "")
        self.setToolTip(self.tr("Copy") if copies else "")
        self.updateGeometry()
        self.update()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.line.text)
        self._copied = True
        self._back.start()
        self.update()
        announce(self, self.tr("Copied"))

    def _offer(self) -> None:
        self._copied = False
        self.update()

    # How much room it takes

    def sizeHint(self) -> QSize:
        return QSize(60 * GRID, self.heightForWidth(60 * GRID))

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * GRID, self._line_height() + 2 * _AROUND)

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._height(width)
        return self._heights[width]

    def _height(self, width: int) -> int:
        beside, value = self._columns(width)
        label = wrapped(self.line.label, remembered(fixed=False), self._label_width if beside else value)
        lines = len(self._value_lines(value)) + len(self._detail_lines(value))
        total = max(len(label), lines) if beside else len(label) + lines
        return max(total, 1) * self._line_height() + 2 * _AROUND

    def _line_height(self) -> int:
        return _line_height()

    def _columns(self, width: int) -> tuple[bool, int]:
        """Whether the value stands beside its label, and the width that it gets."""
        room = width - _LEFT - _AROUND
        left = self._label_width + 2 * GRID
        beside = room - left >= _LEAST_VALUE
        return beside, max(room - left if beside else room, 10 * GRID)

    def _value_font(self) -> QFont:
        return remembered(fixed=True) if self.line.text else remembered(fixed=False)

    def _value_lines(self, width: int) -> list[str]:
        return wrapped(self.line.value, self._value_font(), width)

    def _detail_lines(self, width: int) -> list[str]:
        return wrapped(self.line.detail, remembered(fixed=False), width)

    def forget_heights(self) -> None:
        """Letters have another size now."""
        self._heights.clear()
        self.updateGeometry()

    # How it looks

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        look = palette.current()
        text, muted = QColor(look.text), QColor(look.muted)
        beside, width = self._columns(self.width())
        label = wrapped(self._label(), remembered(fixed=False), self._label_width if beside else width)
        role = look.colour(Role.OK) if self._copied else muted
        self._paint_lines(painter, _LEFT, 0, label, remembered(fixed=False), role)
        x = _LEFT + (self._label_width + 2 * GRID if beside else 0)
        first = 0 if beside else len(label)
        value = self._value_lines(width)
        self._paint_lines(painter, x, first, value, self._value_font(), text if self.line.text else muted)
        detail = self._detail_lines(width)
        self._paint_lines(painter, x, first + len(value), detail, remembered(fixed=False), muted)
        if self.line.text:
            role_of_icon = Role.OK if self._copied else Role.MUTED
            top = _AROUND + (self._line_height() - icons.SMALL) // 2
            place = QRect(_AROUND, top, icons.SMALL, icons.SMALL)
            icons.icon("check" if self._copied else "copy", role_of_icon).paint(painter, place)
        painter.end()

    def _label(self) -> str:
        return self.tr("Copied") if self._copied else self.line.label

    def _paint_lines(
        self, painter: QPainter, x: int, first: int, lines: Sequence[str], font: QFont, colour: QColor
    ) -> None:
        height = self._line_height()
        painter.setFont(font)
        painter.setPen(colour)
        ascent = QFontMetrics(remembered(fixed=False)).ascent()
        for number, text in enumerate(lines, first):
            painter.drawText(QPointF(x, _AROUND + number * height + ascent), text)


class CopyRows(QWidget):
    """Each line is a button that copies its value; the values of all lines stand in one column."""

    copied = Signal()
    """One of them was copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[_Row] = []
        self._column = Column(self, 0)

    def set_lines(self, lines: Sequence[Line], longest: str = "") -> None:
        """Shows these lines; the focus stays where it is. ``longest``: a label that would have room."""
        metrics = QFontMetricsF(remembered(fixed=False))
        labels = (self.tr("Copied"), longest, *(line.label for line in lines))
        width = math.ceil(max(metrics.horizontalAdvance(label) for label in labels)) + 1
        for row in self._rows[len(lines) :]:
            row.hide()  # Taken out of its page it would be styled anew.
            self._column.removeWidget(row)
            row.deleteLater()
        del self._rows[len(lines) :]
        for row, line in zip(self._rows, lines, strict=False):
            row.set_line(line, width)
        for line in lines[len(self._rows) :]:
            row = _Row(line, width)
            row.clicked.connect(self.copied)
            self._rows.append(row)
            self._column.addWidget(row)
            row.show()  # Now: otherwise Qt does so later, and lays the page out anew after each.
        chain(self, (row for row in self._rows if row.line.text))

    def changeEvent(self, event: QEvent) -> None:
        # Here and not in each row: a change of the theme brings every one of them three events.
        if event.type() == QEvent.Type.FontChange:
            remembered.cache_clear()
            _line_height.cache_clear()
            for row in self._rows:
                row.forget_heights()
        super().changeEvent(event)

    def lines(self) -> tuple[Line, ...]:
        """What is shown."""
        return tuple(row.line for row in self._rows)

    def button(self, number: int) -> QAbstractButton:
        """The button of a line."""
        return self._rows[number]
