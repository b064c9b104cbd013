"""The lines of a log by module and level, so that filters of a long log take no time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wizard.core.log.line import LogLine
from wizard.core.log.modules import LEVELS, Modules
from wizard.core.log.stored import StoredLines

Rows = NDArray[np.signedinteger[Any]]
"""Positions of lines in their log, from 0, in order."""
Tags = NDArray[np.uint8]

_SAMPLE = 10_000
OTHERS = "…"
"""The modules that a log has beyond the first thirty."""


@dataclass(frozen=True, slots=True)
class LineIndex:
    """``modules`` and ``levels`` are the words that occur, most frequent first and in order.

    ``tags`` are those of the lines, chunk by chunk as the lines are stored (see ``table.Table``);
    ``firsts`` is the position of each chunk's first line. ``owned`` is the position of the last line
    with the form up to the end of each chunk, -1 if there is none.
    """

    modules: tuple[str, ...]
    levels: tuple[str, ...]
    codes: Mapping[str, int]
    tags: tuple[Tags, ...]
    firsts: tuple[int, ...]
    owned: tuple[int, ...]
    has_times: bool
    longest_time: int

    def parent(self, place: int) -> int:
        """The line that a line without the form belongs to; any other line itself."""
        chunk = bisect_right(self.firsts, place) - 1
        row = place - self.firsts[chunk]
        if self.tags[chunk][row]:
            return place
        own = np.flatnonzero(self.tags[chunk][:row])
        if len(own):
            return self.firsts[chunk] + int(own[-1])
        before = self.owned[chunk - 1] if chunk else -1
        return before if before >= 0 else place

    def passing(self, modules: frozenset[str], levels: frozenset[str]) -> NDArray[np.bool_]:
        """Whether each of the 256 tags is of one of these modules and levels; without any, all are."""
        passed = np.ones((32, 8), dtype=np.bool_)
        if modules:
            of_them = np.zeros(32, dtype=np.bool_)
            of_them[[self.codes[word] for word in modules if word in self.codes]] = True
            passed &= of_them[:, None]
        if levels:
            passed &= np.array([sign in levels for sign in LEVELS])[None, :]
        if modules or levels:
            passed[0] = False
        return passed.reshape(256)


def index(lines: Sequence[LogLine]) -> LineIndex:
    """Sorts the lines by module and level."""
    if isinstance(lines, StoredLines):
        names, tags = lines.modules, lines.tags_of_blocks()
    else:
        names, tags = _tags_of(lines)
    counts = np.zeros(256, dtype=np.int64)
    for some in tags:
        counts += np.bincount(some, minlength=256)
    table = counts.reshape(32, 8)
    table[0] = 0
    words = dict(zip(range(32), [*names, *[OTHERS] * 32], strict=False))
    total = table.sum(axis=1)
    codes = sorted(np.flatnonzero(total).tolist(), key=lambda code: (-total[code], words[code]))
    firsts = tuple(accumulate((len(some) for some in tags), initial=0))[:-1]
    longest = max((len(line.time) for line in islice(lines, _SAMPLE)), default=0)
    return LineIndex(
        tuple(words[code] for code in codes),
        tuple(sorted(LEVELS[place] for place in np.flatnonzero(table.sum(axis=0)).tolist())),
        {words[code]: code for code in codes},
        tuple(tags),
        firsts,
        tuple(accumulate(map(_last_own, tags, firsts), max)),
        longest > 0,
        longest,
    )


def _last_own(tags: Tags, first: int) -> int:
    own = np.flatnonzero(tags)
    return first + int(own[-1]) if len(own) else -1


def _tags_of(lines: Sequence[LogLine]) -> tuple[tuple[str, ...], list[Tags]]:
    """The tags of lines at hand, in one chunk."""
    modules = Modules()
    tags = (
        modules.code(line.module) * 8 + LEVELS.index(line.level) if line.has_form else 0 for line in lines
    )
    found = [np.fromiter(tags, np.uint8, len(lines))] if lines else []
    return tuple(modules.names), found
