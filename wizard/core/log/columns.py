"""Tables of which some columns are those of a handset's log: spreadsheets and log servers save them."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from wizard.core.log.line import MAX_PARSED, parse
from wizard.core.trace import grammar

MODULES: Final = ("dns", "sip", "log", "so", "app1", "cfg", "lldp", "tickt")
"""Those that are known of real logs. A table of other words is no handset's, whatever else it holds."""
_BETWEEN = ("\t", ";", ",")
_TIME = re.compile(r"[0-9]{9,10}(?:\.[0-9]{1,3})?|[0-9]{6}\.[0-9]{1,3}")
_MODULE = re.compile("|".join(MODULES), re.IGNORECASE)
_LEVEL = re.compile(r"[0-6*]")
_MISSED = re.compile(r"[0-9A-Fa-f]{0,4}")
_BLANKS = re.compile(
    rf"[ \t]*({_TIME.pattern})[ \t]+(?:- +)?({_MODULE.pattern})[ \t]+(?:- +)?({_LEVEL.pattern})"
    r"[ \t]+(?:- +)?([0-9A-Fa-f]{2})[ \t]+(?:- +)?(\S.*)"
)
_MOST = 0.8
"""Of the rows: others are a name above each column, or the rest of a cell with several lines."""
_LOOKED_AT, _TELLING = 500, 2
_OTHERS = 140
"""Characters of the other columns that are kept before a line: they may tell whose it is."""

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a table has what, -1 for what it has not. ``whole``: a column of whole lines, and no others.

    ``width`` is the number of columns, 0 if nobody knows it: a message may hold what stands between them.
    """

    between: str
    whole: int = -1
    time: int = -1
    module: int = -1
    missed: int = -1
    message: int = -1
    width: int = 0

    def line_of(self, raw: str) -> str:
        """The handset's line in a row; the row where it has none."""
        return self.line_in(cells(raw.rstrip("\r"), self.between)) or raw

    def line_in(self, row: Row) -> str:
        """The same of a row's cells, empty if they have none."""
        if self.whole >= 0:
            return self._behind_others(row) if len(row) >= self.width else ""
        if len(row) <= self.message or not _is_head(row, self.module):
            return ""
        time = row[self.time].strip() if self.time >= 0 else ""
        time = time.zfill(10) if time.isdigit() else time  # A spreadsheet takes it for a number.
        missed = row[self.missed].strip() if self.missed >= 0 else ""
        behind = self.message + 1 if len(row) == self.width else len(row)
        message = self.between.join(row[self.message : behind])
        return f"{time}|{row[self.module].strip():<5}|{row[self.module + 1].strip()}|{missed}|{message}"

    def _behind_others(self, row: Row) -> str:
        """The line, of whose signs some may stand between columns too, behind the text of the others."""
        behind = len(row) - (self.width - 1 - self.whole)
        others = " ".join(cell.strip() for cell in (*row[: self.whole], *row[behind:])).replace("|", " ")
        line = self.between.join(row[self.whole : behind])
        return f"{others.strip()[:_OTHERS]} {line}" if others.strip() else line


def columns(text: str) -> Callable[[str], str] | None:
    """How each line of a table that begins so is read; None if it is none of a handset's log."""
    lines = [line.rstrip("\r") for line in text.split("\n", _LOOKED_AT)[:_LOOKED_AT]]
    lines = [line for line in lines if line.strip() and len(line) <= 2 * MAX_PARSED]
    betweens = (*_BETWEEN, "|") if '"|' in text else _BETWEEN
    found = [one for between in betweens if (one := _columns(lines, between)) is not None]
    if found:
        return max(found, key=lambda one: _events(map(one.line_of, lines))).line_of
    blanks = sum(_BLANKS.fullmatch(line) is not None for line in lines)
    return _between_blanks if blanks >= max(_TELLING, _MOST * len(lines)) else None


def cells(raw: str, between: str) -> list[str]:
    """The cells of a row (RFC 4180): quotation marks in them are doubled."""
    if '"' not in raw:
        return raw.split(between)
    try:
        return next(csv.reader([raw], delimiter=between, skipinitialspace=True), [])
    except csv.Error:  # Longer than any cell may be.
        return [raw]


def _between_blanks(raw: str) -> str:
    found = _BLANKS.fullmatch(raw.rstrip("\r"))
    return "{}|{:<5}|{}|{}|{}".format(*found.groups()) if found is not None else raw


def _columns(lines: Sequence[str], between: str) -> Columns | None:
    rows = [row for row in (cells(line, between) for line in lines) if len(row) > 1]
    if len(rows) < max(_TELLING, _MOST * len(lines)):
        return None
    wholes = _first_of(at for row in rows for at, cell in enumerate(row) if parse(0, cell[:MAX_PARSED]).time)
    if wholes is not None and wholes[1] >= _least(rows):
        whole = wholes[0]
        width = min(len(row) for row in rows if len(row) > whole and parse(0, row[whole][:MAX_PARSED]).time)
        return Columns(between, whole=whole, width=width)
    heads = _first_of(at for row in rows for at in range(len(row)) if _is_head(row, at))
    return _by_fields(rows, between, heads[0]) if heads is not None and heads[1] >= _least(rows) else None


def _by_fields(rows: Sequence[Row], between: str, module: int) -> Columns | None:
    """The columns around that of the module. Without times, or a name above them, messages must tell."""
    body = [row for row in rows if _is_head(row, module) and len(row) > module + 2]
    times = [at for at in range(module) if all(_TIME.fullmatch(row[at].strip()) for row in body)]
    after = module + 2
    is_missed = all(len(row) > after + 1 and _MISSED.fullmatch(row[after].strip()) for row in body)
    made = Columns(between, -1, max(times, default=-1), module, after if is_missed else -1)
    names = [name.strip().lower() for name in rows[0]]
    if "message" in names[after:]:
        return replace(made, message=names.index("message", after), width=len(names))
    last = min(map(len, body), default=0)
    places = [replace(made, message=at) for at in range(after + is_missed, last)]
    best = max(places, key=lambda one: _events(map(one.line_in, body)), default=None)
    if best is None or not (times or _events(map(best.line_in, body)) >= _TELLING):
        return None
    return best


def _is_head(row: Row, at: int) -> bool:
    """Whether a row has a module there and a level behind it."""
    is_module = at + 1 < len(row) and _MODULE.fullmatch(row[at].strip()) is not None
    return is_module and _LEVEL.fullmatch(row[at + 1].strip()) is not None


def _least(rows: Sequence[Row]) -> float:
    return _MOST * len(rows) - 1


def _first_of(places: Iterable[int]) -> tuple[int, int] | None:
    """The place that comes most often, and how often."""
    return next(iter(Counter(places).most_common(1)), None)


def _events(lines: Iterable[str]) -> int:
    read = (parse(0, line[:MAX_PARSED]) for line in lines)
    return sum(line.has_form and grammar.read(line.module, line.message) is not None for line in read)
