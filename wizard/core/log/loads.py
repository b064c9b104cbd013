"""A block's bytes as arrays: where a byte stands, and the bytes at many places at once.

A plain ``nonzero`` or a load for each word takes several times as long; these two are most of what
reading a long log costs. Of short arrays ``nonzero`` takes half the time of ``flatnonzero``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]
Words = NDArray[np.uint64]
_Number = TypeVar("_Number", np.int64, np.uint64)

_ONE = np.uint64(1)
_WORD = 8
WORDS = np.dtype("<u8")
"""Of 8 bytes each, as they stand in a file."""
_BITS = 64
_DENSE = 16
_PIECE = 128 * 1024
"""Bytes whose truths stay in the processor's cache."""


def places_of(view: Bytes, byte: int) -> Places:
    """Where a byte stands, in order."""
    # In one array for all pieces: a new one lies where the cache has it not.
    truths = np.empty(min(_PIECE, len(view)), dtype=np.bool_)
    cuts = (view[first : first + _PIECE] for first in range(0, len(view), _PIECE))
    pieces = (np.equal(cut, byte, out=truths[: len(cut)]) for cut in cuts)
    places = _places_in(pieces, len(view))
    return np.flatnonzero(view == byte) if places is None else places


def places_where(truths: NDArray[np.bool_]) -> Places:
    """Which of many are true, in order."""
    places = _places_in([truths], len(truths))
    return np.flatnonzero(truths) if places is None else places


def distinct(values: NDArray[_Number]) -> NDArray[_Number]:
    """Each value once, in order: ``np.unique`` without what that loads at its first call, a part of NumPy."""
    ordered = np.sort(values)
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def _places_in(pieces: Iterable[NDArray[np.bool_]], length: int) -> Places | None:
    """Which are true in pieces of so many truths together; None if so many are that another way is faster."""
    # One bit each: 64 that are all false are skipped at once.
    packed = np.zeros(-(-length // _BITS) * _WORD, dtype=np.uint8)
    for number, truths in enumerate(pieces):
        bits = np.packbits(truths, bitorder="little")
        packed[number * _PIECE // 8 :][: len(bits)] = bits
    words = packed.view(np.dtype("<u8"))
    counts = np.bitwise_count(words)
    if np.maximum.reduce(counts, initial=0) <= 1:  # As of the line ends where no line is short.
        rows = counts.view(np.bool_).nonzero()[0]
        words = words[rows]
        words -= _ONE
        rows *= _BITS
        rows += np.bitwise_count(words)  # The number of zeros below the only bit.
        return rows
    if int(counts.sum(dtype=np.int64)) > length // _DENSE:
        return None
    rows = np.repeat(np.arange(len(words)), counts)
    words = _one_bit_each(words[rows], rows)
    rows *= _BITS
    words -= _ONE
    rows += np.bitwise_count(words & ~(words + _ONE))  # The number of zeros below the lowest bit.
    return rows


def _one_bit_each(words: Words, rows: Places) -> Words:
    """A word that stands there once for each of its bits, each time without the lowest one before."""
    for step in range(1, _BITS):
        again = np.flatnonzero(rows[step:] == rows[:-step]) + step
        if not len(again):
            break
        taken = words[again]
        words[again] = taken & (taken - _ONE)
    return words


def words_at(view: Bytes, starts: Places, count: int) -> list[Words]:
    """``count`` little-endian words of 8 bytes each, one behind the other, from each start on.

    So many bytes must be there behind the last start.
    """
    words = pieces_at(view, starts, _WORD * count).view(WORDS).reshape(-1, count)
    return [words[:, number] for number in range(count)]


def pieces_at(view: Bytes, starts: Places, size: int) -> NDArray[np.void]:
    """So many bytes from each start on; they must be there behind the last one."""
    # An array in which a piece begins at every byte; one load takes all of it.
    pieces = np.ndarray(max(0, len(view) - size + 1), f"V{size}", view, strides=(1,))
    return pieces[starts]


def word_in(pieces: NDArray[np.void], at: int) -> Words:
    """The little-endian word of 8 bytes that each piece has there."""
    return np.ndarray(len(pieces), WORDS, pieces, at if len(pieces) else 0, pieces.strides)
