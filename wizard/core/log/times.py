"""The times that stand in a handset's log: without a year, or without a date at all."""

from __future__ import annotations

from datetime import datetime, timedelta

_AHEAD = timedelta(days=1)
"""How far a handset's clock may be ahead of this computer's: it may live in another time zone."""


def moment(text: str, latest: datetime) -> datetime | None:
    """The moment that ``MMDDhhmmss`` or ``YYMMDDhhmm`` (with or without milliseconds) stands for.

    The first form has no year: the latest one that is not after ``latest`` is taken. Both are the
    handset's local time and come without a time zone. None for a time since the boot, and for
    anything else.
    """
    digits = text.partition(".")[0]
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        return None
    limit = latest.replace(tzinfo=None) + _AHEAD
    # Eight years back there is a leap year in every case, also around 2100.
    for year in range(limit.year, limit.year - 9, -1):
        found = _read(f"{year}{digits}", "%Y%m%d%H%M%S")
        if found is not None and found <= limit:
            return found
    return _read(f"20{digits}", "%Y%m%d%H%M")


def _read(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)
    except ValueError:
        return None
