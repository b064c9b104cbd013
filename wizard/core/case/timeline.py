"""When a handset found its servers and when it did not: the attempts of a log in equal stretches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wizard.core.log.review import Review
from wizard.core.log.times import moments
from wizard.core.trace.attempts import Attempt, Ending

BINS = 96
"""Stretches that the whole time is cut into."""
LEAST = 3
"""Attempts; with fewer there is nothing to draw."""


@dataclass(frozen=True, slots=True)
class Bin:
    """How many attempts of a stretch failed, of how many, and the number of the first one's line.

    ``line`` is that of the first failure, if there is one.
    """

    failed: int = 0
    total: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Spell:
    """Attempts one after the other that failed: how many, from which line and time to which."""

    count: int
    first_line: int
    last_line: int
    begin: str
    end: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """``begin`` and ``end`` are times as in the log, or line numbers where there are no times."""

    bins: tuple[Bin, ...]
    begin: str
    end: str
    by_time: bool
    spells: tuple[Spell, ...]
    failed: int
    total: int


def timeline(review: Review, now: datetime | None = None) -> Timeline | None:
    """The attempts of a log over its time; over its lines where its times tell nothing.

    None if there are too few attempts to show anything.
    """
    attempts = [one for one in review.story.attempts if one.entries and one.ending is not Ending.UNFINISHED]
    if len(attempts) < LEAST:
        return None
    when = moments([one.entries[0].evidence.time for one in attempts], now or datetime.now())
    known = [time for time in when if time is not None]
    by_time = len(known) == len(attempts) and known == sorted(known) and known[0] < known[-1]
    places = (
        [(time - known[0]).total_seconds() for time in known]
        if by_time
        else [float(_line(one)) for one in attempts]
    )
    first, last = attempts[0], attempts[-1]
    return Timeline(
        _bins(attempts, places),
        first.entries[0].evidence.time if by_time else str(_line(first)),
        last.entries[0].evidence.time if by_time else str(_line(last)),
        by_time,
        tuple(_spells(attempts)),
        sum(map(_failed, attempts)),
        len(attempts),
    )


def _line(attempt: Attempt) -> int:
    return attempt.entries[0].evidence.line


def _failed(attempt: Attempt) -> bool:
    return attempt.failure is not None or attempt.ending is Ending.NOTHING


def _bins(attempts: Sequence[Attempt], places: Sequence[float]) -> tuple[Bin, ...]:
    low, high = min(places), max(places)
    found: list[list[Attempt]] = [[] for _ in range(BINS)]
    for attempt, place in zip(attempts, places, strict=True):
        share = (place - low) / (high - low) if high > low else 0.0
        found[min(int(share * BINS), BINS - 1)].append(attempt)
    return tuple(map(_bin, found))


def _bin(attempts: Sequence[Attempt]) -> Bin:
    failed = [one for one in attempts if _failed(one)]
    telling = failed or attempts
    return Bin(len(failed), len(attempts), _line(telling[0]) if telling else 0)


def _spells(attempts: Sequence[Attempt]) -> list[Spell]:
    spells: list[Spell] = []
    run: list[Attempt] = []
    for attempt in [*attempts, None]:
        if attempt is not None and _failed(attempt):
            run.append(attempt)
        elif run:
            begin, end = run[0].entries[0].evidence, run[-1].entries[-1].evidence
            spells.append(Spell(len(run), begin.line, end.line, begin.time, end.time))
            run = []
    return spells
