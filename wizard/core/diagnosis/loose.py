"""Failures that belong to no search: whether they still count, and what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wizard.core.diagnosis.cut_off import cut_off_findings
from wizard.core.diagnosis.logfile import last_line
from wizard.core.diagnosis.outlasting import NO_REPLY, outlasts
from wizard.core.diagnosis.registration import rejected
from wizard.core.diagnosis.users import Users
from wizard.core.finding import Evidence, Finding
from wizard.core.log.review import Review
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Attempt, Ending, Entry
from wizard.core.trace.gathering import OWN_CODES


def loose_findings(review: Review) -> Iterator[Finding]:
    """What the lines say without belonging to an attempt."""
    for entry in review.story.loose_failures[-1:]:
        if not _is_over(review, entry):
            yield from cut_off_findings(review, entry) or [rejected(entry)]


def _is_over(review: Review, failure: Entry) -> bool:
    """Whether an attempt behind a failure went well, or shows why it failed."""
    attempts = review.story.attempts
    if any(one.user and _explains(one, failure) for one in attempts):
        return True  # As in most logs.
    own, ends = rejected(failure).facts["user"], last_line(review)
    users = Users(attempts, review.entries)
    several = len(users.all | {own}) > 1
    begun = [line for line in users.begins(own) if line > failure.evidence.line]
    # Where there are several users, an attempt of nobody known may be another's.
    telling = [one for one in attempts if one.user or not several or _is_behind(one, begun)]
    return any(_disproves(attempt, failure, ends) or _explains(attempt, failure) for attempt in telling)


def _is_behind(attempt: Attempt, lines: Sequence[int]) -> bool:
    return bool(lines and attempt.entries) and attempt.entries[0].evidence.line > lines[0]


def _disproves(attempt: Attempt, failure: Entry, ends: Evidence | None) -> bool:
    """Whether a later attempt, of this user or of nobody known, went well, as far as the log goes on."""
    event = failure.event
    assert isinstance(event, ev.RegistrationFailed)
    good = attempt.ending is Ending.FOUND and attempt.failure is None and attempt.user in {"", event.user}
    is_later = bool(attempt.entries) and attempt.entries[0].evidence.line > failure.evidence.line
    return good and is_later and outlasts(attempt, ends, least=NO_REPLY)


def _explains(attempt: Attempt, failure: Entry) -> bool:
    """Whether the handset made this user's 480 itself again, in an attempt that shows why."""
    again = attempt.failure
    event = failure.event
    assert isinstance(event, ev.RegistrationFailed)
    if again is None or attempt.ending is not Ending.NOTHING or event.code not in OWN_CODES:
        return False
    return (
        again.evidence.line > failure.evidence.line and attempt.user == event.user and bool(attempt.lookups)
    )
