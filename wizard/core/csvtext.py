"""Tables as CSV (RFC 4180) that a spreadsheet shows and never runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
"""Stands first, because Excel takes a file without it for one in the computer's old code page."""

_FORMULA = re.compile(r"\s*[=+\-@\uff0b\uff0d\uff1d\uff20]|[\t\r]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_DOUBTFUL = frozenset(" =+-@\uff0b\uff0d\uff1d\uff20")
"""With what a formula can begin. All other blanks, and every sign that is replaced, cannot be printed."""


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> str:
    """A header and rows, with CRLF after each, to be written as UTF-8.

    A text that a spreadsheet would take for a formula gets an apostrophe in front; control
    characters, and those that turn the direction of text, become U+FFFD.
    """
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([cell if isinstance(cell, int) else harmless(cell) for cell in row])
    return out.getvalue()


def harmless(text: str) -> str:
    """A cell's text as a spreadsheet may have it."""
    if text[:1] not in _DOUBTFUL and text.isprintable():
        return text  # As nearly every cell is: two regular expressions cost five times as much.
    kept = _CONTROL.sub("\ufffd", text)
    return f"'{kept}" if _FORMULA.match(text) else kept
