"""The changes that mend addresses, the way back from them, host names and times to live."""

from __future__ import annotations

from dataclasses import replace

from wizard.core import names
from wizard.core.diagnosis.changes.naptr import naptr_change
from wizard.core.diagnosis.changes.srv import mended, srv_change
from wizard.core.diagnosis.changes.standing import alias_at, between, plan_ttl, standing, usual_ttl
from wizard.core.diagnosis.starred import by_wildcard
from wizard.core.diagnosis.view import View
from wizard.core.dns.answer import Answer
from wizard.core.plan.records import (
    address_records,
    pointer_for,
)
from wizard.core.record import Record, RecordChange, RecordType, Srv
from wizard.core.trace.attempts import Lookup, LookupResult


def address_change(view: View, host: str) -> RecordChange | None:
    """Gives a planned host its address; without a plan only the time to live can be mended."""
    lookup, plan = view.attempt.lookup("A", host), view.own_plan
    if lookup is None or lookup.result is LookupResult.PENDING:
        return None
    planned = [r for r in address_records(plan) if names.same(r.owner, host)] if plan is not None else []
    alias, there = alias_at(view, host), () if by_wildcard(view, host) else standing(view, lookup)
    if not planned and alias:
        return None
    return between(view, alias or there, planned or there, usual_ttl(view, lookup))


def hyphen_change(view: View, lookup: Lookup) -> RecordChange | None:
    """Gives a host a name without underscores and lets its SRV records lead there.

    A plan that has the old name has to change first.
    """
    host, srv = lookup.host, view.attempt.lookup("SRV")
    plan = view.own_plan
    if srv is None or (plan is not None and any(names.same(s.host, host) for s in plan.servers)):
        return None
    if view.comparable_plan is not None:
        return srv_change(view)
    new, there = host.rstrip(".").replace("_", "-"), standing(view, srv)
    renamed = (_pointed_to(record, host, new) for record in mended(view, srv.host, there))
    own = (replace(record, owner=new) for record in standing(view, lookup))
    return between(view, alias_at(view, srv.host) or there, (*renamed, *own), usual_ttl(view, srv))


def _pointed_to(record: Record, old: str, new: str) -> Record:
    data = record.data
    if isinstance(data, Srv) and names.same(data.target, old):
        return replace(record, data=replace(data, target=new))
    return record


def pointer_change(view: View, answer: Answer, address: Record) -> RecordChange | None:
    """Lets an address lead back to the host that has it, in the reverse zone."""
    pointer = replace(pointer_for(address), ttl=plan_ttl(view))
    heads = (r.owner for r in answer.authority if r.type is RecordType.SOA)
    # A server that knows no reverse zone names one far above, or none.
    zone = next((head for head in heads if names.is_below(head, "in-addr.arpa")), names.parent(pointer.owner))
    change = between(view, answer.matching, (pointer,), pointer.ttl)
    return replace(change, zone=zone, subdomain="") if change is not None else None


def set_change(view: View, lookup: Lookup) -> RecordChange | None:
    """The change of the set that a look-up found."""
    if lookup.rtype == RecordType.SRV:
        return srv_change(view)
    if lookup.rtype == RecordType.NAPTR:
        return naptr_change(view)
    return address_change(view, lookup.host)
