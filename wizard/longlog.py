"""Reads a log of any length, a long one in several threads, and tells how far it is."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from wizard.core.case.case import LogFile
from wizard.core.log.again import FileBytes
from wizard.core.log.engine import BlockRead, Stretch
from wizard.core.log.finder import Log
from wizard.core.log.joining import read_log, read_part, stretches
from wizard.core.log.large import Piece, assemble
from wizard.core.log.opening import Opener
from wizard.core.log.origin import STANDARD_INPUT
from wizard.core.log.review import Review
from wizard.core.log.stored import StoredLines
from wizard.workers import Done, courtesy, side_by_side

STRETCH = 32 * 1024 * 1024
"""A file is cut into stretches no shorter than this."""
PAUSE = 0.1
"""Seconds between two reports of how far it is."""
PATIENCE = 0.5
"""Seconds that whoever stops waits for a thread: longer than a block takes, unless its share has gone."""
KEPT = 16 * 1024 * 1024
"""Bytes; the lines of logs up to here stay in memory, whatever becomes of their files."""

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Progress:
    """``share`` is from 0 to 1, 0 if nobody knows. ``first`` is the beginning, if there is more of it now."""

    share: float
    count: int
    first: Piece | None = None


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def reading(
    log: Log, opener: Opener, *, keep: bool = False, threads: int | None = None
) -> Generator[Progress, None, Review]:
    """Reads a log; close the generator to stop.

    With ``keep`` all lines can be read again quickly: those of short logs and of packed ones stay in
    memory.
    """
    part = log.parts[0]
    review: Review | None = None
    if len(log.parts) == 1 and not part.entry and part.path != STANDARD_INPUT:
        spans = stretches(part.path, threads or cores(), STRETCH)
        if len(spans) > 1:
            review = yield from _side_by_side(log, spans)
    if review is None:
        begun: list[Piece] = []
        blocks = read_log(log, opener, keep=keep, begun=begun.append if keep else None)
        review = yield from _told(blocks, _size(log), begun)
    return with_lines_kept(review) if keep else review


def with_lines_kept(review: Review) -> Review:
    """A short log with its lines in memory; a long one as it is."""
    lines = review.lines
    if isinstance(lines, StoredLines) and lines.size <= KEPT:
        return replace(review, lines=lines.kept())
    return review


def held(review: Review) -> LogFile:
    """A log for the case, with its text if it is short."""
    lines = review.lines
    assert isinstance(lines, StoredLines)
    whole = lines.size <= KEPT
    return LogFile(lines.text() if whole else "", review, is_whole=whole)


def _told(
    blocks: Generator[BlockRead, None, Review], size: int, begun: list[Piece]
) -> Generator[Progress, None, Review]:
    """How far it is; of more than one block at once what is there of it, the last that ``begun`` has."""
    done, count, told = 0, 0, time.monotonic()
    number = 0
    while True:
        number += 1
        courtesy.wait()
        try:
            block = next(blocks)
        except StopIteration as stop:
            review: Review = stop.value
            return review
        done += block.size
        count += block.count
        if number == 2 or time.monotonic() - told >= PAUSE:
            told = time.monotonic()
            piece = begun[-1] if begun else None
            begun.clear()
            yield Progress(min(done / size, 1.0) if size else 0.0, count, piece)


def _side_by_side(log: Log, spans: list[tuple[int, int | None]]) -> Generator[Progress, None, Review]:
    """Each stretch of one plain file in a thread with a file handle of its own.

    Until whoever asks comes back from the first report, nothing but its first block is read: a window
    that shows it has the processor, and Python's lock, for itself.
    """
    (part,) = log.parts
    stop, go = threading.Event(), threading.Event()
    size = _size(log)
    pieces: dict[int, Piece] = {}
    first: Stretch | None = None
    shown = False
    count, done, told = 0, 0, 0.0
    ended = [threading.Event() for _ in spans]
    running = [
        _until(stop, over, go, read_part(part, Opener(), start, end), waits=start > 0)
        for over, (start, end) in zip(ended, spans, strict=True)
    ]
    try:
        for got in side_by_side(running):
            if isinstance(got, Done):
                if got.result is not None:  # Else it was stopped, and nobody waits for the review.
                    pieces[got.index] = got.result
                go.set()
                continue
            count, done = count + got.item.count, done + got.item.size
            if got.index == 0:
                first = got.item.so_far or first
            # The first lines do not wait, whichever stretch came before them.
            if (first is not None and not shown) or time.monotonic() - told >= PAUSE:
                told = time.monotonic()
                piece = Piece(part.name, first, FileBytes(part.path)) if first is not None else None
                shown, first = shown or first is not None, None
                yield Progress(min(done / size, 1.0) if size else 0.0, count, piece)
            go.set()
    finally:
        stop.set()
        go.set()
        # A program that ends while one of them is inside NumPy is aborted.
        for over in ended:
            over.wait(PATIENCE)
    return assemble(log.name, [pieces[number] for number in range(len(spans))], courtesy.wait)


def _until(
    stop: threading.Event,
    over: threading.Event,
    go: threading.Event,
    inner: Generator[Item, None, Result],
    *,
    waits: bool,
) -> Generator[Item, None, Result | None]:
    """The same until nobody wants it any more; ``over`` tells that it has ended.

    Until ``go``, nothing more is read than the first item, or with ``waits`` nothing at all.
    """
    try:
        if waits:
            go.wait()
        while not stop.is_set():
            courtesy.wait()
            try:
                item = next(inner)
            except StopIteration as end:
                result: Result = end.value
                return result
            yield item
            go.wait()
    finally:
        inner.close()
        over.set()
    return None


def _size(log: Log) -> int:
    """Bytes on disk, 0 if that tells nothing."""
    if any(_is_packed(part.path) or part.entry for part in log.parts):
        return 0
    return sum(_sizes(log))


def _sizes(log: Log) -> Iterator[int]:
    for part in log.parts:
        try:
            yield Path(part.path).stat().st_size
        except OSError:
            yield 0


def _is_packed(path: str) -> bool:
    return path == STANDARD_INPUT or path.endswith((".gz", ".zip"))
