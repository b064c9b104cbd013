"""In which signs a log is written, and how it is read as if it were UTF-8 as the handset writes it."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable
from functools import reduce
from typing import BinaryIO

_AT_ONCE, _LONGEST = 1024 * 1024, 8 * 1024 * 1024  # Bytes.
_NO_BREAK = b"\xa0"
_PADDED = re.compile(rb"\|[ \t]*[A-Za-z][A-Za-z0-9_]{0,7} *(\xc2?\xa0)(?: |\xc2?\xa0)*\|")
_MARK = re.compile(rb'^[ \t]*"', re.MULTILINE)
_QUOTED = re.compile(rb'^[ \t]*"([^\r\n]*)"[ \t]*[,;]?[ \t]*(?=\r?$)', re.MULTILINE)
_BEHIND = re.compile(
    rb"[ \t]+(?=(?:\d{10}(?:\.\d{1,3})?|\d{6}\.\d{1,3})"
    rb"\|[ \t]*[A-Za-z]\w{0,7}[ \t]*\|[ \t]*[0-6*][ \t]*\|[ \t]*[0-9A-Fa-f]{0,4}[ \t]*\|)"
)
_BARS = 3
"""Of a line whose time was cut off; others have four."""


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
    return bool(utf16_of(head)) or change_of(head) is not None


def encoding_of(head: bytes) -> str:
    """What a text that begins so has and others have not: UTF-16, or the mark of UTF-8; empty if neither."""
    return utf16_of(head) or ("utf-8-sig" if head.startswith(codecs.BOM_UTF8) else "")


Change = Callable[[bytes], bytes]


def change_of(head: bytes) -> Change | None:
    """What makes the whole lines of a log that begins so those that the handset wrote; None if they are."""
    changes: list[Change] = []
    for look in (_without_marks, _with_blanks, _apart):
        change = look(head)
        if change is not None:
            changes.append(change)
            head = change(head)
    return (lambda lines: reduce(lambda made, change: change(made), changes, lines)) if changes else None


def _without_marks(head: bytes) -> Change | None:
    """Each line stands between quotation marks, as a table's column is saved.

    There may be a few others: a name above the column, a line that is cut.
    """
    if b'"' not in head or not _MARK.search(head):
        return None
    quoted = [line[1] for line in _QUOTED.finditer(head)]
    others = sum(1 for line in head.splitlines() if line.strip()) - len(quoted)
    if others > 2 + len(quoted) // 8 or not any(line.count(b"|") >= _BARS for line in quoted):
        return None
    return lambda lines: _QUOTED.sub(lambda line: line[1].replace(b'""', b'"'), lines)


def _with_blanks(head: bytes) -> Change | None:
    """Modules are padded with no-break spaces, of UTF-8 or Latin-1: a mail or a web page made blanks that."""
    found = _PADDED.search(head) if _NO_BREAK in head else None
    if found is None:
        return None
    no_break = found[1]
    return lambda lines: lines.replace(no_break, b" ")


def _apart(head: bytes) -> Change | None:
    """Most lines begin behind another: a field of a form, or a web page, made all line ends blanks."""
    ends = head.count(b"\n")
    # Two lines in one have eight bars: nearly every log is told by counting.
    if head.count(b"|") < 8 * (ends + 1) or len(_BEHIND.findall(head)) <= ends + 2:
        return None
    return lambda lines: _BEHIND.sub(b"\n", lines)


class Changed(io.RawIOBase):
    """A stream with its lines changed, as :func:`change_of` says. ``head`` was read of it."""

    def __init__(self, inner: BinaryIO, head: bytes, change: Change) -> None:
        super().__init__()
        self._inner = inner
        self._change = change
        self._ready, self._rest = b"", b""
        self._take(head)

    def _take(self, raw: bytes) -> None:
        """What is no whole line waits for what is behind it, but for a line that is far too long."""
        raw = self._rest + raw
        whole = raw.rfind(b"\n") + 1
        if not whole and len(raw) > _LONGEST:
            whole = raw.rfind(b"|") + 1 or len(raw)
        self._rest = raw[whole:]
        self._ready = self._change(raw[:whole])

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            raw = self._inner.read(_AT_ONCE)
            if not raw:
                self._ready, self._rest = self._change(self._rest), b""
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
