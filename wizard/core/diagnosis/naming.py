"""Name and zone: whether there is anything at the configured name."""

from __future__ import annotations

from functools import lru_cache

from wizard.core import names
from wizard.core.diagnosis.changes import missing_change
from wizard.core.diagnosis.view import View
from wizard.core.dns.answer import Outcome
from wizard.core.finding import Evidence, Finding
from wizard.core.handset.values import AddressKind, AddressRead, read_address
from wizard.core.plan.deployment import Deployment
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import EMPTY, FOUND, PENDING, Attempt, Ending

FAILURE_EVENTS = (ev.NoAnswer, ev.NoMatch, ev.LookupEmpty, ev.NaptrEmpty, ev.SrvEmpty, ev.NothingFound)


def name_missing(view: View) -> Finding:
    """``name.missing``: all that was asked for at the name came back empty (see :func:`is_missing`)."""
    plan, attempt = view.own_plan, view.attempt
    # With a plan, its own SRV name: DNSnaptr without NAPTR asks for UDP, whatever is planned.
    planned = {"owner": f"{plan.transport.labels}.{plan.name}"} if plan is not None else {}
    return view.finding(
        "name.missing",
        attempt.name,
        failures(view),
        variant=_variant(view),
        change=missing_change(view),
        **planned,
    )


def malformed_name(view: View) -> Finding | None:
    """``config.address-malformed``, if a log shows that no server was found for what is no domain name.

    Somebody typed a scheme, a port, a list or the labels of an SRV record into the server address.
    """
    attempt = view.attempt
    if view.chain is not None or attempt.ending is not Ending.NOTHING:
        return None
    read = _read(attempt.name)
    if read.kind not in {AddressKind.MALFORMED, AddressKind.LIST}:
        return None
    variant = "log-bare" if read.bare else "log"
    return view.finding(
        "config.address-malformed", attempt.name, failures(view), variant=variant, expected=read.bare
    )


@lru_cache(maxsize=1024)
def _read(name: str) -> AddressRead:
    """What a name is: most logs of a folder have the same."""
    return read_address(name)


def is_missing(view: View) -> bool:
    """Whether nothing at all was found at the name, as far as it was asked.

    With a port nobody asked for the SRV records, which may all be there. Then only a live server
    that does not know the name proves it.
    """
    return view.once("missing", lambda: _is_missing(view))


def _is_missing(view: View) -> bool:
    attempt = view.attempt
    results = [lookup.result for lookup in attempt.lookups]
    if attempt.ending is not Ending.NOTHING or FOUND in results:
        return False
    if view.chain is None and not attempt.port and not _lacks_srv(attempt):
        return False  # The log does not show what came of it: perhaps its servers lack addresses.
    plan = view.own_plan
    if view.chain is None and plan is not None and not _asks_as_planned(attempt, plan):
        return False
    if PENDING in results:
        unknown = [lookup for lookup in attempt.lookups if lookup.result is PENDING]
        if any(view.chain is not None or lookup.rtype == "NAPTR" for lookup in unknown):
            return False
    return not attempt.port or _variant(view) == "nxdomain"


def _asks_as_planned(attempt: Attempt, plan: Deployment) -> bool:
    """Whether a handset asks for the planned SRV records; without NAPTR its own setting may forbid it."""
    return attempt.lookup("NAPTR") is not None or plan.transport.value == attempt.protocol


def _lacks_srv(attempt: Attempt) -> bool:
    """Whether a log shows that no SRV record was found: only then the name's own address is asked for."""
    srv = attempt.lookup("SRV")
    if srv is not None:
        return srv.result is EMPTY
    own = attempt.lookup("A", attempt.name)
    return own is not None and own.result is EMPTY and bool(attempt.seen(ev.AddressFallback))


def failures(view: View) -> tuple[Evidence, ...]:
    """The lines or answers that say "there is none", in the order of the attempt."""
    return view.attempt.seen(*FAILURE_EVENTS) or view.attempt.seen()


def _variant(view: View) -> str:
    """A log cannot tell "no such name" from "no such record"; a live answer can."""
    if view.chain is None:
        if "." not in view.attempt.name.strip("."):
            return "one-label"
        return "" if view.attempt.lookup("NAPTR") is not None else "without-naptr"
    at_name = [a for a in view.chain.answers if names.same(a.question.name, view.attempt.name)]
    # With an alias the outcome is that of the name behind it (RFC 6604); the name itself is there.
    absent = any(a.outcome is Outcome.NXDOMAIN and not a.records for a in at_name)
    return "nxdomain" if absent else "empty"
