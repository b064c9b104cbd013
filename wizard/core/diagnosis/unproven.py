"""Why a log proves neither that its handset registers nor that it fails, and what log would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wizard.core.diagnosis.logfile import file_name
from wizard.core.finding import CURRENT, Finding
from wizard.core.log.review import Review
from wizard.core.trace import events as ev

_LEVEL, _CUT = "config.dns-logging-off", "log.truncated"
_SAID = ("log.no-lookups", "log.not-a-handset-log")
_QUESTIONS = (
    ev.LookupStarted,
    ev.CacheMiss,
    ev.CacheHit,
    ev.Answered,
    ev.NoAnswer,
    ev.NoMatch,
    ev.CacheAdded,
)


def with_reason(findings: Sequence[Finding], review: Review) -> list[Finding]:
    """The findings of a log without a verdict, one of which says why there is none."""
    known = {one.code for one in findings if one.state is CURRENT}
    if _LEVEL in known:
        return [replace(one, variant="log-unproven") if one.code == _LEVEL else one for one in findings]
    if not review.entries or not known.isdisjoint(_SAID) or (_CUT in known and not _is_choice(review)):
        return list(findings)
    shown = next((one.evidence for one in findings if one.code == _CUT), (review.entries[0].evidence,))
    file = file_name(review)
    part = Finding(_CUT, file, shown, {"file": file}, "part")
    return [*(one for one in findings if one.code != _CUT), part]


def _is_choice(review: Review) -> bool:
    """Whether all questions are for one type of record, as where somebody searched the log for a word."""
    asked = {event.rtype for event, _ in review.entries if isinstance(event, _QUESTIONS)}
    return len(asked) == 1
