"""Finding text in a log: plain, or by a regular expression that can never run away.

Expressions run in Hyperscan, whose time grows with the text alone. Where there is no Hyperscan,
``re`` does it, and refuses the expressions that are known to take for ever.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Generator, Sequence

import numpy as np

from wizard.core.log.index import Rows
from wizard.core.log.line import LogLine

try:
    import hyperscan
except ImportError:  # There are no wheels for this platform.
    hyperscan = None  # type: ignore[assignment]

BLOCK = 8192
"""Lines that are searched between two looks at whether anybody still wants to know."""

MOST_SEARCHED = 65_536
"""Characters of a line that are searched."""

_NESTED = re.compile(r"\((?:[^()\\]|\\.)*(?:[*+]|\{\d+,\d*\})(?:[^()\\]|\\.)*\)(?:[*+]|\{\d+,)")
_WITH_RE = 2000

Matches = Callable[[str], bool]


def search(lines: Sequence[LogLine], text: str, *, regex: bool = False) -> Generator[Rows, None, str]:
    """Yields the positions of the lines that match, block by block, empty blocks too.

    Returns one sentence if ``text`` is no expression that can be searched for, else nothing. Letter
    case does not count. The whole line is searched, its time and module too.
    """
    if not text:
        return ""
    matches = _matcher(text, regex)
    if isinstance(matches, str):
        return matches
    for start in range(0, len(lines), BLOCK):
        block = lines[start : start + BLOCK]
        found = [start + place for place, line in enumerate(block) if matches(line.raw)]
        yield np.array(found, dtype=np.int32)
    return ""


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
        place = f" at character {at + 1}" if at is not None else ""
        return f"This is no regular expression: {what}{place}. Correct it, or search for plain text."
    return _with_re(pattern) if hyperscan is None else _with_hyperscan(text)


def _with_re(pattern: re.Pattern[str]) -> Matches | str:
    if _NESTED.search(pattern.pattern):
        return _RUNS_AWAY
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
        return _UNKNOWN
    hits: list[int] = []

    def hit(*_where: object) -> None:
        hits.append(1)

    def matches(line: str) -> bool:
        hits.clear()
        database.scan(line[:MOST_SEARCHED].encode("utf-8", "replace"), match_event_handler=hit)
        return bool(hits)

    return matches


_UNKNOWN = (
    "This search knows no look-around, no back-references and no very large repetitions. "
    "Write the expression without them."
)
_RUNS_AWAY = "This expression repeats a repetition, which can take for ever. Repeat only one of the two."
