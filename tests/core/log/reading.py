"""Both ways to read a log: line by line, and by the engine."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise

from wizard.core.log.blocks import Blocks
from wizard.core.log.engine import Stretch, read_stretch
from wizard.core.log.finder import Log, find
from wizard.core.log.joining import read_log
from wizard.core.log.large import Piece, assemble
from wizard.core.log.opening import Opener
from wizard.core.log.review import Review, review
from wizard.core.log.source import LogText, decoded
from wizard.workers import result_of

NAME = "0004f2a1b2c3-app.log"


def joined(*paths: str) -> Review:
    """The one log in some files, folders and archives, all its parts together."""
    (log,) = find(paths)
    assert isinstance(log, Log), log
    with Opener() as opener:
        return result_of(read_log(log, opener))


def simply(data: bytes, name: str = NAME) -> Review:
    """Line by line."""
    text, form = decoded(data)
    return review(LogText(name, text, "", form))


def stretch_of(data: bytes, start: int = 0, end: int | None = None) -> Stretch:
    """A part of a log, read by the engine."""
    return result_of(read_stretch(io.BytesIO(data), NAME, start, end))


def by_engine(data: bytes, cuts: Sequence[int] = (), name: str = NAME) -> Review:
    """By the engine, in stretches that begin at ``cuts``."""
    places = [0, *cuts, len(data)] if cuts else [0, None]
    stretches = [stretch_of(data, a, b) for a, b in pairwise(places)]

    def load(offset: int, size: int) -> bytes:
        # UTF-16 has offsets of its own: the blocks are read again.
        again = Blocks(io.BytesIO(data))
        found = next((bytes(b.data[: b.length]) for b in again if b.offset == offset), None)
        return data[offset : offset + size] if cuts or found is None else found

    return assemble(name, [Piece(name, stretch, load) for stretch in stretches])
