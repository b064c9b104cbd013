"""SRV records: are they there, and do they make a primary and a secondary?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wizard.core import names
from wizard.core.diagnosis.naming import is_missing
from wizard.core.diagnosis.naptr import zones_above
from wizard.core.diagnosis.view import View
from wizard.core.finding import Evidence, Finding
from wizard.core.plan.deployment import Deployment, SipServer
from wizard.core.plan.records import srv_records
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
    yield from _set(view, lookup, records)
    plan = view.own_plan
    if plan is not None and records:
        yield from _against_plan(view, lookup, records, plan)
    elif plan is None:
        yield from _unusual_ports(view, lookup, records)


def _missing(view: View, lookup: Lookup) -> Iterator[Finding]:
    if is_missing(view):
        return
    plan, attempt = view.own_plan, view.attempt
    wanted = RecordChange(plan.domain, plan.subdomain, create=srv_records(plan)) if plan is not None else None
    shown = lookup.seen(ev.NoAnswer, ev.NoMatch, ev.LookupEmpty, ev.SrvEmpty)
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
    shown = _dump(lookup, record)
    if not target:
        yield view.finding("srv.service-declined", lookup.host, shown, target=".")
        return
    expected = undoubled(target, view.attempt.name)
    if expected:
        change = _swap(view, lookup, record, replace(record, target=expected))
        both = {"target": target, "expected": expected}
        yield view.finding("srv.target-doubled", target, shown, change=change, **both)
    elif names.is_ipv4(target):
        yield view.finding("srv.target-is-address", target, shown, target=target)
    elif "." not in target:
        yield view.finding("srv.target-short", target, shown, target=target)
    if record.port == 0:
        yield view.finding("srv.port-zero", target, shown, target=target)


def undoubled(target: str, name: str) -> str:
    """The target without the zone that stands behind it twice, empty if it is not doubled.

    ``piper.eslab.local.eslab.local`` and ``piper.eslab.local.sip.eslab.local`` both come from a
    final dot that was left out in the zone.
    """
    folded = names.fold(target)
    zones = zones_above(name)
    for behind in zones:
        if not folded.endswith("." + behind):
            continue
        front = folded[: -len(behind) - 1]
        for zone in zones:
            if front.endswith("." + zone) and ("." in zone or zone == behind):
                return target.rstrip(".")[: len(front)]
    return ""


def bad_target_code(target: str, name: str) -> str | None:
    """The code of the fault that keeps a target from having an address, None if it looks sound."""
    bare = target.rstrip(".")
    if bare in {"", "."}:
        return "srv.service-declined"
    if undoubled(bare, name):
        return "srv.target-doubled"
    if names.is_ipv4(bare):
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
            yield view.finding("srv.duplicate", target, _dump(lookup, record), target=target, port=port)
        seen.add(key)
    if len(distinct) == 1 and records[0].target not in {"", "."}:
        plan = view.own_plan
        if plan is None or len(plan.servers) != 1:
            first = records[0].target.rstrip(".")
            yield view.finding("srv.single", lookup.host, _dump(lookup, records[0]), target=first)
    elif len(distinct) > 1:
        yield from _equal_priority(view, lookup, records)


def _equal_priority(view: View, lookup: Lookup, records: list[Srv]) -> Iterator[Finding]:
    lowest = min(record.priority for record in records)
    sharing = [record for record in records if record.priority == lowest]
    targets = dict.fromkeys(record.target.rstrip(".") for record in sharing)
    if len(targets) < 2 or _shares_on_purpose(view.own_plan):
        return
    shown = tuple(evidence for record in sharing for evidence in _dump(lookup, record))
    plan = view.own_plan
    change = None
    if plan is not None:
        old = tuple(_record(lookup, record) for record in sharing)
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


def _against_plan(view: View, lookup: Lookup, records: list[Srv], plan: Deployment) -> Iterator[Finding]:
    planned = {names.fold(server.host): server for server in plan.servers}
    found = {names.fold(record.target): record for record in records}
    for record in records:
        server = planned.get(names.fold(record.target))
        if server is None:
            target = record.target.rstrip(".")
            if bad_target_code(target, view.attempt.name) is None:
                gone = RecordChange(plan.domain, plan.subdomain, delete=(_record(lookup, record),))
                yield view.finding(
                    "srv.target-unplanned", target, _dump(lookup, record), target=target, change=gone
                )
        elif server.port != record.port and record.port != 0:
            yield _port_differs(view, lookup, record, server.port)
    for server in plan.servers:
        if names.fold(server.host) not in found:
            yield _planned_missing(view, lookup, server, plan)
    yield from _inverted(view, lookup, records, plan)


def _planned_missing(view: View, lookup: Lookup, server: SipServer, plan: Deployment) -> Finding:
    wanted = tuple(r for r in srv_records(plan) if isinstance(r.data, Srv) and r.data.target == server.host)
    change = RecordChange(plan.domain, plan.subdomain, create=wanted)
    return view.finding(
        "srv.target-unplanned",
        server.host,
        lookup.seen(ev.Answered, ev.CacheHit),
        variant="planned-missing",
        target=server.host,
        change=change,
    )


def _inverted(view: View, lookup: Lookup, records: list[Srv], plan: Deployment) -> Iterator[Finding]:
    common = {names.fold(record.target) for record in records} & {names.fold(s.host) for s in plan.servers}
    wanted = [server for server in plan.in_order() if names.fold(server.host) in common]
    there = [record for record in records if names.fold(record.target) in common]
    rank = {names.fold(record.target): record.priority for record in there}
    pairs = [
        (one, other)
        for position, one in enumerate(wanted)
        for other in wanted[position + 1 :]
        if one.priority < other.priority and rank[names.fold(one.host)] > rank[names.fold(other.host)]
    ]
    if pairs:
        actual = sorted(there, key=lambda record: record.priority)
        change = RecordChange(
            plan.domain,
            plan.subdomain,
            create=srv_records(plan),
            delete=tuple(_record(lookup, record) for record in there),
        )
        yield view.finding(
            "srv.priority-inverted",
            lookup.host,
            tuple(evidence for record in there for evidence in _dump(lookup, record)),
            expected=", ".join(server.host for server in wanted),
            found=", ".join(record.target.rstrip(".") for record in actual),
            change=change,
        )


def _unusual_ports(view: View, lookup: Lookup, records: list[Srv]) -> Iterator[Finding]:
    for record in records:
        if record.port not in {0, view.transport.default_port} and record.target not in {"", "."}:
            yield _port_differs(view, lookup, record, view.transport.default_port)


def _port_differs(view: View, lookup: Lookup, record: Srv, expected: int) -> Finding:
    target = record.target.rstrip(".")
    change = _swap(view, lookup, record, replace(record, port=expected)) if view.own_plan is not None else None
    return view.finding(
        "srv.port-differs",
        target,
        _dump(lookup, record),
        target=target,
        port=str(record.port),
        expected=str(expected),
        change=change,
    )


def _dump(lookup: Lookup, record: Srv) -> tuple[Evidence, ...]:
    """The lines that show this record: its target, priority and weight; else the answer itself."""
    entries = lookup.entries
    for position, entry in enumerate(entries):
        event = entry.event
        if isinstance(event, ev.SrvTarget) and names.same(event.target, record.target) and event.port == record.port:
            rest = [e for e in entries[position : position + 3] if isinstance(e.event, _FIELDS)]
            return tuple(entry.evidence for entry in rest)
    return lookup.seen(ev.Answered, ev.CacheHit)


_FIELDS = (ev.SrvTarget, ev.SrvPriority, ev.SrvWeight)


def _record(lookup: Lookup, data: Srv) -> Record:
    return Record(lookup.host, RecordType.SRV, lookup.ttl or 3600, replace(data, target=data.target.rstrip(".") or "."))


def _swap(view: View, lookup: Lookup, old: Srv, new: Srv) -> RecordChange:
    plan = view.own_plan
    return RecordChange(
        view.zone,
        plan.subdomain if plan is not None else "",
        create=(_record(lookup, new),),
        delete=(_record(lookup, old),),
    )
