"""Who has the style sheet: Qt styles all that is in a widget that has one, in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QChildEvent, QObject, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from wizard.gui.palette import current


class Parted(QWidget):
    """Each of its parts has the style sheet for itself; it has none, and paints nothing but the ground.

    Within a widget that has one it is like any other.
    """

    by_parts = True
    """Whether it is one: a page with few widgets is styled as a whole, since every sheet takes memory."""
    _is_free = False

    def set_free(self) -> None:
        """Nothing around it has the style sheet."""
        self._is_free = True

    def childEvent(self, event: QChildEvent) -> None:
        # What comes later, a dialog too, has the look when it is first shown.
        super().childEvent(event)
        child: QObject | None = event.child() if self._is_free and event.polished() else None
        if isinstance(child, QWidget) and not child.testAttribute(Qt.WidgetAttribute.WA_StyleSheet):
            dress(child)


def dress(part: QWidget, *, enough: Callable[[], bool] = lambda: False) -> bool:
    """Gives a widget, and all that is in it, the style sheet of the look in effect. False if it had it.

    Asks ``enough`` after each of its parts whether to leave the rest for the next time.
    """
    from wizard.gui.stylesheet import style_sheet  # The first window is empty, and needs none.

    sheet = style_sheet(current())
    dressed = False
    for one in _parts(part):
        if one.styleSheet() != sheet:
            one.setStyleSheet(sheet)
            dressed = True
            if enough():
                break
    return dressed


def _parts(part: QWidget) -> Iterator[QWidget]:
    """What has the style sheet for itself: ``part``, or what is in it."""
    inside = part.widget() if isinstance(part, QScrollArea) else part
    if not (isinstance(inside, Parted) and inside.by_parts):
        yield part
        return
    if isinstance(part, QScrollArea):
        yield part.verticalScrollBar()
        yield part.horizontalScrollBar()
    inside.set_free()
    for child in inside.children():
        if isinstance(child, QWidget):
            yield from _parts(child)
