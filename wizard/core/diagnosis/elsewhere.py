"""Logs of handsets that look for their servers at another name than the plan has them at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wizard.core import names
from wizard.core.diagnosis.view import View
from wizard.core.finding import Finding, State
from wizard.core.handset.wanted import Wanted
from wizard.core.plan.deployment import Deployment, Redundancy
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Attempt, Ending

IS_SERVER = "config.address-is-server"
UNPLANNED = "config.address-unplanned"
_AT_NAME = frozenset({"name.missing", "srv.missing"})
"""What is missing at a name. Nobody is to create it at one that nobody meant."""


def told_elsewhere(
    found: Iterable[Finding], attempts: Sequence[Attempt], plan: Deployment | None
) -> list[Finding]:
    """``found`` of a log, and what is to be said of names in it that are not the plan's.

    What is missing at a name that is hardly another system's follows from the wrong name.
    """
    found = list(found)
    if plan is None or plan.redundancy is Redundancy.ACTIVE_PASSIVE:
        return found  # Where only one server is active, handsets may be given each by its own name.
    current = {
        names.fold(one.facts["name"])
        for one in found
        if one.state is State.CURRENT and one.code in (*_AT_NAME, "registration.ok")
    }
    astray = {
        names.fold(attempt.name): _said(attempt, plan)
        for attempt in _unplanned(attempts, plan)
        if names.fold(attempt.name) in current
    }
    return [*astray.values(), *(_as_consequence(one, astray) for one in found)]


def _unplanned(attempts: Iterable[Attempt], plan: Deployment) -> list[Attempt]:
    """The attempts for other names than the plan's.

    Of a handset that asks for the plan's name too, another may be that of another line. One of the plan's
    servers is right on none: nobody makes SRV records at it.
    """
    attempts, wanted = list(attempts), Wanted(plan, frozenset())
    known = {attempt.handset for attempt in attempts if names.same(attempt.name, plan.name)}
    return [
        attempt
        for attempt in attempts
        if not names.same(attempt.name, plan.name)
        and (attempt.handset not in known or wanted.is_server(attempt.name))
        and attempt.ending is not Ending.UNFINISHED
        and not names.is_ip(attempt.name)
    ]


def _said(attempt: Attempt, plan: Deployment) -> Finding:
    view, wanted = View(attempt, plan), Wanted(plan, frozenset())
    seen = attempt.seen(ev.LookupStarted)[:1] or attempt.seen()[:1]
    if wanted.is_server(attempt.name):
        return view.finding(IS_SERVER, attempt.name, seen, variant="log", domain=plan.name)
    near = attempt.ending is Ending.NOTHING and wanted.is_near(attempt.name)
    variant = "log-near" if near else "log"
    return view.finding(UNPLANNED, attempt.name, seen, variant=variant, expected=plan.name)


def _as_consequence(finding: Finding, astray: dict[str, Finding]) -> Finding:
    if finding.code not in _AT_NAME or finding.state is not State.CURRENT or finding.caused_by is not None:
        return finding
    cause = astray.get(names.fold(finding.facts["name"]))
    if cause is None or (cause.code, cause.variant) == (UNPLANNED, "log"):
        return finding
    return replace(finding, caused_by=cause.code, change=None)
