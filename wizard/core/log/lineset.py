"""A set of a log's lines, as one bit a line: what a filter shows, what a search found.

A log of ten million lines takes about a megabyte so, and two sets are laid over each other in a
millisecond. Places count lines from 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.uint8]
Places = NDArray[np.signedinteger[Any]]

_CHUNK = 64  # Bytes of bits that are counted together.
_LINES = 8 * _CHUNK


class LineSet:
    """``size`` lines, of which some are in the set. Never changed once it was made."""

    def __init__(self, bits: Bits, size: int, before: NDArray[np.int64] | None = None) -> None:
        """``bits`` holds a multiple of :data:`_CHUNK` bytes, as :func:`blank` makes them.

        ``before``, counted if it is not known: how many members come before each chunk, and all in all.
        """
        self.size = size
        self._bits = bits
        if before is None:
            counts = np.bitwise_count(bits.reshape(-1, _CHUNK)).sum(axis=1, dtype=np.int64)
            before = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
        self._before = before
        self._last: tuple[int, Places] | None = None

    # Making

    @classmethod
    def none(cls, size: int) -> LineSet:
        """No line."""
        return cls(blank(size), size)

    @classmethod
    def all(cls, size: int) -> LineSet:
        """Every line."""
        bits = blank(size)
        bits[: size // 8] = 0xFF
        if size % 8:
            bits[size // 8] = (1 << size % 8) - 1
        chunks = len(bits) // _CHUNK
        return cls(bits, size, np.minimum(np.arange(chunks + 1, dtype=np.int64) * _LINES, size))

    @classmethod
    def of(cls, places: Places, size: int) -> LineSet:
        """These lines, in any order."""
        bits = blank(size)
        put(bits, places)
        return cls(bits, size)

    @classmethod
    def where(cls, mask: NDArray[np.bool_]) -> LineSet:
        """The lines at which ``mask`` is true; it has one entry a line."""
        bits = blank(len(mask))
        packed = np.packbits(mask, bitorder="little")
        bits[: len(packed)] = packed
        return cls(bits, len(mask))

    def grown(self, size: int) -> LineSet:
        """The same lines of a log that has more lines now."""
        bits = blank(size)
        count = min(len(bits), len(self._bits))
        bits[:count] = self._bits[:count]
        return LineSet(bits, size)

    def begins(self, other: LineSet) -> bool:
        """Whether the other set has the same members up to the size of this one."""
        if self.size > other.size:
            return False
        whole, rest = self.size >> 3, (1 << (self.size & 7)) - 1
        if not np.array_equal(self._bits[:whole], other._bits[:whole]):
            return False
        return not rest or bool(self._bits[whole] == other._bits[whole] & rest)

    def __and__(self, other: LineSet) -> LineSet:
        # The usual cases cost nothing: no filter, or nothing looked for.
        if not len(self) or (other.size >= self.size and len(other) == other.size):
            return self
        if not len(other) or (self.size >= other.size and len(self) == self.size):
            return other
        bits = blank(max(self.size, other.size))
        count = min(len(self._bits), len(other._bits))
        np.bitwise_and(self._bits[:count], other._bits[:count], out=bits[:count])
        return LineSet(bits, max(self.size, other.size))

    # Asking

    def __len__(self) -> int:
        return int(self._before[-1])

    def __contains__(self, place: object) -> bool:
        if not isinstance(place, int | np.integer) or not 0 <= place < self.size:
            return False
        return bool(self._bits[place >> 3] >> (place & 7) & 1)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, LineSet):
            return NotImplemented
        return self.size == other.size and np.array_equal(self._bits, other._bits)

    __hash__ = None  # type: ignore[assignment]

    def __iter__(self) -> Iterator[int]:
        """The places, in order."""
        for chunk in np.flatnonzero(np.diff(self._before)).tolist():
            yield from self._of_chunk(chunk).tolist()

    def place(self, rank: int) -> int:
        """The place of the member before which there are ``rank`` others."""
        if not 0 <= rank < len(self):
            raise IndexError(rank)
        if len(self) == self.size:
            return rank
        chunk = int(np.searchsorted(self._before, rank, side="right")) - 1
        return int(self._of_chunk(chunk)[rank - int(self._before[chunk])])

    def rank(self, place: int) -> int:
        """How many members come before a place."""
        place = min(max(place, 0), self.size)
        if len(self) == self.size:
            return place
        chunk = place // _LINES
        if chunk >= len(self._before) - 1:
            return len(self)
        return int(self._before[chunk]) + int(np.searchsorted(self._of_chunk(chunk), place))

    def after(self, place: int) -> int:
        """The first member behind a place, -1 if there is none."""
        rank = self.rank(place + 1)
        return self.place(rank) if rank < len(self) else -1

    def before(self, place: int) -> int:
        """The last member in front of a place, -1 if there is none."""
        rank = self.rank(place) - 1
        return self.place(rank) if rank >= 0 else -1

    def ranks(self, places: Places) -> NDArray[np.int64]:
        """The rank of each of those places that are members; the others are left out."""
        places = places[(places >= 0) & (places < self.size)].astype(np.int64)
        if len(self) == self.size:
            return places
        byte, bit = places >> 3, (places & 7).astype(np.uint8)
        held = self._bits[byte] >> bit & 1 != 0
        byte, bit = byte[held], bit[held]
        chunk, within = byte // _CHUNK, byte % _CHUNK
        counts = np.bitwise_count(self._bits.reshape(-1, _CHUNK)[chunk])
        counts[np.arange(_CHUNK) >= within[:, None]] = 0
        whole = self._before[chunk] + counts.sum(axis=1, dtype=np.int64)
        below = self._bits[byte] & ((np.uint16(1) << bit.astype(np.uint16)) - 1).astype(np.uint8)
        ranks: NDArray[np.int64] = whole + np.bitwise_count(below)
        return ranks

    def mask(self, first: int, count: int) -> NDArray[np.bool_]:
        """Whether each of so many lines from a place on is a member."""
        low, high = first >> 3, (first + count + 7) >> 3
        bits = np.unpackbits(self._bits[low:high], bitorder="little").view(np.bool_)
        return bits[first - 8 * low : first - 8 * low + count]

    def _of_chunk(self, chunk: int) -> Places:
        if self._last is None or self._last[0] != chunk:
            some = self._bits[chunk * _CHUNK : (chunk + 1) * _CHUNK]
            found = np.flatnonzero(np.unpackbits(some, bitorder="little")) + chunk * _LINES
            self._last = (chunk, found)
        return self._last[1]


def blank(size: int) -> Bits:
    """Bits for so many lines, none of them set."""
    return np.zeros((size // _LINES + 1) * _CHUNK, dtype=np.uint8)


def put(bits: Bits, places: Places) -> None:
    """Sets the bits of these places."""
    if len(places):
        np.bitwise_or.at(bits, places >> 3, (1 << (places & 7)).astype(np.uint8))
