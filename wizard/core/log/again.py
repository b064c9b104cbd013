"""The bytes of a log that was read: once more from its file, or as they were kept."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import ClassVar

from wizard.core.log.blocks import Block, Blocks
from wizard.core.log.opening import Opener
from wizard.core.log.origin import READING_FAILS, STANDARD_INPUT, Origin
from wizard.core.log.remembered import Remembered
from wizard.core.regular import open_file, refuse_no_file


@dataclass(frozen=True, slots=True)
class FileBytes:
    """Bytes of a file, read when they are wanted; nothing where they cannot be."""

    path: str
    anywhere: ClassVar[bool] = True
    """Any bytes can be had, not whole blocks alone."""

    def __call__(self, offset: int, size: int) -> bytes:
        try:
            with open_file(self.path) as file:
                file.seek(offset)
                return file.read(size)
        except OSError:
            return b""


@dataclass(frozen=True, slots=True)
class BytesAgain:
    """Bytes of a packed file or of another encoding; a long one is read from its beginning each time."""

    origin: Origin

    def __call__(self, offset: int, size: int) -> bytes:
        if self.origin.path == STANDARD_INPUT:
            return b""
        try:
            status = refuse_no_file(self.origin.path)
            version = status.st_size, status.st_mtime_ns
            kept = _AGAIN.get((self.origin, version), self._all)
        except OSError:
            return b""
        return kept(offset, size) if kept is not None else self._one(offset)

    def _all(self) -> PackedBytes | None:
        """All blocks of one that is not long."""
        kept = PackedBytes()
        try:
            with Opener(pipes=False) as opener, opener.open(self.origin) as stream:
                for block in Blocks(stream):
                    if block.offset > _LONG:
                        return None
                    kept.take(block)
        except READING_FAILS:
            pass  # What was read before is there.
        return kept

    def _one(self, offset: int) -> bytes:
        try:
            # What a pipe gave is gone: another look at it would wait for ever.
            with Opener(pipes=False) as opener, opener.open(self.origin) as stream:
                for block in Blocks(stream):
                    if block.offset == offset:
                        return bytes(block.data[: block.length])
        except READING_FAILS:
            pass
        return b""


class PackedBytes:
    """The bytes of blocks as they were read, packed: about a tenth of a log's size."""

    def __init__(self) -> None:
        self._blocks: dict[int, bytes] = {}

    @property
    def size(self) -> int:
        """How many bytes they take, packed."""
        return sum(map(len, self._blocks.values()))

    def take(self, block: Block) -> None:
        """Keeps a block."""
        self._blocks[block.offset] = zlib.compress(memoryview(block.data)[: block.length], 1)

    def __call__(self, offset: int, _size: int) -> bytes:
        packed = self._blocks.get(offset)
        return zlib.decompress(packed) if packed is not None else b""


_LONG = 64 * 1024 * 1024
"""Bytes of a log that is not kept for another look at it."""
_AGAIN: Remembered[PackedBytes | None] = Remembered(
    8 * 1024 * 1024, lambda kept: kept.size if kept is not None else 0
)
"""What was looked at last: to read a large page takes seconds, and it is looked at block by block."""
