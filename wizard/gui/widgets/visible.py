"""Showing and hiding widgets that may not be in their window yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


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
def laid_out_once(widget: QWidget) -> Iterator[None]:
    """What is shown and hidden in a widget meanwhile is laid out once, at the end.

    Otherwise Qt lays out the whole page around each part that is shown, before it goes on to the next. A
    part that a layout got meanwhile is still to be shown: Qt does that later, one by one.
    """
    layouts: list[QLayout] = []
    around: QWidget | None = widget
    while around is not None:
        layout = around.layout()
        if layout is not None and layout.isEnabled():
            layout.setEnabled(False)
            layouts.append(layout)
        around = around.parentWidget()
    try:
        yield
    finally:
        for layout in layouts:
            layout.setEnabled(True)
        for layout in layouts:
            layout.activate()
