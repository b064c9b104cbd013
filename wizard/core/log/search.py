"""Finding text in a log: plain, or by a regular expression that can never run away.

Expressions run in Hyperscan, whose time grows with the text alone. Where there is no Hyperscan,
``re`` does it, and refuses the expressions that are known to take for ever.
"""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from wizard.core.about import told
from wizard.core.log.encoding import text_of
from wizard.core.log.index import Rows
from wizard.core.log.letters import lowers_to_ascii, wide
from wizard.core.log.line import LogLine
from wizard.core.log.lineset import LineSet, blank, put
from wizard.core.log.loads import distinct
from wizard.core.log.plain import PlainText
from wizard.core.log.stored import Loaded, StoredLines

try:
    import hyperscan
except ImportError:  # There are no wheels for this platform.
    hyperscan = None  # type: ignore[assignment]

BLOCK = 8192
"""Lines that are searched between two looks at whether anybody still wants to know."""

_PAUSE = 0.1
"""Seconds between two sets of lines."""

MOST_SEARCHED = 65_536
"""Characters of a line that are searched."""

_NESTED = re.compile(r"\((?:[^()\\]|\\.)*(?:[*+]|\{\d+,\d*\})(?:[^()\\]|\\.)*\)(?:[*+]|\{\d+,)")
_WITH_RE = 2000

_WHOLE = re.compile(r"\\[AZz]|\(\?(?!:)")
"""What means the whole of a text, or sets flags."""
_FLOOD = 8
"""Matches a line, on average, from which on trying each line is no slower."""
_OFTEN = 64
"""So many lines to one match; where there are more matches, NumPy finds them sooner than Hyperscan tells."""

Matches = Callable[[str], bool]
Candidates = Callable[[Loaded], NDArray[np.int64] | None]


def search(lines: Sequence[LogLine], text: str, *, regex: bool = False) -> Generator[Rows, None, str]:
    """Yields the positions of the lines that match, block by block, empty blocks too.

    Returns one sentence if ``text`` is no expression that can be searched for, or if the file has lost lines
    meanwhile, else nothing. Letter case does not count. The whole line is searched, its time and module too.
    """
    if not text:
        return ""
    matches = _matcher(text, regex)
    if isinstance(matches, str):
        return matches
    if isinstance(lines, StoredLines):
        lost = False

        def blocks() -> Iterator[Loaded]:
            nonlocal lost
            for block in lines.blocks():
                lost = lost or block.is_cut
                yield block

        yield from (
            _in_stored(blocks(), text, matches)
            if regex
            else _plain_in_stored(blocks(), text.lower(), matches)
        )
        return told("search.lines-gone") if lost else ""
    for start in range(0, len(lines), BLOCK):
        block = lines[start : start + BLOCK]
        found = [start + place for place, line in enumerate(block) if matches(line.raw)]
        yield np.array(found, dtype=np.int32)
    return ""


def finding(
    lines: Sequence[LogLine], text: str, *, regex: bool = False
) -> Generator[LineSet, None, tuple[str, LineSet]]:
    """The same as sets of lines: those found until now, from time to time, and all with the sentence."""
    bits = blank(len(lines))
    told = 0.0
    searching = search(lines, text, regex=regex)
    while True:
        try:
            rows = next(searching)
        except StopIteration as stop:
            return stop.value, LineSet(bits, len(lines))
        put(bits, rows)
        if time.monotonic() - told >= _PAUSE:
            told = time.monotonic()
            yield LineSet(bits.copy(), len(lines))


def _in_stored(blocks: Iterable[Loaded], text: str, matches: Matches) -> Iterator[Rows]:
    """An expression, block by block: first which lines can match at all, then each of those."""
    candidates = _candidates(text, regex=True)
    for block in blocks:
        yield _tried(block, candidates(block) if candidates is not None else None, matches)


def _plain_in_stored(blocks: Iterable[Loaded], lowered: str, matches: Matches) -> Iterator[Rows]:
    """A plain text, block by block."""
    if {"\r", "\n"} & set(lowered):  # No line holds its end.
        return
    in_block = _ascii_in(lowered) if lowered.isascii() else _wide_in(lowered)
    for block in blocks:
        rows, sure = in_block(block) if in_block is not None else (None, False)
        yield _at(block, rows) if rows is not None and sure else _tried(block, rows, matches)


Found = Callable[[Loaded], tuple[NDArray[np.int64] | None, bool]]
"""Gives the lines of a block that can match, None for any, and whether they all do."""


def _ascii_in(lowered: str) -> Found:
    plain, others = PlainText(lowered), lowers_to_ascii(lowered)
    candidates = _candidates(lowered, regex=False) if len(lowered) > 1 else None

    def rows(block: Loaded) -> tuple[NDArray[np.int64] | None, bool]:
        nonlocal candidates
        data = block.data  # One byte is looked for much faster than several.
        if not data.isascii() and any(letter[-1] in data and letter in data for letter in others):
            return None, False
        found = candidates(block) if candidates is not None else None
        if found is None:
            candidates = None  # What floods one block floods the next.
            found = plain.rows(block.data, block.ends)
        return found, True

    return rows


def _wide_in(lowered: str) -> Found | None:
    found = wide(lowered)
    return found.rows if found is not None else None


def _tried(block: Loaded, rows: NDArray[np.int64] | None, matches: Matches) -> Rows:
    """Those of the rows, or of all, whose line matches."""
    tried = range(len(block.ends)) if rows is None else rows.tolist()
    found = [row for row in tried if matches(text_of(block.line(row) or b""))]
    return _at(block, np.array(found, dtype=np.int64))


def _at(block: Loaded, rows: NDArray[np.int64]) -> Rows:
    return (block.first + rows).astype(np.int32)


def _candidates(text: str, *, regex: bool) -> Candidates | None:
    """What finds the lines of a block that can match; None if only trying each of them tells.

    The whole block is scanned as if it were one line, so a match may reach over a line's end.
    """
    if hyperscan is None or not text.isascii() or (regex and _WHOLE.search(text)):
        return None
    flags = hyperscan.HS_FLAG_CASELESS
    if regex:
        flags |= hyperscan.HS_FLAG_MULTILINE | hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_ALLOWEMPTY
    database = hyperscan.Database()
    try:
        database.compile(expressions=[text.encode()], flags=[flags], literal=not regex)
    except hyperscan.error:
        return None

    def candidates(block: Loaded) -> NDArray[np.int64] | None:
        if regex and not (block.data.isascii() and (b"\r" not in block.data or "$" not in text)):
            return None
        hits: list[int] = []
        most = _FLOOD * block.count if regex else block.count // _OFTEN + 1

        def hit(_number: int, _start: int, end: int, _flags: int, _context: object) -> bool:
            hits.append(end)
            return len(hits) > most

        with suppress(hyperscan.ScanTerminated):
            database.scan(block.data, match_event_handler=hit)
        if len(hits) > most:
            return None
        if not hits:
            return np.zeros(0, dtype=np.int64)
        last = np.maximum(np.array(hits, dtype=np.int64) - (0 if regex else 1), 0)
        rows = np.searchsorted(block.ends, last, side="right")
        # The end of an empty match, or of one that took the line's end, may be the next line's beginning.
        both = np.concatenate([rows, rows - 1]) if regex else rows
        there = np.searchsorted(block.ends, len(block.data), side="right")  # Of a file that became shorter.
        return distinct(both[(both >= 0) & (both < there)])

    return candidates


def _matcher(text: str, regex: bool) -> Matches | str:
    """What tells whether a line matches, or the sentence about why nothing can."""
    if not regex:
        lowered = text.lower()
        return lambda line: lowered in line.lower()
    try:
        with warnings.catch_warnings():  # Python warns of what a later version might read otherwise.
            warnings.simplefilter("ignore")
            pattern = re.compile(text, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        at = getattr(error, "pos", None)
        what = getattr(error, "msg", str(error))
        if at is None:
            return told("search.no-expression", what=what)
        return told("search.no-expression-at", what=what, at=at + 1)
    return _with_re(pattern) if hyperscan is None else _with_hyperscan(text)


def _with_re(pattern: re.Pattern[str]) -> Matches | str:
    if _NESTED.search(pattern.pattern):
        return told("search.repeated")
    return lambda line: pattern.search(line[:_WITH_RE]) is not None


def _with_hyperscan(text: str) -> Matches | str:
    flags = (
        hyperscan.HS_FLAG_CASELESS
        | hyperscan.HS_FLAG_UTF8
        | hyperscan.HS_FLAG_SINGLEMATCH
        | hyperscan.HS_FLAG_ALLOWEMPTY
    )
    database = hyperscan.Database()
    try:
        database.compile(expressions=[text.encode("utf-8", "replace")], flags=[flags])
    except hyperscan.error:
        return told("search.unknown")
    hits: list[int] = []

    def hit(*_where: object) -> None:
        hits.append(1)

    def matches(line: str) -> bool:
        hits.clear()
        database.scan(line[:MOST_SEARCHED].encode("utf-8", "replace"), match_event_handler=hit)
        return bool(hits)

    return matches
