"""What comes after the empty window: everything that fills it, in turns, so that it answers in between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from wizard.gui.frame import Frame
from wizard.gui.slices import Slices

TURN_S = 0.01
"""After this long the event loop has its turn. A single part may take longer."""
UNSEEN_MS = 250
"""A window that is not painted by then, since it is minimised or covered, is filled all the same."""

PARTS = (
    "wizard.gui.theme",
    "wizard.core.case.steps",
    "wizard.core.handset.configuration",
    "wizard.core.plan.draft",
    "wizard.core.case.case",
    "wizard.core.case.status",
    "wizard.gui.icons",
    "wizard.gui.stylesheet",
    "wizard.gui.stepper",
    "wizard.gui.sidebar",
    "wizard.gui.job",
    "wizard.gui.widgets.sliced_column",
    "wizard.gui.pages.base",
    "wizard.gui.bottom_bar",
    "wizard.gui.window_parts",
    "wizard.gui.navigation",
    "wizard.gui.unclosed",
    "wizard.gui.keeping",
    "wizard.gui.opening",
    "wizard.gui.session_pages",
    "wizard.gui.session",
    "wizard.gui.widgets.labels",
    "wizard.gui.pages.start",
)
"""Modules that the full window needs, each after what it needs itself: so none takes long by itself."""


def loading(modules: Sequence[str] = PARTS) -> Iterator[None]:
    """Loads one module each time that it is asked for more."""
    from PySide6.QtCore import Qt  # noqa: F401  the longest of all turns, see ground.py

    yield
    for name in modules:
        import_module(name)
        yield


class Filling(QObject):
    """Takes part after part from ``parts``, from the window's first painting on; all at once if need be.

    ``filled`` comes once, after the last part; ``failed`` with the exception instead. Neither comes when
    the window has been closed before.
    """

    filled = Signal()
    failed = Signal(object)

    def __init__(self, window: Frame, parts: Iterator[None]) -> None:
        super().__init__(window)
        self._parts: Iterator[None] | None = parts
        self._at_work = False
        self._slices = Slices(window, self._turn)
        window.painted.connect(self._start)
        window.needed.connect(self.finish)
        window.closing.connect(self.stop)
        QTimer.singleShot(UNSEEN_MS, self, self._start)

    def finish(self) -> None:
        """Everything that is still to come, now."""
        self._take(float("inf"))

    def stop(self) -> None:
        """Nothing more."""
        self._slices.stop()
        self._parts = None

    def _start(self) -> None:
        if self._parts is not None:
            self._slices.start()

    def _turn(self) -> bool:
        self._take(perf_counter() + TURN_S)
        return self._parts is not None

    def _take(self, until: float) -> None:
        if self._at_work:
            return  # A part is being made, and Qt sent something meanwhile.
        self._at_work = True
        try:
            while self._parts is not None:
                next(self._parts)
                if perf_counter() > until:
                    return
        except StopIteration:
            self.stop()
            self.filled.emit()
        except Exception as error:
            self.stop()
            self.failed.emit(error)
        finally:
            self._at_work = False
