"""The times that stand in a handset's log: without a year, or without a date at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from operator import sub

_AHEAD = timedelta(days=1)
"""How far a handset's clock may be ahead of this computer's: it may live in another time zone."""
_JUMP = timedelta(days=1)
_LEAP = 3600  # Seconds.
_SECOND = timedelta(seconds=1)
_SOME_YEAR = 2000  # A leap year, to compare times that have none.


class TimeForm(StrEnum):
    """How ten digits are to be read. The third form, ``HHMMSS.mmm`` since the boot, has six."""

    MONTH = "MMDDhhmmss"
    YEAR = "YYMMDDhhmm"


def form_of(times: Sequence[str]) -> TimeForm:
    """Which of the two forms these times of one log have: the one in which they all make sense.

    Ten digits alone may be either. Where both make sense, the one in which time runs steadily.
    """
    if not times:
        return TimeForm.MONTH
    month, year = zip(*map(_seconds, times), strict=True)
    wrong: float = month.count(None) - year.count(None)
    if wrong == 0:
        wrong = _unsteadiness(month) - _unsteadiness(year)
    return TimeForm.YEAR if wrong > 0 else TimeForm.MONTH


@lru_cache(maxsize=8192)
def _seconds(text: str) -> tuple[int | None, int | None]:
    """What a time stands for in each of the two forms, counted from any beginning; None where in none.

    Many lines have the same time, also those of other handsets.
    """
    digits = _digits(text)
    found = (_read(f"{_SOME_YEAR}{digits}"), _read(f"20{digits}")) if digits else (None, None)
    month, year = (None if one is None else (one - datetime.min) // _SECOND for one in found)
    return month, year


def _unsteadiness(times: Sequence[int | None]) -> float:
    """How many steps go back or leap; plus how much of the rest is one step, from 0 to 1."""
    known = [time for time in times if time is not None]
    steps = steady = list(map(sub, known[1:], known))
    if steps and (min(steps) < 0 or max(steps) > _LEAP):
        steady = [step for step in steps if 0 <= step <= _LEAP]
    total = sum(steady)
    return len(steps) - len(steady) + (max(steady) / total if total else 0.0)


def moments(times: Sequence[str], latest: datetime) -> list[datetime | None]:
    """The moments of the times of one log, in its order.

    None for a time since the boot, and for one before the clock was set: until the first answer of
    its time server a handset lives on the first of January.
    """
    form = form_of(times)
    found = [moment(text, latest, form) for text in times]
    is_set = True
    after: datetime | None = None
    for place in range(len(found) - 1, -1, -1):
        time = found[place]
        if time is None:
            continue
        if time.month == time.day == 1:
            is_set = is_set and (after is None or timedelta(0) <= after - time <= _JUMP)
        else:
            is_set = True
        after = time
        if not is_set:
            found[place] = None
    return found


def last_moment(times: Sequence[str], latest: datetime) -> datetime | None:
    """The last of :func:`moments`, without looking at each of the others for its own sake."""
    return moment(times[-1], latest, form_of(times)) if times else None


def moment(text: str, latest: datetime, form: TimeForm | None = None) -> datetime | None:
    """The moment that ``MMDDhhmmss`` or ``YYMMDDhhmm`` (with or without milliseconds) stands for.

    The first form has no year: the latest one that is not after ``latest`` is taken. Both are the
    handset's local time and come without a time zone. None for a time since the boot, and for
    anything else. Without ``form`` the first one that makes sense counts.
    """
    digits = _digits(text)
    if not digits:
        return None
    limit = latest.replace(tzinfo=None) + _AHEAD
    if form is not TimeForm.YEAR:
        # Eight years back there is a leap year in every case, also around 2100.
        for year in range(limit.year, limit.year - 9, -1):
            found = _read(f"{year}{digits}")
            if found is not None and found <= limit:
                return found
    return None if form is TimeForm.MONTH else _read(f"20{digits}")


def is_dated(text: str) -> bool:
    """Whether a time has a date, in either form."""
    return bool(_digits(text))


def _digits(text: str) -> str:
    """The ten digits of a time with a date, empty for any other."""
    digits = text.partition(".")[0]
    return digits if len(digits) == 10 and digits.isascii() and digits.isdigit() else ""


def _read(text: str) -> datetime | None:
    """``YYYYMMDDhhmm`` or ``YYYYMMDDhhmmss``. Much faster than strptime: long logs have a million times."""
    try:
        # Newer versions of Python read 24:00 as the next midnight.
        return datetime.fromisoformat(f"{text[:8]}T{text[8:]}") if text[8:10] < "24" else None
    except ValueError:
        return None
