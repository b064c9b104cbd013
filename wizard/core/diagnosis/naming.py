"""Name and zone: is there anything at the configured name?"""

from __future__ import annotations

from collections.abc import Iterator

from wizard.core import names
from wizard.core.diagnosis.view import View
from wizard.core.dns.answer import Outcome
from wizard.core.finding import Evidence, Finding
from wizard.core.plan.records import change_for
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Ending, Lookup, LookupResult

FAILURE_EVENTS = (ev.NoAnswer, ev.NoMatch, ev.LookupEmpty, ev.NaptrEmpty, ev.SrvEmpty, ev.NothingFound)


def name_findings(view: View) -> Iterator[Finding]:
    """``name.missing``: NAPTR, SRV and A all came back empty."""
    if is_missing(view):
        plan = view.own_plan
        yield view.finding(
            "name.missing",
            view.attempt.name,
            failures(view),
            variant=_variant(view),
            change=change_for(plan) if plan is not None else None,
        )


def is_missing(view: View) -> bool:
    """Whether nothing at all was found at the name, as far as it was asked."""
    attempt = view.attempt
    if attempt.ending is not Ending.NOTHING:
        return False
    return not any(_has_records(lookup) for lookup in attempt.lookups)


def failures(view: View) -> tuple[Evidence, ...]:
    """The lines or answers that say "there is none", in the order of the attempt."""
    return view.attempt.seen(*FAILURE_EVENTS)


def _has_records(lookup: Lookup) -> bool:
    return lookup.result is LookupResult.FOUND


def _variant(view: View) -> str:
    """A log cannot tell "no such name" from "no such record"; a live answer can."""
    if view.chain is None:
        return ""
    at_name = [a for a in view.chain.answers if names.same(a.question.name, view.attempt.name)]
    if not at_name:
        return ""
    return "nxdomain" if any(a.outcome is Outcome.NXDOMAIN for a in at_name) else "empty"
