"""The lines of a log as arrays, so that filters of a long log take no time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wizard.core.log.line import LogLine

Rows = NDArray[np.int32]
"""Positions of lines in their log, from 0, in order."""


@dataclass(frozen=True, slots=True)
class LineIndex:
    """One entry a line, in the order of the file.

    ``modules`` and ``levels`` are the words that occur, most frequent first and in order; the
    arrays ``module`` and ``level`` hold positions in them. A line without the form is filed under
    the line that it belongs to: ``parent`` is that line's position, or the line's own.
    """

    modules: tuple[str, ...]
    levels: tuple[str, ...]
    module: NDArray[np.int32]
    level: NDArray[np.int32]
    parent: Rows
    has_times: bool
    longest_time: int

    def of_modules(self, wanted: frozenset[str]) -> NDArray[np.bool_]:
        """Whether each line is of one of these modules."""
        return np.isin(self.module, _places(self.modules, wanted))

    def of_levels(self, wanted: frozenset[str]) -> NDArray[np.bool_]:
        """Whether each line is of one of these levels."""
        return np.isin(self.level, _places(self.levels, wanted))


def _places(words: tuple[str, ...], wanted: frozenset[str]) -> list[int]:
    return [place for place, word in enumerate(words) if word in wanted]


def among(places: Rows, rows: Rows) -> Rows:
    """Those of ``places`` that are in ``rows``; both in order."""
    if not len(rows):
        return places[:0]
    at = np.minimum(np.searchsorted(rows, places), len(rows) - 1)
    found: Rows = places[rows[at] == places]
    return found


def index(lines: Sequence[LogLine]) -> LineIndex:
    """Sorts the lines by module, level and parent."""
    count = len(lines)
    own = np.fromiter((line.has_form for line in lines), np.bool_, count)
    positions = np.arange(count, dtype=np.int32)
    # The last line with the form seen so far; before the first one, a line stands for itself.
    last = np.maximum.accumulate(np.where(own, positions, -1)) if count else positions
    parent = np.where(last < 0, positions, last).astype(np.int32)
    modules, module = _sorted([line.module for line in lines], own, frequent_first=True)
    levels, level = _sorted([line.level for line in lines], own, frequent_first=False)
    longest = max((len(line.time) for line in lines), default=0)
    return LineIndex(modules, levels, module[parent], level[parent], parent, longest > 0, longest)


def _sorted(
    words: list[str], own: NDArray[np.bool_], *, frequent_first: bool
) -> tuple[tuple[str, ...], NDArray[np.int32]]:
    """The words of the lines with the form, and each line's position among them, -1 for the rest."""
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    counts.pop("", None)
    known = sorted(counts, key=lambda word: (-counts[word], word)) if frequent_first else sorted(counts)
    place = {word: number for number, word in enumerate(known)}
    places = np.fromiter((place.get(word, -1) for word in words), np.int32, len(words))
    return tuple(known), np.where(own, places, -1).astype(np.int32)
