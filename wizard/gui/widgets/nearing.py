"""What is far below the part of a page that is seen is made when it comes near."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QScrollArea, QWidget

from wizard.gui.slices import Slices


class Nearing(QObject):
    """Sends ``slices`` back to their line whenever the end of ``part`` may have come near.

    ``part`` is inside of ``owner`` and ends where the next of its widgets will stand; what is still to be
    made has its room below that. A slice asks :meth:`is_near` whether there is to be another one.
    """

    def __init__(self, owner: QWidget, part: QWidget, slices: Slices) -> None:
        super().__init__(owner)
        self._owner, self._part, self._slices = owner, part, slices
        self._area: QScrollArea | None = None
        owner.installEventFilter(self)

    def is_near(self) -> bool:
        """Whether the part ends less than a screen below what is seen of the page; true without a page."""
        area = self._watched()
        if area is None:
            return True
        seen = area.viewport()
        end = self._part.mapTo(seen, QPoint(0, self._part.height())).y()
        return self._owner.isVisible() and end < 2 * seen.height()

    def stop(self) -> None:
        """Nothing is left to be made."""
        self._owner.removeEventFilter(self)
        if self._area is not None:
            self._area.verticalScrollBar().valueChanged.disconnect(self._look)
            self._area.verticalScrollBar().rangeChanged.disconnect(self._look)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._slices.start()
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        if self._owner.isVisible() and self.is_near():
            self._slices.start()

    def _watched(self) -> QScrollArea | None:
        """The scroll area around the owner, which tells from now on when it moves or grows."""
        if self._area is None:
            around = self._owner.parentWidget()
            while around is not None and not isinstance(around, QScrollArea):
                around = around.parentWidget()
            if around is not None:
                self._area = around
                around.verticalScrollBar().valueChanged.connect(self._look)
                around.verticalScrollBar().rangeChanged.connect(self._look)
        return self._area
