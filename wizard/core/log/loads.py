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
    length = len(view)
    padded = np.empty(-(-length // _BITS) * _BITS, dtype=np.bool_)
    truths = padded[:length]
    np.equal(view, byte, out=truths)
    padded[length:] = False
    # One bit a byte: whole words of 64 without the byte are skipped at once.
    words = np.packbits(padded, bitorder="little").view(np.dtype("<u8"))
    counts = np.bitwise_count(words)
    before = counts.cumsum(dtype=np.int64)
    total = int(before[-1]) if length else 0
    if total > length // _DENSE:
        return np.flatnonzero(truths)
    found = np.empty(total, dtype=np.int64)
    rows = np.flatnonzero(words != 0)
    words, before, base = words[rows], (before - counts)[rows], rows * _BITS
    while len(words):
        rest = words - _ONE
        found[before] = base + np.bitwise_count(rest & ~words)  # The number of zeros below the lowest bit.
        words &= rest
        more = np.flatnonzero(words != 0)
        words, before, base = words[more], before[more] + 1, base[more]
    return found


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
