"""A server's no after which the handset went on to its next server: failover at work, seen in a log.

Whatever server a handset uses for SIP, it looks up its address once more, with its port (CS-14-17,
Successful Registration Log, lines 60 to 63). So another server's address there, behind the error, shows where
it went. That this is a failover is inferred. An address alone proves nothing: a server for configurations or
for the time may run on the same machine, and another line of the handset may use that server first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from wizard.core import names
from wizard.core.diagnosis.users import Users
from wizard.core.finding import Finding, State
from wizard.core.log.handsets import handset_of
from wizard.core.log.review import Review
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Attempt, FoundServer

_REJECTED = "registration.rejected"
_OF_THE_SERVER = range(500, 600)
_NO_REPLY = 408
_OF_USE = (ev.AddressFallback, ev.AddressPassedThrough, ev.PortKept)


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
    if server.host == failed.host or _may_be_anothers(server, attempt, review):
        return finding
    facts = {**finding.facts, "next": server.host, "server": failed.host}
    return replace(finding, variant="went-on", facts=facts)


def _failed_at(attempt: Attempt, line: int) -> bool:
    return attempt.failure is not None and attempt.failure.evidence.line == line and bool(attempt.servers)


def _may_be_anothers(server: FoundServer, attempt: Attempt, review: Review) -> bool:
    """Whether another line of the handset can have used this server: it has it too, or may have."""
    attempts = [one for one in review.story.attempts if one.handset == attempt.handset]
    if len(Users(attempts, review.entries).searching_for(attempt.name, attempt.handset)) > 1:
        return True
    return any(
        other.address == server.address
        for one in attempts
        if not names.same(one.name, attempt.name)
        for other in one.servers
    )


def _used(attempt: Attempt, review: Review, line: int) -> tuple[FoundServer | None, list[FoundServer]]:
    """The server that was used last before the error, and those behind it."""
    servers = {server.address: server for server in attempt.servers if server.address}
    before: FoundServer | None = None
    after: list[FoundServer] = []
    begins = attempt.entries[0].evidence.line
    ports: list[int] = []  # What the module for SIP looks for, until it has it.
    for event, seen in review.entries:
        if not isinstance(event, _OF_USE) or (attempt.handset and handset_of(seen.text) != attempt.handset):
            continue
        if isinstance(event, ev.AddressFallback):
            ports.append(event.port)
        elif isinstance(event, ev.PortKept):
            ports = [port for port in ports if port != event.port]
        elif (server := servers.get(event.address)) is not None and server.port in ports:
            if begins < seen.line < line:
                before = server
            elif seen.line > line:
                after.append(server)
    return before, after
