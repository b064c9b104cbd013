"""One thing seen, to click on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QStyleOption, QWidget

from wizard.core.finding import Evidence, EvidenceKind
from wizard.gui import icons, palette
from wizard.gui.fonts import remembered
from wizard.gui.icons import icon
from wizard.gui.palette import Role
from wizard.gui.theme import GRID
from wizard.gui.widgets.labels import escaped
from wizard.gui.widgets.raw_text import spelled
from wizard.gui.widgets.text_lines import broken

MOST_LINES = 4
MOST_SIGNS = 2000
"""Of what was there; a file can have lines of a million characters."""
_AROUND = GRID // 2 + 2


class EvidenceRow(QAbstractButton):
    """Where it was seen, and what was there: untrusted, wrapped anywhere, never taken for HTML."""

    def __init__(self, evidence: Evidence, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.evidence = evidence
        self._heights: dict[int, int] = {}
        self.setProperty("row", True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        place = self.tr("{source}, line {line}") if evidence.line else self.tr("{source}")
        self._place = place.format(source=_short(evidence), line=evidence.line)
        seen = evidence.text[:MOST_SIGNS]
        self._text = spelled(" ".join(seen.split("\n")))
        self.setAccessibleName(f"{self._place}: {self._text}")
        self.setAccessibleDescription(self.tr("Shows it where it was seen"))
        self.setToolTip(escaped(f"{spelled(evidence.source)}\n{self._text}"))

    def sizeHint(self) -> QSize:
        return QSize(40 * GRID, self.heightForWidth(40 * GRID))

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * GRID, self._line() * 2 + 2 * _AROUND)

    def heightForWidth(self, width: int) -> int:
        # A layout asks for the same few widths hundreds of times.
        known = self._heights.get(width)
        if known is None:
            lines = len(self._lines(self._text_width(width)))
            known = self._heights[width] = self._line() * (lines + 1) + 2 * _AROUND
        return known

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (
            QEvent.Type.FontChange,
            QEvent.Type.ApplicationFontChange,
            QEvent.Type.StyleChange,
        ):
            self._heights.clear()
            if event.type() != QEvent.Type.StyleChange:
                remembered.cache_clear()
        super().changeEvent(event)

    def _line(self) -> int:
        return self.fontMetrics().lineSpacing() + 1

    @staticmethod
    def _text_width(width: int) -> int:
        return max(width - 2 * _AROUND - icons.SMALL - GRID, 10 * GRID)

    def _lines(self, width: int) -> list[str]:
        lines = broken(self._text, remembered(fixed=True), width)
        if len(lines) > MOST_LINES:
            return [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][:-1] + "…"]
        return lines

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        look = palette.current()
        icon("chevron-right", Role.INFO).paint(painter, QRect(_AROUND, _AROUND, icons.SMALL, icons.SMALL))
        x = _AROUND + icons.SMALL + GRID // 2
        y = _AROUND + self.fontMetrics().ascent()
        painter.setPen(look.colour(Role.INFO))
        room = self.width() - x - _AROUND
        place = self.fontMetrics().elidedText(self._place, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QPointF(x, y), place)
        painter.setPen(QColor(look.text))
        painter.setFont(remembered(fixed=True))
        for number, text in enumerate(self._lines(self._text_width(self.width())), 1):
            painter.drawText(QPointF(x, y + number * self._line()), text)
        painter.end()


def _short(evidence: Evidence) -> str:
    """The source without its folders; the tooltip has them."""
    if evidence.kind not in (EvidenceKind.LOG, EvidenceKind.CONFIG):
        return evidence.source
    return spelled(evidence.source.replace("\\", "/").rpartition("/")[2] or evidence.source)
