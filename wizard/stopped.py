"""Worker processes that were stopped from outside: for want of memory, or by a virus scanner."""

from __future__ import annotations

import multiprocessing
from collections.abc import Container
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.process import BaseProcess


def unstick(pool: ProcessPoolExecutor) -> None:
    """Ends a pool of which a worker was killed while it sent something: Python waits for the rest for ever.

    A pool whose workers are all at work goes on. One that has ended says so by ``BrokenProcessPool``.
    """
    workers = list((pool._processes or {}).values())
    if all(worker.exitcode is None for worker in workers):
        return
    for worker in workers:
        worker.kill()
    # This process is the last that may send: now there is no rest to wait for.
    pool._result_queue._writer.close()  # type: ignore[attr-defined]


def end_all_but(others: Container[BaseProcess]) -> None:
    """Ends the workers that began before another one might not: those nobody tells that there is no work.

    Python would wait for them when the program ends, and for ever.
    """
    for left in multiprocessing.active_children():
        if left not in others:
            left.kill()
            left.join()
