"""Reads a log with all its parts, and what a snapshot repeats only once."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from wizard.core.about import told
from wizard.core.log.again import BytesAgain, FileBytes, PackedBytes
from wizard.core.log.blocks import LARGEST, Blocks
from wizard.core.log.encoding import is_recoded
from wizard.core.log.engine import BlockRead, Stretch, read_on, read_stretch
from wizard.core.log.finder import Log, is_snapshot
from wizard.core.log.large import Piece, assemble
from wizard.core.log.line import parse
from wizard.core.log.modules import Modules
from wizard.core.log.opening import Opener, packed_kind
from wizard.core.log.origin import HEAD, READING_FAILS, SAMPLE, STANDARD_INPUT, Origin, sentence
from wizard.core.log.review import Review
from wizard.core.log.stored import KeptBytes, Load, Loaded, StoredLines
from wizard.core.log.table import stripped
from wizard.core.regular import open_file

LARGEST_SNAPSHOT = 8 * 1024 * 1024
"""Bytes; a handset sends about 300 lines."""
_REMEMBERED = 50_000
"""Lines of a log among which its snapshot is looked for."""


Begun = Callable[[Piece], None]
"""Gets the beginning of a log while the rest is being read, each time with twice as much."""


def read_log(
    log: Log,
    opener: Opener,
    *,
    keep: bool = False,
    begun: Begun | None = None,
    modules: Modules | None = None,
) -> Generator[BlockRead, None, Review]:
    """Reads a log in one pass; close the generator to stop.

    With ``keep`` the lines of packed files stay at hand: otherwise each look at one unpacks the file
    again from its beginning. ``modules``, kept from one log to the next, need not be learned again; the
    lines of each then name those of all.
    """
    pieces: list[Piece] = []
    for part in log.parts:
        if pieces and is_snapshot(part):
            yield from _read_snapshot(part, opener, pieces)
        else:
            told = begun if not pieces else None
            pieces.append((yield from read_part(part, opener, keep=keep, begun=told, modules=modules)))
    return assemble(log.name, pieces)


def read_part(
    origin: Origin,
    opener: Opener,
    start: int = 0,
    end: int | None = None,
    *,
    keep: bool = False,
    begun: Begun | None = None,
    modules: Modules | None = None,
) -> Generator[BlockRead, None, Piece]:
    """Reads one file, or the lines that begin in a stretch of it."""
    plain = not origin.entry and origin.path != STANDARD_INPUT
    kept = PackedBytes()
    try:
        with opener.open(origin) as stream:
            size = max(_size(stream), start, end or 0)
            plain = plain and isinstance(stream, io.FileIO) and not _is_recoded(stream)
            take = kept.take if keep and not plain else None
            # Other bytes are found again by the blocks that they were read in.
            largest = LARGEST if plain else 0
            blocks = read_on(
                Stretch(modules or Modules()),
                stream,
                origin.short,
                start,
                end,
                keep=take,
                largest=largest,
                spare=opener.spare,
            )
            if begun is not None:
                load = kept if take is not None else FileBytes(origin.path) if plain else BytesAgain(origin)
                blocks = _telling(blocks, origin.name, load, begun)
            stretch = yield from blocks
            plain = plain and stretch.addressable
            if not stretch.problem and isinstance(stream, io.FileIO) and _size(stream) < size:
                stretch.problem = told("log-file.shortened", name=origin.short)
    except READING_FAILS as error:
        stretch = Stretch(problem=sentence(error, origin.short))
    if plain:
        return Piece(origin.name, stretch, FileBytes(origin.path))
    return Piece(origin.name, stretch, kept if keep else BytesAgain(origin))


def _telling(
    blocks: Generator[BlockRead, None, Stretch], name: str, load: Load, begun: Begun
) -> Generator[BlockRead, None, Stretch]:
    """The same, and its beginning told as it grows."""
    with closing(blocks):
        while True:
            try:
                block = next(blocks)
            except StopIteration as stop:
                stretch: Stretch = stop.value
                return stretch
            if block.so_far is not None:
                begun(Piece(name, block.so_far, load))
            yield block


def _size(stream: BinaryIO) -> int:
    """Bytes of a file as it is now, 0 of what is unpacked as it is read."""
    return os.fstat(stream.fileno()).st_size if isinstance(stream, io.FileIO) else 0


def _is_recoded(stream: io.FileIO) -> bool:
    head = stream.read(HEAD) or b""
    found = is_recoded(head, lambda: head + _rest_of(stream))
    stream.seek(0)
    return found


def _rest_of(stream: BinaryIO) -> bytes:
    """What is behind the head, as far as it may tell more."""
    chunks: list[bytes] = []
    room = SAMPLE - HEAD
    while room > 0 and (chunk := stream.read(room)):
        chunks.append(chunk)
        room -= len(chunk)
    return b"".join(chunks)


def stretches(path: str, count: int, least: int) -> list[tuple[int, int | None]]:
    """A file cut into so many stretches to be read side by side, fewer if they were shorter than ``least``.

    A packed file, one that is read with other bytes than its own, and a pipe have a single stretch.
    """
    try:
        # What is not read in stretches is not opened here: a pipe, or a file in /proc, may wait for ever.
        if not Path(path).is_file() or Path(path).stat().st_size < 2 * least:
            return [(0, None)]
        with open_file(path) as file:
            head = file.read(HEAD)
            recoded = is_recoded(head, lambda: head + _rest_of(file))
            size = file.seek(0, io.SEEK_END)
    except OSError:
        return [(0, None)]
    count = max(1, min(count, size // least))
    if count == 1 or packed_kind(head) or recoded:
        return [(0, None)]
    places = [size * number // count for number in range(count)]
    return list(zip(places, [*places[1:], None], strict=True))


# Snapshots ---------------------------------------------------------------------------------


def _read_snapshot(origin: Origin, opener: Opener, pieces: list[Piece]) -> Generator[BlockRead, None, None]:
    """Adds what the log itself does not have yet; a snapshot from before the log goes in front of it."""
    try:
        with opener.open(origin) as stream:
            lines = _raw_lines(stream)
    except READING_FAILS as error:
        pieces.append(Piece(origin.name, Stretch(problem=sentence(error, origin.short)), KeptBytes(b"")))
        return
    if lines is None:
        pieces.append((yield from read_part(origin, opener)))
        return
    known = repeated(_last_lines(pieces), lines)
    data = b"\n".join([*lines[known:], b""])
    stretch = yield from read_stretch(io.BytesIO(data), origin.short)
    piece = Piece(origin.name, stretch, KeptBytes(data), known)
    if not known and _is_before(stretch, pieces[0].stretch):
        pieces.insert(0, piece)
    elif stretch.count:
        pieces.append(piece)


def _raw_lines(stream: BinaryIO) -> list[bytes] | None:
    """All lines without their ends, None if there are too many for a snapshot."""
    lines: list[bytes] = []
    size = 0
    for block in Blocks(stream):
        size += block.length
        if size > LARGEST_SNAPSHOT:
            return None
        found = io.BytesIO(bytes(block.data[: block.length])).readlines()
        lines += [stripped(line) for line in found]
    return lines


def _last_lines(pieces: Sequence[Piece]) -> list[bytes]:
    """The last lines that were read, without their ends."""
    lines: list[bytes] = []
    blocks = [(table, piece.load) for piece in pieces for table in piece.stretch.tables]
    for block in reversed(blocks):
        (loaded,) = StoredLines([block], []).blocks()
        lines = [*_lines_in(loaded), *lines]
        if len(lines) >= _REMEMBERED:
            break
    return lines


def _lines_in(block: Loaded) -> list[bytes]:
    return [block.line(row) or b"" for row in range(len(block.ends))]


def repeated(before: Sequence[bytes], lines: Sequence[bytes]) -> int:
    """How many of the first ``lines`` are the last ones ``before``, or lie within them."""
    # The first line of a snapshot may be cut.
    for cut in (0, 1):
        kept = lines[cut:]
        for at in (at for at, line in enumerate(before) if kept and line == kept[0]):
            both = min(len(kept), len(before) - at)
            if before[at : at + both] == kept[:both] and (both > 1 or len(kept) == 1):
                return cut + both
    return 0


def _is_before(snapshot: Stretch, log: Stretch) -> bool:
    """Whether all of a snapshot is older than the log, as far as their times tell."""
    if snapshot.last is None or log.first is None:
        return False
    last, first = (parse(0, spot.raw.decode("latin-1")).time for spot in (snapshot.last, log.first))
    return len(last) == len(first) == 10 and "." not in last + first and last < first
