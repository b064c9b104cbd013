"""Whether a log goes on for long enough behind an attempt to show that it did not fail.

An error comes some time after the servers were found: at once from a server that says no, after half a
minute where none answers. A log that ends sooner does not show what came of the attempt.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from wizard.core.finding import Evidence
from wizard.core.log.times import moments
from wizard.core.trace.attempts import Attempt
from wizard.core.trace.events import RegistrationFailed

_LATEST = datetime(2100, 1, 1)
"""Only differences count."""


NO_REPLY = 32.0
"""Seconds after which a request without a reply has failed (RFC 3261, 17.1.2.2: 64 times T1)."""

_LONGEST = 600.0
"""Seconds; what seems to have taken longer has a clock that was set in between."""


def outlasts(
    attempt: Attempt, ends: Evidence | None, failed: Iterable[Attempt] = (), least: float = 0
) -> bool:
    """Whether more time passed behind an attempt than before any of those errors; without times, more lines.

    ``ends`` is the last line of the log, None if it is not known: then nobody can tell otherwise. ``least``
    is in seconds, for errors before which the log does not show when the servers were found.
    """
    if ends is None:
        return True
    waited = [_between(_found(one), one.failure.evidence) for one in failed if one.failure is not None]
    left_s, left = _between(_found(attempt), ends)
    seconds = [time for time, _ in waited]
    if left_s is None or None in seconds:
        return all(left > lines for lines in (0, *(lines for _, lines in waited)))
    return all(left_s > min(time or 0, _LONGEST) for time in (least, *seconds))


def _found(attempt: Attempt) -> Evidence:
    """The line with which the search for servers ended."""
    lines = [entry for entry in attempt.entries if not isinstance(entry.event, RegistrationFailed)]
    return (lines or attempt.entries)[-1].evidence


def _between(first: Evidence, last: Evidence) -> tuple[float | None, int]:
    """Seconds, None where the times do not tell, and lines."""
    begun, ended = moments([first.time, last.time], _LATEST)
    seconds = (ended - begun).total_seconds() if begun is not None and ended is not None else -1
    return (seconds if seconds >= 0 else None), last.line - first.line
