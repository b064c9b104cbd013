"""How the registration ended, as far as the handset tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from wizard.core import names
from wizard.core.about import told
from wizard.core.diagnosis.view import View, unique
from wizard.core.finding import Evidence, Finding
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import FOUND, Attempt, Ending, Entry, FoundServer
from wizard.core.trace.gathering import OWN_CODES


def registration_failed(view: View, causes: Iterable[Finding]) -> Finding | None:
    """``failed-locally`` as a consequence of what was found, ``rejected`` for a server's no."""
    attempt = view.attempt
    if attempt.failure is None:
        return None
    if attempt.ending is not Ending.NOTHING:
        return rejected(attempt.failure, attempt)
    event = attempt.failure.event
    assert isinstance(event, ev.RegistrationFailed)
    if event.code in OWN_CODES:
        cause, users = _root(causes), ", ".join(_users(attempt))
        return view.finding(
            "registration.failed-locally",
            attempt.name,
            attempt.seen(ev.NothingFound, ev.RegistrationFailed),
            variant=_unsaid(cause, users),
            caused_by=cause,
            user=users,
        )
    return None


def found_nothing(view: View, causes: Iterable[Finding]) -> Finding | None:
    """``failed-locally`` where the handset says that it found no server, and the log neither why nor more."""
    shown = view.attempt.seen(ev.NothingFound)
    if not shown or view.chain is not None or view.attempt.failure is not None or _root(causes):
        return None
    return view.finding("registration.failed-locally", view.attempt.name, shown, variant=_unsaid(None, ""))


def _unsaid(cause: str | None, users: str) -> str:
    """The variant for what the log does not tell: why nothing was found, or who registers."""
    if cause and users:
        return ""
    return "-".join(filter(None, ("" if cause else "unexplained", "" if users else "nameless")))


def _users(attempt: Attempt) -> Iterable[str]:
    """Everybody whose registration failed with this attempt: lines of a handset can share one."""
    said = [event.user for event, _ in attempt.entries if type(event) is ev.RegistrationFailed and event.user]
    return dict.fromkeys(said or filter(None, [attempt.user]))


def rejected(entry: Entry, attempt: Attempt | None = None) -> Finding:
    """A SIP code that came from a server."""
    event = entry.event
    assert isinstance(event, ev.RegistrationFailed)
    said = f"{event.code} {event.reason}".rstrip()
    user = event.user or (attempt.user if attempt is not None else "")
    facts = {"user": user, "code": str(event.code), "reason": event.reason, "said": said}
    facts["advice"] = _advice(event.code, attempt)
    shown: tuple[Evidence, ...] = (entry.evidence,)
    if attempt is not None:
        facts["name"] = attempt.name
        shown = attempt.seen(ev.RegistrationFailed)
    return Finding("registration.rejected", user, unique(shown), facts, _unclear(event, user, attempt))


def at_silent_host(found: list[Finding], attempt: Attempt) -> list[Finding]:
    """The findings; no reply (408) at the name's own address follows from the SRV records that are missing.

    In an Active Directory domain that is the address of the domain controllers, which do not speak SIP.
    """
    event = attempt.failure.event if attempt.failure is not None else None
    if not attempt.by_address or attempt.port or not isinstance(event, ev.RegistrationFailed):
        return found
    missing = next((one for one in found if (one.code, one.variant) == ("srv.missing", "one-host")), None)
    if event.code != _NO_REPLY or missing is None:
        return found
    silent = {"srv.missing": replace(missing, variant="one-host-silent")}
    return [
        replace(one, caused_by="srv.missing")
        if one.code == "registration.rejected"
        else silent.get(one.code, one)
        for one in found
    ]


_NO_REPLY = 408
_ADVICE = {
    **dict.fromkeys((401, 403, 407), "credentials"),
    **dict.fromkeys((404, 604), "unknown-user"),
    **dict.fromkeys((405, 501), "no-registrar"),
    **dict.fromkeys((408, 480, 503, 504), "no-reply"),
    423: "too-brief",
}
"""What a SIP code asks for first, a text of the words about SIP codes (RFC 3261, 21)."""


def _advice(code: int, attempt: Attempt | None) -> str:
    """The first thing to do about a SIP code, with the name and the servers of the search."""
    key = _ADVICE.get(code, "server-error" if code // 100 == 5 else "other")
    if attempt is not None and key == "unknown-user":
        return told("sip-code-of.unknown-user", name=attempt.name)
    servers = ", ".join(_in_order(attempt)) if attempt is not None and key == "no-reply" else ""
    return told("sip-code-of.no-reply", servers=servers) if servers else told(f"sip-code.{key}")


def _unclear(event: ev.RegistrationFailed, user: str, attempt: Attempt | None) -> str:
    """The variant for what the log does not tell about a failure, empty if it tells."""
    if not event.has_code:
        return "cut" if user else "cut-nameless"
    found = attempt is not None and attempt.ending is Ending.FOUND
    return "unclear" if event.code in OWN_CODES and not found else ""


def registration_ok(view: View) -> Finding | None:
    """The good news, if there is any: servers were found and nothing says that it failed."""
    attempt = view.attempt
    if attempt.ending is not Ending.FOUND or attempt.failure is not None:
        return None
    reachable = _reachable(attempt)
    if not reachable:
        return None
    described = _in_order(attempt)
    single = len(set(map(_described, reachable))) == 1
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


def _reachable(attempt: Attempt) -> list[FoundServer]:
    """The servers that a handset can reach; it finds none at an address that stands for itself."""
    return [server for server in attempt.reachable if not names.leads_to_itself(server.address)]


def _in_order(attempt: Attempt) -> list[str]:
    """The servers as the handset tries them; which one of a priority comes first, chance decides."""
    srv = attempt.lookup("SRV")
    ranked = attempt.by_address or (srv is not None and bool(srv.records))
    groups: dict[int, dict[str, None]] = {}
    for number, server in enumerate(_reachable(attempt)):
        groups.setdefault(server.priority if ranked else number, {})[_described(server)] = None
    seen = dict.fromkeys(" or ".join(group) for group in groups.values())
    return list(seen)


def _described(server: FoundServer) -> str:
    """A server in words; a remembered answer does not show its address."""
    if not server.port:  # Behind the beginning of a log that was cut off.
        return f"{server.host} ({server.address})" if server.address else server.host
    where = f"{server.address}:{server.port}" if server.address else f"port {server.port}"
    return f"{server.host} ({where})"


def _proof(attempt: Attempt) -> tuple[Evidence, ...]:
    """The answers that name the servers and their addresses."""
    return (
        tuple(
            evidence
            for lookup in attempt.lookups
            if lookup.result is FOUND
            for evidence in lookup.seen(ev.Answered, ev.CacheHit)
        )
        or attempt.seen()
    )


_EMPTYING = (
    "config.address-malformed",
    "config.port-not-zero",
    "name.missing",
    "srv.missing",
    "srv.service-declined",
    "srv.target-doubled",
    "srv.target-is-address",
    "srv.target-short",
    "address.missing",
)
"""What can leave a handset without any server. A faulty NAPTR record, for one, does not."""


def _root(causes: Iterable[Finding]) -> str | None:
    """The code that explains why nothing was found."""
    found = [one.code for one in causes if one.caused_by is None and one.code in _EMPTYING]
    return min(found, key=_EMPTYING.index, default=None)
