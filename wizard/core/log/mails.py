"""A mail that holds several logs: each is one, as in an archive."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from wizard.core.about import name_of, told
from wizard.core.log.documents import HANDSETS, is_mail, parts_of
from wizard.core.log.forms import bytes_of, text_in
from wizard.core.log.kinds import utf16_of
from wizard.core.log.origin import HEAD, SAMPLE
from wizard.core.regular import Refused, refuse_no_file

MOST = 64 * 1024 * 1024
"""Bytes; of a longer mail the longest log is read."""
_MOST_LOGS = 500
"""The same of a mail that seems to hold more logs: each one would be compared with all others."""
_MOST_COMPARED = 200
"""So many lines of a log tell whether they are in another one."""
TEXT = "text"
"""What a part without a name is called."""
_LEAST = 3
"""Lines of a handset's that make a log: people quote single ones."""
_HEADER = re.compile(rb"(?:From [^\n]{1,200}\n|[0-9]{1,9} *\r?\n)?[A-Za-z][A-Za-z0-9-]{0,60}:")
"""Before the first one, a mailbox file has whose it is, and Apple's program how long it is."""
_FOLDED = re.compile(r"\n[ \t]+")
_NAME = re.compile(
    r"^content-(?:disposition|type):[^\n]*?name=\"?([^\";\n]{1,200})", re.IGNORECASE | re.MULTILINE
)
_PACKED = ("PK\x03\x04", "\x1f\udc8b", "7z\udcbc\udcaf", "Rar!")
"""How zip, gzip, 7-Zip and RAR begin."""
_TOLD, _MOST_NEW = 60, 0.1
"""Signs of a line by which it is known again: a mail may have broken it behind them. So many of a log's lines
may be in no other part, and it is no log of its own."""
_LEAD = re.compile(r"\A[>\s]+")


class _Size(NamedTuple):
    compress_size: int


class Mail:
    """The logs in a mail by their names. Raises one of ``READING_FAILS`` where it cannot be read.

    ``data`` is all of it, where it was read already.
    """

    def __init__(self, path: str, data: bytes | None = None) -> None:
        self.path = path
        refuse_no_file(path)
        parts = parts_of(text_in(Path(path).read_bytes() if data is None else data))
        self._logs = _logs_in(parts)
        self.packed = [_name_of(head, ()) for head, body in parts if body.startswith(_PACKED)]

    def names(self) -> list[str]:
        """In their order."""
        return list(self._logs)

    def close(self) -> None:
        """There is nothing to be closed."""

    def open(self, entry: str) -> tuple[Any, _Size]:
        """The stream of a log, and its size."""
        if entry not in self._logs:
            raise Refused(told("archive.entry-gone", name=name_of(self.path), entry=entry))
        data = bytes_of(self._logs[entry])
        return io.BytesIO(data), _Size(len(data))


def may_be_mail(head: bytes) -> bool:
    """Whether a file that begins so is looked at as a mail: most logs begin with a digit."""
    return _HEADER.match(head) is not None and not utf16_of(head)


def logs_in_mail(path: str) -> tuple[list[str], list[str]]:
    """The names of the logs in a mail that holds several, and of packed files in one that holds none.

    It is asked of what :func:`may_be_mail`; of every other file both are empty. Raises OSError.
    """
    with Path(path).open("rb") as file:
        data = file.read(SAMPLE)
        if not is_mail(text_in(data)):
            return [], []
        data += file.read(MOST - len(data) + 1)
    if len(data) > MOST:
        return [], []
    mail = Mail(path, data)
    names = mail.names()
    return (names if len(names) > 1 else []), ([] if names else mail.packed)


def _logs_in(parts: Sequence[tuple[str, str]]) -> dict[str, str]:
    found: list[int] = []
    known: list[set[str]] = []
    lines = [_lines_of(body) for _, body in parts]
    places = [place for place, own in enumerate(lines) if len(own) >= _LEAST]
    # The longest first: what is in it already, as of a page beside its text, is no log of its own.
    places = sorted(places, key=lambda at: -len(lines[at]))
    for place in places if len(places) <= _MOST_LOGS else places[:1]:
        own = list(lines[place])
        some = set(own[:: -(-len(own) // _MOST_COMPARED)])
        if not any(len(some - one) <= _MOST_NEW * len(some) for one in known):
            known.append(set(own))
            found.append(place)
    named: dict[str, str] = {}
    for head, body in (parts[place] for place in sorted(found)):
        named[_name_of(head, named)] = body
    return named


def _lines_of(body: str) -> dict[str, None]:
    """What the handset's lines say, each once, without what a mail program put around them."""
    lines = (line for line in body.split("\n") if HANDSETS.search(line))
    return dict.fromkeys("".join(_LEAD.sub("", line, count=1).split())[:_TOLD] for line in lines)


def _name_of(head: str, known: Collection[str]) -> str:
    named = _NAME.search(_FOLDED.sub(" ", head[:HEAD]))
    name = named[1].replace("\\", "/").rpartition("/")[2].strip() if named is not None else ""
    name = name or TEXT
    numbers = (f"{name} ({number})" for number in range(2, len(known) + 3))
    return next(one for one in (name, *numbers) if one not in known)
