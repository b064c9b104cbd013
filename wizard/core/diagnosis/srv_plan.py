"""SRV records beside the plan: its servers, their ports and their order."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.core import names
from wizard.core.diagnosis.changes import srv_change
from wizard.core.diagnosis.meant import fault_of, undoubled
from wizard.core.diagnosis.srv import MISSPELLED, dump, is_sure, port_differs
from wizard.core.diagnosis.strayed import strayed, targets_of
from wizard.core.diagnosis.view import View
from wizard.core.finding import Finding
from wizard.core.plan.deployment import Deployment, SipServer
from wizard.core.record import Srv
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Lookup


def srv_plan_findings(view: View) -> Iterator[Finding]:
    """Where the SRV records of one attempt are not those of the plan."""
    plan = view.comparable_plan
    lookup = view.attempt.lookup("SRV") if plan is not None else None
    if plan is None or lookup is None:
        return
    records = [record for record in lookup.records if isinstance(record, Srv)]
    if not records:
        return
    yield from _records(view, lookup, records, plan)
    if lookup.is_complete:
        found = {names.fold(record.target) for record in records}
        for server in plan.servers:
            if names.fold(server.host) not in found:
                yield _missing(view, lookup, records, server)
    if is_sure(view, lookup):
        yield from _inverted(view, lookup, records, plan)


def _records(view: View, lookup: Lookup, records: list[Srv], plan: Deployment) -> Iterator[Finding]:
    """Servers that the plan does not have, and ports that it gives no such server."""
    there = {(names.fold(record.target), record.port) for record in records}
    for record in records:
        host = names.fold(record.target)
        ports = [server.port for server in plan.servers if names.same(server.host, host)]
        target = record.target.rstrip(".")
        if not ports and fault_of(view, target) is None:
            shown, change = dump(lookup, record), srv_change(view)
            yield view.finding("srv.target-unplanned", target, shown, target=target, change=change)
        elif ports and record.port not in {0, *ports}:
            expected = next((port for port in ports if (host, port) not in there), ports[0])
            yield port_differs(view, lookup, record, expected)


def _missing(view: View, lookup: Lookup, records: list[Srv], server: SipServer) -> Finding:
    misnamed = next((code for r in records if (code := _misnamed(view, r, server)) is not None), None)
    astray = any(names.fold(server.host) in targets_of(answer) for answer in strayed(view))
    return view.finding(
        "srv.target-unplanned",
        server.host,
        lookup.seen(ev.Answered, ev.CacheHit),
        variant="planned-missing",
        target=server.host,
        caused_by=misnamed or (MISSPELLED if astray else None),
        change=srv_change(view),
    )


def _misnamed(view: View, record: Srv, server: SipServer) -> str | None:
    """The fault of a record that means this server and does not name it."""
    target, fault = record.target.rstrip("."), fault_of(view, record.target)
    means = {
        "srv.target-doubled": lambda: names.same(undoubled(view, target), server.host),
        "srv.target-is-address": lambda: target == server.address,
        "srv.target-short": lambda: names.fold(server.host).startswith(names.fold(target) + "."),
    }
    return fault if fault is not None and fault in means and means[fault]() else None


def _inverted(view: View, lookup: Lookup, records: list[Srv], plan: Deployment) -> Iterator[Finding]:
    planned = {names.fold(server.host): server.host for server in plan.in_order()}
    priority: dict[str, int] = {}
    for record in sorted(records, key=lambda record: record.priority):
        priority.setdefault(names.fold(record.target), record.priority)
    first: dict[str, int] = {}
    for server in plan.in_order():
        first.setdefault(names.fold(server.host), server.priority)
    wanted = [host for host in planned if host in priority]
    crossed = any(
        first[one] < first[other] and priority[one] > priority[other]
        for place, one in enumerate(wanted)
        for other in wanted[place + 1 :]
    )
    if not crossed:
        return
    there = [record for record in records if names.fold(record.target) in planned]
    actual = [host for host in priority if host in planned]
    yield view.finding(
        "srv.priority-inverted",
        lookup.host,
        tuple(evidence for record in there for evidence in dump(lookup, record)),
        expected=", ".join(planned[host] for host in wanted),
        found=", ".join(planned[host] for host in actual),
        change=srv_change(view),
    )
