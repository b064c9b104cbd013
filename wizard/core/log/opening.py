"""Opens what holds a log: plain files, gzip streams, entries of zip archives, standard input.

Nothing is ever unpacked to disk. What unpacks to far more than it was is refused while it is read.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import BinaryIO, cast

from wizard.core.about import told
from wizard.core.log.blocks import Spare
from wizard.core.log.containers import Containers
from wizard.core.log.kinds import is_text, no_text_kind, packed_kind
from wizard.core.log.mails import MOST, Mail, holds_several, may_be_mail
from wizard.core.log.office import office_text
from wizard.core.log.origin import STANDARD_INPUT, Origin
from wizard.core.log.streams import Stream, beginning
from wizard.core.log.unpacking import UNPACKED, unpacked
from wizard.core.regular import Refused, open_file

__all__ = ("Opener", "Stream", "beginning", "is_text", "packed_kind")


def _refuse_no_text(head: bytes, origin: Origin) -> None:
    """What no log can be read out of: it is told what to do with it."""
    if kind := no_text_kind(head):
        if kind == "office" and origin.name.lower().endswith(".msg"):
            kind = "outlook"
        raise Refused(told(f"log-file.is-{kind}", name=origin.short))


class Opener:
    """Opens origins. An archive stays open for the next of its entries, until the end of the ``with``.

    ``spare`` is what they may be read into, one after the other. Without ``pipes`` it opens none: to open
    a pipe takes until somebody writes into it.
    """

    def __init__(self, *, pipes: bool = True, spare: Spare | None = None) -> None:
        self.spare = spare if spare is not None else Spare()
        self._pipes = pipes
        self._containers = Containers()

    def __enter__(self) -> Opener:
        return self

    def __exit__(self, *_error: object) -> None:
        self._containers.close()

    @contextmanager
    def open(self, origin: Origin) -> Iterator[BinaryIO]:
        """The unpacked bytes of an origin. Raises one of :data:`READING_FAILS`, also while reading."""
        with ExitStack() as stack:
            if origin.entry:
                yield self._entry(origin, stack)
            elif origin.path == STANDARD_INPUT:
                yield _unpacked(_as_binary(sys.stdin.buffer), origin, stack, 0)
            else:
                file = stack.enter_context(open_file(origin.path, pipes=self._pipes))
                size = os.fstat(file.fileno()).st_size
                yield _unpacked(_as_binary(file), origin, stack, size)

    def mail(self, place: Origin) -> Mail | None:
        """The mail that is an entry of an archive, as :func:`wizard.core.log.mails.mail_at` finds it."""
        return self._containers.mail(place)

    def _entry(self, origin: Origin, stack: ExitStack) -> BinaryIO:
        opened, info = self._containers.open(origin)
        inner = _as_binary(stack.enter_context(opened))
        head = beginning(inner)
        if packed_kind(head) not in UNPACKED:
            _refuse_nested(packed_kind(head), origin)
            _refuse_no_text(head, origin)
            stream = _as_binary(Stream(inner, head, name=origin.short, packed=info.compress_size))
            return _one_log(stream, origin) if may_be_mail(head) else stream
        # Rotated logs are often packed one by one before they are put into one archive.
        return _from_packed(inner, head, origin, stack, info.compress_size)


def _one_log(stream: BinaryIO, origin: Origin) -> BinaryIO:
    """What may be a mail within an archive; refused where it has more than the one log that is read."""
    data = beginning(stream, MOST + 1)
    if len(data) <= MOST and holds_several(data):
        raise Refused(told("archive.mail-of-several", name=origin.short))
    return _as_binary(Stream(stream, data, name=origin.short))


def _as_binary(stream: object) -> BinaryIO:
    return cast(BinaryIO, stream)


def _unpacked(stream: BinaryIO, origin: Origin, stack: ExitStack, size: int) -> BinaryIO:
    head = beginning(stream)
    kind = packed_kind(head)
    if not kind:
        _refuse_no_text(head, origin)
        if stream.seekable():
            stream.seek(0)
            return stream
        return _as_binary(Stream(stream, head, name=origin.short))
    if kind == "zip":
        text = office_text(origin.path) if origin.path != STANDARD_INPUT else None
        if text is None:
            raise Refused(told("archive.several", name=origin.short))
        return _as_binary(io.BytesIO(text))
    if kind not in UNPACKED:
        raise Refused(told("archive.packed", name=origin.short, kind=kind))
    return _from_packed(stream, head, origin, stack, size)


def _from_packed(stream: BinaryIO, head: bytes, origin: Origin, stack: ExitStack, size: int) -> BinaryIO:
    """What a packed stream holds, whose ``head`` was read; it takes ``size`` bytes where it lies."""
    kind = packed_kind(head)
    packed = Stream(stream, head, name=origin.short, packed=size)
    inner = stack.enter_context(unpacked(kind, packed))
    head = beginning(inner)
    if packed_kind(head) == "tar":
        raise Refused(told("archive.packed", name=origin.short, kind=f"tar, {kind}"))
    _refuse_nested(packed_kind(head), origin)
    _refuse_no_text(head, origin)
    one = _as_binary(Stream(inner, head, name=origin.short, packed=size))
    return _one_log(one, origin) if may_be_mail(head) else one


def _refuse_nested(kind: str, origin: Origin) -> None:
    if kind:
        raise Refused(told("archive.nested-kind", name=origin.short, kind=kind))
