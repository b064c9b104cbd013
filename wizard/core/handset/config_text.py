"""A configuration file's bytes as text, and the text as exactly those bytes again."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from wizard.core.about import told

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_UTF8 = {"utf-8", "utf8", "us-ascii", "ascii"}
_UTF16 = {"utf-16", "utf16", "utf-16le", "utf-16be", "ucs-2", "iso-10646-ucs-2"}
_ONE_BYTE = re.compile(r"^(?:iso-?8859-(?:1[0-6]?|[2-9])|latin-?1|windows-125[0-8]|cp125[0-8])$")
FALLBACK = "latin-1"


@dataclass(frozen=True, slots=True)
class FileText:
    """The text of a file.

    ``note`` is a sentence about an odd encoding, ``problem`` one about why there is no text.
    ``mark`` is the byte order mark, which is no part of ``text``.
    """

    text: str = field(default="", repr=False)
    codec: str = "utf-8"
    mark: bytes = b""
    note: str = ""
    problem: str = ""

    def encode(self, text: str) -> bytes:
        """``text`` as bytes of this file. ``encode(self.text)`` are the bytes that were read."""
        return self.mark + text.encode(self.codec)


def decode(data: bytes) -> FileText:
    """Reads by byte order mark, else by the declaration, else as UTF-8, at last as Latin-1."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return FileText(problem=told("config-file.utf-32"))
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _marked(data[len(mark) :], codec, mark)
    if data.startswith((b"<\0", b"\0<")):
        return _marked(data, "utf-16-le" if data[0] else "utf-16-be", b"")
    return _declared(data)


def _marked(rest: bytes, codec: str, mark: bytes) -> FileText:
    text = _exactly(rest, codec)
    if text is not None:
        return FileText(text, codec, mark)
    if codec == "utf-8":
        return FileText(rest.decode(FALLBACK), FALLBACK, mark, note=_not_utf8("begins-utf-8"))
    return FileText(problem=told("config-file.utf-16-damaged"))


def _declared(data: bytes) -> FileText:
    match = _DECLARED.match(data)
    name = match.group(1).decode("ascii").lower() if match else ""
    note: str = ""
    if _ONE_BYTE.match(name):
        text = _exactly(data, name)
        if text is not None:
            return FileText(text, name)
        note = told("config-file.read-otherwise", codec=name)
    elif name in _UTF16:
        note = told("config-file.no-utf-16", codec=name)
    elif name and name not in _UTF8:
        note = told("config-file.unknown-codec", codec=name)
    text = _exactly(data, "utf-8")
    if text is not None:
        return FileText(text, "utf-8", note=note)
    says = "says-utf-8" if name in _UTF8 else "must-utf-8"
    return FileText(data.decode(FALLBACK), FALLBACK, note=note or _not_utf8(says))


def _not_utf8(says: str) -> str:
    return told("config-file.no-utf-8", says=told(f"config-file.says.{says}"))


def _exactly(data: bytes, codec: str) -> str | None:
    """The text, None unless it makes the same bytes again: a repair must change nothing else."""
    try:
        text = data.decode(codec)
        return text if text.encode(codec) == data else None
    except (UnicodeError, LookupError):
        return None
