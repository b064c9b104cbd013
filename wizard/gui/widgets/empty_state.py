"""What a page says while it has nothing to show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from wizard.gui import icons
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.labels import heading, plain
from wizard.gui.widgets.rows import Flow
from wizard.gui.widgets.status_icon import StatusIcon


class EmptyState(QWidget):
    """An icon, a sentence, what to do, and the buttons that do it."""

    def __init__(self, icon: str, title: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = heading(title)
        self._text = plain(text, role=Role.MUTED)
        self._buttons = Flow()
        self._icon = StatusIcon(icons.icon(icon, Role.MUTED), 32)
        self._column = column = QVBoxLayout(self)
        column.setSpacing(GRID)
        column.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(self._buttons)
        column.addStretch(1)
        self.set_low(False)

    def set_text(self, title: str, text: str) -> None:
        """Says something else, such as which filter hides the rows."""
        self._title.setText(title)
        self._text.setText(text)

    def set_low(self, low: bool) -> None:
        """With little height there is no picture, and less air."""
        air = GRID // 2 if low else 2 * GRID
        self._icon.setVisible(not low)
        self._column.setContentsMargins(0, air, 0, air)

    def add_button(self, text: str, icon: str = "") -> QPushButton:
        """A button under the text; connect its ``clicked``."""
        made = button(text, icon)
        self._buttons.addWidget(made)
        return made
