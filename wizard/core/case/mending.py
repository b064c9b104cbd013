"""What a log showed and what was mended since: later in it, in another log, or by live answers.

"Mended" is said only where it is proven. Everything that cannot be told leaves a finding current.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from wizard.core import names
from wizard.core.case.case import Case, CheckReport, LogFile
from wizard.core.diagnosis.attempt import key_of
from wizard.core.diagnosis.logfile import last_line
from wizard.core.diagnosis.outlasting import NO_REPLY, outlasts
from wizard.core.diagnosis.together import apart
from wizard.core.finding import EvidenceKind, Finding, State
from wizard.core.handset.chain import Chain
from wizard.core.log.times import moment
from wizard.core.trace.attempts import Attempt, Ending

_OF_DNS = frozenset({"name", "naptr", "srv", "address", "host", "ttl"})
_OF_THE_HANDSET = frozenset({"ttl.negative-cached"})
"""What the handset itself remembers: DNS can be in order and this true all the same."""
_NO_SERVER = "registration.failed-locally"
_REJECTED = "registration.rejected"


class Proof(StrEnum):
    """What proves that a fault is history."""

    SAME_LOG = "same log"
    LATER_LOG = "later log"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class Seen:
    """The findings of one log."""

    log: LogFile
    findings: tuple[Finding, ...]


def disproving_chains(case: Case) -> tuple[Chain, ...]:
    """The chains of the live check that lead to SIP servers, if the check can disprove a log at all.

    None where it was cancelled, or where the plan or the target has changed since. An address at the
    name itself is no SIP server as long as SRV records were asked for: it may be anything.
    """
    report = case.report
    if report is None or report.cancelled or case.check_is_stale:
        return ()
    return tuple(
        chain
        for chain in report.chains
        if chain.attempt is not None
        and _found(chain.attempt)
        and (chain.lookfor.port or not chain.attempt.by_address)
    )


def mended(
    case: Case, checked: Iterable[Finding], logs: Iterable[Seen], now: datetime
) -> Iterator[tuple[Finding, Proof | None]]:
    """The findings of all logs. Those that were mended are repaired and come with what proves it."""
    all_seen = tuple(replace(seen, findings=tuple(apart(seen.findings))) for seen in logs)
    shown = frozenset(key_of(finding) for finding in apart(checked) if finding.state is State.CURRENT)
    for seen in all_seen:
        by_check = _mended_by_check(case, seen, shown, now)
        for finding in seen.findings:
            proof: Proof | None = None
            if finding.state is State.REPAIRED:
                proof = Proof.SAME_LOG
            elif finding in by_check:
                proof = Proof.CHECK
            elif any(_outdated(finding, seen, other, now) for other in all_seen):
                proof = Proof.LATER_LOG
            yield (finding if proof is None else replace(finding, state=State.REPAIRED)), proof


def _mended_by_check(
    case: Case, seen: Seen, shown: frozenset[tuple[str, str]], now: datetime
) -> tuple[Finding, ...]:
    """The findings of a log that a good live check does not show any more."""
    report, chains = case.report, disproving_chains(case)
    if report is None or not chains:
        return ()
    codes_shown = {code for code, _ in shown}
    found = []
    for finding in seen.findings:
        about_dns = finding.code.partition(".")[0] in _OF_DNS and finding.code not in _OF_THE_HANDSET
        if about_dns:
            gone = key_of(finding) not in shown
        else:
            gone = finding.code == _NO_SERVER and finding.caused_by not in codes_shown
        if (
            gone
            and _asked_alike(finding, seen.log, chains)
            and (case.practice or not _is_later(finding, report, now))
        ):
            found.append(finding)
    return tuple(found)


def _asked_alike(finding: Finding, log: LogFile, chains: Iterable[Chain]) -> bool:
    """Whether the check looked for the same name in the same way as the handset of the log.

    The first question tells both: a handset with a port asks for A at once, one with a fixed
    transport for SRV. A good answer to another question proves nothing about this handset.
    """
    name = finding.facts.get("name", "")
    last = _last_attempt(log, name)
    first = _first_question(last) if last is not None else None
    return first is not None and any(
        chain.attempt is not None and _first_question(chain.attempt) == first for chain in chains
    )


def _last_attempt(log: LogFile, name: str, user: str = "") -> Attempt | None:
    """The last attempt for a name that came to an end, of that user or of nobody known if one is given."""
    for attempt in reversed(log.review.story.attempts):
        fits = not user or attempt.user in {"", user}
        if name and fits and attempt.ending is not Ending.UNFINISHED and names.same(attempt.name, name):
            return attempt
    return None


def _first_question(attempt: Attempt) -> tuple[str, str] | None:
    for lookup in attempt.lookups:
        if lookup.rtype in {"NAPTR", "SRV"} or names.same(lookup.host, attempt.name):
            return lookup.rtype, names.fold(lookup.host)
    return None


def _found(attempt: Attempt) -> bool:
    return attempt.ending is Ending.FOUND and any(server.is_usable for server in attempt.servers)


def _is_later(finding: Finding, report: CheckReport, now: datetime) -> bool:
    """Whether the log shows the fault after the check was made, as far as its times tell."""
    last, started = last_seen(finding, now), start_of(report)
    return last is not None and started is not None and last > started


def start_of(report: CheckReport) -> datetime | None:
    """When the check began, in the local time of the place where it was made."""
    try:
        return datetime.fromisoformat(report.started).replace(tzinfo=None)
    except ValueError:
        return None


def last_seen(finding: Finding, now: datetime) -> datetime | None:
    """The latest time in the log lines of a finding, None if they tell none."""
    lines = (evidence.time for evidence in finding.evidence if evidence.kind is EvidenceKind.LOG)
    times = [at for at in (moment(text, now) for text in lines) if at is not None]
    return max(times, default=None)


def _outdated(finding: Finding, seen: Seen, other: Seen, now: datetime) -> bool:
    """Whether another, later log of the same handset shows that it found its servers."""
    mac, name = seen.log.review.mac, finding.facts.get("name", "")
    if other is seen or not mac or other.log.review.mac != mac:
        return False
    user = finding.facts.get("user", "") if finding.code == _REJECTED else ""
    last = _last_attempt(other.log, name, user)
    if user and last is not None and not outlasts(last, last_line(other.log.review), least=NO_REPLY):
        return False  # It may fail again.
    if last is None or not _found(last) or last.failure is not None or not last.entries:
        return False
    ended, shown = moment(last.entries[-1].evidence.time, now), last_seen(finding, now)
    return ended is not None and shown is not None and ended > shown and not finding.code.startswith("log.")
