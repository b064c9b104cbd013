"""Brings a widget into sight."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from wizard.gui.theme import GRID


def reveal(widget: QWidget) -> None:
    """Scrolls the page so that ``widget`` can be seen, once its layout has settled."""
    QTimer.singleShot(0, widget, lambda: _scroll_to(widget))


def _scroll_to(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 0, 3 * GRID)
        parent = parent.parentWidget()


def to_top(page: QWidget) -> None:
    """Scrolls to where the page begins: its verdict stands there."""
    area = page.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if isinstance(area, QScrollArea):
        area.verticalScrollBar().setValue(0)
