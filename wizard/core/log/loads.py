"""A block's bytes as arrays: where a byte stands, and the bytes at many places at once.

A plain ``flatnonzero`` or unaligned index takes several times as long; these two are most of what
reading a long log costs.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]
Words = NDArray[np.uint64]

_ONE = np.uint64(1)
_BITS = 64
_DENSE = 16


def places_of(view: Bytes, byte: int) -> Places:
    """Where a byte stands, in order."""
    return places_where(view == byte)


def places_where(truths: NDArray[np.bool_]) -> Places:
    """Which of many are true, in order."""
    length = len(truths)
    # One bit each: 64 that are all false are skipped at once.
    packed = np.zeros(-(-length // _BITS) * 8, dtype=np.uint8)
    packed[: -(-length // 8)] = np.packbits(truths, bitorder="little")
    words = packed.view(np.dtype("<u8"))
    counts = np.bitwise_count(words)
    if int(counts.sum(dtype=np.int64)) > length // _DENSE:
        return np.flatnonzero(truths)
    rows = np.repeat(np.arange(len(words)), counts)
    words = words[rows]
    # Of a word's several bits each place takes the lowest that those before it left.
    for step in range(1, _BITS):
        again = np.flatnonzero(rows[step:] == rows[:-step]) + step
        if not len(again):
            break
        taken = words[again]
        words[again] = taken & (taken - _ONE)
    rows *= _BITS
    rows += np.bitwise_count((words - _ONE) & ~words)  # The number of zeros below the lowest bit.
    return rows


def words_at(view: Bytes, starts: Places, count: int) -> list[Words]:
    """``count`` (up to four) little-endian words of 8 bytes each, one behind the other, from each start on.

    There must be 40 bytes or more behind the last start.
    """
    aligned = view[: len(view) // 8 * 8].view(np.dtype("<u8"))
    place = starts >> 3
    right = ((starts & 7) << 3).view(np.uint64)
    left = np.uint64(64) - right  # Shifting by all 64 bits gives 0.
    # Every place is inside, so clipping changes nothing; it spares a copy.
    parts = [aligned[number:].take(place, mode="clip") for number in range(count + 1)]
    return [(low >> right) | (high << left) for low, high in pairwise(parts)]
