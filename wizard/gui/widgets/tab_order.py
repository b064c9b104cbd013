"""The place in the tab order of what is made later than what stands behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def place_behind(before: QWidget, part: QWidget) -> None:
    """Lets the Tab key reach what is in ``part`` behind ``before``, in the order of making.

    Qt puts what comes into a window last, behind all that is there already. ``before`` takes the
    focus, and both are in the same window by now.
    """
    # Not by nextInFocusChain(): PySide 6.11 then destroys the items of layouts that are written in Python.
    for one in part.findChildren(QWidget):
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            QWidget.setTabOrder(before, one)
            before = one
