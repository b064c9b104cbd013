"""Reads a log of any size in one pass: a table of its lines, and those that say something.

A log is read in one or more stretches: parts of one file, side by side, or several files of one
handset, one after the other. :func:`wizard.core.log.large.assemble` puts them together.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from itertools import compress
from operator import add
from typing import BinaryIO

import numpy as np

from wizard.core.about import sentence_of, told
from wizard.core.log.blocks import BLOCK, SLACK, Block, Blocks, Spare, cleaned
from wizard.core.log.encoding import text_of
from wizard.core.log.facts import MOST_HOLES
from wizard.core.log.latest import Latest
from wizard.core.log.line import MAX_PARSED
from wizard.core.log.modules import FIRST, LEVELS, Modules
from wizard.core.log.origin import READING_FAILS, sentence
from wizard.core.log.review import MOST_FOLLOWED
from wizard.core.log.scan import may_be_cut_heads, may_say_something
from wizard.core.log.spots import Spot, first_with_text, last_formed, last_with_text, spot_of
from wizard.core.log.table import Layout, Table, lay_out, tables_of
from wizard.core.regular import Refused

MOST_LINES = 64_000_000
"""Three bytes a line are kept of a log. What is longer is read up to here."""
_DNS = FIRST.index("dns") + 1


Keep = Callable[[Block], None]
"""Gets each block while its bytes are there."""


@dataclass(frozen=True, slots=True)
class BlockRead:
    """A block that was read: published at once, so that a window can show it."""

    size: int
    """Bytes of the stream."""
    count: int
    """Lines."""
    so_far: Stretch | None = None
    """All that was read until now, behind the 1st, 2nd, 4th, 8th block and so on: each time twice as much.

    Not behind the last block.
    """


@dataclass(slots=True)
class Stretch:
    """What was read. Positions count from its own first line.

    ``hits`` are the lines that may say something and are short enough to be read. ``of_dns`` are the lines
    of the module that looks up names, level by level.
    ``problem`` is a sentence if reading ended early. ``form`` is what its lines were read out of.
    """

    modules: Modules = field(default_factory=Modules)
    tables: list[Table] = field(default_factory=list)
    addressable: bool = True
    count: int = 0
    of_dns: list[int] = field(default_factory=lambda: [0] * len(LEVELS))
    begins: Spot | None = None
    first: Spot | None = None
    last: Spot | None = None
    ends: Spot | None = None
    dns: Spot | None = None
    holes: list[Spot] = field(default_factory=list)
    lost: int = 0
    hits: Latest = field(default_factory=lambda: Latest(MOST_FOLLOWED))
    problem: str = ""
    form: str = ""

    def copy(self) -> Stretch:
        """The same as it is now, to be looked at while this one is read on."""
        return replace(
            self,
            tables=list(self.tables),
            of_dns=list(self.of_dns),
            holes=list(self.holes),
            hits=self.hits.copy(),
        )

    @property
    def dns_levels(self) -> frozenset[str]:
        """The levels of the lines of the module that looks up names."""
        return frozenset(compress(LEVELS, self.of_dns))

    @property
    def dns_count(self) -> int:
        """The number of those lines."""
        return sum(self.of_dns)


def read_stretch(
    stream: BinaryIO,
    name: str,
    start: int = 0,
    end: int | None = None,
    *,
    keep: Keep | None = None,
    largest: int = 0,
    spare: Spare | None = None,
) -> Generator[BlockRead, None, Stretch]:
    """Reads the lines that begin in a part of a stream; close the generator to stop.

    ``name`` is for the sentence about what went wrong while reading; what was read until then counts.
    ``largest`` and ``spare`` are those of :class:`Blocks`.
    """
    stretch = Stretch()
    reading = read_on(stretch, stream, name, start, end, keep=keep, largest=largest, spare=spare)
    return (yield from reading)


def read_on(
    stretch: Stretch,
    stream: BinaryIO,
    name: str,
    start: int = 0,
    end: int | None = None,
    *,
    keep: Keep | None = None,
    largest: int = 0,
    spare: Spare | None = None,
) -> Generator[BlockRead, None, Stretch]:
    """Reads what comes after what was read of a log before."""
    blocks = Blocks(stream, start, end, largest=largest, spare=spare)
    open_line = None
    try:
        for number, block in enumerate(blocks, start=1):
            before = stretch.count
            open_line = take(stretch, block)
            if keep is not None:
                keep(block)
            so_far = stretch.copy() if not number & (number - 1) and not blocks.at_end else None
            yield BlockRead(block.size, stretch.count - before, so_far)
            if stretch.count >= MOST_LINES:
                stretch.problem = told("log-file.many-lines", name=name, most=f"{MOST_LINES:,}")
                break
    except Refused as refused:
        return Stretch(problem=sentence_of(refused))  # Nothing of it is to be trusted.
    except READING_FAILS as error:
        stretch.problem = sentence(error, name)
    drop_blank_end(stretch, open_line)
    stretch.addressable = blocks.addressable
    stretch.form = blocks.form
    return stretch


def stretch_of(data: bytes) -> Stretch:
    """Bytes at hand, UTF-8 and of the handset's own form, as they are."""
    stretch = Stretch()
    begin, open_line = 0, None
    while begin < len(data):
        cut = len(data) if len(data) - begin <= BLOCK else data.rfind(b"\n", begin, begin + BLOCK) + 1
        end = cut or data.find(b"\n", begin) + 1 or len(data)
        block = bytearray(data[begin:end])
        block += bytes(SLACK)
        open_line = take(stretch, Block(begin, end - begin, *cleaned(block, end - begin)))
        begin = end
    drop_blank_end(stretch, open_line)
    return stretch


def drop_blank_end(stretch: Stretch, open_line: bytes | None) -> None:
    """What stands behind the last line end is no line if it is blank."""
    if open_line is None or text_of(open_line).strip():
        return
    table = stretch.tables[-1]
    stretch.tables[-1] = replace(table, lengths=table.lengths[:-1], tags=table.tags[:-1])
    stretch.count -= 1


def take(stretch: Stretch, block: Block) -> bytes | None:
    """Notes what a block adds. Gives its last line if that has no end."""
    layout = lay_out(block, stretch.modules)
    first = stretch.count
    stretch.tables += tables_of(block, layout)
    _take_ends(stretch, block, layout, first)
    dns = (layout.tags >> 3 == _DNS).nonzero()[0]
    if len(dns):
        stretch.dns = stretch.dns or spot_of(layout, int(dns[0]), first)
        levels = np.bincount(layout.tags[dns] & 7, minlength=len(LEVELS)).tolist()
        stretch.of_dns = list(map(add, stretch.of_dns, levels))
    _take_holes(stretch, layout, first)
    _take_hits(stretch, layout, first)
    stretch.count += len(layout.ends)
    if not block.length or block.data[block.length - 1] == ord("\n"):
        return None
    return layout.raw(-1)


def _take_ends(stretch: Stretch, block: Block, layout: Layout, first: int) -> None:
    """Notes which lines are the first and the last, with text and with the form: most often the same ones."""
    tags = layout.tags
    if stretch.begins is None:
        formed = len(tags) and tags[0]
        stretch.begins = spot_of(layout, 0, first) if formed else first_with_text(block, layout, first)
    if len(tags) and tags[-1]:
        stretch.ends = stretch.last = spot_of(layout, len(tags) - 1, first)
    else:
        stretch.ends = last_with_text(layout, first) or stretch.ends
        last = last_formed(tags)
        if last is None:
            return
        stretch.last = spot_of(layout, last, first)
    if stretch.first is None:
        begins, at = stretch.begins, int(tags.astype(np.bool_).argmax())
        is_same = begins is not None and begins.position == first + at
        stretch.first = begins if is_same else spot_of(layout, at, first)


def _take_hits(stretch: Stretch, layout: Layout, first: int) -> None:
    rows = may_say_something(layout)
    heads = may_be_cut_heads(layout)
    if len(heads):
        rows = np.union1d(rows, heads)
    starts, ends = layout.starts[rows], layout.ends[rows]
    long = (ends - starts > MAX_PARSED).nonzero()[0]
    if len(long):
        read = np.ones(len(rows), dtype=np.bool_)
        read[long] = [is_parsed(layout.raw(row)) for row in rows[long].tolist()]
        rows, starts, ends = rows[read], starts[read], ends[read]
    stretch.hits.add(rows + first, layout.view, starts, ends)


def _take_holes(stretch: Stretch, layout: Layout, first: int) -> None:
    if not layout.missed.any():
        return
    stretch.lost = max(stretch.lost, int(layout.missed.max()))
    for row in np.flatnonzero(layout.missed).tolist():
        if len(stretch.holes) >= MOST_HOLES:
            return
        spot = spot_of(layout, row, first)
        if not stretch.holes or is_parsed(spot.raw):
            stretch.holes.append(spot)


def is_parsed(raw: bytes) -> bool:
    """Whether a line is short enough to be read as an event."""
    return len(raw) <= MAX_PARSED or (len(raw) <= 4 * MAX_PARSED and len(text_of(raw)) <= MAX_PARSED)
