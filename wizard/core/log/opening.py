"""Opens what holds a log: plain files, gzip streams, entries of zip archives, standard input.

Nothing is ever unpacked to disk. What unpacks to far more than it was is refused while it is read.
"""

from __future__ import annotations

import gzip
import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import BinaryIO, cast

from wizard.core.about import told
from wizard.core.log.archive import Archive
from wizard.core.log.blocks import Spare
from wizard.core.log.mails import Mail, may_be_mail
from wizard.core.log.origin import (
    HEAD,
    MOST_RATIO,
    MOST_UNPACKED,
    STANDARD_INPUT,
    UNSUSPECTED,
    Origin,
)
from wizard.core.log.own import own_kind
from wizard.core.regular import Refused, refuse_no_file

_PACKED = (
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"\x1f\x8b", "gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (0, b"Rar!\x1a\x07", "RAR"),
    (0, b"BZh", "bzip2"),
    (0, b"\xfd7zXZ\x00", "xz"),
    (0, b"\x28\xb5\x2f\xfd", "Zstandard"),
    (257, b"ustar", "tar"),
)
_NO_TEXT = (
    (0, b"\x89PNG\r\n\x1a\n", "picture"),
    (0, b"\xff\xd8\xff", "picture"),
    (0, b"GIF8", "picture"),
    (0, b"II*\x00", "picture"),
    (0, b"MM\x00*", "picture"),
    # As Windows saves a screenshot: BM, its size, and this.
    (6, b"\x00\x00\x00\x006\x00\x00\x00", "picture"),
    (8, b"WEBP", "picture"),
    (4, b"ftyphei", "picture"),
    (0, b"%PDF-", "pdf"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (0, b"\xd4\xc3\xb2\xa1", "capture"),
    (0, b"\xa1\xb2\xc3\xd4", "capture"),
    (0, b"\x0a\x0d\x0d\x0a", "capture"),
    (0, b"ElfFile\x00", "events"),
)


def packed_kind(head: bytes) -> str:
    """How a file that begins so is packed, empty for plain ones."""
    return _kind_of(head, _PACKED)


def is_text(head: bytes) -> bool:
    """Whether a file that begins so is neither packed nor of a kind that is known to be no log."""
    # Nearly every log begins with a digit, and so may the first name in an archive of tar.
    if head[:1].isdigit():
        return not packed_kind(head)
    return not (packed_kind(head) or _kind_of(head, _NO_TEXT) or own_kind(head))


def _kind_of(head: bytes, kinds: Sequence[tuple[int, bytes, str]]) -> str:
    return next((kind for at, magic, kind in kinds if head[at : at + len(magic)] == magic), "")


def _refuse_no_text(head: bytes, origin: Origin) -> None:
    """What no log can be read out of: it is told what to do with it."""
    kind = _kind_of(head, _NO_TEXT) or ("" if head[:1].isdigit() else own_kind(head))
    if kind:
        raise Refused(told(f"log-file.is-{kind}", name=origin.short))


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


class Opener:
    """Opens origins. An archive stays open for the next of its entries, until the end of the ``with``.

    ``spare`` is what they may be read into, one after the other. Without ``pipes`` it opens none: to open
    a pipe takes until somebody writes into it.
    """

    def __init__(self, *, pipes: bool = True, spare: Spare | None = None) -> None:
        self.spare = spare if spare is not None else Spare()
        self._pipes = pipes
        self._archive: Archive | Mail | None = None

    def __enter__(self) -> Opener:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._archive is not None:
            self._archive.close()
            self._archive = None

    @contextmanager
    def open(self, origin: Origin) -> Iterator[BinaryIO]:
        """The unpacked bytes of an origin. Raises one of :data:`READING_FAILS`, also while reading."""
        with ExitStack() as stack:
            if origin.entry:
                yield self._entry(origin, stack)
            elif origin.path == STANDARD_INPUT:
                yield _unpacked(_as_binary(sys.stdin.buffer), origin, stack, 0)
            else:
                refuse_no_file(origin.path, pipes=self._pipes)
                file = stack.enter_context(open(origin.path, "rb", buffering=0))  # noqa: PTH123
                size = os.fstat(file.fileno()).st_size
                yield _unpacked(_as_binary(file), origin, stack, size)

    def _entry(self, origin: Origin, stack: ExitStack) -> BinaryIO:
        if self._archive is None or self._archive.path != origin.path:
            self.__exit__()
            self._archive = _container(origin.path)
        opened, info = self._archive.open(origin.entry)
        inner = _as_binary(stack.enter_context(opened))
        head = _read_head(inner)
        if packed_kind(head) != "gzip":
            _refuse_nested(packed_kind(head), origin)
            _refuse_no_text(head, origin)
            return _as_binary(Stream(inner, head, name=origin.short, packed=info.compress_size))
        # Rotated logs are often packed one by one before they are put into one archive.
        return _from_gzip(inner, head, origin, stack, info.compress_size)


def _container(path: str) -> Archive | Mail:
    with open(path, "rb") as file:  # noqa: PTH123 - asked of each entry
        head = file.read(HEAD)
    return Mail(path) if may_be_mail(head) else Archive(path)


def _as_binary(stream: object) -> BinaryIO:
    return cast(BinaryIO, stream)


def _read_head(stream: BinaryIO) -> bytes:
    """The first bytes; a pipe may need several reads for them."""
    head = b""
    while len(head) < HEAD and (more := stream.read(HEAD - len(head))):
        head += more
    return head


def _unpacked(stream: BinaryIO, origin: Origin, stack: ExitStack, size: int) -> BinaryIO:
    head = _read_head(stream)
    kind = packed_kind(head)
    if not kind:
        _refuse_no_text(head, origin)
        if stream.seekable():
            stream.seek(0)
            return stream
        return _as_binary(Stream(stream, head, name=origin.short))
    if kind == "zip":
        raise Refused(told("archive.several", name=origin.short))
    if kind != "gzip":
        raise Refused(told("archive.packed", name=origin.short, kind=kind))
    return _from_gzip(stream, head, origin, stack, size)


def _from_gzip(stream: BinaryIO, head: bytes, origin: Origin, stack: ExitStack, size: int) -> BinaryIO:
    """What a gzip stream holds, whose ``head`` was read; it takes ``size`` bytes where it lies."""
    packed = _as_binary(io.BufferedReader(Stream(stream, head, name=origin.short, packed=size)))
    inner = _as_binary(stack.enter_context(gzip.GzipFile(fileobj=packed)))
    head = _read_head(inner)
    if packed_kind(head) == "tar":
        raise Refused(told("archive.packed", name=origin.short, kind="tar.gz"))
    _refuse_nested(packed_kind(head), origin)
    _refuse_no_text(head, origin)
    return _as_binary(Stream(inner, head, name=origin.short, packed=size))


def _refuse_nested(kind: str, origin: Origin) -> None:
    if kind:
        raise Refused(told("archive.nested-kind", name=origin.short, kind=kind))
