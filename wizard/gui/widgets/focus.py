"""Where the keys go while parts of a page come and go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication, QWidget


def has_focus(widget: QWidget | None) -> bool:
    """Whether something in it has the focus."""
    focused = QApplication.focusWidget()
    return widget is not None and focused is not None and widget.isAncestorOf(focused)


@contextmanager
def focus_kept(page: QWidget, give: Callable[[], None]) -> Iterator[None]:
    """If what had the focus in ``page`` goes meanwhile, ``give`` gives it to what is shown instead.

    By itself Qt would give it to something elsewhere in the window.
    """
    was_inside = has_focus(page)
    yield
    if was_inside and not has_focus(page):
        give()
