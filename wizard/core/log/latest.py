"""The last lines of a log that may say something, as bytes, without an object for each of them."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from wizard.core.log.loads import Bytes, Places

_DENSE = 4


class _Some(NamedTuple):
    """Those of one block: their positions, and where each lies in ``data``."""

    places: Places
    starts: Places
    ends: Places
    data: bytes


class Latest:
    """At least the last ``most`` lines that were added. ``count`` is the number of all of them."""

    def __init__(self, most: int) -> None:
        self.count = 0
        self._most = most
        self._kept: deque[_Some] = deque()
        self._held = 0

    def add(self, places: Places, view: Bytes, starts: Places, ends: Places) -> None:
        """Adds lines in order: their positions, and where each lies in a block's bytes."""
        if not len(places):
            return
        self._kept.append(_Some(places, *_copied(view, starts, ends)))
        self.count += len(places)
        self._held += len(places)
        while self._held - len(self._kept[0].places) >= self._most:
            self._held -= len(self._kept.popleft().places)

    def copy(self) -> Latest:
        """The same lines; what is added to the one is not added to the other."""
        same = Latest(self._most)
        same.count, same._kept, same._held = self.count, self._kept.copy(), self._held
        return same

    @property
    def size(self) -> int:
        """How many bytes are held."""
        return sum(len(some.data) for some in self._kept)

    def last(self, most: int) -> list[tuple[int, bytes]]:
        """The last lines, at most so many, in order: position, and bytes with the line end."""
        surplus = self._held - most
        found: list[tuple[int, bytes]] = []
        for some in self._kept:
            left_out = max(0, min(surplus, len(some.places)))
            surplus -= left_out
            places = some.places[left_out:].tolist()
            starts, ends = some.starts[left_out:].tolist(), some.ends[left_out:].tolist()
            lines = zip(places, starts, ends, strict=True)
            found += [(place, some.data[start:end]) for place, start, end in lines]
        return found


def _copied(view: Bytes, starts: Places, ends: Places) -> tuple[Places, Places, bytes]:
    """The bytes of these lines, and where each lies in them."""
    lengths = ends - starts
    total = int(lengths.sum())
    low, high = int(starts[0]), int(ends[-1])
    if total > (high - low) // _DENSE:
        return starts - low, ends - low, view[low:high].tobytes()
    behind, data = lengths.cumsum(), view.data
    places = zip(starts.tolist(), ends.tolist(), strict=True)
    return behind - lengths, behind, b"".join([data[start:end] for start, end in places])
