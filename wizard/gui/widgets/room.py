"""The room of what is made when it comes near."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from wizard.gui.widgets.visible import set_visible


class Room(QWidget):
    """As high as what is still to come will be, about. Nobody can leave that out by keyboard.

    Whoever comes here by the Tab key is to be led on to what ``entered`` has made.
    """

    entered = Signal(bool)
    """Tab came to it: from above (True), or from below by Shift+Tab."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("More follows"))
        self.setFixedHeight(0)
        self.hide()

    def keep(self, height: int) -> None:
        """Keeps so many logical pixels free; 0: nothing is left to come."""
        if height != self.minimumHeight():
            self.setFixedHeight(height)
        set_visible(self, height > 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self.entered.emit(True)
        elif event.reason() == Qt.FocusReason.BacktabFocusReason:
            self.entered.emit(False)
