"""Building very many objects in a thread without stopping the others."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_builders = 0


@contextmanager
def without_pauses() -> Iterator[None]:
    """Keeps Python's search for reference cycles off while a long log is read.

    That search stops every thread while it looks at all objects there are: up to a second with a
    log of 300,000 lines, again and again. What was built meanwhile is then left out of it for good,
    so it must hold no cycles; it is freed as ever when nobody refers to it any more.
    """
    global _builders  # noqa: PLW0603  the collector is one for the whole process
    with _lock:
        _builders += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _builders -= 1
            if not _builders:
                gc.freeze()
                gc.enable()
