"""Runs the core's work off the GUI thread: the only threading in the GUI."""

from __future__ import annotations

import atexit
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator
from typing import Any

from PySide6.QtCore import QElapsedTimer, QObject, QThreadPool, QTimer, Signal, Slot

Cancelled = Callable[[], bool]
"""True once nobody wants the answer any more."""

Work = Callable[[Cancelled], Any]
"""Makes a generator (its items are fed out, its return value is the result) or returns the result."""

BATCH_MS = 50
"""Items are handed out at most every so many milliseconds."""

_THREADS = 16  # Some jobs follow a file for hours; they must not hold up the others.
_SWITCH = 0.001  # Seconds: how long busy Python in a thread may keep the GUI thread waiting.
_running: set[Job] = set()  # Keeps a job alive until its thread has ended, whoever forgets it.


class Job(QObject):
    """One piece of work in a thread of the pool. Has no Qt parent; use it once.

    Items come in batches. After :meth:`cancel` nothing is handed out any more, and ``ended`` comes
    when the thread is really done. ``ended`` comes exactly once, last, in every case.
    """

    # The payloads are Python objects on purpose: Signal(list) would turn tuples and enums into Qt's.
    items = Signal(object)
    """list: what the generator yielded since the last batch."""
    finished = Signal(object)
    """The generator's or function's return value."""
    failed = Signal(str, str)
    """One line for people; the traceback for the developers."""
    ended = Signal()
    _woken = Signal()

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._cancelled = threading.Event()
        self._done = threading.Event()
        # Append, popleft and clear are each atomic, so no lock can hold the GUI up.
        self._waiting: deque[Any] = deque()
        self._awake = False
        self._outcome: Callable[[], None] | None = None
        self._over = False
        self._started = False
        self._since = QElapsedTimer()
        self._woken.connect(self._on_woken)

    @property
    def running(self) -> bool:
        """From :meth:`start` until ``ended``."""
        return self in _running

    def start(self) -> Job:
        """Begins in the background and returns itself."""
        if self._started:
            raise RuntimeError("a job is used once")
        self._started = True
        _running.add(self)
        sys.setswitchinterval(min(sys.getswitchinterval(), _SWITCH))
        pool = QThreadPool.globalInstance()
        pool.setMaxThreadCount(max(pool.maxThreadCount(), _THREADS))
        pool.start(self._run)
        return self

    def cancel(self) -> None:
        """Wants nothing more: drops what is waiting and asks the thread to stop."""
        self._cancelled.set()
        self._waiting.clear()

    def wait(self, ms: int) -> bool:
        """Blocks until the thread has ended, at most so long; whether it has."""
        return not self._started or self._done.wait(ms / 1000)

    # In the thread

    def _run(self) -> None:
        try:
            result = self._consume()
            self._outcome = lambda: self.finished.emit(result)
        except Exception as error:  # The one place in the GUI: a defect must not end the program.
            summary = f"{type(error).__name__}: {error}"
            details = traceback.format_exc()
            self._outcome = lambda: self.failed.emit(summary, details)
        finally:
            self._done.set()
            self._wake()

    def _consume(self) -> object:
        if self._cancelled.is_set():
            return None
        made = self._work(self._cancelled.is_set)
        if not isinstance(made, Iterator):
            return made
        try:
            while not self._cancelled.is_set():
                self._put(next(made))
        except StopIteration as stop:
            return stop.value
        finally:
            if isinstance(made, Generator):
                made.close()
        return None

    def _put(self, item: object) -> None:
        self._waiting.append(item)
        if not self._awake:
            self._wake()

    def _wake(self) -> None:
        self._awake = True
        try:
            self._woken.emit()
        except RuntimeError:  # The application is gone, and the C++ half of this job with it.
            _running.discard(self)

    # In the GUI thread

    @Slot()
    def _on_woken(self) -> None:
        rest = BATCH_MS - self._since.elapsed() if self._since.isValid() else 0
        if rest > 0 and not self._done.is_set():
            QTimer.singleShot(rest, self._flush)
        else:
            self._flush()

    @Slot()
    def _flush(self) -> None:
        if self._over:
            return
        self._since.start()
        ended = self._done.is_set()  # Asked before taking: nothing is put after it.
        self._awake = False  # Before taking too: what is put from now on wakes again.
        batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
        if batch and not self._cancelled.is_set():
            self.items.emit(batch)
        if not ended or self._over:
            return
        self._over = True
        if self._outcome and not self._cancelled.is_set():
            self._outcome()
        _running.discard(self)
        self.ended.emit()


@atexit.register
def _cancel_all() -> None:
    """Qt waits for the pool's threads when the application goes; nothing may run for ever."""
    for job in tuple(_running):
        job.cancel()
