"""An icon beside text."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from wizard.gui import icons


class StatusIcon(QWidget):
    """Follows the theme. Silent for screen readers: the word beside it says the same."""

    def __init__(
        self, icon: QIcon | None = None, size: int = icons.MEDIUM, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon or QIcon()
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: QIcon) -> None:
        """Shows another icon."""
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()
