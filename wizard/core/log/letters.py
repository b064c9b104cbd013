"""Where a text with letters beyond ASCII stands in a block, whatever their case.

A line is UTF-8, or Latin-1 where it is not, so a letter has several forms in bytes: those of both
cases in both encodings. All of them are looked for at once in the whole block.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

import numpy as np

from wizard.core.log.loads import Places, distinct
from wizard.core.log.stored import Loaded

try:
    import hyperscan
except ImportError:  # There are no wheels for this platform.
    hyperscan = None  # type: ignore[assignment]

_LAST_CASED = 0x1FFFF
"""No letter beyond has two cases."""
_DOT = "\u0307"
"""A dot to be put above: what the capital İ has when it is lowered, two characters for one."""
_SIGMAS = frozenset("σς")
"""Which of them a capital sigma becomes, its place in the word decides."""
_MOST = 64
"""Characters of a text that are looked for at once; who has more is tried line by line where these stand."""
_FLOOD = 4
"""Matches a line, on average, from which on trying each line is no slower."""

Ends = Callable[[bytes, int], list[int] | None]
"""Where matches end in some bytes; None if there are more than so many."""


@cache
def _capitals() -> dict[str, str]:
    """Every character to those that it is the lower form of, or the beginning of it."""
    found: dict[str, str] = {}
    for letter in map(chr, range(_LAST_CASED + 1)):
        lower = letter.lower()
        if lower != letter:
            found[lower[0]] = found.get(lower[0], "") + letter
    found["ς"] = "Σ"
    return found


def lowers_to_ascii(text: str) -> tuple[bytes, ...]:
    """The letters beyond ASCII, in UTF-8, that a lowered text of ASCII is found in: the Kelvin sign and İ."""
    return tuple(
        letter.encode()
        for sign in sorted(set(text))
        for letter in _capitals().get(sign, "")
        if letter > "\x7f"
    )


@dataclass(frozen=True, slots=True)
class Wide:
    """A lowered text with a character beyond ASCII, and no line ends.

    ``exact``: where one of its forms stands in a line of UTF-8, there the text stands.
    """

    as_utf8: Ends
    as_any: Ends
    exact: bool

    def rows(self, block: Loaded) -> tuple[Places | None, bool]:
        """The rows of a block that can hold the text, None for any, and whether they all do."""
        if block.data.isascii():
            return np.zeros(0, dtype=np.int64), True
        pure = _is_utf8(block.data)
        ends = (self.as_utf8 if pure else self.as_any)(block.data, _FLOOD * block.count)
        if ends is None:
            return None, False
        rows = distinct(np.searchsorted(block.ends, np.array(ends, dtype=np.int64) - 1, side="right"))
        there = np.searchsorted(block.ends, len(block.data), side="right")  # Of a file that became shorter.
        return rows[rows < there], pure and self.exact


def wide(lowered: str) -> Wide | None:
    """How to look for a lowered text; None where only trying each line tells."""
    begins = lowered[:_MOST]
    if begins.isascii() or _DOT in begins:
        return None
    forms = [_forms(letter, last=at == len(lowered) - 1) for at, letter in enumerate(begins)]
    utf8 = _pattern(forms, "utf-8")
    if utf8 is None:
        return None
    latin = _pattern(forms, "latin-1")
    as_utf8 = _finder(utf8)
    as_any = _finder(utf8 if latin is None else b"%b|%b" % (utf8, latin))
    if as_utf8 is None or as_any is None:
        return None
    return Wide(as_utf8, as_any, exact=begins == lowered and not _SIGMAS & set(lowered))


def _forms(letter: str, *, last: bool) -> str:
    """The characters that a line may have where the lowered text has this one."""
    # Behind its i, İ brings a dot with it, which only the end of the text does not mind.
    return letter + "".join(one for one in _capitals().get(letter, "") if last or len(one.lower()) == 1)


def _pattern(forms: list[str], encoding: str) -> bytes | None:
    """An expression over bytes, None if a character has no form in this encoding."""
    groups = []
    for letters in forms:
        known = []
        for letter in letters:
            with suppress(UnicodeEncodeError):
                known.append("".join(rf"\x{byte:02x}" for byte in letter.encode(encoding)))
        if not known:
            return None
        groups.append(f"(?:{'|'.join(known)})")
    return "".join(groups).encode("ascii")


def _finder(pattern: bytes) -> Ends | None:
    if hyperscan is None:
        return _with_re(re.compile(pattern, re.DOTALL))
    database = hyperscan.Database()
    try:
        database.compile(expressions=[pattern], flags=[0])
    except hyperscan.error:
        return None

    def ends(data: bytes, most: int) -> list[int] | None:
        found: list[int] = []

        def hit(_number: int, _start: int, end: int, _flags: int, _context: object) -> bool:
            found.append(end)
            return len(found) > most

        with suppress(hyperscan.ScanTerminated):
            database.scan(data, match_event_handler=hit)
        return found if len(found) <= most else None

    return ends


def _with_re(pattern: re.Pattern[bytes]) -> Ends:
    def ends(data: bytes, most: int) -> list[int] | None:
        found = [match.end() for match in pattern.finditer(data)]
        return found if len(found) <= most else None

    return ends


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
