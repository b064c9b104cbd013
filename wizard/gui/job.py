"""Runs the core's work off the GUI thread: the only threading in the GUI."""

from __future__ import annotations

import atexit
import logging
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator
from functools import cache
from typing import Any

from PySide6.QtCore import SIGNAL, QElapsedTimer, QObject, Qt, QThreadPool, QTimer, Signal, Slot

Cancelled = Callable[[], bool]
"""True once nobody wants the answer any more."""

Work = Callable[[Cancelled], Any]
"""Makes a generator (its items are fed out, its return value is the result) or returns the result."""

BATCH_MS = 50
"""Items are handed out at most every so many milliseconds."""

_log = logging.getLogger(__name__)
_THREADS = 16  # Some jobs follow a file for hours; they must not hold up the others.
SWITCH_S = 0.001
"""How long busy Python in a thread may keep the GUI thread waiting."""
_REST_S = 0.25  # How long a thread rests at most: the GUI thread may have forgotten it.
_LEAVE_MS = 2000  # How long the end of the program waits for the threads to notice it.


class _Worker:
    """The thread's half of a job. The thread holds nothing else.

    A job, or a page that the work refers to, must never have its last reference in the thread:
    it would be destroyed there while the GUI thread may be calling it, which ends the process.
    So the GUI thread takes everything out of here before it lets go.
    """

    def __init__(self, work: Work) -> None:
        self.work: Work | None = work
        self.cancelled = threading.Event()
        self.done = threading.Event()
        self.rests: Callable[[Any], bool] = lambda _item: False
        self.rested = threading.Event()
        # Append, popleft and clear are each atomic, so no lock can hold the GUI up.
        self.waiting: deque[Any] = deque()
        self.awake = False
        self.result: object = None
        self.failure: tuple[str, str] | None = None
        self._bell = _bell()

    def run(self) -> None:
        try:
            self.result = self._consume()
        except Exception as error:  # The one place in the GUI: a defect must not end the program.
            told = " ".join(str(error).split())  # Some say what is wrong in a page of lines.
            self.failure = (f"{type(error).__name__}: {told}", traceback.format_exc())
            if threading.main_thread().is_alive():  # Else Python goes, and lets nothing be loaded any more.
                _log.error("a job failed", exc_info=error)
        finally:
            self.done.set()
            self._ring()

    def _consume(self) -> object:
        if self.cancelled.is_set() or self.work is None:
            return None
        made = self.work(self.cancelled.is_set)
        if not isinstance(made, Iterator):
            return made
        try:
            while not self.cancelled.is_set():
                self._put(next(made))
        except StopIteration as stop:
            return stop.value
        finally:
            if isinstance(made, Generator):
                made.close()
        return None

    def _put(self, item: object) -> None:
        rests = self.rests(item)
        self.rested.clear()
        self.waiting.append(item)
        if not self.awake:
            self._ring()
        if rests and not self.cancelled.is_set():
            self.rested.wait(_REST_S)

    def _ring(self) -> None:
        self.awake = True
        self._bell.callers.append(self)
        try:
            self._bell.rung.emit()
        except RuntimeError:  # The application is gone, and the C++ half of the bell with it.
            _running.pop(self, None)


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

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._worker = _Worker(work)
        self._over = False
        self._started = self._pausing = False
        self._since = QElapsedTimer()

    @property
    def running(self) -> bool:
        """From :meth:`start` until ``ended``."""
        return self._worker in _running

    def start(self) -> Job:
        """Begins in the background and returns itself."""
        if self._started:
            raise RuntimeError("a job is used once")
        self._started = True
        _running[self._worker] = self
        sys.setswitchinterval(min(sys.getswitchinterval(), SWITCH_S))
        pool = QThreadPool.globalInstance()
        pool.setMaxThreadCount(max(pool.maxThreadCount(), _THREADS))
        pool.start(self._worker.run)
        return self

    def rest_behind(self, item: Callable[[Any], bool]) -> None:
        """Behind such an item the thread rests until :meth:`go_on`, so that it can be shown undisturbed.

        A moment at most: whoever takes it may have other things to do.
        """
        self._worker.rests = item

    def go_on(self) -> None:
        """What the thread rested for has been done."""
        self._worker.rested.set()

    def cancel(self) -> None:
        """Wants nothing more: drops what is waiting and asks the thread to stop."""
        self._worker.cancelled.set()
        self._worker.rested.set()
        self._worker.waiting.clear()

    def wait(self, ms: int) -> bool:
        """Blocks until the thread has ended, at most so long; whether it has."""
        return not self._started or self._worker.done.wait(ms / 1000)

    def _on_rung(self) -> None:
        if self._pausing:
            return
        rest = BATCH_MS - self._since.elapsed() if self._since.isValid() else 0
        if rest > 0 and not self._worker.done.is_set():
            QTimer.singleShot(rest, self._flush)
        else:
            self._flush()

    @Slot()
    def _flush(self) -> None:
        if self._over:
            return
        worker = self._worker
        self._since.start()
        ended = worker.done.is_set()  # Asked before taking: nothing is put after it.
        worker.awake = False  # Before taking too: what is put from now on rings again.
        batch = [worker.waiting.popleft() for _ in range(len(worker.waiting))]
        if batch and not worker.cancelled.is_set():
            self.items.emit(batch)
            if ended:  # What came last and what came of it are shown in two turns.
                self._pausing = True
                QTimer.singleShot(0, self, self._flush)
                return
        if not ended or self._over:
            return
        self._over = True
        self._hand_over()
        _running.pop(worker, None)
        self.ended.emit()
        self._let_go()

    def _let_go(self) -> None:
        """Forgets who listened: a listener that knows the job would keep both, and a log, for ever."""
        for signal, shape in (
            (self.items, "items(PyObject)"),
            (self.finished, "finished(PyObject)"),
            (self.failed, "failed(QString,QString)"),
            (self.ended, "ended()"),
        ):
            if self.receivers(SIGNAL(shape)):
                signal.disconnect()

    def _hand_over(self) -> None:
        worker = self._worker
        result, failure = worker.result, worker.failure
        worker.work = worker.result = None
        if worker.cancelled.is_set():
            return
        if failure is not None:
            self.failed.emit(*failure)
        else:
            self.finished.emit(result)


class _Bell(QObject):
    """What the threads ring to be heard in the GUI thread: the only Qt object that they touch.

    There is one, and it stays until the process ends, so that no ring reaches an object that is
    just being destroyed.
    """

    rung = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.callers: deque[_Worker] = deque()
        self.rung.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _answer(self) -> None:
        for _ in range(len(self.callers)):
            job = _running.get(self.callers.popleft())
            if job is not None:
                job._on_rung()


_running: dict[_Worker, Job] = {}  # Keeps a job alive until its thread has ended, whoever forgets it.


@cache
def _bell() -> _Bell:
    return _Bell()


@atexit.register
def _cancel_all() -> None:
    """Qt waits for the pool's threads when the application goes; nothing may run for ever."""
    for job in tuple(_running.values()):
        job.cancel()
    if _running:
        QThreadPool.globalInstance().waitForDone(_LEAVE_MS)
