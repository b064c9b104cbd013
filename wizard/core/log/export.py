"""The lines that a filter shows, as a file: text as it was, or a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from pathlib import Path

from wizard.core.about import name_of, told
from wizard.core.csvtext import BYTE_ORDER_MARK, harmless
from wizard.core.log.line import LogLine
from wizard.core.log.lineset import LineSet
from wizard.core.log.review import Review
from wizard.core.log.stored import StoredLines, gone
from wizard.core.saving import Replacing

_CHUNK = 4096
HEADER = ("File", "Line", "Time", "Module", "Level", "Missed", "Mark", "Message")


class Form(StrEnum):
    """How lines are written."""

    TEXT = "text"
    CSV = "csv"


def form_of(path: Path) -> Form:
    """The form that a file's name asks for."""
    return Form.CSV if path.suffix.lower() == ".csv" else Form.TEXT


def export(
    path: Path, review: Review, rows: LineSet, mark: Callable[[int], str], form: Form
) -> Generator[float, None, str]:
    """Writes these lines; ``mark`` names the mark of the line with a number.

    Yields how much is done. Returns a sentence about what went wrong, empty if nothing did. The file is
    whole or, if this is closed before its end, as it was.
    """
    if any(_is_file(name, path) for name in (review.name, *(part.name for part in review.parts))):
        return told("log-file.itself", name=name_of(path))
    written = Replacing(path)
    try:
        if form is Form.CSV:
            written.write(BYTE_ORDER_MARK.encode() + _csv([HEADER]))
        done = 0
        lost = gone()
        for chunk in _chunks(review.lines, rows):
            if any(line.raw == lost for line in chunk):
                return told("log-file.lines-gone", name=name_of(path))
            text = _text(chunk) if form is Form.TEXT else _csv(_cells(chunk, review, mark))
            if not written.write(text):
                break
            done += len(chunk)
            yield done / max(len(rows), 1)
        return written.finish()
    finally:
        written.discard()


def copied(
    lines: Sequence[LogLine], rows: LineSet, spans: Sequence[tuple[int, int]], *, numbered: bool = False
) -> str:
    """The lines in these rows as text; a span is its first and its last row."""
    lines = lines.again() if isinstance(lines, StoredLines) else lines
    wanted = (lines[rows.place(row)] for first, last in spans for row in range(first, last + 1))
    return as_text(wanted, numbered=numbered)


def as_text(lines: Iterable[LogLine], *, numbered: bool = False) -> str:
    """The lines as they are in the file, or each behind its number: all numbers are equally wide."""
    if not numbered:
        return "\n".join(line.raw for line in lines)
    lines = list(lines)
    width = max((len(str(line.number)) for line in lines), default=0)
    return "\n".join(f"{line.number:>{width}}  {line.raw}" for line in lines)


def _is_file(name: str, path: Path) -> bool:
    try:
        return Path(name).samefile(path)
    except OSError:
        return False


def _chunks(lines: Sequence[LogLine], rows: LineSet) -> Iterator[list[LogLine]]:
    wanted = lines.again().at(rows) if isinstance(lines, StoredLines) else (lines[place] for place in rows)
    while chunk := list(islice(wanted, _CHUNK)):
        yield chunk


def _text(chunk: Sequence[LogLine]) -> bytes:
    return "".join(f"{line.raw.rstrip(chr(13))}\n" for line in chunk).encode("utf-8", "replace")


def _cells(
    chunk: Sequence[LogLine], review: Review, mark: Callable[[int], str]
) -> Iterator[tuple[str | int, ...]]:
    """The table's rows, fit for a spreadsheet.

    The time is as the handset wrote it, ten digits. Excel takes it for a number and leaves its first
    zero away; what would stop it there (a formula, an apostrophe, a tab) is part of the cell to
    everything else that reads the file.
    """
    same = lru_cache(_CHUNK)(harmless)  # Names, modules, levels and marks are always the same few.
    for line in chunk:
        name, number = review.place(line.number)
        yield (
            same(name),
            number,
            harmless(line.time),
            same(line.module),
            same(line.level),
            line.missed or "",
            same(mark(line.number)),
            harmless(line.message),
        )


def _csv(rows: Iterable[tuple[str | int, ...]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8", "replace")
