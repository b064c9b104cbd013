"""The bytes of a stream: its first ones, and no more than an honest one unpacks to."""

from __future__ import annotations

import io
from typing import BinaryIO

from wizard.core.about import told
from wizard.core.log.origin import HEAD, MOST_RATIO, MOST_UNPACKED, UNSUSPECTED
from wizard.core.regular import Refused

_AT_ONCE = 1024 * 1024


class Stream(io.RawIOBase):
    """A stream whose first bytes were read already, and that stops what unpacks without end.

    ``packed`` is the number of bytes that it comes from, 0 if that is not known, None if it is not
    packed at all but comes from a pipe.
    """

    def __init__(self, inner: BinaryIO, head: bytes = b"", *, name: str = "", packed: int | None = None):
        super().__init__()
        self._inner = inner
        self._head = memoryview(head)
        self._name = name
        self._packed = packed
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]
        if self._head:
            count = min(len(target), len(self._head))
            target[:count] = self._head[:count]
            self._head = self._head[count:]
        else:
            # Where there is read1, an error comes after all that was there before it.
            got = getattr(self._inner, "read1", self._inner.read)(len(target))
            count = len(got)
            target[:count] = got
        self._given += count
        self._check(self._packed)
        return count

    def _check(self, packed: int | None) -> None:
        if self._given > MOST_UNPACKED:
            limit = MOST_UNPACKED // 1024**3
            if packed is None:
                raise Refused(told("archive.endless", name=self._name, limit=limit))
            raise Refused(told("archive.large-part", name=self._name, limit=limit))
        if packed and self._given > UNSUSPECTED and self._given > MOST_RATIO * packed:
            raise Refused(told("archive.bomb", name=self._name, times=MOST_RATIO))


def beginning(stream: BinaryIO, size: int = HEAD) -> bytes:
    """So many bytes at most; a pipe may need several reads for them."""
    chunks: list[bytes] = []
    while size > 0 and (more := stream.read(min(size, _AT_ONCE))):
        chunks.append(more)
        size -= len(more)
    return b"".join(chunks)
