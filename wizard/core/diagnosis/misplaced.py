"""SRV records that stand somewhere else than the handset asks, and what it finds instead."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.core import names
from wizard.core.diagnosis.changes import (
    missing_change,
    moved_change,
    new_naptr_change,
)
from wizard.core.diagnosis.naptr import LEADS_AWAY
from wizard.core.diagnosis.view import View
from wizard.core.dns.answer import Outcome
from wizard.core.dns.further import Found, Purpose
from wizard.core.finding import Evidence, Finding
from wizard.core.handset.chain import Chain, evidence_of
from wizard.core.plan.deployment import Transport
from wizard.core.record import Naptr, Srv
from wizard.core.trace.attempts import Ending, LookupResult

PLACES = {
    Purpose.PARENT: "srv.at-parent",
    Purpose.CHILD: "srv.at-subdomain",
    Purpose.PROTOCOL: "srv.other-protocol",
    Purpose.SPELLING: "srv.owner-misspelled",
}


def asked_for(chain: Chain, *purposes: Purpose) -> Iterator[Found]:
    """What the further questions of these purposes brought."""
    return (found for found in chain.further if found.further.purpose in purposes)


def has_data(found: Found) -> bool:
    """Whether there are records."""
    return found.answer.outcome is Outcome.DATA


def has_wildcard(chain: Chain) -> bool:
    """Whether a name that nobody made has SRV records too: then where others stand proves nothing."""
    return any(has_data(found) for found in asked_for(chain, Purpose.WILDCARD))


def misplaced(view: View) -> Iterator[Finding]:
    """The nearest of the places where SRV records were found instead; a wildcard proves nothing."""
    chain, attempt = view.chain, view.attempt
    assert chain is not None
    srv = attempt.lookup("SRV")
    if srv is None or srv.result is not LookupResult.EMPTY or has_wildcard(chain):
        return
    for purpose in (Purpose.SPELLING, Purpose.PROTOCOL, Purpose.PARENT, Purpose.CHILD):
        elsewhere = [found for found in asked_for(chain, purpose) if has_data(found)]
        if elsewhere:
            yield _one_server(view, elsewhere) or _at(view, purpose, elsewhere)
            return


def _one_server(view: View, elsewhere: list[Found]) -> Finding | None:
    """The name is a SIP server that a parent's SRV records point to: it was typed for the domain."""
    attempt = view.attempt
    for found in elsewhere:
        targets = [record.data.target for record in found.answer.matching if isinstance(record.data, Srv)]
        if attempt.by_address and any(names.same(target, attempt.name) for target in targets):
            shown = (*_proof(view), evidence_of(found.answer))
            domain = _domain_of(found.answer.question.name)
            return view.finding(
                "config.address-is-server", attempt.name, shown, variant="live", domain=domain
            )
    return None


def _domain_of(owner: str) -> str:
    """``eslab.local`` of ``_sip._udp.eslab.local``."""
    return ".".join(owner.split(".")[2:])


def _at(view: View, purpose: Purpose, elsewhere: list[Found]) -> Finding:
    attempt = view.attempt
    first = elsewhere[0].answer
    shown = tuple(evidence_of(found.answer) for found in elsewhere)
    place = first.question.name
    naptr = attempt.lookup("NAPTR")
    needs_naptr = (
        purpose is Purpose.PROTOCOL
        and attempt.protocol == Transport.UDP
        and naptr is not None
        and naptr.result is LookupResult.EMPTY
    )
    labels = ".".join(place.split(".")[:2])
    if needs_naptr and _wants(view, labels):
        return view.finding(
            "naptr.needed-for-transport",
            attempt.name,
            shown,
            found=labels,
            change=new_naptr_change(view, next(each for each in Transport if each.labels == labels)),
        )
    chosen = purpose is Purpose.PROTOCOL and _naptr_chose(view)
    # Under _sip._tls other makers' phones and services find theirs: nobody is to delete those.
    misspelled = purpose is Purpose.SPELLING and not names.fold(place).startswith("_sip._tls.")
    gone = first.matching if misspelled else ()
    led = purpose is Purpose.PROTOCOL and view.own_plan is None and _leads_here(view)
    offered = next((each for each in Transport if each.labels == labels), view.transport)
    return view.finding(
        PLACES[purpose],
        attempt.srv_owner,
        shown,
        variant="naptr-chose" if led else "",
        found=place,
        service=view.transport.service,
        other=offered.service,
        only=offered.literal,
        domain=_domain_of(place),
        caused_by=LEADS_AWAY if chosen else None,
        change=None if chosen else moved_change(view, first.matching, gone),
    )


def _naptr_chose(view: View) -> bool:
    """Whether a NAPTR record led away from the transport that the plan has."""
    plan, naptr = view.own_plan, view.attempt.lookup("NAPTR")
    led = naptr is not None and naptr.result is LookupResult.FOUND
    return led and plan is not None and plan.transport.value != view.attempt.protocol


def _leads_here(view: View) -> bool:
    """Whether a NAPTR record chose the transport that has no SRV records."""
    naptr = view.attempt.lookup("NAPTR")
    services = [r.service.upper() for r in naptr.records if isinstance(r, Naptr)] if naptr is not None else []
    return view.transport.service in services


def _wants(view: View, labels: str) -> bool:
    """Whether the site means to use this transport: the plan says so, or no plan says otherwise."""
    plan = view.own_plan
    return plan is None or plan.transport.labels == labels


def controllers(view: View) -> Iterator[Finding]:
    """The A look-up of an Active Directory domain answers with its domain controllers."""
    chain, attempt = view.chain, view.attempt
    assert chain is not None
    if not attempt.by_address or attempt.ending is not Ending.FOUND:
        return
    for found in asked_for(chain, Purpose.CONTROLLERS):
        if has_data(found) and not has_wildcard(chain):
            addresses = ", ".join(dict.fromkeys(server.address for server in attempt.servers))
            shown = (*_proof(view), evidence_of(found.answer))
            yield view.finding(
                "name.falls-to-domain-controllers",
                attempt.name,
                shown,
                addresses=addresses,
                change=missing_change(view),
            )


def _proof(view: View) -> tuple[Evidence, ...]:
    lookup = view.attempt.lookup("A", view.attempt.name)
    return lookup.seen() if lookup is not None else ()
