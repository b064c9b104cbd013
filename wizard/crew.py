"""Judges logs, each whole and alone: many on all cores of this computer, a long one in several threads."""

from __future__ import annotations

import multiprocessing
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count, islice
from multiprocessing.connection import wait
from typing import Any

from wizard import processes
from wizard.core.diagnosis.fleet import Judged
from wizard.core.knowledge import Knowledge
from wizard.core.log.finder import Log
from wizard.core.log.modules import Modules
from wizard.core.log.opening import Opener
from wizard.core.log.origin import STANDARD_INPUT
from wizard.core.plan.deployment import Deployment
from wizard.judge_process import Batch, Worker, keep_memory, no_search, work
from wizard.judging import LITTLE, Judging, judged, kept, reviews_of, size_of
from wizard.longlog import cores, reading
from wizard.workers import result_of

EACH = 16
"""So many logs are worth a worker."""
BATCH = 32
"""Logs that a worker takes at a time; fewer of them if they have more than LITTLE bytes together."""
SHARES, FEWEST = 3, 2
"""A batch is such a part of what is left for each worker, so the last ones are short and end together."""
AT_ONCE = 8
"""Logs that who helps judges before it takes answers: on Windows a worker waits until its own is taken."""
AHEAD = 2
"""So many batches a worker has at most: while it judges one, the next is on its way."""
FEW = 24
"""Fewer logs, with fewer than LITTLE bytes, are judged before another process has begun."""

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
                    yield kept(judged(review, knowledge, plan), logs)
        return
    # A thread of the window's works for none: it would take Python's lock from the window.
    helps = threading.current_thread() is threading.main_thread()
    judging = Judging(knowledge, plan, logs)
    with no_search(), _workers(workers - helps, judging, helps=helps) as crew:
        yield from _in_order(judging, batches(logs, workers), crew, helps=helps)


@contextmanager
def _workers(count: int, judging: Judging, *, helps: bool) -> Iterator[list[Worker]]:
    """So many workers, fewer where no more may begin.

    Each has a connection of its own and shares no lock: so one that is stopped stops no other.
    """
    processes.prepare()
    # A fork has none of the threads that there are, and waits for ever for what they hold.
    forks = FORKS and helps and threading.active_count() == 1
    context: Any = multiprocessing.get_context("fork" if forks else "spawn")
    crew: list[Worker] = []
    try:
        for _number in range(count):
            ours, theirs = context.Pipe()
            # Of a connection that a fork leaves open, nobody would ever see that it was closed.
            inherited = [ours, *(worker.connection for worker in crew)] if forks else []
            process = context.Process(target=work, args=(theirs, judging, inherited), daemon=True)
            try:
                process.start()
            except OSError:
                ours.close()
                break
            finally:
                theirs.close()
            crew.append(Worker(process, ours))
        if helps:
            keep_memory()
        yield crew
    finally:
        for worker in crew:
            worker.end()


def _in_order(
    judging: Judging, parts: Iterable[slice], crew: list[Worker], *, helps: bool
) -> Iterator[Judged]:
    """What is found, in order. Who waits for the workers ``helps``, and judges what a stopped one leaves."""
    left, back = enumerate(parts), deque[Batch]()
    found: dict[int, list[Judged]] = {}
    for number in count():
        while number not in found:
            _give(crew, left)
            mine = back.popleft() if back else next(left, None) if helps or not crew else None
            if mine is None and not any(worker.given for worker in crew):
                return
            if mine is not None and crew and judging.takes_long(mine[1]):
                min(crew, key=lambda worker: len(worker.given)).give(mine)
            elif mine is not None:
                found[mine[0]] = own = []
                for one in judging.judge(mine[1]):
                    own.append(one)
                    if not len(own) % AT_ONCE:
                        found.update(_answers(crew, back, 0))
                        _give(crew, left)
            found.update(_answers(crew, back, 0 if mine is not None else None))
        yield from found.pop(number)


def _give(crew: Iterable[Worker], left: Iterator[Batch]) -> None:
    """Gives each worker what it lacks of the batches that are left."""
    for worker in crew:
        for batch in islice(left, max(AHEAD - len(worker.given), 0)):
            worker.give(batch)


def _answers(
    crew: list[Worker], back: deque[Batch], timeout: float | None
) -> Iterator[tuple[int, list[Judged]]]:
    """All answers that are there; what a stopped worker had to judge goes ``back``.

    A worker can send little more before somebody takes what it sent, and would wait until then.
    """
    while ready := _ready(crew, timeout):
        timeout = 0
        for worker in ready:
            answer = worker.answer()
            if answer is not None:
                yield answer
            else:
                back.extend(worker.given)
                crew.remove(worker)
                worker.end()


def _ready(crew: Iterable[Worker], timeout: float | None) -> list[Worker]:
    """The workers of which there is an answer, or the news that they were stopped."""
    asked: dict[Any, Worker] = {worker.connection: worker for worker in crew if worker.given}
    return [asked[one] for one in wait(list(asked), timeout)] if asked else []


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
