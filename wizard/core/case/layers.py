"""A file's text in all the ways in which it can be read: packed, escaped, encoded."""

from __future__ import annotations

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote

from wizard.core.case.aliases import Kind
from wizard.core.trace import signs

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\([0-9]{3})|\\(.)", re.DOTALL)
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){8,}")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}")
_STREAM = re.compile(rb"stream\r?\n")
_MOST_STREAM = 4 * 1024 * 1024
_LINE_END = re.compile(r"\n|\\n")
_TIME = re.compile(r"^[ \t]*[0-9]{10}\|")
_LONG = 100_000
_CHANCE = frozenset({Kind.WORD})


def unpacked(data: bytes) -> dict[str, bytes]:
    """What is in an archive, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = {info.filename: archive.read(info) for info in archive.infolist()}
        found["its comment"] = archive.comment
    return found


def layers(data: bytes) -> Iterator[tuple[str, frozenset[Kind] | None]]:
    """A file's text in all the ways in which it can be read.

    With it the kinds of things that prove nothing there, None where it is surely text.
    """
    text = data.decode("utf-8", "replace")
    if data.startswith(b"%PDF"):  # Its text comes along as a file of its own; here, what else it says.
        for part in (data, *_streams(data)):
            yield part.decode("latin-1"), _CHANCE
            for start in (0, 1):
                yield part[start:].decode("utf-16-be", "replace"), _CHANCE
        return
    text = _shortened(text)
    yield text, None
    if b"\0" in data:
        yield data.decode("utf-16-le", "replace"), None
        yield data.decode("utf-16-be", "replace"), None
    for other in (signs.unescaped(text), unquote(text), _ESCAPED.sub(_unescaped, text)):
        if other != text:
            yield other, None
    for run in _HEX.findall(text):
        yield bytes.fromhex(run).decode("latin-1"), frozenset()
        yield bytes.fromhex(run)[:].decode("utf-16-be", "replace"), frozenset()
    for run in dict.fromkeys(_BASE64.findall(text)):
        for start in range(4):
            part = run[start:].replace("-", "+").replace("_", "/")
            part = part[: len(part) // 4 * 4]
            yield base64.b64decode(part).decode("latin-1"), frozenset()


def _shortened(text: str) -> str:
    """A log says the same again and again, at other times: once is enough."""
    if len(text) <= _LONG:
        return text
    return "\n".join(dict.fromkeys(_TIME.sub("", part) for part in _LINE_END.split(text)))


def _streams(data: bytes) -> Iterator[bytes]:
    """The streams of a PDF, unpacked where they are packed."""
    for match in _STREAM.finditer(data):
        try:
            yield zlib.decompressobj().decompress(data[match.end() :], _MOST_STREAM)
        except zlib.error:
            continue


def _unescaped(match: re.Match[str]) -> str:
    four, two, three, plain = match.groups()
    if plain is not None:
        return " " if plain in "nrtfbv" else plain
    code = int(four or two, 16) if four or two else int(three)
    return chr(code) if code < 0x110000 else ""
