"""The change that mends NAPTR records: they lead to the SRV records, the plan's transport first."""

from __future__ import annotations

from dataclasses import replace

from wizard.core import names
from wizard.core.diagnosis.changes.standing import between, plan_ttl, standing, usual_ttl
from wizard.core.diagnosis.view import View
from wizard.core.handset.order import chosen_protocol
from wizard.core.plan.deployment import Deployment, Transport
from wizard.core.plan.records import (
    NAPTR_ORDER,
    NAPTR_PREFERENCE,
)
from wizard.core.record import Naptr, Record, RecordChange, RecordType
from wizard.core.trace.attempts import LookupResult

_BY_SERVICE = {transport.service: transport for transport in Transport}


def naptr_change(view: View) -> RecordChange | None:
    """Makes the NAPTR records lead to the SRV records, and the plan's transport the first choice."""
    return view.once("naptr", lambda: _naptr_change(view))


def _naptr_change(view: View) -> RecordChange | None:
    lookup = view.attempt.lookup("NAPTR", view.attempt.name)
    if lookup is None or lookup.result is not LookupResult.FOUND:
        return None
    plan, there = view.own_plan, standing(view, lookup)
    transport = plan.transport if plan is not None else view.transport
    wanted = list(dict.fromkeys(_led_right(view, record, transport) for record in there))
    if lookup.is_complete:
        if not any(_transport_of(record) is not None for record in wanted):
            wanted.append(_led_right(view, _new_naptr(view, transport), transport))
        if plan is not None:
            wanted = _winning(view, wanted, plan)
    return between(view, there, wanted, usual_ttl(view, lookup))


def new_naptr_change(view: View, transport: Transport) -> RecordChange | None:
    """Creates the NAPTR record that leads to the SRV records of a transport."""
    return view.change((_new_naptr(view, transport),))


def _new_naptr(view: View, transport: Transport) -> Record:
    name = view.attempt.name
    replacement = f"{transport.labels}.{name}"
    data = Naptr(NAPTR_ORDER, NAPTR_PREFERENCE, "s", transport.service, "", replacement)
    return Record(name, RecordType.NAPTR, plan_ttl(view), data)


def _led_right(view: View, record: Record, usual: Transport) -> Record:
    """The record as every phone can use it; one that serves another purpose as it is."""
    data = record.data
    if not isinstance(data, Naptr) or (data.service and _transport_of(record) is None):
        return record
    transport = _transport_of(record) or usual
    replacement = f"{transport.labels}.{view.attempt.name}"
    if names.same(data.replacement, replacement):
        replacement = data.replacement
    flags, service = "s" if data.flags.lower() != "s" else data.flags, data.service or transport.service
    return replace(record, data=Naptr(data.order, data.preference, flags, service, "", replacement))


def _transport_of(record: Record) -> Transport | None:
    return _BY_SERVICE.get(record.data.service.upper()) if isinstance(record.data, Naptr) else None


def _winning(view: View, records: list[Record], plan: Deployment) -> list[Record]:
    """The records with the plan's transport first; nobody else's is lost."""
    for_sip = [record.data for record in records if _transport_of(record) and isinstance(record.data, Naptr)]
    if chosen_protocol(for_sip) == plan.transport.value and any(
        data.service.upper() == plan.transport.service for data in for_sip
    ):
        return records
    planned = [record for record in records if _transport_of(record) is plan.transport]
    first = planned[0] if planned else _new_naptr(view, plan.transport)
    others = [record for record in records if record not in planned]
    lowest = min((data.order for data in for_sip), default=1)
    assert isinstance(first.data, Naptr)
    if lowest > 0:
        return [_with_order(first, min(lowest - 1, first.data.order)), *others]
    return [_with_order(first, 0), *(_later(record) for record in others)]


def _later(record: Record) -> Record:
    data = record.data
    if _transport_of(record) is None or not isinstance(data, Naptr):
        return record
    return _with_order(record, data.order + 10)


def _with_order(record: Record, order: int) -> Record:
    assert isinstance(record.data, Naptr)
    return replace(record, data=replace(record.data, order=order))
