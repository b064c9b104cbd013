"""A configuration file to look at: its lines without secrets, and where a finding's place is in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from wizard.core.handset.config_file import ConfigFile
from wizard.core.handset.config_xml import LINE_END, Lines
from wizard.core.handset.masking import shown_file

MOST_LINES = 1500
MOST_SIGNS = 2000
"""Of one line: some files are a single line of a hundred thousand characters."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a line, from ``start`` up to but without ``end``; columns from 0."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines around a place: ``first`` is the number of the first one, ``total`` how many the file has.

    ``mark`` is inside the lines as they stand here, its line counts from 0.
    """

    first: int
    lines: tuple[str, ...]
    total: int
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class View:
    """The lines of one file as they are shown, and the place of every setting in them."""

    file: ConfigFile
    lines: tuple[str, ...] = field(repr=False)
    _places: dict[tuple[int, int], Mark] = field(repr=False)

    def mark(self, line: int, column: int) -> Mark | None:
        """Where a finding's evidence is: the whole setting, or the rest of the line."""
        known = self._places.get((line, column))
        if known is not None or not 0 < line <= len(self.lines):
            return known
        text = self.lines[line - 1]
        start = min(max(column - 1, 0), max(len(text) - 1, 0))
        return Mark(line, start, len(text))

    def excerpt(self, mark: Mark | None = None) -> Excerpt:
        """As many lines as a screen can take at once, the marked one among them."""
        at = mark.line - 1 if mark is not None else 0
        first = max(min(at - MOST_LINES // 2, len(self.lines) - MOST_LINES), 0)
        shown = [_cut(line) for line in self.lines[first : first + MOST_LINES]]
        if mark is None:
            return Excerpt(first + 1, tuple(shown), len(self.lines))
        text, moved = _cut_around(self.lines[at], mark)
        shown[at - first] = text
        moved = Mark(at - first, moved.start, moved.end)
        return Excerpt(first + 1, tuple(shown), len(self.lines), moved)


def view_of(file: ConfigFile) -> View:
    """May take a second for the largest files: not for the GUI's thread."""
    shown = shown_file(file)
    lines = Lines(shown.text)
    texts = tuple(LINE_END.split(shown.text))
    places: dict[tuple[int, int], Mark] = {}

    def put(line: int, column: int, start: int, end: int) -> None:
        number, first = lines.place(shown.offset(start))
        last_number, last = lines.place(shown.offset(end))
        stop = last - 1 if last_number == number else len(texts[number - 1])
        places[line, column] = Mark(number, first - 1, stop)

    for one in file.settings:
        end = one.value_end + 1
        put(one.line, one.column, one.start, end)
        put(one.value_line, one.value_column, one.start, end)
    if file.fault is not None and file.text.text:
        fault = file.fault
        put(fault.line, fault.column, fault.offset, fault.offset + 1)
    return View(file, texts, places)


def _cut(line: str) -> str:
    return line if len(line) <= MOST_SIGNS else line[: MOST_SIGNS - 1] + "…"


def _cut_around(line: str, mark: Mark) -> tuple[str, Mark]:
    """A long line with the marked part in its middle."""
    if len(line) <= MOST_SIGNS:
        return line, mark
    begin = max(min((mark.start + mark.end - MOST_SIGNS) // 2, mark.start - 1), 0)
    end = begin + MOST_SIGNS
    text = ("…" if begin else "") + line[begin:end] + ("…" if end < len(line) else "")
    shift = begin - (1 if begin else 0)
    return text, Mark(mark.line, mark.start - shift, min(mark.end - shift, len(text)))
