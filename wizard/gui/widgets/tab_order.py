"""The place in the tab order of what is made later than what stands behind it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def place_behind(before: QWidget, part: QWidget) -> None:
    """Lets the Tab key reach ``part`` and what is in it behind ``before``, in the order of making.

    Qt puts what comes into a window last, behind all that is there already. ``before`` need not
    take the focus itself. Both are in the same window by now.
    """
    inside = [one for one in _round(part) if part.isAncestorOf(one) and _takes_tab(one)]
    if _takes_tab(part):
        inside.insert(0, part)
    # Qt can only put something behind what takes the focus.
    behind = before if _takes_tab(before) else next(filter(_takes_tab, _round(before, backwards=True)), None)
    for one in inside:
        if behind is not None and behind is not one:
            QWidget.setTabOrder(behind, one)
        behind = one


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _round(start: QWidget, *, backwards: bool = False) -> Iterator[QWidget]:
    """The tab order behind, or before, a widget, once round."""
    one = start.previousInFocusChain() if backwards else start.nextInFocusChain()
    while one is not None and one is not start:
        yield one
        one = one.previousInFocusChain() if backwards else one.nextInFocusChain()
