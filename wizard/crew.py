"""Judges logs, each whole and alone: many on all cores of this computer, a long one in several threads."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from itertools import count, islice

from wizard import processes
from wizard.core.diagnosis.fleet import Judged
from wizard.core.knowledge import Knowledge
from wizard.core.log.finder import Log
from wizard.core.log.modules import Modules
from wizard.core.log.opening import Opener
from wizard.core.log.origin import STANDARD_INPUT
from wizard.core.plan.deployment import Deployment
from wizard.judging import LITTLE, Judging, judged, reviews_of, size_of
from wizard.longlog import cores, reading
from wizard.stopped import end_all_but, unstick
from wizard.workers import result_of

EACH = 16
"""So many logs are worth a worker."""
BATCH = 32
"""Logs that a worker takes at a time; fewer of them if they have more than LITTLE bytes together."""
SHARES, FEWEST = 3, 4
"""A batch is such a part of what is left for each worker, so the last ones are short and end together."""
AHEAD = 4
"""So many batches a worker has at most: while it judges one, others are on their way."""
FEW = 24
"""Fewer logs, with fewer than LITTLE bytes, are judged before another process has begun."""
PATIENCE = 2.0
"""Seconds without a result after which it is looked whether a worker was killed while it sent one."""

_COLLECTED = 8  # So many batches, of which hardly one log makes a cycle of objects.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # As <malloc.h> numbers them.

Found = Future[list[Judged]]
STOPPED = (BrokenExecutor, OSError)
"""What is raised where a worker cannot begin or was ended from outside."""

FORKS = sys.platform == "linux"
"""Elsewhere each worker loads the program anew."""


def judge_logs(logs: Sequence[Log], knowledge: Knowledge, plan: Deployment | None) -> Iterator[Judged]:
    """Judges logs in their order; no process holds more than one log at a time."""
    workers = min(cores(), -(-len(logs) // EACH))
    if workers < 2 or (len(logs) < FEW and size_of(logs) < LITTLE) or any(map(_is_input, logs)):
        with Opener() as opener:
            for part in batches(logs, 1):
                for review in reviews_of(
                    logs[part], opener, Modules(), lambda log: result_of(reading(log, opener))
                ):
                    yield judged(review, knowledge, plan)
        return
    # A thread of the window's works for none: it would take Python's lock from the window.
    helps = threading.current_thread() is threading.main_thread()
    # A fork has none of the threads that there are, and waits for ever for what they hold.
    forks = FORKS and helps and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if forks else "spawn")
    processes.prepare()
    workers -= helps
    judging = Judging(knowledge, plan, logs)
    others = multiprocessing.active_children()
    with _no_search(), ProcessPoolExecutor(workers, context, _begin, (judging,)) as pool:
        try:
            if helps:
                _keep_memory()
            parts = batches(logs, workers + helps)
            yield from _in_order(judging, parts, pool, AHEAD * workers, helps=helps)
        finally:
            unstick(pool)
            # Waits for the workers: the program may end next, and what it then tidies up they still need.
            pool.shutdown(cancel_futures=True)
            if forks:
                end_all_but(others)


def _in_order(
    judging: Judging, parts: Iterable[slice], pool: ProcessPoolExecutor, most: int, *, helps: bool
) -> Iterator[Judged]:
    """What the workers find, in order; they are given so many batches at most.

    Who waits for them ``helps``, and judges whatever they do not, where they were stopped: for want of
    memory, or by a virus scanner.
    """
    left = enumerate(parts)
    given: dict[Found, tuple[int, slice]] = {}
    found: dict[int, list[Judged]] = {}
    for number in count():
        while number not in found:
            given |= {_given(pool, part): (at, part) for at, part in islice(left, most - len(given))}
            if not given:
                return
            mine = next(left, None) if helps else None
            if mine is not None and judging.takes_long(mine[1]):
                given[_given(pool, mine[1])] = mine  # Who waits gives the workers what they do next.
            elif mine is not None:
                found[mine[0]] = judging.judge(mine[1])
            done, _ = wait(given, PATIENCE if mine is None else 0, FIRST_COMPLETED)
            if not done and mine is None:
                unstick(pool)
            for future in sorted(done, key=lambda one: given[one][0]):
                at, part = given.pop(future)
                found[at] = _result(future) or judging.judge(part)
        yield from found.pop(number)


def _given(pool: ProcessPoolExecutor, part: slice) -> Found:
    """A batch, given to the workers. What keeps them from working comes as its result."""
    try:
        return pool.submit(_judge_batch, part)
    except STOPPED as error:
        nothing: Found = Future()
        nothing.set_exception(error)
        return nothing


def _result(future: Found) -> list[Judged]:
    """What a worker found, nothing if it was stopped."""
    return [] if isinstance(future.exception(), STOPPED) else future.result()


@contextmanager
def _no_search() -> Iterator[None]:
    """Without Python's search for cycles: what workers send has none, and each search looks at all of it."""
    searches = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searches:
            gc.enable()


def batches(logs: Sequence[Log], workers: int) -> Iterator[slice]:
    """What a worker takes at a time: few enough that results keep coming and a cancel is soon done."""
    first, room, most = 0, LITTLE, _most(len(logs), workers)
    for number, log in enumerate(logs):
        size = size_of([log])
        if number > first and (number - first == most or size > room):
            yield slice(first, number)
            first, room, most = number, LITTLE, _most(len(logs) - number, workers)
        room -= size
    if logs:
        yield slice(first, len(logs))


def _most(left: int, workers: int) -> int:
    """How many of the logs that are left a worker takes next; one that is alone waits for nobody."""
    return BATCH if workers < 2 else max(FEWEST, min(BATCH, left // (SHARES * workers)))


def _is_input(log: Log) -> bool:
    return any(part.path == STANDARD_INPUT for part in log.parts)


# In a worker process -----------------------------------------------------------------------


class _Worker:
    """What a worker process keeps from one batch to the next."""

    judging: Judging
    batches = 0


def _begin(judging: Judging) -> None:
    # Ctrl+C is the parent's to handle.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Worker.judging = judging
    # Cycles are looked for between batches: in the middle of a log that would only take time.
    gc.freeze()
    gc.disable()
    _keep_memory()


def _keep_memory() -> None:
    """Lets this process keep the memory of one log for the next.

    The GNU library gives large pieces back at once, and to get them again takes a tenth of the time that
    a log takes. Other systems go without.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_TRIM_THRESHOLD, LITTLE)
            mallopt(_MMAP_THRESHOLD, LITTLE)


def _judge_batch(part: slice) -> list[Judged]:
    found = _Worker.judging.judge(part)
    _Worker.batches += 1
    if _Worker.batches % _COLLECTED == 0:
        gc.collect()
    return found
