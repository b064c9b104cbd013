"""A log's bytes in blocks of whole lines, a megabyte each or more, whatever its encoding.

Read into one buffer that is used again and again: mapping a file kills the program when somebody
truncates it, and a mapped file cannot be truncated on Windows.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, cast

from wizard.core.log.encoding import Changed, Recoded, change_of, encoding_of
from wizard.core.log.origin import HEAD, READING_FAILS, SAMPLE

BLOCK = 1024 * 1024
LARGEST = 4 * BLOCK
"""Blocks of a long log grow up to here: threads that read side by side then seldom wait for each other."""
FIRST = BLOCK // 4
"""The first block of a long log that is read in stretches: the window waits for it."""
LONGEST_LINE = 8 * 1024 * 1024
"""Bytes; a longer line is cut, and its rest is a line of its own."""
SLACK = 64
"""Bytes behind a block's end that may be looked at, though they mean nothing."""

_NEWLINE, _RETURN = b"\n", b"\r"


@dataclass(frozen=True, slots=True)
class Block:
    r"""Whole lines, ended by ``\n`` or ``\r\n``, but for the last of a log, which may have no end.

    ``offset`` and ``size`` are where they lie in the stream as it is read, ``data`` is cleaned of NULs
    and of returns that end a line alone. ``data`` lies in a buffer that the next block overwrites, and
    is followed by at least :data:`SLACK` bytes; the first ``length`` bytes are the block.
    """

    offset: int
    size: int
    data: bytearray
    length: int


def cleaned(data: bytearray, length: int) -> tuple[bytearray, int]:
    r"""The block without NULs, its lines ended by ``\n`` or ``\r\n``; itself if nothing is to be done."""
    dirty = data.find(b"\0", 0, length) >= 0
    if not dirty and data.find(_RETURN, 0, length) < 0:
        return data, length
    if not dirty and data.count(_RETURN, 0, length) == data.count(b"\r\n", 0, length):
        return data, length
    clean = data[:length].translate(None, b"\0").replace(b"\r\n", _NEWLINE).replace(_RETURN, _NEWLINE)
    length = len(clean)
    clean += bytes(SLACK)
    return clean, length


def clean(raw: bytes) -> bytes:
    """The same of bytes that were read again: themselves, without a copy, if nothing is to be done."""
    if b"\0" not in raw and (_RETURN not in raw or raw.count(_RETURN) == raw.count(b"\r\n")):
        return raw
    data, length = cleaned(bytearray(raw), len(raw))
    return bytes(data[:length])


class Spare:
    """A buffer that one log after the other is read into: a new one must be filled with zeros first."""

    def __init__(self) -> None:
        self._data: bytearray | None = None

    def taken(self) -> bytearray:
        """The buffer, or a new one if somebody has it."""
        data, self._data = self._data, None
        return data if data is not None else bytearray(BLOCK + SLACK)

    def give(self, data: bytearray) -> None:
        """Takes a buffer back; a large one is not kept."""
        self._data = data if len(data) == BLOCK + SLACK else None


class Blocks:
    """The blocks of a stream. Every block is cut behind the last line end in it.

    With ``start`` and ``end``, the lines that begin at ``start`` or later and before ``end``, of a stream
    that can be sought in; lines end by a newline there. ``addressable`` tells whether offsets are those
    of the file's own bytes, ``form`` what the lines were read out of. Raises whatever reading raises.
    """

    def __init__(
        self,
        stream: BinaryIO,
        start: int = 0,
        end: int | None = None,
        *,
        largest: int = 0,
        spare: Spare | None = None,
    ) -> None:
        """Blocks grow up to ``largest`` bytes, as long as nothing is to be cleaned in them."""
        self._stream = stream
        self._offset = self._start = start
        self._end = end
        self._largest = largest
        self._spare = spare if spare is not None else Spare()
        self._data = self._spare.taken()
        self._room = FIRST if largest and not start and end is not None else len(self._data) - SLACK
        self._filled = 0
        self._ended = False
        self._failure: Exception | None = None
        self._at_newline = True
        self.addressable = True
        self.form = ""

    @property
    def at_end(self) -> bool:
        """Whether the stream has ended: no block follows the one at hand."""
        return self._ended

    def __iter__(self) -> Iterator[Block]:
        try:
            yield from self._blocks()
        finally:
            self._spare.give(self._data)

    def _blocks(self) -> Iterator[Block]:
        if self._offset == 0:
            self._begin()
        else:
            self._go_to_line()
        while self._end is None or self._offset < self._end or not self._at_newline:
            size = self._next_size()
            if size == 0 and self._failure is not None:
                raise self._failure
            if size == 0:
                return
            clean, length = cleaned(self._data, size)
            yield Block(self._offset, size, clean, length)
            self._offset += size
            self._at_newline = self._data[size - 1 : size] == _NEWLINE
            self._drop(size)
            if clean is self._data:
                self._grow(min(self._largest, self._offset - self._start))
            self._room = len(self._data) - SLACK

    def _begin(self) -> None:
        """Looks at the encoding."""
        self._fill()
        head = bytes(self._data[: min(HEAD, self._filled)])
        encoding = encoding_of(head)
        if encoding == "utf-8-sig":
            self._drop(len(codecs.BOM_UTF8))
            self._offset = len(codecs.BOM_UTF8)
        elif encoding:
            begun = bytes(self._data[: self._filled])
            self._read_anew(Recoded(self._stream, begun, encoding))
        change = change_of(self._begun(HEAD), lambda: self._begun(SAMPLE))
        if change is not None:
            self.form = change.form
            begun = bytes(self._data[: self._filled])
            self._read_anew(Changed(self._stream, begun, change))

    def _begun(self, most: int) -> bytes:
        """So many bytes at most of what was read."""
        return bytes(self._data[: min(most, self._filled)])

    def _read_anew(self, stream: io.RawIOBase) -> None:
        """Reads from a stream that has other bytes than the file."""
        self._stream = cast(BinaryIO, stream)
        self._filled, self._ended = 0, False
        self.addressable = False
        self._fill()

    def _go_to_line(self) -> None:
        """Goes to the first line that begins at the start or later."""
        self._offset -= 1
        self._stream.seek(self._offset)
        while True:
            self._fill()
            behind = self._data.find(_NEWLINE, 0, self._filled) + 1
            size = behind or self._filled
            self._offset += size
            self._drop(size)
            if behind or self._ended:
                return

    def _drop(self, size: int) -> None:
        self._data[: self._filled - size] = self._data[size : self._filled]
        self._filled -= size

    def _fill(self) -> None:
        """Reads until the buffer is full or the stream ends."""
        with memoryview(self._data) as view:
            while self._filled < self._room and not self._ended:
                try:
                    count = cast(io.RawIOBase, self._stream).readinto(view[self._filled : self._room])
                except READING_FAILS as failure:  # What was read until now is given first.
                    self._failure, count = failure, 0
                self._ended = not count
                self._filled += count or 0

    def _next_size(self) -> int:
        """The number of bytes of the next block, 0 at the end."""
        while True:
            self._fill()
            size = self._whole_lines()
            if size or not self._filled:
                return size
            if self._room >= LONGEST_LINE:
                return self._filled
            self._grow(min(2 * self._room, LONGEST_LINE))
            self._room = len(self._data) - SLACK

    def _grow(self, size: int) -> None:
        if size + SLACK > len(self._data):
            larger = bytearray(size + SLACK)
            larger[: self._filled] = self._data[: self._filled]
            self._data = larger

    def _whole_lines(self) -> int:
        """Up to where the buffer holds whole lines; all of it at the end of the stream."""
        limit = self._filled
        if self._end is not None and self._offset + limit >= self._end:
            # Only behind a newline, where whoever begins at ``end`` begins.
            within = max(self._end - self._offset - 1, 0)
            behind = self._data.find(_NEWLINE, within, limit) + 1
            if behind:
                return behind
        if self._ended:
            return limit
        behind = self._data.rfind(_NEWLINE, 0, limit) + 1
        if behind:
            return behind
        # Old Macs end lines by a return alone; the last byte may be the first half of a pair.
        return self._data.rfind(_RETURN, 0, limit - 1) + 1
