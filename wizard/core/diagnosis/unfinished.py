"""Searches without an end, cut off or lost: what their own lines prove all the same.

A line that says that an SRV target has no address proves it, whatever became of the search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wizard.core import names
from wizard.core.diagnosis.address import address_missing, target_lookups
from wizard.core.diagnosis.srv import srv_findings
from wizard.core.diagnosis.srv_plan import srv_plan_findings
from wizard.core.diagnosis.view import View
from wizard.core.finding import Finding
from wizard.core.plan.deployment import Deployment
from wizard.core.trace.attempts import EMPTY, PENDING, UNFINISHED, Attempt, Lookup


def unfinished_findings(attempts: Sequence[Attempt], plan: Deployment | None) -> list[Finding]:
    """The hosts without an address of the searches for one name behind the last one that has an end."""
    last: dict[str, tuple[View, Lookup]] = {}
    for attempt in _behind_the_last(attempts):
        view = View(attempt, plan)
        for lookup in target_lookups(view):
            if lookup.result is not PENDING:
                last[names.fold(lookup.host)] = view, lookup
    return [
        finding
        for view, lookup in last.values()
        if lookup.result is EMPTY
        for finding in _with_its_cause(view, address_missing(view, lookup, none_found=False))
    ]


def _behind_the_last(attempts: Sequence[Attempt]) -> Sequence[Attempt]:
    for place in range(len(attempts), 0, -1):
        if attempts[place - 1].ending is not UNFINISHED:
            return attempts[place:]
    return attempts


def _with_its_cause(view: View, missing: Finding) -> Iterator[Finding]:
    """The finding, and the wrong record by which that host is asked for."""
    yield missing
    if missing.caused_by is not None:
        for finding in (*srv_findings(view), *srv_plan_findings(view)):
            if finding.code == missing.caused_by:
                yield finding
