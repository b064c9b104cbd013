"""From a file's bytes to text: handset logs come in many encodings and with NUL padding."""

from __future__ import annotations

import codecs
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from wizard.core.about import told
from wizard.core.log.encoding import change_of, text_of
from wizard.core.log.kinds import utf16_of
from wizard.core.log.opening import Opener
from wizard.core.log.origin import HEAD, READING_FAILS, SAMPLE, Origin, sentence
from wizard.core.regular import Refused

# A whole log is held in memory; a handset's own logs are 10 to 500 KB.
MAX_BYTES = 256 * 1024 * 1024

_CHUNK = 1024 * 1024
_MAC = re.compile(r"(?<![0-9a-fA-F])([0-9a-fA-F]{12})(?![0-9a-fA-F])")
_LINES = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class LogText:
    """A log as text. ``problem`` is one sentence if it could not be read; then ``text`` is empty.

    ``form`` is what it was read out of, as :class:`Change` names it.
    """

    name: str
    text: str
    problem: str = ""
    form: str = ""

    @property
    def mac(self) -> str:
        """The handset's MAC address as its file name tells it, 12 hex digits, or empty."""
        return mac_of(self.name)


def mac_of(name: str) -> str:
    """The MAC address in a file's name, 12 hex digits in lower case, or empty."""
    found = _MAC.search(os.path.basename(name))  # noqa: PTH119 - asked of each log of a folder
    return found.group(1).lower() if found else ""


def read(path: Path) -> LogText:
    """Reads a log file, packed by gzip or not. One that cannot be read is a value with a sentence."""
    with Opener() as opener:
        return read_origin(Origin(str(path)), opener)


def read_origin(origin: Origin, opener: Opener) -> LogText:
    """Reads a log as text."""
    try:
        if not origin.entry and Path(origin.path).is_dir():
            raise IsADirectoryError
        with opener.open(origin) as stream:
            text, form = decoded(_all_of(stream, origin.short))
            return LogText(origin.name, text, "", form)
    except READING_FAILS as error:
        return LogText(origin.name, "", sentence(error, origin.short))


def _all_of(stream: BinaryIO, name: str) -> bytes:
    chunks = []
    room = MAX_BYTES
    while chunk := stream.read(_CHUNK):
        chunks.append(chunk)
        room -= len(chunk)
        if room < 0:
            limit = MAX_BYTES // (1024 * 1024)
            raise Refused(told("log-file.large", name=name, limit=limit))
    return b"".join(chunks)


def decode(data: bytes) -> str:
    """The text of a log's bytes, as :func:`decoded` reads it."""
    return decoded(data)[0]


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a log's bytes: UTF-16 by its mark or its NULs, else UTF-8, with Latin-1 line by line.

    What a mail, a table or a form made of the handset's lines is undone; which of them people are told
    of comes with it.
    """
    encoding = utf16_of(data[:HEAD])
    if encoding:
        data = data.decode(encoding, errors="replace").encode()
    else:
        data = data.removeprefix(codecs.BOM_UTF8)
    change = change_of(data[:HEAD], lambda: data[:SAMPLE])
    text = data if change is None else change(data)
    return text_of_all(text.replace(b"\0", b"")), change.form if change is not None else ""


def text_of_all(data: bytes) -> str:
    """The text of bytes in UTF-8, of lines that are none in Latin-1."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(text_of(line) for line in _LINES.findall(data))
