"""SRV records: whether they are there, and make a primary and a secondary."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.core import names
from wizard.core.diagnosis.changes import full_name, missing_change, planned_srv_change, srv_change
from wizard.core.diagnosis.meant import address_in, fault_of, undoubled
from wizard.core.diagnosis.naming import is_missing
from wizard.core.diagnosis.starred import by_wildcard
from wizard.core.diagnosis.strayed import strayed, targets_of
from wizard.core.diagnosis.view import View
from wizard.core.finding import Evidence, Finding
from wizard.core.handset.chain import evidence_of
from wizard.core.plan.deployment import Deployment, Transport
from wizard.core.record import Address, Naptr, Srv
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import EMPTY, Ending, Lookup

MISSPELLED = "srv.owner-misspelled"


def srv_findings(view: View) -> Iterator[Finding]:
    """Everything about the SRV records of one attempt."""
    lookup = view.attempt.lookup("SRV")
    if lookup is None:
        return
    if lookup.result is EMPTY:
        yield from _missing(view, lookup)
        return
    records = [record for record in lookup.records if isinstance(record, Srv)]
    for record in records:
        yield from _target(view, lookup, record)
    yield from _unseen_targets(view, lookup, records)
    yield from _set(view, lookup, records)
    yield from _astray(view, lookup)
    if view.comparable_plan is None:
        yield from _unusual_ports(view, lookup, records)


def _missing(view: View, lookup: Lookup) -> Iterator[Finding]:
    if is_missing(view):
        return
    attempt, wanted = view.attempt, missing_change(view)
    shown = lookup.seen(ev.NoAnswer, ev.NoMatch, ev.LookupEmpty, ev.SrvEmpty) or lookup.seen()
    hosts = attempt.lookup("A", attempt.name)
    found = [r.address for r in hosts.records if isinstance(r, Address)] if hosts else []
    lost = bool(found) and all(map(names.leads_to_itself, found))
    registers = attempt.ending is Ending.FOUND and attempt.by_address and not lost
    if registers or attempt.ending is Ending.NOTHING or (attempt.by_address and lost):
        led, said = _led(view)
        if led and attempt.lookup("NAPTR") is None:
            wanted = None  # The handset's own setting is what is wrong.
        if registers:
            said["address"] = ", ".join(found)
        variant = "-".join(filter(None, ("one-host" if registers else "", led)))
        yield view.finding("srv.missing", lookup.host, shown, variant=variant, change=wanted, **said)


def _led(view: View) -> tuple[str, dict[str, str]]:
    """What led the handset of a log to another transport than most sites have, as a variant and its facts."""
    plan, transport = view.own_plan, view.transport
    if view.chain is None and plan is not None and plan.transport is not transport:
        planned, transport = f"{plan.transport.labels}.{plan.name}", plan.transport
        facts = {"planned": planned, "service": transport.service, "only": transport.literal}
        return "planned-otherwise", facts
    naptr = view.attempt.lookup("NAPTR")
    services = [r.service.upper() for r in naptr.records if isinstance(r, Naptr)] if naptr is not None else []
    if (
        view.chain is None
        and plan is None
        and transport is not Transport.UDP
        and transport.service in services
    ):
        return "naptr-chose", {"service": transport.service}
    return "", {}


def _target(view: View, lookup: Lookup, record: Srv) -> Iterator[Finding]:
    """What is wrong with one target; at most one fault each."""
    target = record.target.rstrip(".")
    shown = dump(lookup, record)
    if not target:
        change = planned_srv_change(view)
        yield view.finding("srv.service-declined", lookup.host, shown, target=".", change=change)
        return
    fault = fault_of(view, target)
    if fault == "srv.target-doubled":
        both = {"target": target, "expected": undoubled(view, target)}
        made_up = by_wildcard(view, target)
        variant, proof = ("wildcard", (*shown, *made_up)) if made_up else ("", shown)
        yield view.finding(fault, target, proof, variant=variant, change=srv_change(view), **both)
    elif fault is not None:
        mended = fault == "srv.target-short" and full_name(view, target)
        change = srv_change(view) if mended else planned_srv_change(view)
        address = address_in(target)
        yield view.finding(fault, target, shown, target=target, address=address, change=change)
    if record.port == 0:
        yield view.finding("srv.port-zero", target, shown, target=target, change=srv_change(view))


def _unseen_targets(view: View, lookup: Lookup, records: list[Srv]) -> Iterator[Finding]:
    """Targets that are looked up, but whose records no line shows: those of a remembered answer, for one."""
    known = {names.fold(record.target) for record in records}
    asked: list[tuple[str, tuple[Evidence, ...]]] = [
        (entry.event.target, (entry.evidence,))
        for entry in view.attempt.entries
        if isinstance(entry.event, ev.TargetLookup)
    ]
    told = {names.fold(target) for target, _ in asked}
    for host in dict.fromkeys(names.fold(server.host) for server in view.attempt.servers):
        address = view.attempt.lookup("A", host) if host not in told else None
        if address is not None:  # The level hides by which line it was begun.
            asked.append((address.host, address.seen(ev.NoAnswer, ev.NoMatch) or address.seen()))
    for name, shown in asked:
        target = name.rstrip(".")
        fault = fault_of(view, target) if names.fold(name) not in known else None
        if fault is not None:
            yield view.finding(
                fault,
                target or lookup.host,
                shown,
                target=target or ".",
                expected=undoubled(view, target),
                address=address_in(target),
            )


def _set(view: View, lookup: Lookup, records: list[Srv]) -> Iterator[Finding]:
    """What is wrong with the records taken together."""
    distinct = {(names.fold(record.target), record.port) for record in records}
    seen: set[tuple[str, int]] = set()
    for record in records:
        key = (names.fold(record.target), record.port)
        if key in seen:
            target, port = record.target.rstrip("."), str(record.port)
            change = srv_change(view)
            yield view.finding(
                "srv.duplicate", target, dump(lookup, record), target=target, port=port, change=change
            )
        seen.add(key)
    if len(distinct) == 1 and records[0].target not in {"", "."}:
        plan = view.own_plan
        if lookup.is_complete and (plan is None or len(plan.servers) != 1):
            first = records[0].target.rstrip(".")
            shown, change = dump(lookup, records[0]), planned_srv_change(view)
            cause = MISSPELLED if strayed(view) else None
            yield view.finding("srv.single", lookup.host, shown, target=first, caused_by=cause, change=change)
    elif len(distinct) > 1:
        yield from _equal_priority(view, lookup, records)


def _astray(view: View, lookup: Lookup) -> Iterator[Finding]:
    """Records of the set that stand at a misspelled owner."""
    answers = strayed(view)
    if answers:
        there = {names.fold(r.target) for r in lookup.records if isinstance(r, Srv)}
        hosts = dict.fromkeys(host for answer in answers for host in sorted(targets_of(answer) - there))
        yield view.finding(
            MISSPELLED,
            lookup.host,
            (*map(evidence_of, answers), *(lookup.seen(ev.Answered) or lookup.seen())),
            variant="partly",
            found=", ".join(answer.question.name for answer in answers),
            targets=", ".join(hosts),
            change=srv_change(view),
        )


def _equal_priority(view: View, lookup: Lookup, records: list[Srv]) -> Iterator[Finding]:
    lowest = min(record.priority for record in records)
    sharing = [record for record in records if record.priority == lowest]
    targets = dict.fromkeys(record.target.rstrip(".") for record in sharing)
    if len(targets) < 2 or _shares_on_purpose(view.own_plan) or not is_sure(view, lookup):
        return
    shown = tuple(evidence for record in sharing for evidence in dump(lookup, record))
    yield view.finding(
        "srv.equal-priority",
        lookup.host,
        shown,
        targets=", ".join(targets),
        priority=str(lowest),
        change=planned_srv_change(view),
    )


def is_sure(view: View, lookup: Lookup) -> bool:
    """Whether each record is what the answer had: where lines of a log were lost, one may be made of two."""
    if view.chain is not None or lookup.is_complete:
        return True
    answered = [event for event, _ in lookup.entries if isinstance(event, ev.Answered)]
    # A record that an answer has twice is kept once.
    return lookup.is_whole and bool(answered) and len(lookup.seen(ev.SrvWeight)) >= len(answered[-1].slots)


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
    return view.finding(
        "srv.port-differs",
        target,
        dump(lookup, record),
        target=target,
        port=str(record.port),
        expected=str(expected),
        change=planned_srv_change(view),
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
