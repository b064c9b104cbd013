"""Long work on widgets cut into slices, so that the window answers in between."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from wizard.workers import courtesy


class Slices(QObject):
    """What a widget does little by little: ``cut`` does one slice and says whether more is left.

    All widgets of the program stand in one line. In a turn of the event loop one of them gets one slice,
    and Qt the turn after that, to lay out and paint what has come; then it is the next one's turn. So the
    window is never held up by two of them together. Whatever is in the line when its widget is deleted
    leaves it. A slice that raises is the last one.
    """

    def __init__(self, owner: QWidget, cut: Callable[[], bool]) -> None:
        super().__init__(owner)
        self._cut = cut

    @property
    def waiting(self) -> bool:
        """Whether a slice is still to come."""
        return self in _line().waiting

    def start(self) -> None:
        """Goes to the end of the line, unless it stands there already."""
        _line().join(self)

    def stop(self) -> None:
        """Leaves the line: nothing is left to do, or it was all done at once."""
        _line().leave(self)

    def cut(self) -> bool:
        """Does one slice; whether more is left."""
        return self._cut()


class Curtain(Slices):
    """Behind it much of a widget changes at once; it is painted in a turn of its own, not in the same one.

    Until it has been painted, threads that read logs wait. ``lifted`` is called then.
    """

    def __init__(self, owner: QWidget, lifted: Callable[[], None] = lambda: None) -> None:
        super().__init__(owner, self._lift)
        self._owner = owner
        self._lifted = lifted
        self._down = False

    def drop(self) -> None:
        """When it changes. It is lifted by itself, behind whatever waits for a turn by now."""
        self._down = True
        courtesy.ask()
        self._owner.setUpdatesEnabled(False)
        self.stop()
        self.start()

    def _lift(self) -> bool:
        if not self._down:
            courtesy.end()
            self._lifted()
            return False
        self._down = False
        self._owner.setUpdatesEnabled(True)
        return True


def is_growing(widget: QWidget) -> bool:
    """Whether something of it is still to come by :class:`Slices`."""
    owners = [slices.parent() for slices in _line().waiting if isValid(slices)]
    return any(
        owner is widget or (isinstance(owner, QWidget) and widget.isAncestorOf(owner)) for owner in owners
    )


class _Line(QObject):
    """Who waits for a turn, the next one first."""

    def __init__(self, app: QCoreApplication | None) -> None:
        super().__init__(app)
        self.waiting: deque[Slices] = deque()
        self._qt_first = False
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._go_on)

    def join(self, slices: Slices) -> None:
        if slices not in self.waiting:
            self.waiting.append(slices)
        if not self._turn.isActive():
            self._turn.start(0)

    def leave(self, slices: Slices) -> None:
        if slices in self.waiting:
            self.waiting.remove(slices)

    def _go_on(self) -> None:
        while self.waiting and not isValid(self.waiting[0]):
            self.waiting.popleft()
        if self._qt_first:
            self._qt_first = False
        elif not self.waiting:
            self._turn.stop()
        else:
            self._qt_first = True
            slices = self.waiting.popleft()
            if slices.cut() and isValid(slices):
                self.join(slices)


_lines: list[_Line] = []


def _line() -> _Line:
    """The one of this application."""
    if not _lines or not isValid(_lines[0]):
        _lines[:] = [_Line(QCoreApplication.instance())]
    return _lines[0]
