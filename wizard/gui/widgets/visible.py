"""Showing and hiding widgets that may not be in their window yet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

Held = list[tuple[QWidget, QLayout]]
"""Widgets and their layouts, from the inside out."""


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
    part that a layout got meanwhile is still to be shown: Qt does that later, one by one. Not for use in a
    ``resizeEvent``, which a layout may have sent: see :func:`laid_out_later`.
    """
    held: Held = []
    try:
        with _held(widget) as held:
            yield
    finally:
        _lay_out(held)


def _lay_out(held: Held) -> None:
    """From the outside in, so that everything gets the size that it will have, and gets it once.

    From the inside out, as Qt does it, all that is in a page is squeezed into the room of before first.
    """
    shown = [(owner, layout) for owner, layout in held if owner.isVisible()]
    for number, (owner, layout) in enumerate(shown):
        for one in (layout, *layout.findChildren(QLayout)):
            one.invalidate()
        owner.updateGeometry()  # What Qt remembers of its size in the layout around it is void.
        if (area := _area_of(owner)) is not None:
            del shown[number + 1 :]  # What is around a scroll area does not depend on what is in it.
            QCoreApplication.sendEvent(area, QEvent(QEvent.Type.LayoutRequest))
            break
    for _owner, layout in reversed(shown):
        layout.activate()


def _area_of(widget: QWidget) -> QScrollArea | None:
    """The scroll area that moves the widget up and down."""
    viewport = widget.parentWidget()
    area = viewport.parentWidget() if viewport is not None else None
    return area if isinstance(area, QScrollArea) and area.widget() is widget else None


@contextmanager
def laid_out_later(widget: QWidget) -> Iterator[None]:
    """As :func:`laid_out_once`, in Qt's next round and before anything is painted.

    For what changes while it is being laid out: whoever is about to lay it out ends that first.
    """
    held: Held = []
    try:
        with _held(widget) as held:
            yield
    finally:
        for owner, _layout in held:
            # Qt's own request may have come while the layout was held, and it asks only once.
            QCoreApplication.postEvent(owner, QEvent(QEvent.Type.LayoutRequest))


@contextmanager
def _held(widget: QWidget) -> Iterator[Held]:
    """No layout of the widget, nor one around it, does anything meanwhile. Gives those that were held."""
    held: Held = []
    around: QWidget | None = widget
    while around is not None:
        layout = around.layout()
        if layout is not None and layout.isEnabled():
            layout.setEnabled(False)
            held.append((around, layout))
        around = around.parentWidget()
    try:
        yield held
    finally:
        for _owner, layout in held:
            layout.setEnabled(True)
