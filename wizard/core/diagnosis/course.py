"""What the course of a search tells of the handset that no answer tells."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.core import names
from wizard.core.finding import Finding
from wizard.core.log.review import Review
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Attempt

_QUESTIONS = (
    ev.LookupStarted,
    ev.CacheMiss,
    ev.CacheHit,
    ev.Answered,
    ev.NoAnswer,
    ev.NoMatch,
    ev.LookupEmpty,
)
"""What tells that the handset asked for a record of some type."""


def course_findings(review: Review) -> Iterator[Finding]:
    """What the course of the last attempt tells of the handset's transport."""
    attempts = review.story.attempts
    if not attempts or attempts[-1].port:
        return
    of_name = (a for a in reversed(attempts) if names.same(a.name, attempts[-1].name))
    attempt = next((a for a in of_name if a.lookup("SRV") is not None), None)
    if attempt is not None:
        srv = attempt.lookup("SRV")
        begun = attempt.entries[0].evidence.line if attempt.entries else 0
        if (
            srv is not None
            and not _asked_naptr(review, attempt.name)
            and _seen_before(review, begun)
            and _is_shown(attempt)
        ):
            facts = {"name": attempt.name, "protocol": attempt.protocol.upper()}
            shown = srv.seen(ev.LookupStarted) or srv.seen()
            yield Finding("config.transport-not-dnsnaptr", attempt.name, shown, facts, variant="log")


def _is_shown(attempt: Attempt) -> bool:
    """Whether the log shows questions of more than one type, so that it is no choice of lines about one."""
    asked = (entry for lookup in attempt.lookups for entry in lookup.entries)  # Also those that it shares.
    told = (entry.event for entry in asked if isinstance(entry.event, _QUESTIONS))
    return {"SRV", "A"} <= {event.rtype for event in told}


def _asked_naptr(review: Review, name: str) -> bool:
    return any(
        lookup.rtype == "NAPTR" and names.same(lookup.host, name)
        for attempt in review.story.attempts
        for lookup in attempt.lookups
    )


def _seen_before(review: Review, line: int) -> bool:
    """Whether the log shows how the search began, so that no question is merely cut off.

    That is a registration that begins, or an earlier search: what comes before may be its first half.
    """
    begun = (e.evidence.line for e in review.entries if isinstance(e.event, ev.RegisterStarted))
    earlier = (a.entries[0].evidence.line for a in review.story.attempts if a.entries)
    return any(number < line for number in (*begun, *earlier))
