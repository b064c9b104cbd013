"""NAPTR records: whether they lead where the SRV records are."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.core import names
from wizard.core.diagnosis.changes import naptr_change, new_naptr_change
from wizard.core.diagnosis.meant import is_doubled
from wizard.core.diagnosis.view import View
from wizard.core.finding import Evidence, Finding
from wizard.core.handset.order import chosen_protocol
from wizard.core.plan.deployment import Transport
from wizard.core.record import Naptr
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import EMPTY, FOUND, Lookup

LEADS_AWAY = "naptr.order-prefers-other-transport"
_BY_SERVICE = {transport.service: transport for transport in Transport}


def naptr_findings(view: View) -> Iterator[Finding]:
    """Everything about the NAPTR records of one attempt."""
    lookup = view.attempt.lookup("NAPTR", view.attempt.name)
    if lookup is None:
        return
    if lookup.result is EMPTY:
        yield from _missing(view, lookup)
        return
    records = [record for record in lookup.records if isinstance(record, Naptr)]
    usable = [record for record in records if record.service.upper() in _BY_SERVICE]
    if records and not usable and lookup.is_complete:
        yield from _unusable(view, lookup, records)
    # A record of another service (ENUM, for example) has flags and a replacement of its own. Where lines of a
    # log were lost, a record may be made of two.
    if view.chain is not None or lookup.is_complete:
        for record in usable or [record for record in records if not record.service]:
            yield from _one(view, lookup, record)
    yield from _other_transport(view, lookup, usable)


def _missing(view: View, lookup: Lookup) -> Iterator[Finding]:
    srv = view.attempt.lookup("SRV")
    if srv is not None and srv.result is FOUND:
        shown = lookup.seen(ev.NoAnswer, ev.NoMatch, ev.NaptrEmpty) or lookup.seen()
        plan = view.own_plan
        # A plan without NAPTR wants none.
        change = new_naptr_change(view, view.transport) if plan is None or plan.has_naptr else None
        yield view.finding("naptr.missing", view.attempt.name, shown, change=change)


def _unusable(view: View, lookup: Lookup, records: list[Naptr]) -> Iterator[Finding]:
    for record in records:
        yield view.finding(
            "naptr.service-unusable",
            view.attempt.name,
            _dump(lookup, ev.NaptrService),
            variant="" if record.service else "empty",
            service=record.service,
            change=naptr_change(view),
        )


def _one(view: View, lookup: Lookup, record: Naptr) -> Iterator[Finding]:
    name = view.attempt.name
    transport = _BY_SERVICE.get(record.service.upper(), view.transport)
    expected = f"{transport.labels}.{name}"
    pointed = {"replacement": record.replacement, "expected": expected}
    change = naptr_change(view)
    if record.flags.lower() != "s":
        yield view.finding(
            "naptr.flag-not-s",
            name,
            _dump(lookup, ev.NaptrFlags),
            variant="" if record.flags else "empty",
            flags=record.flags,
            change=change,
        )
    elif is_doubled(record.replacement, expected, name):
        shown = _dump(lookup, ev.NaptrReplacement)
        yield view.finding("naptr.replacement-doubled", name, shown, change=change, **pointed)
    elif not names.same(record.replacement, expected):
        shown = _dump(lookup, ev.NaptrReplacement)
        yield view.finding("naptr.replacement-mismatch", name, shown, change=change, **pointed)
    if record.regexp and record.replacement not in {"", "."}:
        shown = _dump(lookup, ev.NaptrRegexp, ev.NaptrReplacement)
        both = {"regexp": record.regexp, "replacement": record.replacement}
        yield view.finding("naptr.regexp-and-replacement", name, shown, change=change, **both)


def _other_transport(view: View, lookup: Lookup, usable: list[Naptr]) -> Iterator[Finding]:
    plan = view.own_plan
    usable = [record for record in usable if record.flags.lower() == "s"]
    if plan is None or not usable or not lookup.is_complete:
        return
    chosen = Transport(chosen_protocol(usable))
    if chosen is not plan.transport:
        yield view.finding(
            LEADS_AWAY,
            view.attempt.name,
            _dump(lookup, ev.NaptrOrder, ev.NaptrService),
            service=chosen.service,
            expected=plan.transport.service,
            change=naptr_change(view),
        )


def _dump(lookup: Lookup, *kinds: type[ev.Event]) -> tuple[Evidence, ...]:
    """The lines that show these fields; the answer line where the log's level hides them."""
    return lookup.seen(*kinds) or lookup.seen(ev.Answered, ev.CacheHit) or lookup.seen()
