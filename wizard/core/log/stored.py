"""The lines of a long log, decoded only when somebody looks at them."""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import overload

import numpy as np
from numpy.typing import NDArray

from wizard.core.about import told
from wizard.core.log.blocks import clean
from wizard.core.log.encoding import text_of
from wizard.core.log.line import LogLine, parse
from wizard.core.log.table import Table, stripped

Load = Callable[[int, int], bytes]
"""Gives so many bytes at an offset, fewer if the file has become shorter meanwhile."""

_KEPT = 4
HEAD = 8192
"""Bytes of a line that are more than any window is wide."""
AT_ONCE = 1024 * 1024
"""Bytes of a line that are read and decoded while somebody waits for it."""
_LONG_BLOCK = 2 * 1024 * 1024
"""Bytes; only a very long line makes a block so large."""


def gone() -> str:
    """What stands in place of a line that cannot be read again."""
    return told("log-file.line-gone")


@dataclass(frozen=True)
class Loaded:
    """The bytes of a block. ``first`` is its first line's position."""

    first: int
    data: bytes
    table: Table

    @property
    def count(self) -> int:
        """How many lines it has."""
        return len(self.table.tags)

    @cached_property
    def ends(self) -> NDArray[np.int64]:
        """Where its lines end in them."""
        return self.table.ends()

    @property
    def is_cut(self) -> bool:
        """Whether the file has lost lines of it."""
        return len(self.ends) > 0 and int(self.ends[-1]) > len(self.data)

    def beginning(self, row: int, most: int) -> bytes | None:
        """So many bytes of a line at most, without its end; None if the file has lost it."""
        start = int(self.ends[row - 1]) if row else 0
        end = int(self.ends[row])
        if end > len(self.data):
            return None
        return self.data[start : start + most] if end - start > most else stripped(self.data[start:end])

    def line(self, row: int) -> bytes | None:
        """A line without its end, None if the file has lost it."""
        start = int(self.ends[row - 1]) if row else 0
        end = int(self.ends[row])
        return stripped(self.data[start:end]) if end <= len(self.data) else None


@dataclass(frozen=True, slots=True)
class KeptBytes:
    """All bytes of a log."""

    data: bytes

    def __call__(self, offset: int, size: int) -> bytes:
        return self.data[offset : offset + size]


@dataclass(frozen=True, slots=True)
class Kept:
    """The bytes of one block."""

    data: bytes

    def __call__(self, _offset: int, _size: int) -> bytes:
        return self.data


class StoredLines(Sequence[LogLine]):
    """Lines by table. ``modules`` are the names that the tables' codes stand for.

    The blocks last read are kept, so threads that read at once should have one of these each.
    """

    def __init__(self, blocks: Sequence[tuple[Table, Load]], modules: Sequence[str]) -> None:
        self.modules = tuple(modules)
        self._blocks = tuple(blocks)
        self._firsts = [0, *accumulate(len(table.tags) for table, _ in self._blocks)]
        self._kept: OrderedDict[int, Loaded] = OrderedDict()

    def __len__(self) -> int:
        return self._firsts[-1]

    @overload
    def __getitem__(self, place: int) -> LogLine: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[LogLine, ...]: ...

    def __getitem__(self, place: int | slice) -> LogLine | tuple[LogLine, ...]:
        if isinstance(place, slice):
            return tuple(self[at] for at in range(*place.indices(len(self))))
        at = place + len(self) if place < 0 else place
        if not 0 <= at < len(self):
            raise IndexError(place)
        return _line(self._block(bisect_right(self._firsts, at) - 1), at)

    def head(self, place: int, most: int = HEAD) -> LogLine:
        """A line as a row shows it: of a very long one, its first bytes alone, read without the rest."""
        number = bisect_right(self._firsts, place) - 1
        row = place - self._firsts[number]
        large = self._blocks[number][0].size > _LONG_BLOCK and number not in self._kept
        begins = self._alone(number, row, most) if large else None
        if begins is None:
            begins = self._block(number).beginning(row, most)
        return parse(place + 1, gone() if begins is None else _cut_text(begins))

    def _alone(self, number: int, row: int, most: int) -> bytes | None:
        """The first bytes of a line, read without its block; None if that cannot be."""
        table, load = self._blocks[number]
        ends = table.ends()
        if row and (not getattr(load, "anywhere", False) or int(ends[-1]) != table.size):
            return None  # What lies before it in the file is not as long as in the cleaned block.
        start = int(ends[row - 1]) if row else 0
        data = clean(load(table.offset + start, min(most, int(ends[row]) - start)))
        return data.partition(b"\n")[0].removesuffix(b"\r") if data else None

    def has_form(self, place: int) -> bool:
        """Whether a line has a handset's form, told without reading it. Behind the end every line has."""
        if place >= len(self):
            return True
        number = bisect_right(self._firsts, place) - 1
        return bool(self._blocks[number][0].tags[place - self._firsts[number]])

    def size_of(self, places: Iterable[int]) -> int:
        """The bytes of these lines, told without reading them."""
        size = 0
        for place in places:
            number = bisect_right(self._firsts, place) - 1
            table, row = self._blocks[number][0], place - self._firsts[number]
            size += table.long.get(row) or int(table.lengths[row])
        return size

    def __iter__(self) -> Iterator[LogLine]:
        for block in self.blocks():
            for row in range(len(block.ends)):
                yield _line(block, block.first + row)

    def at(self, places: Iterable[int]) -> Iterator[LogLine]:
        """The lines at these places, quickest where they ascend."""
        first = behind = 0
        for place in places:
            if not first <= place < behind:
                block = self._block(bisect_right(self._firsts, place) - 1)
                data, ends = block.data, [0, *block.ends.tolist()]
                first, behind = block.first, block.first + block.count
            start, end = ends[place - first], ends[place - first + 1]
            there = end <= len(data)
            yield parse(place + 1, text_of(stripped(data[start:end])) if there else gone())

    def blocks(self) -> Iterator[Loaded]:
        """The bytes of all lines, block by block."""
        return (self._load(number) for number in range(len(self._blocks)))

    def tags_of_blocks(self) -> list[NDArray[np.uint8]]:
        """The tags of all lines, block by block."""
        return [table.tags for table, _ in self._blocks]

    @property
    def size(self) -> int:
        """The bytes of all lines."""
        return sum(table.size for table, _ in self._blocks)

    def again(self) -> StoredLines:
        """The same lines, for another thread."""
        return StoredLines(self._blocks, self.modules)

    def kept(self) -> StoredLines:
        """The same lines with their bytes in memory, whatever becomes of the file."""
        blocks = [(table, Kept(load(table.offset, table.size))) for table, load in self._blocks]
        return StoredLines(blocks, self.modules)

    def text(self) -> str:
        """All lines as one text."""
        return "".join(_decoded(block.data) for block in self.blocks())

    def _block(self, number: int) -> Loaded:
        kept = self._kept.get(number)
        if kept is None:
            kept = self._kept[number] = self._load(number)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return kept

    def _load(self, number: int) -> Loaded:
        table, load = self._blocks[number]
        return Loaded(self._firsts[number], clean(load(table.offset, table.size)), table)


def _line(block: Loaded, at: int) -> LogLine:
    raw = block.line(at - block.first)
    return parse(at + 1, gone() if raw is None else text_of(raw))


def _cut_text(raw: bytes) -> str:
    """The text of a line that may be cut in the middle of a character."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(raw) >= HEAD and error.start > len(raw) - 4:
            return raw[: error.start].decode("utf-8")
        return text_of(raw)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:  # Line by line, as they are shown.
        return "".join(text_of(line) for line in data.splitlines(keepends=True))
