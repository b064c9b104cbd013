"""SRV records: whether they are there, and make a primary and a secondary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wizard.core import names
from wizard.core.diagnosis.naming import is_missing
from wizard.core.diagnosis.naptr import zones_above
from wizard.core.diagnosis.view import View
from wizard.core.finding import Evidence, Finding
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.records import naptr_record, srv_records
from wizard.core.record import Address, Record, RecordChange, RecordType, Srv
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Ending, Lookup, LookupResult


def srv_findings(view: View) -> Iterator[Finding]:
    """Everything about the SRV records of one attempt."""
    lookup = view.attempt.lookup("SRV")
    if lookup is None:
        return
    if lookup.result is LookupResult.EMPTY:
        yield from _missing(view, lookup)
        return
    records = [record for record in lookup.records if isinstance(record, Srv)]
    for record in records:
        yield from _target(view, lookup, record)
    yield from _unseen_targets(view, records)
    yield from _set(view, lookup, records)
    if comparable_plan(view) is None:
        yield from _unusual_ports(view, lookup, records)


def comparable_plan(view: View) -> Deployment | None:
    """The plan, if its SRV records are those that the handset asked for: another transport has others."""
    plan = view.own_plan
    return plan if plan is not None and plan.transport is view.transport else None


def _missing(view: View, lookup: Lookup) -> Iterator[Finding]:
    if is_missing(view):
        return
    plan, attempt = view.own_plan, view.attempt
    wanted = None
    if plan is not None:
        naptr = attempt.lookup("NAPTR")
        without = plan.has_naptr and naptr is not None and naptr.result is LookupResult.EMPTY
        first = (naptr_record(plan),) if without else ()
        wanted = RecordChange(plan.domain, plan.subdomain, create=(*first, *srv_records(plan)))
    shown = lookup.seen(ev.NoAnswer, ev.NoMatch, ev.LookupEmpty, ev.SrvEmpty) or lookup.seen()
    if attempt.ending is Ending.FOUND and attempt.by_address:
        hosts = attempt.lookup("A", attempt.name)
        found = ", ".join(r.address for r in hosts.records if isinstance(r, Address)) if hosts else ""
        yield view.finding(
            "srv.missing", lookup.host, shown, variant="one-host", address=found, change=wanted
        )
    elif attempt.ending is Ending.NOTHING:
        yield view.finding("srv.missing", lookup.host, shown, change=wanted)


def _target(view: View, lookup: Lookup, record: Srv) -> Iterator[Finding]:
    """What is wrong with one target; at most one fault each."""
    target = record.target.rstrip(".")
    shown = dump(lookup, record)
    if not target:
        yield view.finding("srv.service-declined", lookup.host, shown, target=".")
        return
    fault = fault_of(view, target)
    if fault == "srv.target-doubled":
        expected = undoubled(view, target)
        change = swap(view, lookup, record, replace(record, target=expected))
        both = {"target": target, "expected": expected}
        yield view.finding(fault, target, shown, change=change, **both)
    elif fault is not None:
        yield view.finding(fault, target, shown, target=target)
    if record.port == 0:
        yield view.finding("srv.port-zero", target, shown, target=target)


def _unseen_targets(view: View, records: list[Srv]) -> Iterator[Finding]:
    """Targets of a remembered answer: they are looked up, but no line shows their records."""
    shown = {names.fold(record.target) for record in records}
    for entry in view.attempt.entries:
        if isinstance(entry.event, ev.TargetLookup) and names.fold(entry.event.target) not in shown:
            target = entry.event.target.rstrip(".")
            fault = fault_of(view, target) if target else None
            if fault is not None:
                expected = undoubled(view, target)
                yield view.finding(fault, target, (entry.evidence,), target=target, expected=expected)


def undoubled(view: View, target: str) -> str:
    """The target without the zone that stands behind it twice, empty if it is not doubled.

    ``piper.eslab.local.eslab.local`` and ``piper.eslab.local.sip.eslab.local`` both come from a
    final dot that was left out in the zone. So does a planned host with the zone behind it.
    """
    folded = names.fold(target)
    zones = zones_above(view.attempt.name)
    hosts = (
        {names.fold(server.host) for server in view.own_plan.servers} if view.own_plan is not None else set()
    )
    for behind in zones:
        if not folded.endswith("." + behind):
            continue
        front = folded[: -len(behind) - 1]
        twice = any(front.endswith("." + zone) and ("." in zone or zone == behind) for zone in zones)
        if twice or front in hosts or (front in zones and "." in front):
            return target.rstrip(".")[: len(front)]
    return ""


def fault_of(view: View, target: str) -> str | None:
    """The code of the fault that keeps a target from having an address, None if it looks sound.

    A name that has an address is sound, however odd it looks.
    """
    bare = target.rstrip(".")
    if not bare:
        return "srv.service-declined"
    known = view.attempt.lookup("A", bare)
    if known is not None and known.result is LookupResult.FOUND:
        return None
    if undoubled(view, bare):
        return "srv.target-doubled"
    if names.is_ipv4(".".join(bare.split(".")[:4])):  # The zone may stand behind it: no final dot.
        return "srv.target-is-address"
    return "srv.target-short" if "." not in bare else None


def _set(view: View, lookup: Lookup, records: list[Srv]) -> Iterator[Finding]:
    """What is wrong with the records taken together."""
    distinct = {(names.fold(record.target), record.port) for record in records}
    seen: set[tuple[str, int]] = set()
    for record in records:
        key = (names.fold(record.target), record.port)
        if key in seen:
            target, port = record.target.rstrip("."), str(record.port)
            yield view.finding("srv.duplicate", target, dump(lookup, record), target=target, port=port)
        seen.add(key)
    if len(distinct) == 1 and records[0].target not in {"", "."}:
        plan = view.own_plan
        if lookup.is_complete and (plan is None or len(plan.servers) != 1):
            first = records[0].target.rstrip(".")
            yield view.finding("srv.single", lookup.host, dump(lookup, records[0]), target=first)
    elif len(distinct) > 1:
        yield from _equal_priority(view, lookup, records)


def _equal_priority(view: View, lookup: Lookup, records: list[Srv]) -> Iterator[Finding]:
    lowest = min(record.priority for record in records)
    sharing = [record for record in records if record.priority == lowest]
    targets = dict.fromkeys(record.target.rstrip(".") for record in sharing)
    if len(targets) < 2 or _shares_on_purpose(view.own_plan):
        return
    shown = tuple(evidence for record in sharing for evidence in dump(lookup, record))
    plan = comparable_plan(view)
    change = None
    if plan is not None:
        old = tuple(record_of(lookup, record) for record in sharing)
        change = RecordChange(plan.domain, plan.subdomain, create=srv_records(plan), delete=old)
    yield view.finding(
        "srv.equal-priority",
        lookup.host,
        shown,
        targets=", ".join(targets),
        priority=str(lowest),
        change=change,
    )


def _shares_on_purpose(plan: Deployment | None) -> bool:
    if plan is None or not plan.servers:
        return False
    lowest = min(server.priority for server in plan.servers)
    return sum(server.priority == lowest for server in plan.servers) > 1


def _unusual_ports(view: View, lookup: Lookup, records: list[Srv]) -> Iterator[Finding]:
    for record in records:
        if record.port not in {0, view.transport.default_port} and record.target not in {"", "."}:
            yield port_differs(view, lookup, record, view.transport.default_port)


def port_differs(view: View, lookup: Lookup, record: Srv, expected: int) -> Finding:
    """A record whose port is another than ``expected``."""
    target = record.target.rstrip(".")
    change = swap(view, lookup, record, replace(record, port=expected)) if view.own_plan is not None else None
    return view.finding(
        "srv.port-differs",
        target,
        dump(lookup, record),
        target=target,
        port=str(record.port),
        expected=str(expected),
        change=change,
    )


def dump(lookup: Lookup, record: Srv) -> tuple[Evidence, ...]:
    """The lines that show this record: its target, priority and weight; else the answer itself."""
    wanted = [
        ev.SrvTarget(record.target, record.port),
        ev.SrvPriority(record.priority),
        ev.SrvWeight(record.weight),
    ]
    entries = [entry for entry in lookup.entries if isinstance(entry.event, _FIELDS)]
    for position in range(len(entries)):
        shown = entries[position : position + len(wanted)]
        if [entry.event for entry in shown] == wanted:
            return tuple(entry.evidence for entry in shown)
    return lookup.seen(ev.Answered, ev.CacheHit) or lookup.seen()


_FIELDS = (ev.SrvTarget, ev.SrvPriority, ev.SrvWeight)


def record_of(lookup: Lookup, data: Srv) -> Record:
    """An SRV record as it stands in DNS."""
    return Record(
        lookup.host, RecordType.SRV, lookup.ttl or 3600, replace(data, target=data.target.rstrip(".") or ".")
    )


def swap(view: View, lookup: Lookup, old: Srv, new: Srv) -> RecordChange:
    """The change that puts ``new`` in the place of ``old``."""
    plan = view.own_plan
    return RecordChange(
        view.zone,
        plan.subdomain if plan is not None else "",
        create=(record_of(lookup, new),),
        delete=(record_of(lookup, old),),
    )
