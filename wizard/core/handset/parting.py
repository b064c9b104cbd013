"""What the first difference between a predicted and a real log means."""

from __future__ import annotations

from wizard.core.about import told
from wizard.core.handset.comparison import FIELDS, Comparison
from wizard.core.trace import events as ev


def difference(comparison: Comparison) -> str:
    """What the first difference means, in a sentence or two; empty where there is none."""
    if comparison.first is None:
        return ""
    pair = comparison.pairs[comparison.first]
    expected = pair.predicted.entry.event if pair.predicted is not None else None
    found = pair.real.event if pair.real is not None else None
    meaning = _meaning(expected, found)
    if pair.predicted is None or not pair.predicted.why:
        return meaning
    basis = pair.predicted.basis.value
    return told("parting.how-sure", before=meaning, value=basis, why=pair.predicted.why)


_OF_RECORDS = (*FIELDS, *(kind for kinds in FIELDS.values() for kind in kinds))
LOCAL_CODE = 480
"""The code of a failure that the handset makes itself; any other one came from a server."""


def _meaning(expected: ev.Event | None, found: ev.Event | None) -> str:
    match expected, found:
        case _, ev.CacheHit(host=host, rtype=rtype) | ev.CacheEntryFound(host=host, rtype=rtype):
            return told("parting.remembered", rtype=rtype, host=host)
        case ev.Answered(), ev.NoAnswer(rtype=rtype, host=host):
            return told("parting.no-answer", rtype=rtype, host=host)
        case ev.NoAnswer(), ev.Answered(rtype=rtype, host=host):
            return told("parting.answer", rtype=rtype, host=host)
        case ev.Answered(), ev.Answered(rtype=rtype, host=host):
            return told("parting.another-answer", rtype=rtype, host=host)
        case ev.LookupStarted() as one, ev.LookupStarted() as other:
            return told(
                "parting.another-question",
                rtype=other.rtype,
                host=other.host,
                expected_rtype=one.rtype,
                expected_host=one.host,
            )
        case _, ev.RegistrationFailed(code=code) as failed if code != LOCAL_CODE and failed.has_code:
            return told("parting.turned-down", code=code)
        case _, None:
            return told("parting.nothing-more")
        case None, _:
            return told("parting.not-predicted")
    if isinstance(expected, _OF_RECORDS) and isinstance(found, _OF_RECORDS):
        return told("parting.another-record")
    return told("parting.another-line")
