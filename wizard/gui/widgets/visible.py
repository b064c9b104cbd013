"""Showing and hiding widgets that may not be in their window yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def laid_out_once(*widgets: QWidget) -> Iterator[None]:
    """What is shown and hidden in these widgets meanwhile is laid out once, in the event loop's next turn.

    Otherwise Qt lays out everything around each widget that is shown, before it goes on to the next.
    """
    layouts = [layout for widget in widgets if (layout := widget.layout()) is not None and layout.isEnabled()]
    for layout in layouts:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in layouts:
            layout.setEnabled(True)
