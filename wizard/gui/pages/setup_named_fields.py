"""Text fields in a row, with their names above them or without."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QSpacerItem, QVBoxLayout, QWidget

from wizard.gui.theme import GRID

_IGNORED = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)
_GAP = GRID // 2
"""Between a name and its field."""


class Input(QLineEdit):
    """Says when it is left; not when a menu or a list comes between."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() not in _IGNORED:
            self.left.emit()
        super().focusOutEvent(event)


class NamedFields(QFrame):
    """The names are painted: of thirty servers in a narrow window they would be 150 more widgets.

    Screen readers have them by the fields. Each field stands in a cell of its own, whoever lays that out.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words: Mapping[str, str] = {}
        """The name of each part."""
        self.editors: dict[str, QLineEdit] = {}
        self.cells: dict[str, QVBoxLayout] = {}
        self._rooms: dict[str, QSpacerItem] = {}
        self._named: list[str] = []

    def names(self) -> tuple[str, ...]:
        """Those that stand above their fields."""
        return tuple(self.words[part] for part in self._named)

    def name_field(self, part: str, *, shown: bool) -> None:
        """Shows the name of a part above its field, or takes it away."""
        if shown == (part in self._named):
            return
        if shown:
            self._named.append(part)
        else:
            self._named.remove(part)
        self._keep_room(part)
        self.update()

    def _keep_room(self, part: str) -> None:
        if part not in self._rooms:
            self._rooms[part] = QSpacerItem(0, 0)
            self.cells[part].insertItem(0, self._rooms[part])
        self._rooms[part].changeSize(0, self._height() + _GAP if part in self._named else 0)
        self.cells[part].invalidate()
        layout = self.layout()
        if layout is not None:
            layout.invalidate()  # Qt tells those around of a widget that comes, of room it does not.
        self.updateGeometry()

    def _height(self) -> int:
        return self.fontMetrics().height()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._named:
            return
        painter = QPainter(self)
        for part in self._named:
            field = self.editors[part].geometry()
            place = QRect(field.x(), field.y() - _GAP - self._height(), field.width(), self._height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self.words[part])
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            for part in self._named:
                self._keep_room(part)
        super().changeEvent(event)
