"""A process that judges logs for another one, and how that one speaks to it."""

from __future__ import annotations

import ctypes
import gc
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from multiprocessing.process import BaseProcess
from typing import Any

from wizard.core.diagnosis.fleet import Judged
from wizard.judging import LITTLE, Judging

_COLLECTED = 64  # So many batches, of which hardly one log makes a cycle of objects.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # As <malloc.h> numbers them.

Batch = tuple[int, slice]
"""Which batch it is, and its logs."""


@dataclass(eq=False, slots=True)
class Worker:
    """A worker process and the connection to it; ``given`` is what it has to judge, in order."""

    process: BaseProcess
    connection: Any  # Of another class on Windows.
    given: deque[Batch] = field(default_factory=deque)

    def give(self, batch: Batch) -> None:
        self.given.append(batch)
        with suppress(OSError):  # It was stopped: that shows when its answer is read.
            self.connection.send(batch[1])

    def answer(self) -> tuple[int, list[Judged]] | None:
        """The next batch that it judged; None if it was stopped, for want of memory or by a virus scanner."""
        try:
            found: list[Judged] = self.connection.recv()
        except (EOFError, OSError):
            return None
        return self.given.popleft()[0], found

    def end(self) -> None:
        """Waits until it has ended: the program may end next, and a worker needs what it then tidies up."""
        self.connection.close()
        if self.given:
            self.process.terminate()
        self.process.join()


def work(connection: Any, judging: Judging, inherited: Iterable[Any]) -> None:
    """Judges what comes until nothing more can come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in inherited:
        other.close()
    # Cycles are looked for between batches: in the middle of a log that would only take time.
    gc.freeze()
    gc.disable()
    keep_memory()
    with suppress(EOFError, OSError):
        for number in count(1):
            connection.send(list(judging.judge(connection.recv())))
            if number % _COLLECTED == 0:
                gc.collect()


def keep_memory() -> None:
    """Lets this process keep the memory of one log for the next.

    The GNU library gives large pieces back at once, and to get them again takes a tenth of the time that
    a log takes. Other systems go without.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_TRIM_THRESHOLD, LITTLE)
            mallopt(_MMAP_THRESHOLD, LITTLE)


@contextmanager
def no_search() -> Iterator[None]:
    """Without Python's search for cycles: what workers send has none, and each search looks at all of it."""
    searches = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searches:
            # To where objects go that a search has found in use: else the next one begins with all of them.
            gc.freeze()
            gc.unfreeze()
            gc.enable()
