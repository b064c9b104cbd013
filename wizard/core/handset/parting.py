"""What the first difference between a predicted and a real log means."""

from __future__ import annotations

from wizard.core.handset.comparison import FIELDS, Comparison
from wizard.core.trace import events as ev


def difference(comparison: Comparison) -> str:
    """What the first difference means, in a sentence or two; empty where there is none."""
    if comparison.first is None:
        return ""
    pair = comparison.pairs[comparison.first]
    doubt = ""
    if pair.predicted is not None and pair.predicted.why:
        doubt = f" This line of the prediction is {pair.predicted.basis.value} only: {pair.predicted.why}"
    expected = pair.predicted.entry.event if pair.predicted is not None else None
    found = pair.real.event if pair.real is not None else None
    return _meaning(expected, found) + doubt


_OF_RECORDS = (*FIELDS, *(kind for kinds in FIELDS.values() for kind in kinds))
LOCAL_CODE = 480
"""The code of a failure that the handset makes itself; any other one came from a server."""


def _meaning(expected: ev.Event | None, found: ev.Event | None) -> str:
    match expected, found:
        case _, ev.CacheHit(host=host, rtype=rtype) | ev.CacheEntryFound(host=host, rtype=rtype):
            return (
                f"The handset remembered the answer for {rtype} {host}; the prediction is of a handset "
                "that remembers nothing."
            )
        case ev.Answered(), ev.NoAnswer(rtype=rtype, host=host):
            return f"The handset got no answer for {rtype} {host}. DNS has one in the check."
        case ev.NoAnswer(), ev.Answered(rtype=rtype, host=host):
            return f"The handset got an answer for {rtype} {host}. DNS has none in the check."
        case ev.Answered(), ev.Answered(rtype=rtype, host=host):
            return f"The handset got another answer for {rtype} {host} than the check."
        case ev.LookupStarted() as one, ev.LookupStarted() as other:
            return (
                f"The handset asked for {other.rtype} {other.host}, where one that is configured as in the "
                f"check asks for {one.rtype} {one.host}."
            )
        case _, ev.RegistrationFailed(code=code) as failed if code != LOCAL_CODE and failed.has_code:
            return f"The search went as predicted, but a server turned the registration down ({code})."
        case _, None:
            return "The handset wrote nothing more about this search."
        case None, _:
            return "The handset wrote a line that was not predicted."
    if isinstance(expected, _OF_RECORDS) and isinstance(found, _OF_RECORDS):
        return "The record that the handset got differs from the one in the check."
    return "The handset wrote another line than predicted."
