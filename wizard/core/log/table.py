"""The lines of a block as arrays: where each ends, its module, level and missed events.

Lines of the usual layout are read by a few unaligned loads for all of them at once; the rest is
looked at pipe by pipe, and what is left over is parsed one by one, so the result is always that of
:func:`wizard.core.log.line.parse`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wizard.core.log.blocks import Block, text_of
from wizard.core.log.line import parse

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]
Truths = NDArray[np.bool_]
Words = NDArray[np.uint64]

LEVELS = "0123456*"
OTHER = 31
"""The code of every module beyond the first thirty."""
FIRST = ("dns", "sip", "log")
"""The modules that the grammar knows have the codes 1, 2 and 3 in every log."""
LONG = 0xFFFF
"""The length of a line that does not fit; its real one stands in ``Table.long``."""

_PIPE = ord("|")
_SLICE = 65_536
_HEAD = 160
_MODULE = re.compile(r"[ \t]*([A-Za-z][A-Za-z0-9_]{0,7})[ \t]*")
_MOST_LEARNED = 4096
_HASH = np.uint64(0x9E3779B97F4A7C15)
_BLANKS = np.uint64(0x2020202020202020)


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of one block.

    ``lengths`` in bytes, with the line end. A tag is 8 times the module's code plus the level's place
    in :data:`LEVELS`, or 0 for a line without the form.
    """

    offset: int
    size: int
    lengths: NDArray[np.uint16]
    tags: Bytes
    long: dict[int, int] = field(default_factory=dict)

    def ends(self) -> Places:
        """Where each line ends, behind its line end."""
        lengths = self.lengths.astype(np.int64)
        for row, length in self.long.items():
            lengths[row] = length
        return lengths.cumsum()


@dataclass(frozen=True, slots=True)
class Layout:
    """A block's lines while its bytes are at hand. ``ends`` lie behind the line ends."""

    view: Bytes
    starts: Places
    ends: Places
    tags: Bytes
    missed: NDArray[np.int32]

    def part(self, rows: slice) -> Layout:
        """Some of the lines; what is written to it is written to the whole."""
        return Layout(self.view, self.starts[rows], self.ends[rows], self.tags[rows], self.missed[rows])

    def raw(self, row: int) -> bytes:
        """A line without its end."""
        return stripped(self.view[self.starts[row] : self.ends[row]].tobytes())


class Modules:
    """Which module has which code, learned from the log. Fields are looked up as words of 8 bytes."""

    def __init__(self) -> None:
        self.names = ["", *FIRST]
        self._words = np.zeros(1 << 16, dtype=np.uint64)
        self._codes = np.zeros(1 << 16, dtype=np.int16)
        self._spilled: dict[int, int] = {}
        self._learned = 0

    def code(self, name: str) -> int:
        """The code of a module, a new one if there is room."""
        if name in self.names:
            return self.names.index(name)
        if len(self.names) >= OTHER:
            return OTHER
        self.names.append(name)
        return len(self.names) - 1

    def codes(self, words: Words) -> NDArray[np.int16]:
        """The code for each field, 0 if it is no module's name or not known."""
        slots = (words * _HASH) >> np.uint64(48)
        strange = self._words[slots] != words
        if strange.any():
            self._learn(np.unique(words[strange]))
            strange = self._words[slots] != words
        codes: NDArray[np.int16] = self._codes[slots]
        if strange.any():
            codes[strange] = 0
            for word in np.unique(words[strange]).tolist():
                codes[words == word] = self._spilled.get(word, 0)
        return codes

    def _learn(self, words: Words) -> None:
        for word in words.tolist():
            if self._learned >= _MOST_LEARNED:
                return
            slot = ((word * int(_HASH)) & 0xFFFFFFFFFFFFFFFF) >> 48
            match = _MODULE.fullmatch(word.to_bytes(8, "little").decode("latin-1"))
            code = self.code(match.group(1).lower()) if match else 0
            if self._words[slot] == 0:
                self._words[slot], self._codes[slot] = word, code
            else:
                self._spilled.setdefault(word, code)
            self._learned += 1


def lay_out(block: Block, modules: Modules) -> Layout:
    """Finds a block's lines and reads the columns before the message."""
    view = np.frombuffer(block.data, dtype=np.uint8)
    ends = np.flatnonzero(view[: block.length] == ord("\n")) + 1
    if block.length and (not len(ends) or ends[-1] != block.length):
        ends = np.append(ends, block.length)
    starts = np.empty_like(ends)
    starts[:1] = 0
    starts[1:] = ends[:-1]
    tags = np.zeros(len(ends), dtype=np.uint8)
    whole = Layout(view, starts, ends, tags, np.zeros(len(ends), dtype=np.int32))
    for first in range(0, len(ends), _SLICE):
        _read_columns(whole.part(slice(first, first + _SLICE)), modules)
    return whole


def table_of(block: Block, layout: Layout) -> Table:
    """What is kept of a block."""
    lengths = layout.ends - layout.starts
    rows = np.flatnonzero(lengths >= LONG)
    long = {int(row): int(lengths[row]) for row in rows}
    return Table(block.offset, block.size, np.minimum(lengths, LONG).astype(np.uint16), layout.tags, long)


def stripped(raw: bytes) -> bytes:
    """A line without its end."""
    return raw.removesuffix(b"\n").removesuffix(b"\r") if raw.endswith(b"\n") else raw


# The columns -------------------------------------------------------------------------------


def _read_columns(lines: Layout, modules: Modules) -> None:
    """Fills in the tags and missed events."""
    rows = np.flatnonzero(~_usual(lines, modules))
    for row in _by_pipes(lines, rows, modules).tolist() if len(rows) else ():
        line = parse(0, text_of(lines.raw(row)))
        if line.has_form:
            lines.tags[row] = modules.code(line.module) * 8 + LEVELS.index(line.level)
            lines.missed[row] = line.missed


def _usual(lines: Layout, modules: Modules) -> Truths:
    """Lines with ten characters of time, five of module, one of level, two or one of missed events."""
    starts = lines.starts
    words, halves = _unaligned(lines.view, "<u8"), _unaligned(lines.view, "<u4")
    body = words[starts + 10]
    form: Truths = (body & _PIPES_OF_BODY[0]) == _PIPES_OF_BODY[1]
    form &= lines.ends - starts >= 22
    form &= ~(_has_pipe(words[starts]) | _has_pipe(words[starts + 2]))
    codes = modules.codes(np.where(form, body >> np.uint64(8) & _FIELD[5] | _PADDING[5], _BLANKS))
    level = _LEVEL[body >> np.uint64(56)]
    form &= (codes > 0) & (level < len(LEVELS))
    tail = halves[starts + 18]
    if not (tail[form] == _NONE_MISSED).all():
        two = (tail & _PIPES_OF_TAIL[0]) == _PIPES_OF_TAIL[1]
        lost = np.where(two, _MISSED[tail >> np.uint32(8) & np.uint32(0xFFFF)], np.int16(-1))
        lost[(tail & np.uint32(0xFFFFFF)) == _BLANK_MISSED] = 0
        form &= lost >= 0
        lines.missed[form] = lost[form]
    lines.tags[form] = (codes[form] * 8 + level[form]).astype(np.uint8)
    return form


def _by_pipes(lines: Layout, rows: Places, modules: Modules) -> Places:
    """Lines with anything before the module. Gives those that only the parser can read."""
    view, starts, ends = lines.view, lines.starts, lines.ends
    low, high = int(starts[0]), int(ends[-1])
    pipes = np.append(np.flatnonzero(view[low:high] == _PIPE) + low, [high] * 4)
    first = np.searchsorted(pipes[:-4], starts[rows])
    enough = pipes[first + 2] < ends[rows]
    rows, first = rows[enough], first[enough]
    at = [pipes[first + number] for number in range(4)]
    width = at[1] - at[0] - 1
    form = (at[3] < ends[rows]) & (at[0] - starts[rows] <= _HEAD)
    form &= (width >= 1) & (width <= 8) & (at[2] - at[1] == 2)
    form &= (at[3] - at[2] == 2) | (at[3] - at[2] == 3)
    width = np.clip(width, 0, 8)
    words = _unaligned(view, "<u8")[at[0] + 1] & _FIELD[width] | _PADDING[width]
    codes = modules.codes(np.where(form, words, _BLANKS))
    level = _LEVEL[view[at[1] + 1]]
    second = np.where(at[3] - at[2] == 3, view[at[2] + 2], ord(" ")).astype(np.int64)
    lost = _MISSED[view[at[2] + 1] + 256 * second]
    form &= (codes > 0) & (level < len(LEVELS)) & (lost >= 0)
    lines.tags[rows[form]] = (codes[form] * 8 + level[form]).astype(np.uint8)
    lines.missed[rows[form]] = lost[form]
    left: Places = rows[~form]
    return left


def _unaligned(view: Bytes, kind: str) -> NDArray[np.unsignedinteger[Any]]:
    """The integers that begin at each byte."""
    width = np.dtype(kind).itemsize
    return np.ndarray((len(view) - width + 1,), dtype=kind, buffer=view, strides=(1,))


def _has_pipe(words: Words) -> Truths:
    """Whether any of the 8 bytes is a pipe."""
    zero = words ^ np.uint64(0x7C7C7C7C7C7C7C7C)
    found: Truths = ((zero - np.uint64(0x0101010101010101)) & ~zero & np.uint64(0x8080808080808080)) != 0
    return found


def _missed_values() -> NDArray[np.int16]:
    """What two characters of the missed events column say, by their 16 bits; -1 if they are not that."""
    values = np.full(1 << 16, -1, dtype=np.int16)
    signs = "0123456789abcdefABCDEF \t"
    for one in signs:
        for two in signs:
            line = parse(0, f"|dns|0|{one}{two}|")
            if line.has_form:
                values[ord(one) | ord(two) << 8] = line.missed
    return values


_MISSED = _missed_values()
_PIPES_OF_BODY = (np.uint64(0x00FF0000000000FF), np.uint64(_PIPE << 48 | _PIPE))
_PIPES_OF_TAIL = (np.uint32(0xFF0000FF), np.uint32(_PIPE << 24 | _PIPE))
_NONE_MISSED = np.uint32(int.from_bytes(b"|00|", "little"))
_BLANK_MISSED = np.uint32(int.from_bytes(b"| |", "little"))
_LEVEL = np.full(256, 8, dtype=np.int16)
_LEVEL[[ord(sign) for sign in LEVELS]] = range(len(LEVELS))
# The bytes of a field of so many characters, and the blanks that fill it up to 8.
_FIELD = np.array([(1 << 8 * width) - 1 for width in range(9)], dtype=np.uint64)
_PADDING = _BLANKS & ~_FIELD
