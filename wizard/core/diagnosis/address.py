"""Addresses and times to live: whether every SRV target leads to one host of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from operator import attrgetter

from wizard.core import names
from wizard.core.diagnosis.changes import LONG_TTL, address_change, hyphen_change, set_change
from wizard.core.diagnosis.filtering import FILTERED, may_be_filtered
from wizard.core.diagnosis.meant import fault_of
from wizard.core.diagnosis.naming import is_missing
from wizard.core.diagnosis.starred import by_wildcard
from wizard.core.diagnosis.view import View
from wizard.core.finding import Evidence, EvidenceKind, Finding
from wizard.core.record import Address, Srv
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import EMPTY, FOUND, Ending, Lookup


def address_findings(view: View) -> Iterator[Finding]:
    """Everything about the addresses of the SRV targets, where any server was found."""
    lookups = list(target_lookups(view))
    targets = {names.fold(server.host) for server in view.attempt.servers}
    empty = [lookup for lookup in lookups if lookup.result is EMPTY]
    found = [lookup for lookup in lookups if lookup.result is FOUND]
    # One of which the log has a part may have found another server.
    none_found = len(empty) == len(targets) and view.attempt.ending is not Ending.FOUND
    for lookup in empty:
        # A look-up that failed or was lost proves nothing about its server.
        yield address_missing(view, lookup, none_found=none_found and not found)
    yield from _unreachable(view, found, targets=len(targets) - len(empty))
    for lookup in found:
        yield from _multiple(view, lookup)
        yield from _differs(view, lookup)
    yield from _shared(view, found)
    for lookup in lookups:
        if "_" in lookup.host:
            change = hyphen_change(view, lookup)
            yield view.finding(
                "host.underscore", lookup.host, _shown(lookup), target=lookup.host, change=change
            )


def target_lookups(view: View) -> Iterator[Lookup]:
    """The look-ups of the SRV targets' addresses, each target once."""
    if view.attempt.lookup("SRV") is None or view.attempt.by_address:
        return
    # The servers, not the records: a remembered SRV answer does not show those.
    for target in dict.fromkeys(names.fold(server.host) for server in view.attempt.servers):
        # A service that is declined (".") has no host that could have an address.
        lookup = view.attempt.lookup("A", target) if target != "." else None
        if lookup is not None:
            yield lookup


def addresses(lookup: Lookup) -> tuple[str, ...]:
    """The addresses that a look-up found, each once."""
    return tuple(dict.fromkeys(r.address for r in lookup.records if isinstance(r, Address)))


def leads_to_itself(lookup: Lookup) -> bool:
    """Whether a handset that uses the answer looks for the server in itself."""
    found = addresses(lookup)
    return bool(found) and all(map(names.leads_to_itself, found))


def _own(view: View) -> list[Lookup]:
    """The look-up of the name itself, where that is the one server."""
    own = view.attempt.lookup("A", view.attempt.name) if view.attempt.by_address else None
    return [own] if own is not None and own.result is FOUND else []


def _shown(lookup: Lookup) -> tuple[Evidence, ...]:
    return lookup.seen(ev.Answered, ev.CacheHit, ev.NoAnswer) or lookup.seen()


def address_missing(view: View, lookup: Lookup, *, none_found: bool) -> Finding:
    """``address.missing`` of one SRV target; ``none_found``: no other one has an address either."""
    cause = fault_of(view, lookup.host) or _unplanned(view, lookup.host)
    # Of a wrong name nobody is to create the address; one that is filtered may be there.
    why = "by-srv" if cause else FILTERED if may_be_filtered(view, lookup.host) else ""
    words = ("none" if none_found else "", why)
    return view.finding(
        "address.missing",
        lookup.host,
        lookup.seen(ev.NoAnswer, ev.NoMatch, ev.LookupEmpty) or lookup.seen(),
        variant="-".join(filter(None, words)),
        caused_by=cause,
        target=lookup.host,
        change=address_change(view, lookup.host),
    )


def _unplanned(view: View, host: str) -> str | None:
    """The fault by which a host is asked for that the plan does not have: it needs no address."""
    plan, srv = view.comparable_plan, view.attempt.lookup("SRV")
    if plan is None or srv is None or any(names.same(server.host, host) for server in plan.servers):
        return None
    shown = any(isinstance(r, Srv) and names.same(r.target.rstrip("."), host) for r in srv.records)
    return "srv.target-unplanned" if shown else None


def _multiple(view: View, lookup: Lookup) -> Iterator[Finding]:
    found = addresses(lookup)
    if len(found) > 1:
        yield view.finding(
            "address.multiple",
            lookup.host,
            _shown(lookup),
            target=lookup.host,
            addresses=", ".join(found),
            change=address_change(view, lookup.host),
        )


def _unreachable(view: View, found: list[Lookup], *, targets: int) -> Iterator[Finding]:
    """Servers that a handset would look for in itself, of so many that are not known to lack an address.

    Where the plan has another address, ``_differs`` tells which.
    """
    lookups = found or _own(view)
    wrong = [lookup for lookup in lookups if leads_to_itself(lookup)]
    for lookup in wrong:
        if not _is_unplanned(view, lookup):
            yield view.finding(
                "address.differs",
                lookup.host,
                _shown(lookup),
                variant="unreachable-none" if len(wrong) >= max(targets, len(lookups)) else "unreachable",
                target=lookup.host,
                found=", ".join(addresses(lookup)),
            )


def _differs(view: View, lookup: Lookup) -> Iterator[Finding]:
    plan = view.own_plan
    if plan is None:
        return
    planned = [server.address for server in plan.servers if names.same(server.host, lookup.host)]
    found = addresses(lookup)
    if _is_unplanned(view, lookup):
        made_up = by_wildcard(view, lookup.host)
        yield view.finding(
            "address.differs",
            lookup.host,
            (*_shown(lookup), *made_up),
            variant="wildcard" if made_up else "",
            target=lookup.host,
            expected=planned[0],
            found=", ".join(found),
            change=address_change(view, lookup.host),
        )


def _is_unplanned(view: View, lookup: Lookup) -> bool:
    """Whether a planned host has addresses, but not the planned one."""
    servers = view.own_plan.servers if view.own_plan is not None else ()
    planned = [server.address for server in servers if names.same(server.host, lookup.host)]
    found = addresses(lookup)
    return bool(planned and found and planned[0] not in found)


def _shared(view: View, lookups: list[Lookup]) -> Iterator[Finding]:
    for address in dict.fromkeys(address for lookup in lookups for address in addresses(lookup)):
        sharing = [lookup for lookup in lookups if address in addresses(lookup)]
        if len(sharing) > 1:
            targets = ", ".join(lookup.host for lookup in sharing)
            shown = [evidence for lookup in sharing for evidence in _shown(lookup)]
            wrong = leads_to_itself(sharing[0]) or any(_is_unplanned(view, lookup) for lookup in sharing)
            cause = "address.differs" if wrong else None
            cause = cause or next(filter(None, (fault_of(view, lookup.host) for lookup in sharing)), None)
            yield view.finding(
                "address.shared", address, shown, targets=targets, address=address, caused_by=cause
            )


def ttl_findings(view: View) -> Iterator[Finding]:
    """Times to live that will bite."""
    for lookup in view.attempt.lookups:
        answered = lookup.seen(ev.Answered) if lookup.result is FOUND else ()
        if not answered:
            continue
        code = "ttl.zero" if lookup.ttl == 0 else "ttl.long" if lookup.ttl >= LONG_TTL else ""
        if code:
            facts = {"owner": lookup.host, "rtype": lookup.rtype, "seconds": str(lookup.ttl)}
            yield view.finding(code, lookup.host, answered, change=set_change(view, lookup), **facts)


def negative_cached(view: View) -> Finding | None:
    """For how long the handset remembers "there is none".

    Only where a negative answer is what fails: a missing NAPTR that nobody needs is none.
    """
    attempt = view.attempt
    failed = [
        lookup
        for lookup in attempt.lookups
        if lookup.result is EMPTY and lookup.negative_ttl and lookup.host != "."
    ]
    if attempt.ending is Ending.FOUND and not attempt.by_address:
        failed = [lookup for lookup in failed if lookup.rtype == "A"]
    if not failed:
        return None
    longest = max(failed, key=attrgetter("negative_ttl"))
    shown = [seen for lookup in failed for seen in lookup.seen(ev.NegativeCached)]
    return view.finding(
        "ttl.negative-cached",
        attempt.name if is_missing(view) else longest.host,
        shown,
        variant="edited-log" if _was_edited(shown) else "",
        owner=longest.host,
        rtype=longest.rtype,
        seconds=str(longest.negative_ttl),
    )


_BLANK_COLUMN = re.compile(r"\|\s*[0-6*]\s*\|\s*\|")


def _was_edited(lines: Iterable[Evidence]) -> bool:
    """Whether somebody took the zeros out for print: a handset always fills the missed column."""
    of_log = EvidenceKind.LOG
    # All at once: what stands between them is neither blank nor of any column.
    return _BLANK_COLUMN.search("#".join([line.text for line in lines if line.kind is of_log])) is not None
