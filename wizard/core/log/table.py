"""The lines of a block as arrays: where each ends, its module, level and missed events.

Lines of the usual layout are read by a few loads for all of them at once; the rest is looked at pipe
by pipe, and what is left over is parsed one by one, so the result is always that of
:func:`wizard.core.log.line.parse`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from wizard.core.log.blocks import BLOCK, Block
from wizard.core.log.encoding import text_of
from wizard.core.log.line import parse
from wizard.core.log.loads import WORDS, Bytes, Places, Words, pieces_at, places_of, word_in, words_at
from wizard.core.log.modules import LEVELS, Modules

LONG = 0xFFFF
"""The length of a line that does not fit; its real one stands in ``Table.long``."""
UNKNOWN = -1
"""Where the message of a line begins that only the parser can read."""

_PIPE = ord("|")
_SLICE = 16_384  # Lines whose columns stay in the processor's cache.
_HEAD = 160
_BLANKS = np.uint64(0x2020202020202020)


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of one block, or of a part of a large one.

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


# Values, as mypy sees to; for speed, as a ``Finding``.
@dataclass(slots=True, eq=False)
class Layout:
    """A block's lines while its bytes are at hand. ``ends`` lie behind the line ends.

    ``messages`` are where the messages of lines with the form begin, or :data:`UNKNOWN`.
    """

    view: Final[Bytes]
    starts: Final[Places]
    ends: Final[Places]
    tags: Final[Bytes]
    missed: Final[NDArray[np.int32]]
    messages: Final[Places]

    def part(self, rows: slice) -> Layout:
        """Some of the lines; what is written to it is written to the whole."""
        return Layout(
            self.view,
            self.starts[rows],
            self.ends[rows],
            self.tags[rows],
            self.missed[rows],
            self.messages[rows],
        )

    def raw(self, row: int) -> bytes:
        """A line without its end."""
        return stripped(self.view[self.starts[row] : self.ends[row]].tobytes())


def lay_out(block: Block, modules: Modules) -> Layout:
    """Finds a block's lines and reads the columns before the message."""
    view = np.frombuffer(block.data, dtype=np.uint8)
    newlines = places_of(view[: block.length], ord("\n"))
    is_open = block.length > 0 and (not len(newlines) or newlines[-1] != block.length - 1)
    count = len(newlines) + is_open
    bounds = np.empty(count + 1, dtype=np.int64)
    bounds[0], bounds[-1] = 0, block.length
    np.add(newlines, 1, out=bounds[1 : len(newlines) + 1])
    starts, ends = bounds[:-1], bounds[1:]
    tags, missed = np.zeros(count, dtype=np.uint8), np.zeros(count, dtype=np.int32)
    whole = Layout(view, starts, ends, tags, missed, starts + _USUAL)
    if 0 < count <= _SLICE:
        _read_columns(whole, modules)
    else:
        for first in range(0, count, _SLICE):
            _read_columns(whole.part(slice(first, first + _SLICE)), modules)
    return whole


def tables_of(block: Block, layout: Layout) -> list[Table]:
    """What is kept of a block: tables of about a megabyte, so that no more is read to show a line."""
    whole = _table_of(block, layout)
    parts = block.length // BLOCK
    if parts < 2 or block.length != block.size:  # Cleaned, it does not tell where a line lies in the file.
        return [whole]
    cuts = np.searchsorted(layout.ends, [BLOCK * number for number in range(1, parts)]).tolist()
    return [
        _part_of(whole, layout, slice(first, behind))
        for first, behind in pairwise([0, *cuts, len(layout.ends)])
        if first < behind
    ]


def _table_of(block: Block, layout: Layout) -> Table:
    lengths = layout.ends - layout.starts
    long: dict[int, int] = {}
    if block.length >= LONG and np.maximum.reduce(lengths, initial=0) >= LONG:
        long = {int(row): int(lengths[row]) for row in np.flatnonzero(lengths >= LONG)}
        lengths = np.minimum(lengths, LONG)
    return Table(block.offset, block.size, lengths.astype(np.uint16), layout.tags, long)


def _part_of(whole: Table, layout: Layout, rows: slice) -> Table:
    starts, ends = layout.starts[rows], layout.ends[rows]
    long = {row - rows.start: size for row, size in whole.long.items() if rows.start <= row < rows.stop}
    begin, end = int(starts[0]), int(ends[-1])
    return Table(whole.offset + begin, end - begin, whole.lengths[rows], whole.tags[rows], long)


def stripped(raw: bytes) -> bytes:
    """A line without its end."""
    return raw.removesuffix(b"\n").removesuffix(b"\r") if raw.endswith(b"\n") else raw


# The columns -------------------------------------------------------------------------------


def _read_columns(lines: Layout, modules: Modules) -> None:
    """Fills in the tags, the missed events and where messages begin."""
    rows = _usual(lines, modules)
    if len(rows):
        rows = _with_missed(lines, rows, modules)
    if len(rows):
        rows = _by_pipes(lines, rows, modules)
    lines.messages[rows] = UNKNOWN
    for row in rows.tolist():
        line = parse(0, text_of(lines.raw(row)))
        if line.has_form:
            lines.tags[row] = modules.code(line.module) * 8 + LEVELS.index(line.level)
            lines.missed[row] = line.missed


def _usual(lines: Layout, modules: Modules) -> Places:
    """Lines with ten characters of time, five of module, one of level, and no missed events.

    Gives the others.
    """
    pieces = pieces_at(lines.view, lines.starts, _READ)
    form = None
    # Behind an open end lies what the buffer had before.
    whole = int(lines.ends[-1] - lines.starts[-1]) >= _USUAL
    if not (whole and _are_usual(pieces)):
        time, module, level = (word_in(pieces, at) for at in (0, 8, 16))
        wrong = (module & _AT_MODULE[0]) ^ _AT_MODULE[1]
        wrong |= (level & _AT_LEVEL[0]) ^ _AT_LEVEL[1]
        wrong |= (time & _TIME[0]) ^ _TIME[1]
        form = wrong == 0
        form[-1] &= whole
    tags = modules.tags(_columns(pieces, form))
    lines.tags[:] = tags
    left: Places = (tags == 0).nonzero()[0]
    return left


def _are_usual(pieces: NDArray[np.void]) -> bool:
    """Whether all lines are certain to have the usual layout; no more is known of less than some lines."""
    words = pieces.view(WORDS)
    some = len(words) // len(_MASKS)
    if not some:
        return False
    # As bits that are so in all lines are so in all together, in either way. So many lines are a row that
    # is combined with the next one at once; what is left is combined with lines that were there before.
    rows, rest = words[: some * len(_MASKS)].reshape(some, -1), words[-len(_MASKS) :]
    both, either = np.bitwise_and.reduce(rows) & rest, np.bitwise_or.reduce(rows) | rest
    wrong = (both & _MASKS ^ _VALUES) | (either & _MASKS ^ _VALUES)
    return not np.bitwise_or.reduce(wrong)


def _with_missed(lines: Layout, rows: Places, modules: Modules) -> Places:
    """The same lines with two or one characters of missed events. Gives those that are others still."""
    starts, ends = lines.starts[rows], lines.ends[rows]
    pieces = pieces_at(lines.view, starts, _READ)
    time, module, level = (word_in(pieces, at) for at in (0, 8, 16))
    wrong = (module & _AT_MODULE[0]) ^ _AT_MODULE[1]
    wrong |= (level & _BEFORE_MISSED[0]) ^ _BEFORE_MISSED[1]
    wrong |= (time & _TIME[0]) ^ _TIME[1]
    two = (level & _BEHIND_TWO[0]) == _BEHIND_TWO[1]
    lost = _MISSED[(level >> np.uint64(24) & np.uint64(0xFFFF)).view(np.int64)]
    blank = (level & _BLANK[0]) == _BLANK[1]
    lost = np.where(two, lost, np.where(blank, np.int16(0), np.int16(-1)))
    form = (wrong == 0) & (lost >= 0) & (ends - starts >= _USUAL)
    tags = modules.tags(_columns(pieces, form))
    form = tags != 0
    found = rows[form]
    lines.tags[found], lines.missed[found] = tags[form], lost[form]
    lines.messages[found] -= ~two[form]
    left: Places = rows[~form]
    return left


def _columns(pieces: NDArray[np.void], form: NDArray[np.bool_] | None) -> Words:
    """Module and level with the pipes behind them as one word, 0 for the lines that have another form."""
    columns = word_in(pieces, _AT_COLUMNS)
    return columns.copy() if form is None else np.where(form, columns, np.uint64(0))


def _by_pipes(lines: Layout, rows: Places, modules: Modules) -> Places:
    """Lines with anything before the module. Gives those that only the parser can read."""
    view, starts, ends = lines.view, lines.starts, lines.ends
    low, high = int(starts[0]), int(ends[-1])
    pipes = np.append(places_of(view[low:high], _PIPE) + low, [high] * 4)
    first = np.searchsorted(pipes[:-4], starts[rows])
    enough = pipes[first + 2] < ends[rows]
    rows, first = rows[enough], first[enough]  # All others have no form.
    at = [pipes[first + number] for number in range(4)]
    width = at[1] - at[0] - 1
    form = (at[3] < ends[rows]) & (at[0] - starts[rows] <= _HEAD)
    form &= (width >= 1) & (width <= 8) & (at[2] - at[1] == 2)
    form &= (at[3] - at[2] == 2) | (at[3] - at[2] == 3)
    width = np.clip(width, 0, 8)
    (words,) = words_at(view, at[0] + 1, 1)
    codes = modules.codes(np.where(form, words & _FIELD[width] | _PADDING[width], _BLANKS))
    level = _LEVEL[view[at[1] + 1]]
    second = np.where(at[3] - at[2] == 3, view[at[2] + 2], ord(" ")).astype(np.int64)
    lost = _MISSED[view[at[2] + 1] + 256 * second]
    form &= (codes > 0) & (level < len(LEVELS)) & (lost >= 0)
    found = rows[form]
    lines.tags[found] = codes[form] * np.uint8(8) + level[form]
    lines.missed[found] = lost[form]
    lines.messages[found] = at[3][form] + 1
    left: Places = rows[~form]
    return left


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


def _sample(text: bytes) -> tuple[np.uint64, np.uint64]:
    """The bits of 8 bytes that must be so, and how; a dot stands for any byte."""
    mask = bytes(0 if byte == ord(".") else 0xFF for byte in text)
    value = bytes(0 if byte == ord(".") else byte for byte in text)
    return np.uint64(int.from_bytes(mask, "little")), np.uint64(int.from_bytes(value, "little"))


_MISSED = _missed_values()
_LEVEL = np.full(256, 8, dtype=np.uint8)
_LEVEL[[ord(sign) for sign in LEVELS]] = range(len(LEVELS))
# The usual line, 8 bytes a row: 03010800 · 00|dns   · |4|00|
_READ, _USUAL = 24, 22
_AT_COLUMNS = 11
_TIME = np.uint64(0x6060606060606060), np.uint64(0x2020202020202020)
"""So in every digit, blank, point and colon, but in no pipe and no line end."""
_AT_MODULE = _sample(b"..|.....")[0] | np.uint64(0x6060), _sample(b"..|.....")[1] | np.uint64(0x2020)
_AT_LEVEL = _sample(b"|.|00|..")
_MASKS, _VALUES = (
    np.tile(np.array(bits, dtype=WORDS), 128) for bits in zip(_TIME, _AT_MODULE, _AT_LEVEL, strict=True)
)
"""The same of the words of so many lines, one behind the other."""
_BEFORE_MISSED = _sample(b"|.|.....")
_BEHIND_TWO = _sample(b".....|..")
_BLANK = _sample(b"... |...")
# The bytes of a field of so many characters, and the blanks that fill it up to 8.
_FIELD = np.array([(1 << 8 * width) - 1 for width in range(9)], dtype=np.uint64)
_PADDING = _BLANKS & ~_FIELD
