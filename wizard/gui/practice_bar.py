"""The bar above the pages while the practice case is open: break and repair its DNS."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from wizard.gui.theme import GRID
from wizard.gui.widgets.buttons import set_icon


class PracticeBar(QFrame):
    """Says in which state the practice DNS is and offers the other one."""

    toggled = Signal()
    """The other state was asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("practiceBar")
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._button = QPushButton()
        self._button.clicked.connect(self.toggled)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * GRID, GRID // 2, 3 * GRID, GRID // 2)
        row.setSpacing(GRID)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)

    def show_state(self, *, repaired: bool) -> None:
        """Draws the state."""
        if repaired:
            self._text.setText(self.tr("Practice case: its DNS is repaired. Run the live checks again."))
            self._button.setText(self.tr("Break the practice &DNS"))
            set_icon(self._button, "circle-x")
        else:
            self._text.setText(
                self.tr("Practice case: its DNS is broken, as in the bulletin's failed log. Find out why.")
            )
            self._button.setText(self.tr("Repair the practice &DNS"))
            set_icon(self._button, "wrench")
