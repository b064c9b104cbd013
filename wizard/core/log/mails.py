"""A mail that holds several logs, or packed ones: each is one, as in an archive."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from wizard.core.about import told
from wizard.core.log import archive, office, tars
from wizard.core.log.documents import is_mail, parts_of
from wizard.core.log.forms import bytes_of, text_in
from wizard.core.log.kinds import packed_kind, utf16_of
from wizard.core.log.origin import HEAD, READING_FAILS, SAMPLE, Origin
from wizard.core.log.repeated import is_told, lines_of, some_of
from wizard.core.log.unpacking import UNPACKED
from wizard.core.regular import Refused, open_file, read_file

MOST = 64 * 1024 * 1024
"""Bytes; of a longer mail the longest log is read."""
_MOST_LOGS = 500
"""The same of a mail that seems to hold more logs: each one would be compared with all others."""
MOST_PACKED = 300
"""Packed files that are looked into; each may hold thousands."""
_MOST_TARS = 10
"""Of those that have to be unpacked to tell what is in them; the others are told of."""
_DEEPEST = 3
"""Mails attached to mails are looked into so often."""
TEXT = "text"
"""What a part without a name is called."""
_LONGEST_NAME = 200
_LEAST = 3
"""Lines of a handset's that make a log: people quote single ones."""
_HEADER = re.compile(rb"(?:From [^\n]{1,200}\n|[0-9]{1,9} *\r?\n)?[A-Za-z][A-Za-z0-9-]{0,60}:")
"""Before the first one, a mailbox file has whose it is, and Apple's program how long it is."""
_FOLDED = re.compile(r"\n[ \t]+")
_NAME = re.compile(
    r"^content-(?:disposition|type):[^\n]*?name=\"?([^\";\n]{1,200})", re.IGNORECASE | re.MULTILINE
)
_MASKED = re.compile(r"name\*|=\?")
"""A name with letters beyond ASCII (RFC 2231, RFC 2047), or in several pieces."""
_ATTACHED_MAIL = re.compile(
    r"^content-type:\s*message/rfc822|name=[^;\n]*\.eml\b", re.IGNORECASE | re.MULTILINE
)


class _Size(NamedTuple):
    compress_size: int


class Attached(NamedTuple):
    """A packed file in a mail. ``kind`` is how it is packed, empty where it is not to be looked into."""

    kind: str
    data: bytes


class _Parts(NamedTuple):
    """What a mail holds, by names: the logs in its text and beside it, and packed files."""

    logs: dict[str, str]
    packed: dict[str, Attached]
    has_more: bool


class Mail:
    """The logs in a mail by their names. Raises one of ``READING_FAILS`` where it cannot be read."""

    def __init__(self, path: str) -> None:
        self.path = path
        with open_file(path) as file:
            status = os.fstat(file.fileno())
        self._parts = _parsed(path, status.st_size, status.st_mtime_ns)
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

    def close(self) -> None:
        """Closes an attached archive."""
        if self._open is not None:
            self._open[1].close()
            self._open = None

    def listed(self, name: str) -> Iterator[Origin | str]:
        """What lies in an attached archive, as :func:`wizard.core.log.archive.listed` tells it."""
        place, (kind, data) = Origin(self.path, name), self.packed[name]
        yield from archive.listed(place, data) if kind == "zip" else tars.listed(place, data)

    def open(self, entry: str) -> tuple[Any, Any]:
        """The stream of a log, and its size."""
        name, _, inner = entry.partition("/")
        if entry in self.logs:
            return _stream(bytes_of(self.logs[entry]))
        if name not in self.packed:
            raise Refused(told("archive.entry-gone", name=Origin(self.path).short, entry=entry))
        if inner:
            return self._container(name).open(inner)
        place, (kind, data) = Origin(self.path, name), self.packed[name]
        text = office.text_in(archive.Archive(place, data), place) if kind == "zip" else None
        return _stream(data if text is None else text)

    def _container(self, name: str) -> archive.Archive | tars.Tar:
        if self._open is None or self._open[0] != name:
            self.close()
            place, (kind, data) = Origin(self.path, name), self.packed[name]
            self._open = name, archive.Archive(place, data) if kind == "zip" else tars.Tar(place, data)
        return self._open[1]


def _stream(data: bytes) -> tuple[Any, _Size]:
    return io.BytesIO(data), _Size(len(data))


def may_be_mail(head: bytes) -> bool:
    """Whether a file that begins so is looked at as a mail: most logs begin with a digit."""
    return _HEADER.match(head) is not None and not utf16_of(head)


def mail_at(path: str) -> Mail | None:
    """The mail in a file, None if it is none, or far too long; asked of what :func:`may_be_mail`.

    Raises one of ``READING_FAILS``.
    """
    with open_file(path) as file:
        data = file.read(SAMPLE)
        size = os.fstat(file.fileno()).st_size
    return Mail(path) if size <= MOST and is_mail(text_in(data)) else None


def holds_several(data: bytes) -> bool:
    """Whether bytes are a mail that is more than one log: it holds several, or packed files."""
    if not is_mail(text_in(data[:SAMPLE])):
        return False
    parts = _parts_of(data)
    return len(parts.logs) > 1 or bool(parts.packed)


@lru_cache(maxsize=1)  # Each of its logs is asked for by itself, and again for its lines.
def _parsed(path: str, _size: int, _changed: int) -> _Parts:
    return _parts_of(read_file(path))


def _parts_of(data: bytes) -> _Parts:
    texts: list[tuple[str, str]] = []
    packed: dict[str, Attached] = {}
    tars_left = _MOST_TARS
    has_more = False
    for head, body in _parts_in(text_in(data), _DEEPEST):
        kind = packed_kind(bytes_of(body[:HEAD]))
        if not kind:
            texts.append((head, body))
        elif len(packed) == MOST_PACKED:
            has_more = True
        else:
            data = bytes_of(body)
            if kind == "tar" or (kind in UNPACKED and _holds_tar(data)):
                kind, tars_left = "tar" if tars_left > 0 else "", tars_left - 1
            packed[_name_of(head, packed)] = Attached(kind, data)
    return _Parts(_logs_in(texts, packed), packed, has_more)


def _holds_tar(data: bytes) -> bool:
    try:
        return tars.holds_tar(io.BytesIO(data))
    except READING_FAILS:
        return False  # Who reads it says why.


def _parts_in(text: str, deepest: int) -> Iterator[tuple[str, str]]:
    """All parts of a mail, and of mails that are attached to it."""
    for head, body in parts_of(text):
        if deepest and _ATTACHED_MAIL.search(head) and is_mail(body[:SAMPLE]):
            yield from _parts_in(body, deepest - 1)
        else:
            yield head, body


def _logs_in(parts: Sequence[tuple[str, str]], others: Collection[str]) -> dict[str, str]:
    """The logs among texts, named otherwise than ``others``."""
    found: list[int] = []
    known: list[set[str]] = []
    lines = [lines_of(body) for _, body in parts]
    places = [place for place, own in enumerate(lines) if len(own) >= _LEAST]
    # The longest first: what is in it already, as of a page beside its text, is no log of its own.
    places = sorted(places, key=lambda at: -len(lines[at]))
    for place in places if len(places) <= _MOST_LOGS else places[:1]:
        some = some_of(lines[place])
        if not any(is_told(some, one) for one in known):
            known.append(set(lines[place]))
            found.append(place)
    named: dict[str, str] = {}
    for head, body in (parts[place] for place in sorted(found)):
        named[_name_of(head, {*named, *others})] = body
    return named


def _name_of(head: str, known: Collection[str]) -> str:
    head = _FOLDED.sub(" ", head[:HEAD])
    named = _NAME.search(head)
    name = _decoded(head) if _MASKED.search(head) else named[1] if named is not None else ""
    name = name.replace("\\", "/").rpartition("/")[2].strip()[:_LONGEST_NAME] or TEXT
    numbers = (f"{name} ({number})" for number in range(2, len(known) + 3))
    return next(one for one in (name, *numbers) if one not in known)


def _decoded(head: str) -> str:
    """A file's name that a header has masked, empty if it has none."""
    from email.errors import HeaderParseError  # Few names are so.
    from email.header import decode_header, make_header
    from email.parser import HeaderParser

    try:
        name = str(HeaderParser().parsestr(head).get_filename() or "")
        return str(make_header(decode_header(name))) if "=?" in name else name
    except (ValueError, LookupError, HeaderParseError):
        return ""
