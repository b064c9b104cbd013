"""Which lines of a block can say something that the grammar knows, without reading all of them.

Every form of line in the grammar begins with a word of its own. The first four bytes of the messages of
the few modules that matter are looked up in a table, all at once; only lines that begin right are ever
decoded and matched in full. So this may name a line too many, but never one too few.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wizard.core.log.loads import Bytes, Places, Words, words_at
from wizard.core.log.modules import FIRST
from wizard.core.log.table import UNKNOWN, Layout
from wizard.core.trace.grammar import RULES, Rule

_MOST_BLANKS = 32
"""A message with more blanks before it is matched in full."""
_GRAPHIC = (0x21, 0x7E)
"""The bytes of ASCII that are neither white space nor control characters."""
_ANY = 0xFF
_HASH = np.uint32(0x9E3779B1)
_SLOTS = 1 << 16
_CUT = 32
"""Bytes at the end of a line that hold a head that was cut, its line end and the signs of a mail too."""
_ONES, _HIGH = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)
_PIPES = _ONES * np.uint64(ord("|"))
_NO_ROWS: Places = np.zeros(0, dtype=np.int64)


def beginning_of(rule: Rule) -> bytes:
    """The first bytes, at most four, of every message of this form that is not led by white space."""
    return rule.template.partition("{")[0].split(" ")[0][:4].encode()


def may_say_something(layout: Layout) -> Places:
    """The rows of a block with a message that begins as one of its module does, in order."""
    rows = ((layout.tags - np.uint8(8)) < 8 * len(FIRST)).nonzero()[0]  # Below 8 there is no module.
    if not len(rows):
        return rows
    begins = layout.messages[rows]
    (words,) = words_at(layout.view, begins, 1)
    modules: Bytes = _TABLE[_slots(words)]
    signs = words.astype(np.uint8)  # The first of each message.
    if not _GRAPHIC[0] <= np.minimum.reduce(signs) <= np.maximum.reduce(signs) <= _GRAPHIC[1]:
        for at in np.flatnonzero((signs < _GRAPHIC[0]) | (signs > _GRAPHIC[1])).tolist():
            modules[at] = _ANY if _after_blanks(layout, int(rows[at])) else 0
    if np.minimum.reduce(begins) < 0:
        modules[begins == UNKNOWN] = _ANY
    some = modules.nonzero()[0]
    rows = rows[some]
    kept: Places = rows[modules[some] >> (layout.tags[rows] >> np.uint8(3)) & np.uint8(1) != 0]
    return kept


def may_be_cut_heads(layout: Layout) -> Places:
    """The rows without the form that have a pipe near their end and another such row behind them."""
    if np.minimum.reduce(layout.tags, initial=1):
        return _NO_ROWS
    without = layout.tags == 0
    rows = (without[:-1] & without[1:]).nonzero()[0]
    ends = layout.ends[rows]
    starts = np.maximum(ends - _CUT, 0)
    near = np.zeros(len(rows), dtype=np.bool_)
    for word in words_at(layout.view, starts, _CUT // 8):
        # As a byte that is 0 shows in what is borrowed from the one above it.
        pipes = word ^ _PIPES
        near |= (pipes - _ONES) & ~pipes & _HIGH != 0
    kept: Places = rows[near]
    return kept


def _after_blanks(layout: Layout, row: int) -> bool:
    """Whether what stands behind the blanks before a message may say something."""
    begin, end = int(layout.messages[row]), int(layout.ends[row])
    text = layout.view[begin : min(end, begin + _MOST_BLANKS)].tobytes().lstrip(b" \t\r\n")
    if not text:
        return end - begin > _MOST_BLANKS
    if not _GRAPHIC[0] <= text[0] <= _GRAPHIC[1]:
        return True
    return text[:3] in _WITH_THREE[int(layout.tags[row]) >> 3] or len(text) < 3


def _slots(words: Words) -> NDArray[np.uint32]:
    """Where the table tells about the first four of eight bytes."""
    slots: NDArray[np.uint32] = words.astype(np.uint32) * _HASH >> np.uint32(16)
    return slots


def _keys(rule: Rule) -> Words:
    """All four bytes that its messages can begin with: behind a short word stands white space."""
    begins = beginning_of(rule)
    if len(begins) == 4:
        return np.array([int.from_bytes(begins, "little")], dtype=np.uint64)
    space = [byte for byte in range(256) if not _GRAPHIC[0] <= byte <= _GRAPHIC[1]]
    return np.array([int.from_bytes(begins, "little") | byte << 24 for byte in space], dtype=np.uint64)


def _made_table() -> Bytes:
    """Which modules have a message that begins so: for each the bit that has the number of its code."""
    table = np.zeros(_SLOTS, dtype=np.uint8)
    for rule in RULES:
        table[_slots(_keys(rule))] |= np.uint8(1 << FIRST.index(rule.module) + 1)
    return table


_TABLE = _made_table()
_WITH_THREE = [frozenset[bytes]()] + [
    frozenset(beginning_of(rule)[:3] for rule in RULES if rule.module == name) for name in FIRST
]
