"""Python's search for reference cycles, kept to the GUI thread and away from what cannot be garbage.

Left to itself it runs in whichever thread happens to allocate. A window that nobody holds any more
is a cycle of hundreds of Qt objects; found by a thread in the background, they would be destroyed
there, and Qt allows that in their own thread alone: sooner or later the process ends.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QObject, QTimer

EVERY_MS = 500
"""How often it is asked whether there is enough to look through."""

_COLLECTED = "failoverWizardCollector"
_lock = threading.Lock()
_builders = 0


def keep_to_this_thread() -> None:
    """From now on cycles are looked for here alone, between two events. Needs the application."""
    app = QCoreApplication.instance()
    # Not findChild() or children(): for the style among them, PySide would make all its enumerations.
    if app is not None and not app.property(_COLLECTED):
        app.setProperty(_COLLECTED, True)
        _Collector(app)


class _Collector(QObject):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self)
        timer.setInterval(EVERY_MS)
        timer.timeout.connect(collect_what_is_due)
        timer.start()


def collect_what_is_due() -> None:
    """What Python would have collected by itself by now, by its own thresholds: for the GUI thread."""
    if _builders:
        return
    due = [
        generation
        for generation, (count, threshold) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        if count > threshold
    ]
    if due:
        gc.collect(max(due))


def leave_out_what_is_there() -> None:
    """The search passes over it from now on: what the window is made of lives as long as the window.

    To look through its 90,000 objects takes some 50 ms, and it would come once a minute of work.
    """
    gc.freeze()


@contextmanager
def without_pauses() -> Iterator[None]:
    """Keeps the search off while a long log is read, in whichever thread.

    The search stops every thread while it looks at all objects there are: up to a second with a
    log of 300,000 lines, again and again. What was built meanwhile is then left out of it for good,
    so it must hold no cycles; it is freed as ever when nobody refers to it any more.
    """
    global _builders  # noqa: PLW0603  the collector is one for the whole process
    with _lock:
        _builders += 1
    try:
        yield
    finally:
        with _lock:
            _builders -= 1
            if not _builders:
                gc.freeze()
