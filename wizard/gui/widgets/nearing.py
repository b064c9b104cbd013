"""What is far below the part of a page that is seen is made when it comes near."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtWidgets import QScrollArea, QWidget

from wizard.gui.slices import Slices


def is_near(widget: QWidget) -> bool:
    """Whether a widget is less than a screen away from what is seen of its page; true without a page."""
    area = _area_around(widget)
    if area is None or not widget.isVisible():
        return True
    height = area.viewport().height()
    top = widget.mapTo(area.viewport(), QPoint(0, 0)).y()
    return top < 2 * height and top + widget.height() > -height


def _area_around(widget: QWidget) -> QScrollArea | None:
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    return around


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
        """Whether the part ends less than a screen below what is seen of the page; true without a page.

        Not where all of the owner is more than a screen above: whoever reads on needs none of it.
        """
        area = self._watched()
        if area is None:
            return True
        height = area.viewport().height()
        return self._owner.isVisible() and self._end(area) < 2 * height and self._below(area) > -height

    @contextmanager
    def steady(self) -> Iterator[None]:
        """What grows meanwhile above what is seen leaves that where it is on the screen."""
        area = self._watched()
        if area is None or not self._owner.isVisible() or self._end(area) >= 0:
            yield
            return
        before = self._below(area)
        yield
        bar = area.verticalScrollBar()
        bar.setValue(bar.value() + self._below(area) - before)

    def _end(self, area: QScrollArea) -> int:
        """Where the next one will stand, in logical pixels below the upper edge of what is seen."""
        return self._part.mapTo(area.viewport(), QPoint(0, self._part.height())).y()

    def _below(self, area: QScrollArea) -> int:
        """Where the owner ends, likewise."""
        return self._owner.mapTo(area.viewport(), QPoint(0, self._owner.height())).y()

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
            around = _area_around(self._owner)
            if around is not None:
                self._area = around
                around.verticalScrollBar().valueChanged.connect(self._look)
                around.verticalScrollBar().rangeChanged.connect(self._look)
        return self._area
