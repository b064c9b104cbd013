"""Blocks that grow with the log, a buffer that goes from log to log: neither changes what is read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.core.log.reading import joined, simply, stretch_of
from tests.core.log.test_engine import compare, mixed_log
from wizard.core.log.blocks import BLOCK, FIRST, LARGEST, Block, Blocks, Spare
from wizard.core.log.joining import read_part
from wizard.core.log.opening import Opener
from wizard.core.log.origin import Origin
from wizard.core.log.stored import StoredLines
from wizard.workers import result_of

LINE = b"0301080000|cfg  |3|00|one of many lines of a long log, each as long as the others\n"
MANY = 10 * BLOCK // len(LINE)


@pytest.fixture(scope="module")
def long_log() -> bytes:
    """Ten megabytes, with something to be read in each of them."""
    some = LINE * (MANY // 10)
    return b"".join(some + mixed_log(seed) for seed in range(10)) + b"x" * 70_000 + b"\n" + LINE


def ends(data: bytes, end: str) -> bytes:
    """The same log as other computers write it; ``NUL`` has padding in its middle."""
    if end == "NUL":
        middle = data.find(b"\n", len(data) // 2) + 1
        return data[:middle] + b"\0" * 300 + data[middle:]
    return data.replace(b"\n", end.encode())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "NUL"])
def test_a_long_log_is_read_as_line_by_line(end: str, long_log: bytes, tmp_path: Path) -> None:
    data = ends(long_log, end)
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(data)
    compare(joined(str(path)), simply(data, str(path)))


def test_no_more_is_read_for_a_line_than_before_blocks_grew(long_log: bytes, tmp_path: Path) -> None:
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(long_log)
    review = joined(str(path))
    assert isinstance(review.lines, StoredLines)
    sizes = [len(block.data) for block in review.lines.blocks()]
    assert sum(sizes) == len(long_log)
    assert max(sizes) < 2 * BLOCK


def test_blocks_grow_as_the_log_does(long_log: bytes) -> None:
    sizes = [block.length for block in Blocks(io.BytesIO(long_log), largest=LARGEST)]
    assert sum(sizes) == len(long_log)
    assert sizes[0] <= BLOCK < 3 * BLOCK < max(sizes) <= LARGEST
    assert max(block.length for block in Blocks(io.BytesIO(long_log))) <= BLOCK


def test_the_first_block_of_a_log_read_in_stretches_is_small(long_log: bytes) -> None:
    middle = len(long_log) // 2
    first, second, *_ = Blocks(io.BytesIO(long_log), 0, middle, largest=LARGEST)
    assert first.length <= FIRST < second.length
    behind = next(iter(Blocks(io.BytesIO(long_log), middle, largest=LARGEST)))
    assert behind.length > FIRST, "nobody waits for the other stretches"


def test_a_first_line_longer_than_the_first_block_is_whole() -> None:
    data = b"x" * (3 * FIRST) + b"\n" + LINE * 40_000
    first = next(iter(Blocks(io.BytesIO(data), 0, len(data) - 9, largest=LARGEST)))
    assert bytes(first.data[: 3 * FIRST + 1]) == data[: 3 * FIRST + 1]


def test_one_buffer_goes_from_log_to_log() -> None:
    spare = Spare()
    buffers = set()
    for data in (b"first\n" * 9, b"2\n", b"the third\n"):
        (block,) = Blocks(io.BytesIO(data), spare=spare)
        assert bytes(block.data[: block.length]) == data
        buffers.add(id(block.data))
    assert len(buffers) == 1


def test_a_buffer_that_somebody_reads_into_is_not_lent() -> None:
    spare = Spare()
    list(Blocks(io.BytesIO(b"zero\n"), spare=spare))
    one, two = (iter(Blocks(io.BytesIO(data), spare=spare)) for data in (b"one\n", b"two\n"))
    found: list[Block] = [next(one), next(two)]
    assert [bytes(block.data[: block.length]) for block in found] == [b"one\n", b"two\n"]


def test_what_a_log_said_is_not_the_next_logs(tmp_path: Path) -> None:
    """The shorter one lies in the longer one's bytes."""
    texts = [mixed_log(3), mixed_log(4)[:5000], b"", b"1028091201|dns  |2|00|Miss in"]
    with Opener() as opener:
        for number, data in enumerate(texts):
            path = tmp_path / f"{number}.log"
            path.write_bytes(data)
            piece = result_of(read_part(Origin(str(path)), opener))
            stretch = stretch_of(data)
            assert piece.stretch.count == stretch.count
            assert piece.stretch.hits.last(1000) == stretch.hits.last(1000)
            assert [t.tags.tolist() for t in piece.stretch.tables] == [
                t.tags.tolist() for t in stretch.tables
            ]
