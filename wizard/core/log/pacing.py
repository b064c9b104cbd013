"""Long work in Python that lets others come first now and then."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")
Pause = Callable[[], None]
"""Asked now and then; returns when the work may go on."""

_EVERY = 256


def paced(items: Iterable[Item], pause: Pause | None) -> Iterable[Item]:
    """The same items, with a pause now and then."""
    if pause is None:
        return items
    return _with_pauses(items, pause)


def _with_pauses(items: Iterable[Item], pause: Pause) -> Iterable[Item]:
    for number, item in enumerate(items):
        if number % _EVERY == 0:
            pause()
        yield item
