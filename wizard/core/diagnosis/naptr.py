"""NAPTR records: whether they lead where the SRV records are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wizard.core import names
from wizard.core.diagnosis.view import View
from wizard.core.finding import Evidence, Finding
from wizard.core.handset.order import chosen_protocol
from wizard.core.plan.deployment import Transport
from wizard.core.record import Naptr, Record, RecordChange, RecordType
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Lookup, LookupResult

_BY_SERVICE = {transport.service: transport for transport in Transport}


def naptr_findings(view: View) -> Iterator[Finding]:
    """Everything about the NAPTR records of one attempt."""
    lookup = view.attempt.lookup("NAPTR", view.attempt.name)
    if lookup is None:
        return
    if lookup.result is LookupResult.EMPTY:
        yield from _missing(view, lookup)
        return
    records = [record for record in lookup.records if isinstance(record, Naptr)]
    usable = [record for record in records if record.service.upper() in _BY_SERVICE]
    if records and not usable and lookup.is_complete:
        yield from _unusable(view, lookup, records)
    # A record of another service (ENUM, for example) has flags and a replacement of its own.
    for record in usable or [record for record in records if not record.service]:
        yield from _one(view, lookup, record)
    yield from _other_transport(view, lookup, usable)


def _missing(view: View, lookup: Lookup) -> Iterator[Finding]:
    srv = view.attempt.lookup("SRV")
    if srv is not None and srv.result is LookupResult.FOUND:
        shown = lookup.seen(ev.NoAnswer, ev.NoMatch, ev.NaptrEmpty) or lookup.seen()
        yield view.finding("naptr.missing", view.attempt.name, shown)


def _unusable(view: View, lookup: Lookup, records: list[Naptr]) -> Iterator[Finding]:
    for record in records:
        plan = view.own_plan
        transport = plan.transport if plan is not None else view.transport
        owner = f"{transport.labels}.{view.attempt.name}"
        good = Naptr(record.order, record.preference, "s", transport.service, "", owner)
        change = _swap(view, lookup, record, good)
        if record.service:  # somebody else may need it
            change = replace(change, delete=())
        yield view.finding(
            "naptr.service-unusable",
            view.attempt.name,
            _dump(lookup, ev.NaptrService),
            variant="" if record.service else "empty",
            service=record.service,
            change=change,
        )


def _one(view: View, lookup: Lookup, record: Naptr) -> Iterator[Finding]:
    name = view.attempt.name
    transport = _BY_SERVICE.get(record.service.upper(), view.transport)
    expected = f"{transport.labels}.{name}"
    pointed = {"replacement": record.replacement, "expected": expected}
    mend = _swap(view, lookup, record, replace(record, replacement=expected, regexp=""))
    if record.flags.lower() != "s":
        mend_flag = _swap(view, lookup, record, replace(record, flags="s", replacement=expected, regexp=""))
        yield view.finding(
            "naptr.flag-not-s",
            name,
            _dump(lookup, ev.NaptrFlags),
            variant="" if record.flags else "empty",
            flags=record.flags,
            change=mend_flag,
        )
    elif is_doubled(record.replacement, expected, name):
        shown = _dump(lookup, ev.NaptrReplacement)
        yield view.finding("naptr.replacement-doubled", name, shown, change=mend, **pointed)
    elif not names.same(record.replacement, expected):
        shown = _dump(lookup, ev.NaptrReplacement)
        yield view.finding("naptr.replacement-mismatch", name, shown, change=mend, **pointed)
    if record.regexp and record.replacement not in {"", "."}:
        shown = _dump(lookup, ev.NaptrRegexp, ev.NaptrReplacement)
        both = {"regexp": record.regexp, "replacement": record.replacement}
        yield view.finding("naptr.regexp-and-replacement", name, shown, change=mend, **both)


def _other_transport(view: View, lookup: Lookup, usable: list[Naptr]) -> Iterator[Finding]:
    plan = view.own_plan
    usable = [record for record in usable if record.flags.lower() == "s"]
    if plan is None or not usable or not lookup.is_complete:
        return
    chosen = Transport(chosen_protocol(usable))
    if chosen is not plan.transport:
        yield view.finding(
            "naptr.order-prefers-other-transport",
            view.attempt.name,
            _dump(lookup, ev.NaptrOrder, ev.NaptrService),
            service=chosen.service,
            expected=plan.transport.service,
        )


def _dump(lookup: Lookup, *kinds: type[ev.Event]) -> tuple[Evidence, ...]:
    """The lines that show these fields; the answer line where the log's level hides them."""
    return lookup.seen(*kinds) or lookup.seen(ev.Answered, ev.CacheHit) or lookup.seen()


def _swap(view: View, lookup: Lookup, old: Naptr, new: Naptr) -> RecordChange:
    owner, ttl = view.attempt.name, lookup.ttl or 3600
    plan = view.own_plan
    return RecordChange(
        view.zone,
        plan.subdomain if plan is not None else "",
        create=(Record(owner, RecordType.NAPTR, ttl, new),),
        delete=(Record(owner, RecordType.NAPTR, ttl, old),),
    )


def is_doubled(name: str, expected: str, near: str) -> bool:
    """Whether ``name`` is ``expected`` with a zone of ``near`` behind it: a final dot was missing."""
    folded, wanted = names.fold(name), names.fold(expected)
    return folded.startswith(wanted + ".") and folded[len(wanted) + 1 :] in zones_above(near)


def zones_above(name: str) -> tuple[str, ...]:
    """The name itself and every name above it, folded: ``a.b.c`` → ``a.b.c``, ``b.c``, ``c``."""
    labels = names.fold(name).split(".")
    return tuple(".".join(labels[position:]) for position in range(len(labels)))
