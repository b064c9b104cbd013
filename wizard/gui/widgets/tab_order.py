"""Where the Tab key goes to what is made after its page: Qt puts that at the very end."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def stops(container: QWidget) -> list[QWidget]:
    """What can take the focus inside, in the order in which it was put there."""
    window = container.window()
    return [
        child
        for child in container.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and child.focusProxy() is None  # Parts of a field: the field itself stands for them.
        and child.window() is window  # A choice's list is a window of its own.
    ]


def chain(before: QWidget, after: Iterable[QWidget]) -> None:
    """Tab leads from ``before``, which may take no focus itself, to these, one after the other."""
    policy = before.focusPolicy()
    first = before
    if policy == Qt.FocusPolicy.NoFocus:  # Qt moves nothing behind such a widget, though it has its place.
        before.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for one in after:
        QWidget.setTabOrder(before, one)
        before = one
    first.setFocusPolicy(policy)


def keep_place(container: QWidget) -> None:
    """Tab goes through ``container`` where it stands, whenever its contents were made."""
    chain(container, stops(container))
