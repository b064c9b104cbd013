"""Blocks that grow with the log, a buffer that goes from log to log: neither changes what is read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.core.judged import KNOWN
from tests.core.log.reading import by_engine, joined, simply, stretch_of
from tests.core.log.test_engine import compare, mixed_log
from tests.core.logs import HEALTHY, Form, register, zone
from wizard.core.diagnosis.judge import judge_log
from wizard.core.log import blocks
from wizard.core.log.blocks import BLOCK, FIRST, LARGEST, Block, Blocks, PlainBlanks, Spare
from wizard.core.log.growing import Growing
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


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16"])
@pytest.mark.parametrize(("blank", "as_pasted"), [("  ", "\xa0 "), ("  ", " \xa0"), (" ", "\xa0")])
@pytest.mark.parametrize(("records", "says"), [((), "name.missing"), (HEALTHY, "registration.ok")])
def test_no_break_spaces_of_a_mail_or_a_web_page_are_blanks(
    records: tuple[str, ...], says: str, blank: str, as_pasted: str, encoding: str, tmp_path: Path
) -> None:
    plain = "\n".join([*Form().lines(register(zone(*records))), ""])
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(plain.replace(blank, as_pasted).encode(encoding))
    fast = joined(str(path))
    compare(fast, simply(path.read_bytes(), str(path)))
    assert [line.raw for line in fast.lines] == plain.splitlines()
    judged = judge_log(fast, KNOWN)
    assert judged.verdict is not None
    assert judged.verdict.code == says


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_no_break_space_may_lie_in_two_reads(
    encoding: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", size)
    text = "\xa0a\xa0\xa0é " * 9
    no_break = "\xa0".encode(encoding)
    stream = PlainBlanks(io.BytesIO(text[7:].encode(encoding)), text[:7].encode(encoding), no_break)
    assert io.BufferedReader(stream).read() == text.replace("\xa0", " ").encode(encoding)


def test_a_no_break_space_that_pads_nothing_stays() -> None:
    data = "1015152006|sip  |*|00|Sip Register Usr:1512 Dsp:à\xa0la carte Auth:'1512' Inx:0".encode()
    compare(by_engine(data), simply(data))
    assert "à\xa0la" in by_engine(data).lines[0].raw


def test_a_log_of_no_break_spaces_is_followed(tmp_path: Path) -> None:
    failed, good = (Form().lines(register(zone(*records))) for records in ((), HEALTHY))
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_text("\n".join([*failed, ""]).replace(" ", "\xa0"), encoding="utf-8")
    growing = Growing(path)
    result_of(growing.look())
    with path.open("a", encoding="utf-8") as file:
        file.write("\n".join([*good, ""]).replace(" ", "\xa0"))
    result_of(growing.look())
    compare(growing.review(), simply(path.read_bytes(), str(path)))
