"""Whether a log goes on for long enough behind an attempt to show that it did not fail.

An error comes some time after the servers were found: at once from a server that says no, after half a
minute where none answers. A log that ends sooner does not show what came of the attempt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from wizard.core.finding import Evidence
from wizard.core.log.times import TimeForm, form_of, moment
from wizard.core.trace.attempts import Attempt
from wizard.core.trace.events import RegistrationFailed

NO_REPLY = 32.0
"""Seconds after which a request without a reply has failed (RFC 3261, 17.1.2.2: 64 times T1)."""

_ANOTHER = 11
"""Lines of a search from memory (CS-14-17, Successful Registration Log, 47 to 57): with fewer behind an
attempt and no times, nothing tells that the handset went on to anything else."""
_LATEST = datetime(2000, 12, 30, 23, 59, 59)
"""By this all times without a year are read as of 2000, which has a 29th of February."""
_BOOT = re.compile(r"([0-9]{2})([0-5][0-9])([0-5][0-9])\.([0-9]{3})")
_DAY = timedelta(days=1)


def outlasts(
    attempt: Attempt, ends: Evidence | None, failed: Iterable[Attempt] = (), least: float = 0
) -> bool:
    """Whether more time passed behind an attempt than before any of those errors; without times, more lines.

    ``ends`` is the last line of the log, None if it is not known: then nobody can tell otherwise. ``least``
    is in seconds, for errors before which the log does not show when the servers were found.
    """
    if ends is None:
        return True
    failed = [one for one in failed if one.failure is not None]
    waited = [_between(_found(one), one.failure.evidence) for one in failed if one.failure is not None]
    left_s, left = _between(_found(attempt), ends, least=True)
    seconds = [
        time if time is None else min(time, _longest(one))
        for (time, _), one in zip(waited, failed, strict=True)
    ]
    if left_s is None or None in seconds:
        few = _ANOTHER - 1 if least or waited else 0
        return all(left > lines for lines in (few, *(lines for _, lines in waited)))
    return all(left_s > (time or 0) for time in (least, *seconds))


def _longest(attempt: Attempt) -> float:
    """Seconds after which a registration that this search began has failed at each of its servers.

    What came later is the error of a later request, before which no search is in the log, or the clock was
    set in between.
    """
    return NO_REPLY * max(1, len({(server.host, server.address) for server in attempt.servers}))


def seconds_between(first: Evidence, last: Evidence) -> float | None:
    """The seconds from one line to another, None where their times do not tell."""
    return _seconds(first.time, last.time, least=False)


def is_near(first: Evidence, last: Evidence) -> bool:
    """Whether no more time passed from one line to another than a request without a reply takes to fail.

    Where there are no times, so many lines.
    """
    seconds = seconds_between(first, last) if first.time else None
    return last.line - first.line <= NO_REPLY if seconds is None else seconds <= NO_REPLY


def _found(attempt: Attempt) -> Evidence:
    """The line with which the search for servers ended."""
    lines = [entry for entry in attempt.entries if not isinstance(entry.event, RegistrationFailed)]
    return (lines or attempt.entries)[-1].evidence


def _between(first: Evidence, last: Evidence, *, least: bool = False) -> tuple[float | None, int]:
    """Seconds, None where the times do not tell, and lines. ``least``: as many as passed in any case."""
    return _seconds(first.time, last.time, least=least), last.line - first.line


def _seconds(first: str, last: str, *, least: bool) -> float | None:
    begun, ended = _BOOT.fullmatch(first), _BOOT.fullmatch(last)
    if begun is not None and ended is not None:
        passed = _since_boot(ended) - _since_boot(begun)
        return passed if passed >= 0 else None
    form = form_of([first, last])
    dates = [moment(text, _LATEST, form) for text in (first, last)]
    if dates[0] is None or dates[1] is None:
        return None
    gone = _gone(dates[0], dates[1])
    if gone is None:
        return None
    # A time that has minutes alone may be that of their end, and the other one of their beginning.
    return gone - 59 if form is TimeForm.YEAR and least else gone


def _since_boot(time: re.Match[str]) -> float:
    hours, minutes, seconds, thousandths = map(int, time.groups())
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _gone(first: datetime, last: datetime) -> float | None:
    """The seconds from one time to another, over New Year too; None where the clock was set in between.

    Before its time server has answered, a handset lives on the first of January.
    """
    gone = last - first
    if gone < timedelta(0) and (first.month, last.month) == (12, 1):
        gone += timedelta(days=366)
    unset = (last.month, last.day) == (1, 1) or (first.month, first.day) == (1, 1)
    return None if gone < timedelta(0) or (unset and gone > _DAY) else gone.total_seconds()
