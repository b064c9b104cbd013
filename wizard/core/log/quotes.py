"""Which logs in a mail only quote lines of those that are packed in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from wizard.core.log.opening import Opener, beginning
from wizard.core.log.origin import READING_FAILS, Origin
from wizard.core.log.repeated import is_told, lines_of, some_of
from wizard.core.log.source import decode

_MOST = 16 * 1024 * 1024
"""Bytes of all packed logs of a mail among which the lines are looked for."""


def quoted(logs: Mapping[str, str], packed: Iterable[Origin]) -> set[str]:
    """The names of those logs whose lines one of the packed ones has too."""
    some = {name: some_of(lines_of(text)) for name, text in logs.items()}
    found: set[str] = set()
    for text in _texts(packed) if some else ():
        lines = lines_of(text)
        found |= {name for name, own in some.items() if is_told(own, lines)}
    return found


def _texts(origins: Iterable[Origin]) -> Iterator[str]:
    room = _MOST
    with Opener() as opener:
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
