"""Which lines of a block can say something that the grammar knows, without reading all of them.

Every form of line in the grammar has a word that each of its lines contains. All these words are
looked for at once, by Hyperscan, or by ``re`` in the lines of the few modules that matter. Only
lines with such a word are ever decoded and matched in full.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from wizard.core.log.table import FIRST, Layout
from wizard.core.trace import events as ev
from wizard.core.trace.grammar import RULES, Rule

try:
    import hyperscan
except ImportError:  # There are no wheels for this platform.
    hyperscan = None  # type: ignore[assignment]

Masks = NDArray[np.uint64]


def word_of(rule: Rule) -> str:
    """The longest word that every line of this form contains; reading forgives only white space."""
    literals = re.split(r"\{\w+\}", rule.template)
    return max((word for literal in literals for word in literal.split()), key=len)


WORDS = tuple(dict.fromkeys(word_of(rule) for rule in RULES))
"""At most 64: a line's words are the bits of one number."""


def _words_of(module: str) -> int:
    held = {word_of(rule) for rule in RULES if rule.module == module}
    return sum(1 << number for number, word in enumerate(WORDS) if word in held)


_OF_MODULE = {code: _words_of(name) for code, name in enumerate(FIRST, start=1)}
_ALLOWED = np.array([_OF_MODULE.get(code, 0) for code in range(32)], dtype=np.uint64)
"""The words that count in a line of each module."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Rows of a block, in order, and the words that each holds as bits."""

    rows: NDArray[np.int64]
    words: Masks


class Scanner(Protocol):
    """Finds the rows of a block that hold a word of their module. Not for two threads at once."""

    def scan(self, layout: Layout, length: int) -> Hits:
        """The hits in the first ``length`` bytes."""


def scanner() -> Scanner:
    """The fastest scanner that this computer has."""
    return WithRe() if hyperscan is None else WithHyperscan()


class WithHyperscan:
    """All words at once, over the whole block."""

    def __init__(self) -> None:
        self._database = hyperscan.Database()
        words = [word.encode() for word in WORDS]
        numbers = list(range(len(words)))
        self._database.compile(expressions=words, ids=numbers, flags=[0] * len(words), literal=True)

    def scan(self, layout: Layout, length: int) -> Hits:
        found: list[int] = []
        take = found.append

        def hit(number: int, _start: int, end: int, _flags: int, _context: object) -> None:
            take(end << 6 | number)

        # The binding's stub knows strings alone; it takes any buffer.
        self._database.scan(layout.view[:length].data, match_event_handler=hit)  # type: ignore[type-var]
        marks = np.array(found, dtype=np.int64)
        rows = np.searchsorted(layout.ends, marks >> 6)
        words = np.uint64(1) << (marks & 63).astype(np.uint64)
        words &= _ALLOWED[layout.tags[rows] >> 3]
        wanted = words != 0
        return _by_row(rows[wanted], words[wanted])


def _by_row(rows: NDArray[np.int64], words: Masks) -> Hits:
    """One entry a row."""
    order = np.argsort(rows, kind="stable")
    rows, words = rows[order], words[order]
    first = np.flatnonzero(np.diff(rows, prepend=-1))
    return Hits(rows[first], np.bitwise_or.reduceat(words, first) if len(first) else words)


class WithRe:
    """Line by line, in the lines of the modules that the grammar knows."""

    def __init__(self) -> None:
        self._patterns = {}
        for code, allowed in _OF_MODULE.items():
            words = [re.escape(word.encode()) for number, word in enumerate(WORDS) if allowed >> number & 1]
            self._patterns[code] = re.compile(b"|".join(words))

    def scan(self, layout: Layout, length: int) -> Hits:
        codes = layout.tags >> 3
        rows = np.flatnonzero((codes > 0) & (codes <= len(FIRST)))
        data = layout.view[:length].data
        found = [
            row
            for row in rows.tolist()
            if self._patterns[int(codes[row])].search(data, int(layout.starts[row]), int(layout.ends[row]))
        ]
        kept = np.array(found, dtype=np.int64)
        return Hits(kept, _ALLOWED[codes[kept]])


def read(module: str, message: str, words: int) -> ev.Event | None:
    """The event of a message that holds these words; what ``grammar.read`` says, with fewer tries."""
    text = message.strip()
    for rule in _candidates(module, words):
        event = rule.read(text)
        if event is not None:
            return event
    return None


@lru_cache(maxsize=1024)
def _candidates(module: str, words: int) -> tuple[Rule, ...]:
    held = {word for number, word in enumerate(WORDS) if words >> number & 1}
    return tuple(rule for rule in RULES if rule.module == module and word_of(rule) in held)
