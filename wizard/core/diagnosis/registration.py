"""How the registration ended, as far as the handset tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wizard.core.diagnosis.view import View, unique
from wizard.core.finding import Evidence, Finding
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Attempt, Ending, Entry

LOCAL_CODE = 480


def registration_findings(view: View, causes: Iterable[Finding]) -> Iterator[Finding]:
    """``failed-locally`` as a consequence of what was found, ``rejected`` for a server's no."""
    attempt = view.attempt
    if attempt.failure is None:
        return
    event = attempt.failure.event
    assert isinstance(event, ev.RegistrationFailed)
    if attempt.ending is Ending.NOTHING and event.code == LOCAL_CODE:
        yield view.finding(
            "registration.failed-locally",
            attempt.name,
            (*attempt.seen(ev.NothingFound), attempt.failure.evidence),
            caused_by=_root(causes),
            user=event.user,
        )
    elif attempt.ending is not Ending.NOTHING:
        yield rejected(attempt.failure, attempt)


def rejected(entry: Entry, attempt: Attempt | None = None) -> Finding:
    """A SIP code that came from a server."""
    event = entry.event
    assert isinstance(event, ev.RegistrationFailed)
    facts = {"user": event.user, "code": str(event.code), "reason": event.reason}
    if attempt is not None:
        facts["name"] = attempt.name
    return Finding("registration.rejected", event.user, unique((entry.evidence,)), facts)


def registration_ok(view: View) -> Finding | None:
    """The good news, if there is any: servers were found and nothing says that it failed."""
    attempt = view.attempt
    reachable = [server for server in attempt.servers if server.address]
    if attempt.ending is not Ending.FOUND or attempt.failure is not None or not reachable:
        return None
    described = [f"{server.host} ({server.address}:{server.port})" for server in reachable]
    single = len(described) == 1
    seen = "live" if view.chain is not None else ""
    variant = "-".join(filter(None, (seen, "one-server" if single else "")))
    return view.finding(
        "registration.ok",
        attempt.name,
        _proof(attempt),
        variant=variant,
        servers=", ".join(described),
        server=described[0],
    )


def _proof(attempt: Attempt) -> tuple[Evidence, ...]:
    """The answers that name the servers and their addresses."""
    return tuple(
        evidence for lookup in attempt.lookups if lookup.records for evidence in lookup.seen(ev.Answered, ev.CacheHit)
    ) or attempt.seen(ev.TargetsResolved)


def _root(causes: Iterable[Finding]) -> str | None:
    """The code that explains why nothing was found."""
    for finding in causes:
        if finding.caused_by is None and finding.code not in {"ttl.negative-cached", "naptr.missing"}:
            return finding.code
    return None
