"""What the last search of a log tells although the log ends in the middle of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wizard.core.diagnosis.srv import srv_findings
from wizard.core.diagnosis.view import View
from wizard.core.finding import CURRENT, Evidence, Finding
from wizard.core.plan.deployment import Deployment
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import EMPTY, FOUND, UNFINISHED, Attempt

ANSWERED = "answered-since"
_ONCE_MISSING = {"name.missing": ("NAPTR", "SRV", "A"), "srv.missing": ("SRV",)}
"""The types of records of which any shows that it is there by now."""


def told_unended(
    findings: list[Finding], last: Attempt, group: Sequence[Attempt], plan: Deployment | None
) -> list[Finding]:
    """The findings of one name, after what the log shows of a search that began when ``last`` was over.

    Records that are there by now are no more said to be missing, nor is all well where they went since.
    """
    latest = group[-1]
    if latest.ending is not UNFINISHED or not latest.entries or not last.entries:
        return findings
    if latest.entries[0].evidence.line <= last.entries[-1].evidence.line:
        return findings
    view, srv = View(latest, plan), latest.lookup("SRV")
    if srv is not None and srv.result is EMPTY and latest.seen(ev.SrvEmpty):
        return _without_servers(findings, view)
    if srv is not None and srv.result is FOUND and srv.is_complete and srv.records:
        findings = [*srv_findings(view), *findings]
    return [_answered(finding, latest) for finding in findings]


def _without_servers(findings: Iterable[Finding], view: View) -> list[Finding]:
    if any(_is_missing(finding) for finding in findings):
        return list(findings)
    attempt = view.attempt
    shown = attempt.seen(ev.SrvEmpty)
    lookup = attempt.lookup("SRV")
    if lookup is not None:
        shown = (*lookup.seen(ev.NoAnswer, ev.NoMatch, ev.LookupEmpty), *shown)
    now = view.finding("srv.missing", attempt.srv_owner, shown, variant="unended")
    return [now, *(finding for finding in findings if finding.code != "registration.ok")]


def _is_missing(finding: Finding) -> bool:
    return finding.code in _ONCE_MISSING and finding.state is CURRENT


def _answered(finding: Finding, latest: Attempt) -> Finding:
    """A finding of something that DNS did not have, and has by the last search."""
    if not _is_missing(finding) or finding.variant not in {"", "without-naptr"}:
        return finding
    seen = _first_answer(latest, _ONCE_MISSING[finding.code])
    if seen is None:
        return finding
    facts = {**finding.facts, "line": str(seen.line)}
    return replace(finding, variant=ANSWERED, facts=facts, change=None)


def _first_answer(attempt: Attempt, rtypes: Sequence[str]) -> Evidence | None:
    found = [
        seen
        for lookup in attempt.lookups
        if lookup.rtype in rtypes and lookup.result is FOUND
        for seen in lookup.seen(ev.Answered, ev.CacheHit)
    ]
    return min(found, key=lambda seen: seen.line, default=None)
