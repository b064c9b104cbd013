"""Small layouts that pages need again and again."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QWidget

from wizard.gui.theme import GRID


def row(*widgets: QWidget, stretch_last: bool = False) -> QHBoxLayout:
    """Widgets beside each other, at the left; or the last one takes the room that is left."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(GRID)
    for widget in widgets:
        layout.addWidget(widget, int(stretch_last and widget is widgets[-1]))
    if not stretch_last:
        layout.addStretch(1)
    return layout


class Flow(QLayout):
    """Widgets beside each other, in as many lines as it takes: for chips and buttons.

    ``even``: those of one line stand below those of the line before, as in a list of things that are alike.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = GRID, *, even: bool = False) -> None:
        super().__init__(parent)
        self._even = even
        # What its parts ask for, until one of them asks for something else: layouts ask dozens of times.
        self._heights: dict[int, int] = {}
        self._shown: list[tuple[QLayoutItem, QSize]] | None = None
        self._least: QSize | None = None
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._items):
            return None
        self.invalidate()
        return self._items.pop(index)

    def invalidate(self) -> None:
        self._heights.clear()
        self._shown = self._least = None
        super().invalidate()

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def _hints(self) -> list[tuple[QLayoutItem, QSize]]:
        """What is shown, and how large each likes to be. A group with nothing to show begins no line."""
        if self._shown is None:
            every = [(item, item.sizeHint()) for item in self._items if not item.isEmpty()]
            self._shown = [(item, size) for item, size in every if size.width() > 0]
        return self._shown

    def sizeHint(self) -> QSize:
        sizes = [size for _item, size in self._hints()]
        gaps = self.spacing() * max(len(sizes) - 1, 0)
        width = sum(size.width() for size in sizes) + gaps
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        if self._least is None:
            self._least = QSize()
            for item in self._items:
                self._least = self._least.expandedTo(item.minimumSize())
        return self._least

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Lays the lines out in ``rect``; returns the height that they take."""
        x, y, line = rect.x(), rect.y(), 0
        column = max((hint.width() for _item, hint in self._hints()), default=0) if self._even else 0
        for item, hint in self._hints():
            size = hint.boundedTo(QSize(max(rect.width(), 1), 16_777_215))
            if x > rect.x() and x + size.width() > rect.x() + rect.width():
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += max(size.width(), column) + self.spacing()
            line = max(line, size.height())
        return y + line - rect.y()
