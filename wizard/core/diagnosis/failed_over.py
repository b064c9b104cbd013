"""A server's no after which the handset went on to its next server: failover at work, seen in a log.

Whatever server a handset uses, it looks up its address once more (CS-14-17, Successful Registration Log,
lines 44 and 58). So another server's address behind the error shows where it went. That this is a failover
is inferred.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from wizard.core.finding import Finding, State
from wizard.core.log.handsets import handset_of
from wizard.core.log.review import Review
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Attempt, FoundServer

_REJECTED = "registration.rejected"
_OF_THE_SERVER = range(500, 600)
_NO_REPLY = 408


def failed_over(findings: Iterable[Finding], review: Review) -> list[Finding]:
    """The findings; an error of a server behind which another one was used says so."""
    return [_told(finding, review) if _may_be(finding) else finding for finding in findings]


def _may_be(finding: Finding) -> bool:
    """Whether it is current and of a kind for which a handset turns to its next server."""
    if finding.code != _REJECTED or finding.state is not State.CURRENT or finding.variant:
        return False
    code = int(finding.facts["code"])
    return code == _NO_REPLY or code in _OF_THE_SERVER


def _told(finding: Finding, review: Review) -> Finding:
    line = max(evidence.line for evidence in finding.evidence)
    attempt = next((one for one in review.story.attempts if _failed_at(one, line)), None)
    if attempt is None:
        return finding
    before, after = _used(attempt, review, line)
    failed = before or attempt.servers[0]
    server = after[-1] if after else failed
    if server.host == failed.host:
        return finding
    facts = {**finding.facts, "next": server.host, "server": failed.host}
    return replace(finding, variant="went-on", facts=facts)


def _failed_at(attempt: Attempt, line: int) -> bool:
    return attempt.failure is not None and attempt.failure.evidence.line == line and bool(attempt.servers)


def _used(attempt: Attempt, review: Review, line: int) -> tuple[FoundServer | None, list[FoundServer]]:
    """The server that was used last before the error, and those behind it."""
    servers = {server.address: server for server in attempt.servers if server.address}
    before: FoundServer | None = None
    after: list[FoundServer] = []
    begins = attempt.entries[0].evidence.line
    for event, seen in review.entries:
        if not isinstance(event, ev.AddressPassedThrough) or event.address not in servers:
            continue
        if attempt.handset and handset_of(seen.text) != attempt.handset:
            continue
        if begins < seen.line < line:
            before = servers[event.address]
        elif seen.line > line:
            after.append(servers[event.address])
    return before, after
