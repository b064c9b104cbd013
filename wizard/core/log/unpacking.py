"""What gzip, bzip2 and xz packed, as a stream. Nothing is unpacked that nobody reads."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from typing import BinaryIO, Protocol, cast

UNPACKED = ("gzip", "bzip2", "xz")
"""What is read as it is; of other kinds it is said that they are to be unpacked."""
_AT_ONCE = 64 * 1024
_MOST_MEMORY = 128 * 1024 * 1024
"""Bytes; xz itself asks for 65 MB at its strongest."""


class _Decompressor(Protocol):
    """That of bz2 and of lzma."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


def unpacked(kind: str, packed: io.RawIOBase) -> BinaryIO:
    """The bytes in a stream, which may be several one behind another.

    Reading raises what is among ``READING_FAILS`` where it is damaged or cut off.
    """
    if kind == "gzip":
        return cast(BinaryIO, gzip.GzipFile(fileobj=cast(BinaryIO, io.BufferedReader(packed))))
    return cast(BinaryIO, io.BufferedReader(_Unpacked(packed, _maker_of(kind)), _AT_ONCE))


def _maker_of(kind: str) -> Callable[[], _Decompressor]:
    if kind == "bzip2":
        import bz2  # Few logs are packed so.

        return bz2.BZ2Decompressor
    import lzma

    return lambda: lzma.LZMADecompressor(memlimit=_MOST_MEMORY)


class _Unpacked(io.RawIOBase):
    """One stream behind another, as their own programs read them too, with NULs between them (xz)."""

    def __init__(self, packed: io.RawIOBase, make: Callable[[], _Decompressor]) -> None:
        super().__init__()
        self._packed, self._make = packed, make
        self._one = make()

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        made = b""
        while not made:
            data = b""
            if self._one.eof:
                data = (self._one.unused_data or self._more()).lstrip(b"\0")
                if not data:
                    return 0
                self._one = self._make()
            elif self._one.needs_input:
                data = self._more()
                if not data:
                    raise EOFError
            made = self._made(data, len(target))
        target[: len(made)] = made
        return len(made)

    def _more(self) -> bytes:
        return self._packed.read(_AT_ONCE) or b""

    def _made(self, data: bytes, most: int) -> bytes:
        try:
            return self._one.decompress(data, most)
        except Exception as error:  # An OSError, or lzma's own, which few processes load.
            raise gzip.BadGzipFile(str(error)) from None
