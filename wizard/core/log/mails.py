"""A mail that holds several logs, or packed ones: each is one, as in an archive."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple, cast

from wizard.core.about import told
from wizard.core.log import archive, office, tars
from wizard.core.log.documents import is_mail
from wizard.core.log.forms import bytes_of, text_in
from wizard.core.log.kinds import utf16_of
from wizard.core.log.mail_parts import Attached, Parts, parts_of
from wizard.core.log.origin import SAMPLE, Origin
from wizard.core.log.remembered import Remembered
from wizard.core.log.streams import beginning
from wizard.core.regular import Refused, open_file, refuse_no_file

MOST = 64 * 1024 * 1024
"""Bytes; of a longer mail the longest log is read."""
_HEADER = re.compile(rb"(?:From [^\n]{1,200}\n|[0-9]{1,9} *\r?\n)?[A-Za-z][A-Za-z0-9-]{0,60}:")
"""Before the first one, a mailbox file has whose it is, and Apple's program how long it is."""

_PARSED: Remembered[Parts | None] = Remembered(MOST, lambda parts: parts.size if parts is not None else 0)
"""Each of a mail's logs is asked for by itself, and again for its lines."""


class _Size(NamedTuple):
    compress_size: int


class Mail:
    """The logs in a mail by their names. ``version`` tells by size and time which file it lies in."""

    def __init__(self, place: Origin, version: tuple[int, int], parts: Parts) -> None:
        self.path, self.place = place.path, place
        self._version, self._parts = version, parts
        self._open: tuple[str, archive.Archive | tars.Tar] | None = None

    @property
    def logs(self) -> dict[str, str]:
        """The texts of those that are not packed, in their order."""
        return self._parts.logs

    @property
    def packed(self) -> dict[str, Attached]:
        """Packed files."""
        return self._parts.packed

    @property
    def has_more(self) -> bool:
        """Whether there are more of these than are looked into."""
        return self._parts.has_more

    @property
    def length(self) -> int:
        """Bytes of the mail."""
        return self._parts.length

    def close(self) -> None:
        """Closes an attached archive."""
        if self._open is not None:
            self._open[1].close()
            self._open = None

    def listed(self, name: str) -> Iterator[Origin | str]:
        """What lies in an attached archive, as :func:`wizard.core.log.archive.listed` tells it."""
        place, (kind, data) = self.place.within(name), self.packed[name]
        yield from archive.listed(place, data) if kind == "zip" else tars.listed(place, data)

    def holds(self, entry: str) -> bool:
        """Whether there is such a log, packed file, or file in an attached archive."""
        name, _, inner = entry.partition("/")
        if not inner:
            return name in self.logs or name in self.packed
        return (
            name in self.packed and self.packed[name].kind in _LISTED and self._container(name).holds(inner)
        )

    def open(self, entry: str) -> tuple[Any, Any]:
        """The stream of a log, and its size."""
        name, _, inner = entry.partition("/")
        if entry in self.logs:
            return _stream(bytes_of(self.logs[entry]))
        if name not in self.packed:
            raise Refused(told("archive.entry-gone", name=self.place.short, entry=entry))
        if inner:
            return self._container(name).open(inner)
        place, (kind, data) = self.place.within(name), self.packed[name]
        text = office.text_within(place, self._version, data) if kind == "zip" else None
        return _stream(data if text is None else text)

    def _container(self, name: str) -> archive.Archive | tars.Tar:
        if self._open is None or self._open[0] != name:
            self.close()
            place, (kind, data) = self.place.within(name), self.packed[name]
            self._open = name, archive.Archive(place, data) if kind == "zip" else tars.Tar(place, data)
        return self._open[1]


_LISTED = {"zip", "tar"}
"""Kinds of packed files that hold others."""


def _stream(data: bytes) -> tuple[Any, _Size]:
    return io.BytesIO(data), _Size(len(data))


def may_be_mail(head: bytes) -> bool:
    """Whether a file that begins so is looked at as a mail: most logs begin with a digit."""
    return _HEADER.match(head) is not None and not utf16_of(head)


def mail_at(place: Origin, opened: Callable[[], BinaryIO] | None = None) -> Mail | None:
    """The mail at a place, None if it is none, or far too long; asked of what :func:`may_be_mail`.

    ``opened`` gives its stream where that is within something else. Raises one of ``READING_FAILS``.
    """
    status = refuse_no_file(place.path)
    version = status.st_size, status.st_mtime_ns
    if opened is None and status.st_size > MOST:
        return None
    parts = _PARSED.get((place, version), lambda: _parsed(opened or (lambda: _file(place.path))))
    return Mail(place, version, parts) if parts is not None else None


def _file(path: str) -> BinaryIO:
    return cast(BinaryIO, open_file(path))


def _parsed(opened: Callable[[], BinaryIO]) -> Parts | None:
    with opened() as stream:
        data = beginning(stream, SAMPLE)
        if not is_mail(text_in(data)):
            return None
        data += beginning(stream, MOST + 1 - len(data))
    return parts_of(data) if len(data) <= MOST else None


def holds_several(data: bytes) -> bool:
    """Whether bytes are a mail that is more than one log: it holds several, or packed files."""
    if not is_mail(text_in(data[:SAMPLE])):
        return False
    parts = parts_of(data)
    return len(parts.logs) > 1 or bool(parts.packed)
