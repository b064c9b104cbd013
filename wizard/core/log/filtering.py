"""Which lines of a log pass a filter, chunk by chunk, for logs of any length."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wizard.core.log.index import LineIndex
from wizard.core.log.line import LogLine
from wizard.core.log.lineset import LineSet
from wizard.core.log.spans import ANY, Span, within

Truths = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a line must be. ``only`` are sets of lines that it must be in, ``first`` to ``last`` its number.

    Empty sets of words, an open span and ``last`` 0 let every line through.
    """

    modules: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    only: tuple[LineSet, ...] = ()
    first: int = 0
    last: int = 0
    span: Span = ANY


def passing(lines: Sequence[LogLine], index: LineIndex, wanted: Wanted) -> Generator[float, None, LineSet]:
    """Yields how much is done, from 0 to 1; close the generator to stop.

    A line without the form goes where the line goes that it belongs to.
    """
    shown = np.zeros(len(lines), dtype=np.bool_)
    by_tag = index.passing(wanted.modules, wanted.levels)
    times = iter(within(lines, wanted.span)) if not wanted.span.is_open else None
    owned, before = False, False
    for first, tags in zip(index.firsts, index.tags, strict=True):
        mask = by_tag[tags]
        for some in wanted.only:
            mask &= some.mask(first, len(tags))
        if wanted.last:
            numbers = np.arange(first + 1, first + len(tags) + 1)
            mask &= (numbers >= wanted.first) & (numbers <= wanted.last)
        if times is not None:
            mask &= next(times)
        own = tags > 0
        if not own.all():
            at = np.maximum.accumulate(np.where(own, np.arange(len(tags)), -1))
            mask = np.where(at >= 0, mask[at], before if owned else mask)
        if own.any():
            owned, before = True, bool(mask[-1])
        shown[first : first + len(tags)] = mask
        yield (first + len(tags)) / max(len(lines), 1)
    return LineSet.where(shown)
