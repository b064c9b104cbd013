"""Where a plain text stands in a block, whatever its case, however often: no call for each place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from wizard.core.log.loads import Bytes, Places, places_where, words_at

_CASE = 0x20
"""The bit in which the two cases of a letter of ASCII differ."""
_WORD = 8
_AHEAD = 40
_RARE = 64


class PlainText:
    """A text of ASCII without line ends, at least one character."""

    def __init__(self, text: str) -> None:
        self._text = text.lower().encode("ascii")
        self._rarest: list[int] = []

    def rows(self, data: bytes, ends: Places) -> Places:
        """The rows of a block that hold the text; ``ends`` lie behind the line ends.

        Of a file that has become shorter only the lines count that are still there.
        """
        there = int(np.searchsorted(ends, len(data), side="right"))
        if not there:
            return np.zeros(0, dtype=np.int64)
        ends = ends[:there]
        view = np.frombuffer(data, dtype=np.uint8, count=int(ends[-1]))
        if len(self._text) == 1:  # Most lines hold it many times.
            starts = np.append(0, ends[:-1])
            return np.flatnonzero(np.logical_or.reduceat(self._equal(view, 0, len(view)), starts))
        rows = np.searchsorted(ends, self._places(view), side="right")
        kept: Places = rows[np.flatnonzero(np.diff(rows, prepend=-1))]
        return kept

    def _places(self, view: Bytes) -> Places:
        """Where the text begins."""
        count = len(view) - len(self._text) + 1
        if count <= 0:
            return np.zeros(0, dtype=np.int64)
        if not self._rarest:
            self._rarest = self._chosen(view)
        truths = self._equal(view, self._rarest[0], count)
        for place in self._rarest[1:]:
            truths &= self._equal(view, place, count)
        return self._confirmed(view, places_where(truths))

    def _chosen(self, view: Bytes) -> list[int]:
        """Where in the text the characters are that are looked for first: two if the rarest is not rare."""
        often = np.bincount(view, minlength=256)
        counts = [often[byte] + (often[byte ^ _CASE] if _is_letter(byte) else 0) for byte in self._text]
        first, *others = sorted(range(len(counts)), key=lambda place: counts[place])
        return [first, *others[:1]] if counts[first] > len(view) // _RARE else [first]

    def _equal(self, view: Bytes, place: int, count: int) -> NDArray[np.bool_]:
        byte = self._text[place]
        some = view[place : place + count]
        equal: NDArray[np.bool_] = (some | np.uint8(_CASE)) == byte if _is_letter(byte) else some == byte
        return equal

    def _confirmed(self, view: Bytes, places: Places) -> Places:
        """Those of the places at which all of the text stands."""
        near = int(np.searchsorted(places, len(view) - len(self._text) - _AHEAD))
        inside, last = places[:near], places[near:]
        for begin in range(0, len(self._text), _WORD):
            piece = self._text[begin : begin + _WORD]
            case = bytes(_CASE if _is_letter(byte) else 0 for byte in piece)
            mask = np.uint64((1 << 8 * len(piece)) - 1)
            (words,) = words_at(view, inside + begin, 1)
            words = (words | np.uint64(int.from_bytes(case, "little"))) & mask
            inside = inside[words == np.uint64(int.from_bytes(piece, "little"))]
        size = len(self._text)
        ended = [at for at in last.tolist() if view[at : at + size].tobytes().lower() == self._text]
        return np.concatenate([inside, np.array(ended, dtype=np.int64)])


def _is_letter(byte: int) -> bool:
    return ord("a") <= byte <= ord("z")
