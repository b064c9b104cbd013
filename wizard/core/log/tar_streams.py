"""The streams of an archive of tar: itself, unpacked and bounded, and one file in it."""

from __future__ import annotations

import io
from typing import BinaryIO, NamedTuple, cast

from wizard.core.log.kinds import packed_kind
from wizard.core.log.origin import HEAD
from wizard.core.log.unpacking import UNPACKED, unpacked
from wizard.core.regular import Refused

AT_ONCE = 64 * 1024
"""Bytes. No list or name in an honest archive is longer."""


class Piece(NamedTuple):
    """Where a file lies in a plain archive."""

    offset: int
    size: int


class Part(io.RawIOBase):
    """The bytes of one file in a plain archive."""

    def __init__(self, inner: BinaryIO, piece: Piece) -> None:
        super().__init__()
        self._inner, self._left = inner, piece.size
        inner.seek(piece.offset)

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        data = self._inner.read(min(len(target), self._left))
        if not data and self._left and len(target):
            raise EOFError
        self._left -= len(data)
        target[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._inner.close()
        super().close()


class Careful(io.RawIOBase):
    """An archive of which no more is read than any honest one has, and never backwards."""

    def __init__(self, inner: BinaryIO, most: int, refused: str, *, is_plain: bool) -> None:
        super().__init__()
        self._inner, self.room, self._refused = inner, most, refused
        self.is_plain = is_plain
        self._at = 0

    def tell(self) -> int:
        return self._at

    def seek(self, to: int, _whence: int = 0, /) -> int:
        if self.is_plain:
            self._at = self._inner.seek(to)
        while self._at < to and self.read(min(AT_ONCE, to - self._at)):
            pass
        return self._at

    def read(self, size: int = -1, /) -> bytes:
        if not 0 <= size <= min(AT_ONCE, self.room):
            raise Refused(self._refused)
        data = self._inner.read(size)
        self._at += len(data)
        self.room -= len(data)
        return data


class _Lent(io.RawIOBase):
    """A file for those that close what they are given."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int | None:  # type: ignore[override]
        return cast(io.FileIO, self._file).readinto(target)


def plain(file: BinaryIO) -> BinaryIO:
    """What a file holds, unpacked where it is packed."""
    kind = packed_kind(file.read(HEAD))
    file.seek(0)
    return unpacked(kind, _Lent(file)) if kind in UNPACKED else file
