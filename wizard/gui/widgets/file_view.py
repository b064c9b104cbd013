"""A text file to look at: numbered lines, one place of it marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from wizard.gui import fonts, palette
from wizard.gui.palette import Role
from wizard.gui.theme import GRID
from wizard.gui.widgets.raw_text import spelled

_LINES = 16


class _Numbers(QWidget):
    """The line numbers beside the text."""

    def __init__(self, view: FileView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self) -> QSize:
        return QSize(self._view.numbers_width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._view.paint_numbers(event.rect())


class FileView(QPlainTextEdit):
    """Read-only and plain, whatever is in it. Long lines wrap anywhere; hidden signs are spelled out."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = 1
        self._lines: list[str] = [""]
        self._raw: tuple[str, ...] = ("",)
        self._marked: tuple[int, int, int] | None = None
        self._numbers = _Numbers(self)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setFont(fonts.fixed_font())
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.blockCountChanged.connect(lambda _count: self._make_room())
        self.updateRequest.connect(self._scroll_numbers)
        self._make_room()

    def sizeHint(self) -> QSize:
        return QSize(60 * GRID, self.fontMetrics().lineSpacing() * _LINES + 2 * GRID)

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * GRID, self.fontMetrics().lineSpacing() * 6)

    # What it shows

    def show_lines(self, lines: Sequence[str], first: int = 1) -> None:
        """Shows these lines, the first of them with this number, nothing marked."""
        self._first = first
        self._marked = None
        self._lines = [spelled(line) for line in lines]
        self._raw = tuple(lines)
        self.setPlainText("\n".join(self._lines))
        self._make_room()
        self._paint_mark()

    def mark(self, line: int, start: int, end: int) -> None:
        """Marks a part of a line (all from 0, in the lines as they were given) and brings it into sight."""
        text = self._raw[line]
        self._marked = (line, len(spelled(text[:start])), len(spelled(text[:end])))
        self.setTextCursor(self._cursor(line, self._marked[1]))
        self.centerCursor()
        self._paint_mark()

    def marked_text(self) -> str:
        """What is marked, empty if nothing is."""
        if self._marked is None:
            return ""
        line, start, end = self._marked
        return self._lines[line][start:end]

    def marked_number(self) -> int:
        """The number of the marked line, 0 if nothing is marked."""
        return self._first + self._marked[0] if self._marked is not None else 0

    def _paint_mark(self) -> None:
        """By a tint, by bold letters and by a line under them: never by colour alone."""
        found = []
        if self._marked is not None:
            line, start, end = self._marked
            look = palette.current()
            form = QTextCharFormat()
            tint = look.tint(Role.FAILED)
            if tint != QColor(look.page):
                form.setBackground(tint)
            form.setForeground(look.colour(Role.FAILED))
            form.setFontWeight(QFont.Weight.Bold)
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            one = QTextEdit.ExtraSelection()
            one.format = form
            one.cursor = self._cursor(line, start, end)
            found.append(one)
        self.setExtraSelections(found)

    def _cursor(self, line: int, start: int, end: int | None = None) -> QTextCursor:
        """Qt counts in UTF-16: a sign beyond the first plane is two of its positions."""
        block = self.document().findBlockByNumber(line)
        cursor = QTextCursor(block)
        text = self._lines[line]
        cursor.setPosition(block.position() + _units(text[:start]))
        if end is not None:
            cursor.setPosition(block.position() + _units(text[:end]), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    # The numbers

    def numbers_width(self) -> int:
        """Room for the largest number."""
        digits = len(str(self._first + max(self.blockCount(), 1) - 1))
        return self.fontMetrics().horizontalAdvance("0") * max(digits, 2) + 2 * GRID

    def _make_room(self) -> None:
        self.setViewportMargins(self.numbers_width(), 0, 0, 0)
        self._place_numbers()

    def _place_numbers(self) -> None:
        around = self.contentsRect()
        self._numbers.setGeometry(
            QRect(around.left(), around.top(), self.numbers_width(), self.viewport().height())
        )

    def _scroll_numbers(self, rect: QRect, dy: int) -> None:
        if dy:
            self._numbers.scroll(0, dy)
        else:
            self._numbers.update(0, rect.y(), self._numbers.width(), rect.height())

    def paint_numbers(self, rect: QRect) -> None:
        """Draws the numbers of the lines that can be seen."""
        painter = QPainter(self._numbers)
        look = palette.current()
        painter.fillRect(rect, QColor(look.side))
        painter.setFont(self.font())
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        marked = self._marked[0] if self._marked is not None else -1
        while block.isValid() and top <= rect.bottom():
            height = self.blockBoundingRect(block).height()
            if top + height >= rect.top():
                is_marked = block.blockNumber() == marked
                painter.setPen(look.colour(Role.FAILED) if is_marked else QColor(look.muted))
                room = QRect(0, int(top), self._numbers.width() - GRID, self.fontMetrics().height())
                number = str(self._first + block.blockNumber())
                painter.drawText(room, Qt.AlignmentFlag.AlignRight, f"▸{number}" if is_marked else number)
            block = block.next()
            top += height
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_numbers()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._make_room()
        elif event.type() in {QEvent.Type.PaletteChange, QEvent.Type.StyleChange}:
            self._paint_mark()


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
