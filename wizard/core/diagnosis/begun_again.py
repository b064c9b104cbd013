"""Registrations that failed and were begun anew, in a log whose level hides every look-up.

At the level that handsets come with (``log.level.change.*`` is 4) a log tells who begins to register, and
every error. Where none follows for long enough, the one before is history: nothing shows that servers were
found, but nothing shows any more that the handset cannot register, either.
"""

from __future__ import annotations

from collections.abc import Iterable

from wizard.core.diagnosis.now import LOCAL, REJECTED
from wizard.core.diagnosis.outlasting import seconds_between
from wizard.core.finding import CURRENT, REPAIRED, Evidence, Finding
from wizard.core.log.handsets import handset_of
from wizard.core.log.review import Review
from wizard.core.trace import events as ev

LONG_ENOUGH = 600.0
"""Seconds: longer than a request without a reply takes at as many servers as a site has."""


def begun_again(findings: Iterable[Finding], review: Review, ends: Evidence | None) -> list[Finding]:
    """The findings; those errors of users that none followed are history. ``ends`` is the log's last line."""
    findings = list(findings)
    errors = [one for one in findings if one.code in (LOCAL, REJECTED) and one.state is CURRENT]
    if not errors or ends is None or review.facts.dns_count:
        return findings
    over = {id(one) for one in errors if one.caused_by is None and _is_over(one, review, ends)}
    return [one.but(state=REPAIRED) if id(one) in over else one for one in findings]


def _is_over(error: Finding, review: Review, ends: Evidence) -> bool:
    """Whether each of its users, on its handset, began to register behind it, and no error came for long."""
    users = [user for user in error.facts.get("user", "").split(", ") if user]
    last = max(error.evidence, key=lambda seen: seen.line, default=None)
    if not users or last is None:
        return False
    own, again = handset_of(last.text), dict.fromkeys(users, 0.0)
    for event, seen in review.entries:
        if seen.line <= last.line or handset_of(seen.text) != own:
            continue
        if isinstance(event, ev.RegistrationFailed | ev.NothingFound):
            return False  # Whoever it is of: the handset has not done with errors.
        if isinstance(event, ev.RegisterStarted) and event.user in again:
            again[event.user] = seconds_between(seen, ends) or 0.0
    return all(passed >= LONG_ENOUGH for passed in again.values())
