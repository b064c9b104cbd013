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

    def show_state(self, *, repaired: bool, found: bool | None = None) -> None:
        """Draws the state. ``found``: whether the last live check found SIP servers, None without one."""
        self._text.setText(self._words(repaired=repaired, found=found))
        if repaired:
            self._button.setText(self.tr("Break the practice &DNS"))
            set_icon(self._button, "circle-x")
        else:
            self._button.setText(self.tr("Repair the practice &DNS"))
            set_icon(self._button, "wrench")

    def _words(self, *, repaired: bool, found: bool | None) -> str:
        if repaired and found:
            return self.tr(
                "Practice case: its DNS is repaired, and the live checks find the servers. Well done."
            )
        if repaired:
            return self.tr("Practice case: its DNS is repaired. Run the live checks to see that it works.")
        if found is None:
            return self.tr("Practice case: its DNS is broken, as in the bulletin's failed log. Find out why.")
        if found:
            return self.tr(
                "Practice case: its DNS is broken again. Run the live checks to see what fails now."
            )
        return self.tr(
            "Practice case: the live checks show what is wrong. Repair the practice DNS, as the fix says."
        )
