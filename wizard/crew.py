"""Judges logs, each whole and alone: many on all cores of this computer, a long one in several threads."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import count, islice

from wizard import processes
from wizard.core.diagnosis.fleet import Judged
from wizard.core.diagnosis.judge import Judgement, judge_log
from wizard.core.finding import Evidence, EvidenceKind, Finding
from wizard.core.knowledge import Knowledge
from wizard.core.log.blocks import BLOCK, Spare
from wizard.core.log.finder import Log
from wizard.core.log.joining import read_log
from wizard.core.log.large import Piece, assemble
from wizard.core.log.modules import Modules
from wizard.core.log.opening import Opener
from wizard.core.log.origin import STANDARD_INPUT
from wizard.core.log.review import Review, notes_of
from wizard.core.log.short import read_short
from wizard.core.log.times import last_moment
from wizard.core.plan.deployment import Deployment
from wizard.longlog import cores, reading
from wizard.workers import result_of

EACH = 16
"""So many logs are worth a worker."""
BATCH = 32
"""Logs that a worker takes at a time; fewer of them if they have more than LITTLE bytes together."""
SHARES, FEWEST = 3, 4
"""A batch is such a part of what is left for each worker, so the last ones are short and end together."""
FEW, LITTLE = 24, 16 * 1024 * 1024
"""Fewer logs with fewer bytes are judged before another process has begun."""

_TIMES, _ASKED = (
    500,
    32,
)  # Of so many of the last times, as many spread among them tell in which form all are.

_COLLECTED = 8  # So many batches, of which hardly one log makes a cycle of objects.
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # As <malloc.h> numbers them.

Found = Future[list[Judged]]
AHEAD = 4
"""So many batches a worker has at most: while it judges one, others are on their way."""
STOPPED = (BrokenExecutor, OSError)
"""What is raised where a worker cannot begin or was ended from outside."""

FORKS = sys.platform == "linux"
"""Elsewhere each worker loads the program anew."""


def judge_logs(logs: Sequence[Log], knowledge: Knowledge, plan: Deployment | None) -> Iterator[Judged]:
    """Judges logs in their order; no process holds more than one log at a time."""
    workers = min(cores(), -(-len(logs) // EACH))
    if workers < 2 or (len(logs) < FEW and _size(logs) < LITTLE) or any(map(_is_input, logs)):
        with Opener() as opener:
            for part in batches(logs, 1):
                for review in _reviews(
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
    with _no_search(), ProcessPoolExecutor(workers, context, _begin, (judging,)) as pool:
        try:
            if helps:
                _keep_memory()
            parts = batches(logs, workers + helps)
            yield from _in_order(judging, parts, pool, AHEAD * workers, helps=helps)
        finally:
            # Waits for the workers: the program may end next, and what it then tidies up they still need.
            pool.shutdown(cancel_futures=True)


def _in_order(
    judging: Judging, parts: Iterable[slice], pool: Executor, most: int, *, helps: bool
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
            done, _ = wait(given, None if mine is None else 0, FIRST_COMPLETED)
            for future in done:
                at, part = given.pop(future)
                found[at] = _result(future) or judging.judge(part)
        yield from found.pop(number)


def _given(pool: Executor, part: slice) -> Found:
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
        size = _size([log])
        if number > first and (number - first == most or size > room):
            yield slice(first, number)
            first, room, most = number, LITTLE, _most(len(logs) - number, workers)
        room -= size
    if logs:
        yield slice(first, len(logs))


def _most(left: int, workers: int) -> int:
    """How many of the logs that are left a worker takes next; one that is alone waits for nobody."""
    return BATCH if workers < 2 else max(FEWEST, min(BATCH, left // (SHARES * workers)))


def judged(review: Review, knowledge: Knowledge, plan: Deployment | None) -> Judged:
    """Judges one log."""
    judgement = judge_log(review, knowledge, plan) if not review.problem else Judgement()
    placed = {id(finding): _placed(finding, review) for finding in judgement.findings}
    return Judged(
        review.name,
        review.mac,
        review.facts.count,
        Judgement(tuple(placed.values()), placed.get(id(judgement.verdict))),
        tuple(part.name for part in review.parts),
        review.problem,
        tuple(notes_of(review)),
        _last_seen(review),
    )


def _placed(finding: Finding, review: Review) -> Finding:
    if len(review.parts) < 2:
        return finding
    return replace(finding, evidence=tuple(_in_its_file(seen, review) for seen in finding.evidence))


def _in_its_file(evidence: Evidence, review: Review) -> Evidence:
    if evidence.kind is not EvidenceKind.LOG or not evidence.line:
        return evidence
    source, line = review.place(evidence.line)
    return evidence._replace(source=source, line=line)


def _last_seen(review: Review) -> datetime | None:
    last = review.facts.last
    if last is None:
        return None
    latest = review.entries[-_TIMES:]
    times = [entry.evidence.time for entry in latest[:: len(latest) // _ASKED + 1]]
    return last_moment([*times, last.time], datetime.now())


def _is_input(log: Log) -> bool:
    return any(part.path == STANDARD_INPUT for part in log.parts)


def _size(logs: Sequence[Log]) -> int:
    """Bytes on disk, as far as that can be told."""
    total = 0
    for path in {part.path for log in logs for part in log.parts}:
        try:
            total += os.stat(path).st_size  # noqa: PTH116 - each of a folder's logs is asked before the first
        except OSError:
            continue
    return total


class Judging:
    """Judges batches of the same logs, in a worker or in the process that waits for it."""

    def __init__(self, knowledge: Knowledge, plan: Deployment | None, logs: Sequence[Log]) -> None:
        self._knowledge, self._plan, self._logs = knowledge, plan, logs
        self._spare: Spare | None = None

    def takes_long(self, part: slice) -> bool:
        """Whether it is one long log."""
        return part.stop - part.start == 1 and _size(self._logs[part]) > LITTLE

    def judge(self, part: slice) -> list[Judged]:
        """Judges some of the logs."""
        self._spare = self._spare or Spare()
        with Opener(spare=self._spare) as opener:
            modules = Modules()  # Most logs have lines of the same ones.
            reviews = _reviews(
                self._logs[part],
                opener,
                modules,
                lambda log: result_of(read_log(log, opener, modules=modules)),
            )
            return [judged(review, self._knowledge, self._plan) for review in reviews]


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


def _reviews(
    logs: Iterable[Log], opener: Opener, modules: Modules, read: Callable[[Log], Review]
) -> Iterator[Review]:
    """Several short logs are read, then they are reviewed: so the processor has at hand what each takes.

    Of those that were read, only the lines that say something are kept: no more bytes than a log may have.
    ``read`` reads a log that is not short.
    """
    waiting: list[Piece] = []
    held = 0
    for log in logs:
        piece = read_short(log, opener.spare, modules)
        if piece is not None:
            waiting.append(piece)
            held += piece.stretch.hits.size
        if piece is None or held > BLOCK:
            yield from map(_review, waiting)
            waiting.clear()
            held = 0
        if piece is None:
            yield read(log)
    yield from map(_review, waiting)


def _review(piece: Piece) -> Review:
    return assemble(piece.name, [piece])
