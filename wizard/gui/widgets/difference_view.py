"""Lines before and after a repair: told apart by words, by signs and by tints."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QFont, QShowEvent, QTextCharFormat, QTextCursor, QTextFormat, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QTextEdit, QWidget

from wizard.core.handset.difference import Kind, Row
from wizard.gui import fonts, palette
from wizard.gui.palette import Role
from wizard.gui.slices import Slices
from wizard.gui.theme import GRID
from wizard.gui.widgets.raw_text import spelled

MOST_ROWS = 400
_MOST_LINES = 24
_IN_A_TURN = 80
"""Lines that are coloured at once; the others follow, as many in each turn."""
_ROLES = {Kind.REMOVED: Role.FAILED, Kind.ADDED: Role.OK}
_SIGNS = {Kind.REMOVED: "-", Kind.ADDED: "+"}


class DifferenceView(QPlainTextEdit):
    """Read-only and plain; as high as its text, within limits."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._look: palette.Tokens | None = None
        self._painted = 0
        self._found: list[QTextEdit.ExtraSelection] = []
        self._slices = Slices(self, self._paint_on)
        self._texts: list[str] = []
        self._lead = 0
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.setFont(fonts.fixed_font())
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(GRID)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Shows these rows; of very many the first ones."""
        self._rows = tuple(rows[:MOST_ROWS])
        words = {
            Kind.SAME: "",
            Kind.REMOVED: self.tr("removed"),
            Kind.ADDED: self.tr("added"),
            Kind.GAP: "",
        }
        widest = max(map(len, words.values()))
        digits = max((len(str(row.number)) for row in rows), default=1)
        texts = []
        for row in self._rows:
            if row.kind is Kind.GAP:
                texts.append("…")
                continue
            sign, word = _SIGNS.get(row.kind, " "), words[row.kind]
            texts.append(f"{sign} {word:<{widest}} {row.number:>{digits}}  {spelled(row.text)}")
        self._texts = texts
        self._lead = widest + digits + 5
        self._slices.stop()
        self.setPlainText("\n".join(texts))
        self._look = None
        self._paint()
        self.updateGeometry()

    def _paint(self) -> None:
        """Colours the lines, once they are seen, unless they have these colours."""
        look = palette.current()
        if look == self._look or not self.isVisible():
            return
        self._look = look
        self._painted, self._found = 0, []
        if self._paint_on():
            self._slices.start()
        else:
            self._slices.stop()

    def _paint_on(self) -> bool:
        """Colours some more lines, first more than are seen at once; whether some are left."""
        look = self._look
        if look is None:
            return False
        until = self._painted + _IN_A_TURN
        for number in range(self._painted, min(until, len(self._rows))):
            self._found += self._colours(number, look)
        self._painted = until
        self.setExtraSelections(self._found)
        return until < len(self._rows)

    def _colours(self, number: int, look: palette.Tokens) -> list[QTextEdit.ExtraSelection]:
        role = _ROLES.get(self._rows[number].kind)
        if role is None:
            return []
        form = QTextCharFormat()
        if look.tint(role) != QColor(look.page):
            form.setBackground(look.tint(role))
            form.setProperty(QTextFormat.Property.FullWidthSelection, True)
        else:
            form.setFontWeight(QFont.Weight.Bold)
        form.setForeground(look.colour(role))
        return [self._selection(number, form), *self._emphasis(number, form)]

    def _selection(
        self, number: int, form: QTextCharFormat, start: int = 0, end: int | None = None
    ) -> QTextEdit.ExtraSelection:
        """A part of a line, the whole of it without ``end``."""
        block = self.document().findBlockByNumber(number)
        cursor = QTextCursor(block)
        last = block.length() - 1 if end is None else end
        cursor.setPosition(block.position() + start)
        cursor.setPosition(block.position() + last, QTextCursor.MoveMode.KeepAnchor)
        one = QTextEdit.ExtraSelection()
        one.format = form
        one.cursor = cursor
        return one

    def _emphasis(self, number: int, form: QTextCharFormat) -> list[QTextEdit.ExtraSelection]:
        """What differs from the line that takes its place: a capital I and a small L look alike."""
        other = self._partner(number)
        if other is None:
            return []
        mine, theirs = self._texts[number], self._texts[other]
        start = alike(mine[self._lead :], theirs[self._lead :]) + self._lead
        tail = alike(mine[start:][::-1], theirs[start:][::-1])
        end = len(mine) - tail
        if not mine.isascii() or start >= end:  # Qt counts in UTF-16, so its places would be others.
            return []
        strong = QTextCharFormat(form)
        strong.clearProperty(QTextFormat.Property.FullWidthSelection)
        strong.setFontWeight(QFont.Weight.Bold)
        strong.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        if not form.hasProperty(QTextFormat.Property.BackgroundBrush):
            # Qt paints no line under a selection without a background.
            strong.setBackground(form.foreground())
            strong.setForeground(QColor(palette.current().field))
        return [self._selection(number, strong, start, end)]

    def _partner(self, number: int) -> int | None:
        """The line that this one stands against."""
        pair = [Kind.REMOVED, Kind.ADDED]
        if [row.kind for row in self._rows[number : number + 2]] == pair:
            return number + 1
        if number and [row.kind for row in self._rows[number - 1 : number + 1]] == pair:
            return number - 1
        return None

    def sizeHint(self) -> QSize:
        lines = 0
        block = self.document().firstBlock()
        while block.isValid() and lines < _MOST_LINES:
            lines += max(block.layout().lineCount(), 1)
            block = block.next()
        height = min(max(lines, 1), _MOST_LINES) * self.fontMetrics().lineSpacing()
        return QSize(60 * GRID, math.ceil(height) + 2 * GRID + 6)

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * GRID, self.sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        self._paint()
        super().showEvent(event)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.StyleChange}:
            self._paint()


def alike(one: str, other: str) -> int:
    """How many signs at the beginning are the same."""
    for number, (mine, theirs) in enumerate(zip(one, other, strict=False)):
        if mine != theirs:
            return number
    return min(len(one), len(other))
