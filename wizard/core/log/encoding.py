"""In which signs a log is written, and how it is read as if it were UTF-8 with plain blanks."""

from __future__ import annotations

import codecs
import io
import re
from typing import BinaryIO

_AT_ONCE = 1024 * 1024  # Bytes.
_NO_BREAK = b"\xa0"
_PADDED = re.compile(rb"\|[ \t]*[A-Za-z][A-Za-z0-9_]{0,7} *(\xc2?\xa0)(?: |\xc2?\xa0)*\|")


def text_of(raw: bytes) -> str:
    """A line as text: UTF-8, or Latin-1 where it is not."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def utf16_of(head: bytes) -> str:
    """Which UTF-16 a text that begins so has, empty if none: by its mark, or by its NULs."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    half = len(head) // 2
    if half < 8 or b"\0" not in head:
        return ""
    # Nearly every second byte of such a text is NUL.
    if head[1::2].count(0) > 0.8 * half and head[0::2].count(0) < 0.2 * half:
        return "utf-16-le"
    if head[0::2].count(0) > 0.8 * half and head[1::2].count(0) < 0.2 * half:
        return "utf-16-be"
    return ""


def is_recoded(head: bytes) -> bool:
    """Whether the bytes of a text that begins so are others than those that are read of it."""
    return bool(utf16_of(head) or no_break_of(head))


def encoding_of(head: bytes) -> str:
    """What a text that begins so has and others have not: UTF-16, or the mark of UTF-8; empty if neither."""
    return utf16_of(head) or ("utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "")


def no_break_of(head: bytes) -> bytes:
    """The no-break space with which the modules of a log that begins so are padded, empty if none is.

    Mail programs and web pages make blanks that; in the whole of such a log it means a blank.
    """
    found = _PADDED.search(head) if _NO_BREAK in head else None
    return found[1] if found is not None else b""


class PlainBlanks(io.RawIOBase):
    """A stream with blanks for its no-break spaces, of UTF-8 or of Latin-1. ``head`` was read of it."""

    def __init__(self, inner: BinaryIO, head: bytes, no_break: bytes) -> None:
        super().__init__()
        self._inner = inner
        self._no_break = no_break
        self._ready, self._rest = b"", b""
        self._take(head)

    def _take(self, raw: bytes) -> None:
        """What a no-break space may begin with waits for what is behind it."""
        raw = self._rest + raw
        self._rest = raw[-1:] if raw[-1:] == self._no_break[:-1] else b""
        self._ready = raw.removesuffix(self._rest).replace(self._no_break, b" ")

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            raw = self._inner.read(_AT_ONCE)
            if not raw:
                self._ready, self._rest = self._rest, b""
                break
            self._take(raw)
        count = min(len(target), len(self._ready))
        target[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count


class Recoded(io.RawIOBase):
    """A stream of UTF-16 as one of UTF-8."""

    def __init__(self, inner: BinaryIO, head: bytes, encoding: str) -> None:
        super().__init__()
        self._inner = inner
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._ready = memoryview(self._decoder.decode(head).encode())
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._ended:
            raw = self._inner.read(_AT_ONCE)
            self._ended = not raw
            self._ready = memoryview(self._decoder.decode(raw, final=self._ended).encode())
        count = min(len(target), len(self._ready))
        target[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count
