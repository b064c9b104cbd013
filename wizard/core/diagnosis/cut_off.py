"""What is left of a search whose beginning was cut off: the servers that were looked for, without their name.

Only the targets of SRV records were seen to be asked for with a final dot (CS-14-17, Successful Registration
Log, lines 34 to 44). So where nothing else is left, a missing address of such a host is that of a SIP server.
"""

from __future__ import annotations

from collections.abc import Iterator

from wizard.core import names
from wizard.core.finding import Evidence, Finding
from wizard.core.log.handsets import handset_of
from wizard.core.log.review import Review
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Entry
from wizard.core.trace.gathering import OWN_CODES

_ADDRESS, _LOCAL = "address.missing", "registration.failed-locally"
_NONE = (ev.NoAnswer, ev.NoMatch, ev.LookupEmpty, ev.NegativeCached, ev.CacheEntryFound)
_SHOWN = (ev.NoAnswer, ev.NoMatch, ev.LookupEmpty)


def cut_off_findings(review: Review, failure: Entry) -> list[Finding]:
    """Why a registration failed with 480, if all that is left before it are missing addresses; else none."""
    event = failure.event
    assert isinstance(event, ev.RegistrationFailed)
    if event.code not in OWN_CODES or not event.has_code:
        return []
    missing: dict[str, list[Entry]] = {}
    for entry in _before(review, failure):
        if isinstance(entry.event, (ev.Answered, ev.CacheHit)):
            return []
        if isinstance(entry.event, _NONE):
            if entry.event.rtype != "A" or not entry.event.host.endswith("."):
                return []
            missing.setdefault(names.fold(entry.event.host), []).append(entry)
    return [*_missing(missing), _local(event.user, failure.evidence)] if missing else []


def _before(review: Review, failure: Entry) -> Iterator[Entry]:
    """The lines of the same handset before its error; none where it is known what it looked for."""
    handset = handset_of(failure.evidence.text)
    several = any(attempt.handset for attempt in review.story.attempts)
    if any(not several or attempt.handset == handset for attempt in review.story.attempts):
        return
    for entry in review.entries:
        if entry.evidence.line >= failure.evidence.line:
            return
        if not several or handset_of(entry.evidence.text) == handset:
            yield entry


def _missing(missing: dict[str, list[Entry]]) -> Iterator[Finding]:
    for host, entries in missing.items():
        shown = [e.evidence for e in entries if isinstance(e.event, _SHOWN)] or [e.evidence for e in entries]
        yield Finding(_ADDRESS, host, tuple(shown), {"target": host}, "none-cut")


def _local(user: str, seen: Evidence) -> Finding:
    return Finding(_LOCAL, user, (seen,), {"user": user}, "cut", _ADDRESS)
