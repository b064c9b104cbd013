"""What was made last, for who asks for it again: bounded by the bytes that it takes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")


class Remembered(Generic[Made]):
    """The last results by their keys: so many bytes together, as ``size`` tells, and always the last one."""

    def __init__(self, most: int, size: Callable[[Made], int]) -> None:
        self._most, self._size = most, size
        self._made: OrderedDict[Hashable, tuple[Made, int]] = OrderedDict()
        self._held = 0
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What ``make`` gave for this key, called once more where that is forgotten."""
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key][0]
        made = make()  # Others may ask meanwhile for something else.
        with self._lock:
            if key not in self._made:
                self._made[key] = made, self._size(made)
                self._held += self._made[key][1]
            while self._held > self._most and len(self._made) > 1:
                _, (_, size) = self._made.popitem(last=False)
                self._held -= size
        return made
