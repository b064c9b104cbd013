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
    graphic = (words.astype(np.uint8) - np.uint8(_GRAPHIC[0])) <= _GRAPHIC[1] - _GRAPHIC[0]
    codes: Bytes = layout.tags[rows] >> np.uint8(3)
    found = _TABLE[_slots(codes, words)]
    for at in np.flatnonzero(~graphic).tolist() if not graphic.all() else ():
        found[at] = _after_blanks(layout, int(rows[at]))
    found |= begins == UNKNOWN
    kept: Places = rows[found]
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


def _slots(codes: Bytes, words: Words) -> NDArray[np.uint32]:
    """Where the table tells about modules and the first four of eight bytes."""
    slots: NDArray[np.uint32] = words.astype(np.uint32) * _HASH >> np.uint32(16)
    slots += codes * np.uint32(_SLOTS)
    return slots


def _keys(rule: Rule) -> Words:
    """All four bytes that its messages can begin with: behind a short word stands white space."""
    begins = beginning_of(rule)
    if len(begins) == 4:
        return np.array([int.from_bytes(begins, "little")], dtype=np.uint64)
    space = [byte for byte in range(256) if not _GRAPHIC[0] <= byte <= _GRAPHIC[1]]
    return np.array([int.from_bytes(begins, "little") | byte << 24 for byte in space], dtype=np.uint64)


def _made_table() -> NDArray[np.bool_]:
    table = np.zeros((len(FIRST) + 1) * _SLOTS, dtype=np.bool_)
    for rule in RULES:
        keys = _keys(rule)
        table[_slots(np.full(len(keys), FIRST.index(rule.module) + 1, dtype=np.uint8), keys)] = True
    return table


_TABLE = _made_table()
_WITH_THREE = [frozenset[bytes]()] + [
    frozenset(beginning_of(rule)[:3] for rule in RULES if rule.module == name) for name in FIRST
]
