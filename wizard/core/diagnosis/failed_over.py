"""A server's no after which the handset went on to its next server: failover at work, seen in a log.

Whatever server a handset uses for SIP, it looks up its address once more, with its port (CS-14-17,
Successful Registration Log, lines 60 to 63), and before that without (lines 58 and 59): behind its search, as
the one that it begins with. So another server's address there, behind the error, shows where it went. That
this is a failover is inferred. An address alone proves less: a server for configurations or for the time may
run on the same machine, and another line of the handset may use that server first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wizard.core import names
from wizard.core.diagnosis.outlasting import is_near
from wizard.core.diagnosis.users import Users
from wizard.core.finding import Evidence, Finding, State
from wizard.core.log.handsets import handset_of
from wizard.core.log.review import Review
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Attempt, Entry, FoundServer
from wizard.core.trace.belonging import name_of

_REJECTED = "registration.rejected"
_OF_THE_SERVER = range(500, 600)
_NO_REPLY = 408
_OF_USE = (ev.AddressFallback, ev.AddressPassedThrough, ev.PortKept, ev.TargetsResolved)


@dataclass(frozen=True, slots=True)
class _Use:
    """A server that the handset looked up as it does for SIP. ``is_bare``: it may be for something else."""

    server: FoundServer
    seen: Evidence
    is_bare: bool


def failed_over(findings: Iterable[Finding], review: Review, ends: Evidence | None = None) -> list[Finding]:
    """The findings; an error of a server behind which another one was used says so.

    ``ends`` is the last line of the log.
    """
    found = list(findings)
    down = {one.facts["user"]: _line(one) for one in found if _may_be(one) and one.state is State.CURRENT}
    return [_told(finding, review, ends, down) if _may_be(finding) else finding for finding in found]


def _may_be(finding: Finding) -> bool:
    """Whether it is of a kind for which a handset turns to its next server."""
    if finding.code != _REJECTED or finding.variant:
        return False
    code = int(finding.facts["code"])
    return code == _NO_REPLY or code in _OF_THE_SERVER


def _line(finding: Finding) -> int:
    return max(evidence.line for evidence in finding.evidence)


def _told(finding: Finding, review: Review, ends: Evidence | None, down: Mapping[str, int]) -> Finding:
    line = _line(finding)
    attempt = next((one for one in review.story.attempts if _failed_at(one, line)), None)
    if attempt is None or attempt.failure is None:
        return finding
    attempts = [one for one in review.story.attempts if one.handset == attempt.handset]
    users = Users(attempts, review.entries).searching_for(attempt.name, attempt.handset)
    errors = {user: down.get(user, 0) for user in users}
    # Of several users who fail one behind the other, another one may have gone on already.
    first = min([line, *filter(None, errors.values())])
    uses = list(_uses(attempt, review, attempt.failure.evidence))
    failed = next((one.server for one in reversed(uses) if one.seen.line < first), attempt.servers[0])
    after = [one for one in uses if one.seen.line > line]
    if not after or after[-1].server.host == failed.host:
        return finding
    last = after[-1]
    if finding.state is not State.CURRENT and not _replaces(last, after, failed):
        return finding
    if len(users) > 1 and not _all_went_on(errors, uses, failed):
        return finding
    if _is_anothers(last.server, attempt, attempts):
        return finding
    # A server that did not answer either would have been told of by then.
    is_open = all(one.is_bare for one in after) and (ends is None or is_near(last.seen, ends))
    facts = {**finding.facts, "next": last.server.host, "server": failed.host}
    return replace(
        finding,
        variant="turned-to" if is_open else "went-on",
        facts=facts,
        state=State.CURRENT,
        evidence=tuple(dict.fromkeys((*finding.evidence, last.seen))),
    )


def _replaces(last: _Use, after: list[_Use], failed: FoundServer) -> bool:
    """Whether the later registration that made good was with a backup, and the first one stayed away."""
    others = all(one.server.host != failed.host for one in after)
    return not last.is_bare and others and last.server.priority > failed.priority


def _failed_at(attempt: Attempt, line: int) -> bool:
    return attempt.failure is not None and attempt.failure.evidence.line == line and bool(attempt.servers)


def _all_went_on(errors: Mapping[str, int], uses: Sequence[_Use], failed: FoundServer) -> bool:
    """Whether each of several users of one name failed, and as many went to another server since.

    Whose use it was nobody can tell. ``errors`` are the lines of theirs, 0 of one who has none.
    """
    elsewhere = [one.seen.line for one in uses if not one.is_bare and one.server.host != failed.host]
    since = [line for line in elsewhere if line > min(errors.values())]
    last = max(errors.values())
    stayed = not any(one.server.host == failed.host for one in uses if one.seen.line > last)
    return all(errors.values()) and stayed and since[-1:] > [last] and len(since) >= len(errors)


def _is_anothers(server: FoundServer, attempt: Attempt, attempts: Iterable[Attempt]) -> bool:
    """Whether a line of the handset that looks for another name has this server too."""
    return any(
        other.address == server.address
        for one in attempts
        if not names.same(one.name, attempt.name)
        for other in one.servers
    )


def _uses(attempt: Attempt, review: Review, error: Evidence) -> Iterator[_Use]:
    """The uses of the servers of an attempt since it began, in order."""
    servers = {server.address: server for server in attempt.servers if server.address}
    begins = attempt.entries[0].evidence.line
    ports: list[int] = []  # What the module for SIP looks for, until it has it.
    chooses = went_on = False
    elsewhere: set[str] = set()  # Looked up for something else: servers run there that are none for SIP.
    for event, seen in _of_use(attempt, review):
        if isinstance(event, ev.AddressFallback):
            ports.append(event.port)
        elif isinstance(event, ev.PortKept):
            ports = [port for port in ports if port != event.port]
        elif isinstance(event, ev.TargetsResolved):
            chooses = chooses or names.same(name_of(event.host), attempt.name)
        elif isinstance(event, ev.AddressPassedThrough) and event.address in servers:
            server = servers[event.address]
            is_behind = seen.line > error.line
            if server.port in ports or (chooses and not ports):
                chooses = chooses and bool(ports)
                went_on = went_on or is_behind
                if seen.line > begins:
                    yield _Use(server, seen, is_bare=False)
            elif not ports and is_behind and not went_on:
                if event.address not in elsewhere and is_near(error, seen):
                    yield _Use(server, seen, is_bare=True)
            elif not ports:
                elsewhere.add(event.address)


def _of_use(attempt: Attempt, review: Review) -> Iterator[Entry]:
    for entry in review.entries:
        if isinstance(entry.event, _OF_USE) and attempt.handset in {"", handset_of(entry.evidence.text)}:
            yield entry
