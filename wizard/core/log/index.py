"""The lines of a log as arrays, so that filters of a long log take no time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wizard.core.log.line import LogLine
from wizard.core.log.stored import StoredLines
from wizard.core.log.table import LEVELS

Rows = NDArray[np.int32]
"""Positions of lines in their log, from 0, in order."""

Codes = NDArray[np.signedinteger[Any]]

_SAMPLE = 10_000
OTHERS = "…"
"""The modules that a long log has beyond the first thirty."""


@dataclass(frozen=True, slots=True)
class LineIndex:
    """One entry a line, in the order of the file.

    ``modules`` and ``levels`` are the words that occur, most frequent first and in order; the
    arrays ``module`` and ``level`` hold positions in them. A line without the form is filed under
    the line that it belongs to: ``parent`` is that line's position, or the line's own.
    """

    modules: tuple[str, ...]
    levels: tuple[str, ...]
    module: Codes
    level: Codes
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
    if isinstance(lines, StoredLines):
        return _of_stored(lines)
    count = len(lines)
    own = np.fromiter((line.has_form for line in lines), np.bool_, count)
    parent = _parents(own)
    modules, module = _sorted([line.module for line in lines], own, frequent_first=True)
    levels, level = _sorted([line.level for line in lines], own, frequent_first=False)
    longest = max((len(line.time) for line in lines), default=0)
    return LineIndex(modules, levels, module[parent], level[parent], parent, longest > 0, longest)


def _parents(own: NDArray[np.bool_]) -> Rows:
    """The last line with the form seen so far; before the first one, a line stands for itself."""
    positions = np.arange(len(own), dtype=np.int32)
    if own.all():
        return positions
    last = np.maximum.accumulate(np.where(own, positions, np.int32(-1)))
    parents: Rows = np.where(last < 0, positions, last)
    return parents


def _of_stored(lines: StoredLines) -> LineIndex:
    """The same from the tags, without reading a line; the time's width from the first lines alone."""
    tags = lines.tags()
    own = tags > 0
    parent = _parents(own)
    if not own.all():
        tags = tags[parent]
    counts = np.bincount(tags, minlength=256).reshape(32, 8)
    counts[0] = 0
    words = dict(zip(range(32), [*lines.modules, *[OTHERS] * 32], strict=False))
    total = counts.sum(axis=1)
    codes = sorted(np.flatnonzero(total).tolist(), key=lambda code: (-total[code], words[code]))
    signs = sorted(np.flatnonzero(counts.sum(axis=0)).tolist(), key=lambda place: LEVELS[place])
    longest = max((len(line.time) for line in islice(lines, _SAMPLE)), default=0)
    return LineIndex(
        tuple(words[code] for code in codes),
        tuple(LEVELS[place] for place in signs),
        _places_in(codes, 32)[tags >> 3],
        np.where(tags > 0, _places_in(signs, 8)[tags & 7], np.int8(-1)),
        parent,
        longest > 0,
        longest,
    )


def _places_in(codes: Sequence[int], count: int) -> NDArray[np.int8]:
    places = np.full(count, -1, dtype=np.int8)
    places[np.asarray(codes, dtype=np.intp)] = range(len(codes))
    return places


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
