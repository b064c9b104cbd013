"""Brings a widget into sight."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from wizard.gui.theme import GRID

_AROUND = 3 * GRID


def reveal(widget: QWidget) -> None:
    """Scrolls the page so that ``widget`` can be seen, once its layout has settled.

    Of one that is higher than what is shown, the beginning is.
    """
    QTimer.singleShot(0, widget, lambda: _scroll_to(widget))


def _scroll_to(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            _show(parent, widget)
        parent = parent.parentWidget()


def _show(area: QScrollArea, widget: QWidget) -> None:
    page = area.widget()
    if page is None or widget.height() + 2 * _AROUND <= area.viewport().height():
        area.ensureWidgetVisible(widget, 0, _AROUND)
    else:  # Qt would show its end.
        area.verticalScrollBar().setValue(widget.mapTo(page, QPoint()).y() - _AROUND)


def to_top(page: QWidget) -> None:
    """Scrolls to where the page begins: its verdict stands there."""
    area = page.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if isinstance(area, QScrollArea):
        area.verticalScrollBar().setValue(0)
