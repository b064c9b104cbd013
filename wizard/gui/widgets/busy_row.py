"""Says what is going on, and lets the user stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.labels import plain


class BusyRow(QWidget):
    """Hidden while nothing is going on."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = plain(role=Role.MUTED)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(12 * GRID)
        self.cancel_button = button(self.tr("Cancel"))
        self.cancel_button.clicked.connect(self.cancelled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._bar)
        row.addWidget(self._text, 1)
        row.addWidget(self.cancel_button)
        self.hide()

    def show_work(self, text: str) -> None:
        """What is going on; nothing is if the text is empty."""
        self._text.setText(text)
        self._bar.setAccessibleName(text)
        self.setVisible(bool(text))
