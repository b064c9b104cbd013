"""Reading long logs: what is told on the way, what stays in memory, and stopping."""

from __future__ import annotations

import gc
import gzip
import itertools
import threading
import time
import zipfile
from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.core.log.reading import simply
from wizard import longlog
from wizard.core.log.finder import Log
from wizard.core.log.joining import read_part
from wizard.core.log.large import assemble, lines_of
from wizard.core.log.opening import Opener
from wizard.core.log.origin import Origin
from wizard.core.log.review import Review
from wizard.core.log.stored import gone
from wizard.longlog import Progress, reading
from wizard.workers import Courtesy, courtesy

FAILED = (Path(__file__).parent / "data" / "bulletin" / "failed-restored.log").read_bytes()
LINES = FAILED.decode().splitlines()


def seen_by(
    see: Callable[[object], None], running: Generator[object, None, object]
) -> Generator[object, None, object]:
    """The same generator; ``see`` gets what it yields before anybody else."""
    while True:
        try:
            item = next(running)
        except StopIteration as end:
            return end.value
        see(item)
        yield item


def read(path: Path, *, keep: bool = True) -> tuple[Review, list[Progress]]:
    told = []
    with Opener() as opener:
        running = reading(Log((Origin(str(path)),)), opener, keep=keep)
        while True:
            try:
                told.append(next(running))
            except StopIteration as stop:
                return stop.value, told


@pytest.fixture
def long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Several stretches of several blocks, in three threads."""
    monkeypatch.setattr(longlog, "STRETCH", 1_000_000)
    monkeypatch.setattr(longlog, "cores", lambda: 3)
    monkeypatch.setattr(longlog, "PAUSE", 0.0)
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(FAILED * 2_000)
    return path


def test_it_tells_how_far_it_is_and_shows_the_first_lines(long: Path) -> None:
    review, told = read(long)
    assert [one.share for one in told] == sorted(one.share for one in told)
    assert 0 < told[0].share < told[-1].share <= 1
    assert told[-1].count == len(review.lines) == 31 * 2_000
    first = next(one.first for one in told if one.first is not None)
    assert [line.raw for line in lines_of(first)[:31]] == LINES
    expected = simply(long.read_bytes(), str(long))
    assert review.entries == expected.entries
    assert review.facts == expected.facts


def test_the_first_lines_do_not_wait_for_the_time_of_a_report(
    long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another stretch may be quicker than the first one: that it has begun is no reason to show nothing."""
    monkeypatch.setattr(longlog, "PAUSE", 1e12)
    with Opener() as opener:
        told = list(reading(Log((Origin(str(long)),)), opener, keep=True))
    assert [len(lines_of(one.first)) > 0 for one in told if one.first is not None] == [True]


def test_until_the_first_lines_are_taken_nothing_else_is_read(
    long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever shows them has the processor for itself."""
    begun, blocks = threading.Event(), []

    def watched(*given: Any) -> Generator[object, None, object]:
        if given[2]:  # A stretch that does not begin the file.
            begun.set()
        else:
            assert not begun.wait(0.2), "another stretch was begun before the first lines were there"
        return (yield from seen_by(lambda _block: blocks.append(given[2]), read_part(*given)))

    monkeypatch.setattr(longlog, "read_part", watched)
    with Opener() as opener:
        running = reading(Log((Origin(str(long)),)), opener, keep=True)
        assert next(running).first is not None
        assert not begun.wait(0.2)
        assert blocks == [0]
        for _ in running:
            pass
    assert begun.is_set()
    assert len(blocks) > 3


def test_nothing_is_read_while_a_window_asks_for_the_processor(
    long: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Courtesy, "MOST_S", 60.0)
    blocks: list[object] = []
    read_meanwhile: list[int] = []
    numbers = itertools.count(1)  # Several threads ask: the second block is one thread's alone.

    def answer() -> None:
        read_meanwhile.append(len(blocks))
        courtesy.end()

    def see(block: object) -> None:
        blocks.append(block)
        if next(numbers) == 2:
            courtesy.ask()
            threading.Timer(0.3, answer).start()

    def watched(*given: Any) -> Generator[object, None, object]:
        return (yield from seen_by(see, read_part(*given)))

    monkeypatch.setattr(longlog, "read_part", watched)
    with Opener() as opener:
        for _ in reading(Log((Origin(str(long)),)), opener, keep=True):
            pass
    (meanwhile,) = read_meanwhile
    assert meanwhile <= 2 + 2, "each of the other threads ends the block that it is at"
    assert len(blocks) > 6


def test_what_the_beginning_says_is_known_before_the_rest(long: Path) -> None:
    review, told = read(long)
    begun = [assemble(str(long), [one.first]) for one in told if one.first is not None]
    assert len(begun) > 1
    assert [len(one.lines) for one in begun] == sorted({len(one.lines) for one in begun})
    for one in begun:
        assert 0 < len(one.entries) < len(review.entries)
        assert one.entries == review.entries[: len(one.entries)]
        assert one.facts.count == len(one.lines)
        assert one.facts.first == review.facts.first


def test_short_logs_stay_in_memory_and_long_ones_do_not(
    long: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = tmp_path / "short.log"
    short.write_bytes(FAILED)
    monkeypatch.setattr(longlog, "KEPT", 100_000)
    kept, _ = read(short)
    stored, _ = read(long)
    short.unlink()
    long.write_bytes(b"0115115820|lldp |4|00|another file\n")
    assert [line.raw for line in kept.lines] == LINES
    assert stored.lines[40_000].raw == gone()


def test_the_lines_of_a_packed_log_are_at_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(longlog, "KEPT", 1_000)
    for name, data in (
        ("a.log.gz", gzip.compress(FAILED * 1_000)),
        ("b.log", (FAILED * 1_000).decode().encode("utf-16")),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        review, _ = read(path)
        path.unlink()
        assert [review.lines[place].raw for place in (0, 30, 15_500, 30_999)] == [
            LINES[0],
            LINES[30],
            LINES[0],
            LINES[30],
        ]


def packed(path: Path, data: bytes, how: str) -> Origin:
    """A log that is read from its beginning alone: packed, in an archive, or of two bytes a character."""
    if how == "utf-16":
        path.write_bytes(data.decode().encode("utf-16"))
    elif how == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("logs/a.log.gz", gzip.compress(data, 1))
            archive.writestr("logs/a.log", data)
        return Origin(str(path), "logs/a.log")
    elif how == "gz in zip":
        return replace(packed(path, data, "zip"), entry="logs/a.log.gz")
    else:
        path.write_bytes(gzip.compress(data, 1) if how == "gz" else data)
    return Origin(str(path))


@pytest.mark.parametrize("how", ["plain", "gz", "zip", "gz in zip", "utf-16"])
def test_the_first_lines_are_there_before_the_rest_is_read(tmp_path: Path, how: str) -> None:
    data = FAILED * 3_000
    origin = packed(tmp_path / "a.log", data, how)
    with Opener() as opener:
        running = reading(Log((origin,)), opener, keep=True)
        first = next(running).first
        assert first is not None
        begun = lines_of(first)
        assert 31 <= len(begun) < 31 * 3_000 / 3  # A block of about six.
        assert [line.raw for line in begun[:31]] == LINES
        assert begun[len(begun) - 1].raw == LINES[(len(begun) - 1) % 31]
        told = [one.first for one in running if one.first is not None]
    assert all(len(lines_of(one)) > len(begun) for one in told)


def test_who_stops_a_packed_log_has_closed_it(tmp_path: Path) -> None:
    origin = packed(tmp_path / "a.log.gz", FAILED * 3_000, "gz")
    opener = Opener()
    running = reading(Log((origin,)), opener, keep=True)
    next(running)
    running.close()
    gc.collect()  # What was left open would warn, and a warning is an error here.
    assert list(running) == []


def test_a_short_log_is_told_once_as_a_whole(tmp_path: Path) -> None:
    origin = packed(tmp_path / "a.log.gz", FAILED, "gz")
    with Opener() as opener:
        assert list(reading(Log((origin,)), opener, keep=True)) == []


def test_who_stops_stops_the_threads_too(long: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long.write_bytes(FAILED * 20_000)
    blocks: list[object] = []

    def counted(*given: object) -> Iterator[object]:
        for block in read_part(*given):  # type: ignore[arg-type]
            blocks.append(block)
            yield block

    monkeypatch.setattr(longlog, "read_part", counted)
    before = threading.active_count()
    with Opener() as opener:
        running = reading(Log((Origin(str(long)),)), opener)
        next(running)
        running.close()
    # Who stops has waited for them: nothing is read any more.
    stopped = len(blocks)
    patience = time.monotonic() + 20
    while threading.active_count() > before and time.monotonic() < patience:
        threading.Event().wait(0.01)
    assert threading.active_count() <= before
    assert len(blocks) == stopped < long.stat().st_size // 1024**2 // 2


def test_a_file_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    review, _ = read(tmp_path / "gone.log")
    assert review.problem == "gone.log is not there. Check the path and open it again."
