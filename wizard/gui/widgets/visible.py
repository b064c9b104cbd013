"""Showing and hiding widgets that may not be in their window yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def set_visible(widget: QWidget, visible: bool) -> None:
    """As ``setVisible``, but a widget without a parent does not become a window for a moment.

    Such a window flashes and takes the focus away.
    """
    if visible and widget.parentWidget() is None:
        # Back to "neither shown nor hidden": it will show with its parent.
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_Hidden, False)
    else:
        widget.setVisible(visible)
