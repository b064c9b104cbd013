"""The last lines of a log that may say something, as bytes, without an object for each of very many."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from wizard.core.log.loads import Bytes, Places

_DENSE = 4
_FEW = 256

Line = tuple[int, bytes]
"""A line's position, and its bytes with the line end."""


class _Some(NamedTuple):
    """Those of one block: their positions, and where each lies in ``data``."""

    places: Places
    starts: Places
    ends: Places
    data: bytes

    @property
    def length(self) -> int:
        return len(self.places)

    @property
    def size(self) -> int:
        return len(self.data)

    def lines(self, left_out: int) -> list[Line]:
        places = self.places[left_out:].tolist()
        starts, ends = self.starts[left_out:].tolist(), self.ends[left_out:].tolist()
        lines = zip(places, starts, ends, strict=True)
        return [(place, self.data[start:end]) for place, start, end in lines]


class _Few:
    """Those of a block that has few of them."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self.length = len(lines)

    @property
    def size(self) -> int:
        return sum([len(raw) for _, raw in self._lines])

    def lines(self, left_out: int) -> list[Line]:
        return self._lines[left_out:]


class Latest:
    """At least the last ``most`` lines that were added. ``count`` is the number of all of them."""

    def __init__(self, most: int) -> None:
        self.count = 0
        self._most = most
        self._kept: deque[_Some | _Few] = deque()
        self._held = 0

    def add(self, places: Places, view: Bytes, starts: Places, ends: Places) -> None:
        """Adds lines in order: their positions, and where each lies in a block's bytes."""
        count = len(places)
        if not count:
            return
        copied = _few if count <= _FEW else _some
        self._kept.append(copied(places, view, starts, ends))
        self.count += count
        self._held += count
        while self._held - self._kept[0].length >= self._most:
            self._held -= self._kept.popleft().length

    def copy(self) -> Latest:
        """The same lines; what is added to the one is not added to the other."""
        same = Latest(self._most)
        same.count, same._kept, same._held = self.count, self._kept.copy(), self._held
        return same

    @property
    def size(self) -> int:
        """How many bytes are held."""
        return sum([some.size for some in self._kept])

    def last(self, most: int) -> list[Line]:
        """The last lines, at most so many, in order."""
        surplus = self._held - most
        found: list[Line] = []
        for some in self._kept:
            left_out = max(0, min(surplus, some.length))
            surplus -= left_out
            found += some.lines(left_out)
        return found


def _few(places: Places, view: Bytes, starts: Places, ends: Places) -> _Few:
    data = view.data
    lines = zip(places.tolist(), starts.tolist(), ends.tolist(), strict=True)
    return _Few([(place, bytes(data[start:end])) for place, start, end in lines])


def _some(places: Places, view: Bytes, starts: Places, ends: Places) -> _Some:
    lengths = ends - starts
    total = int(lengths.sum())
    low, high = int(starts[0]), int(ends[-1])
    if total > (high - low) // _DENSE:
        return _Some(places, starts - low, ends - low, view[low:high].tobytes())
    behind, data = lengths.cumsum(), view.data
    spans = zip(starts.tolist(), ends.tolist(), strict=True)
    whole = b"".join([data[start:end] for start, end in spans])
    return _Some(places, behind - lengths, behind, whole)
