"""All rules over one attempt, and what earlier attempts still have to say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wizard.core import names
from wizard.core.diagnosis.address import address_findings, ttl_findings
from wizard.core.diagnosis.naming import name_findings
from wizard.core.diagnosis.naptr import naptr_findings
from wizard.core.diagnosis.registration import registration_findings, registration_ok
from wizard.core.diagnosis.srv import srv_findings
from wizard.core.diagnosis.view import View
from wizard.core.finding import Evidence, Finding, State
from wizard.core.plan.deployment import Deployment
from wizard.core.trace.attempts import Attempt, Ending


def attempt_findings(view: View) -> list[Finding]:
    """What one attempt shows, causes first."""
    found = [
        *name_findings(view),
        *naptr_findings(view),
        *srv_findings(view),
        *address_findings(view),
        *ttl_findings(view),
    ]
    found += registration_findings(view, found)
    good = registration_ok(view)
    return [*found, good] if good is not None else found


def history_findings(attempts: Sequence[Attempt], plan: Deployment | None) -> list[Finding]:
    """What a row of attempts shows: the last finished one of each name counts, the rest is history."""
    result: list[Finding] = []
    for group in _by_name(attempts):
        finished = [attempt for attempt in group if attempt.ending is not Ending.UNFINISHED]
        if not finished:
            continue
        *earlier, last = finished
        current = attempt_findings(View(last, plan))
        history = [finding for attempt in earlier for finding in attempt_findings(View(attempt, plan))]
        if _superseded(last, attempts):
            current = [_repaired(finding) for finding in current if finding.code != "registration.ok"]
        result += merged([*current, *(_past(finding, last) for finding in history)])
    return result


def _by_name(attempts: Iterable[Attempt]) -> list[list[Attempt]]:
    groups: dict[str, list[Attempt]] = {}
    for attempt in attempts:
        groups.setdefault(names.fold(attempt.name), []).append(attempt)
    return list(groups.values())


def _past(finding: Finding, last: Attempt) -> Finding:
    """A finding of an earlier attempt, seen from the last one for the same address."""
    found_servers = last.ending is Ending.FOUND and any(server.address for server in last.servers)
    if finding.code.startswith("registration."):
        found_servers = found_servers and last.failure is None
    return _repaired(finding) if found_servers else finding


def _repaired(finding: Finding) -> Finding:
    return replace(finding, state=State.REPAIRED)


def _superseded(last: Attempt, attempts: Sequence[Attempt]) -> bool:
    """Whether the same user registered later under another name: then this name is history."""
    if not last.user:
        return False
    later = attempts[list(attempts).index(last) + 1 :]
    return any(
        other.user == last.user and other.ending is Ending.FOUND and other.failure is None for other in later
    )


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for one fault of one subject, with all that proves it.

    The first one decides the words; good news and history never outweigh a current fault.
    """
    result: dict[tuple[str, str], Finding] = {}
    # Gathered beside the findings: a handset that fails all day has thousands of attempts to merge.
    proof: dict[tuple[str, str], dict[Evidence, None]] = {}
    for finding in findings:
        key = (finding.code, names.fold(finding.subject))
        known = result.get(key)
        if known is None or (known.state is not State.CURRENT and finding.state is State.CURRENT):
            result[key] = finding
            proof[key] = dict.fromkeys(finding.evidence)
        else:
            proof[key].update(dict.fromkeys(finding.evidence))
    whole = [replace(finding, evidence=tuple(proof[key])) for key, finding in result.items()]
    return _without_stale_good_news(whole)


def _without_stale_good_news(findings: list[Finding]) -> list[Finding]:
    """An attempt that went well earlier is no good news any more once a later one failed."""
    current = {finding.code for finding in findings if finding.state is State.CURRENT}
    if current & {"name.missing", "registration.rejected", "registration.failed-locally"}:
        return [finding for finding in findings if finding.code != "registration.ok"]
    return [f for f in findings if f.code != "registration.ok" or f.state is State.CURRENT]
