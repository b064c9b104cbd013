"""What a mail holds: the logs in its text and beside it, and packed files, each by a name of its own."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from wizard.core.log import documents, tars
from wizard.core.log.documents import is_mail
from wizard.core.log.forms import bytes_of, text_in
from wizard.core.log.kinds import packed_kind
from wizard.core.log.origin import HEAD, READING_FAILS, SAMPLE
from wizard.core.log.repeated import is_told, lines_of, some_of
from wizard.core.log.unpacking import UNPACKED

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
_FOLDED = re.compile(r"\n[ \t]+")
_NAME = re.compile(
    r"^content-(?:disposition|type):[^\n]*?name=\"?([^\";\n]{1,200})", re.IGNORECASE | re.MULTILINE
)
_MASKED = re.compile(r"name\*|=\?")
"""A name with letters beyond ASCII (RFC 2231, RFC 2047), or in several pieces."""
_ATTACHED_MAIL = re.compile(
    r"^content-type:\s*message/rfc822|name=[^;\n]*\.eml\b", re.IGNORECASE | re.MULTILINE
)


class Attached(NamedTuple):
    """A packed file in a mail. ``kind`` is how it is packed, empty where it is not to be looked into."""

    kind: str
    data: bytes


class Parts(NamedTuple):
    """What a mail holds, by names: the logs in its text and beside it, and packed files."""

    logs: dict[str, str]
    packed: dict[str, Attached]
    has_more: bool
    length: int
    """Bytes of the mail."""

    @property
    def size(self) -> int:
        """Bytes that they take."""
        packed = sum(len(one.data) for one in self.packed.values())
        return packed + sum(map(len, self.logs.values()))


def parts_of(data: bytes) -> Parts:
    """What the mail with these bytes holds."""
    texts: list[tuple[str, str]] = []
    packed: dict[str, Attached] = {}
    tars_left = _MOST_TARS
    has_more = False
    length = len(data)
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
    return Parts(_logs_in(texts, packed), packed, has_more, length)


def _holds_tar(data: bytes) -> bool:
    try:
        return tars.holds_tar(io.BytesIO(data))
    except READING_FAILS:
        return False  # Who reads it says why.


def _parts_in(text: str, deepest: int) -> Iterator[tuple[str, str]]:
    """All parts of a mail, and of mails that are attached to it."""
    for head, body in documents.parts_of(text):
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
