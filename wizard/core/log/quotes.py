"""Which logs in a mail only quote lines of those that are packed in it, or lie beside it."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from wizard.core.log.opening import Opener, beginning
from wizard.core.log.origin import READING_FAILS, Origin
from wizard.core.log.repeated import is_told, lines_of
from wizard.core.log.source import decode

Key = TypeVar("Key", bound=Hashable)

_MOST = 16 * 1024 * 1024
"""Bytes of all logs together among which the lines are looked for."""


def quoted(some: Mapping[Key, Collection[str]], logs: Iterable[Origin], opener: Opener) -> set[Key]:
    """Those of which nearly all ``some`` lines are in one of the logs too, as :func:`some_of` gives them."""
    found: set[Key] = set()
    for text in _texts(logs, opener) if some else ():
        lines = lines_of(text)
        found |= {key for key, own in some.items() if is_told(set(own), lines)}
    return found


def _texts(origins: Iterable[Origin], opener: Opener) -> Iterator[str]:
    room = _MOST
    for one in origins:
        try:
            with opener.open(one) as stream:
                data = beginning(stream, room)
        except READING_FAILS:
            continue  # Whoever reads it says why.
        yield decode(data)
        room -= len(data)
        if room <= 0:
            return
