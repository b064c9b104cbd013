"""The change that mends SRV records: as the plan has them, else without what can only be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from wizard.core import names
from wizard.core.diagnosis.changes.missing import absent_hosts
from wizard.core.diagnosis.changes.standing import (
    alias_at,
    asked_hosts,
    between,
    known_answer,
    said,
    standing,
    usual_ttl,
)
from wizard.core.diagnosis.meant import fault_of, undoubled
from wizard.core.diagnosis.strayed import strayed
from wizard.core.diagnosis.view import View
from wizard.core.dns.answer import Outcome
from wizard.core.dns.further import Purpose
from wizard.core.plan.records import (
    srv_records,
)
from wizard.core.record import Record, RecordChange, RecordType, Srv
from wizard.core.trace.attempts import LookupResult


def srv_change(view: View) -> RecordChange | None:
    """Makes the SRV records those of the plan; without one it mends what is wrong with each of them."""
    return view.once("srv", lambda: _srv_change(view))


def _srv_change(view: View) -> RecordChange | None:
    lookup = view.attempt.lookup("SRV")
    if lookup is None or lookup.result is not LookupResult.FOUND:
        return None
    astray = tuple(record for answer in strayed(view) for record in answer.matching)
    there = (*standing(view, lookup), *astray)
    plan = view.comparable_plan
    if plan is not None and lookup.is_complete:
        wanted = (*srv_records(plan), *absent_hosts(view, plan))
    else:
        wanted = tuple(mended(view, lookup.host, there))
    if not astray:
        there = alias_at(view, lookup.host) or _wildcard_behind(view, there) or there
    return between(view, there, wanted, usual_ttl(view, lookup))


def planned_srv_change(view: View) -> RecordChange | None:
    """For faults that only a plan can mend: which server is first, and which are missing."""
    return srv_change(view) if view.comparable_plan is not None else None


def mended(view: View, owner: str, there: Iterable[Record]) -> Iterator[Record]:
    """The records without what can only be wrong; the first of those that name one server."""
    known = set()
    mended = [(record, _as_meant(view, record.data)) for record in there if isinstance(record.data, Srv)]
    for record, data in sorted(mended, key=lambda pair: pair[1].priority):
        place = (names.fold(data.target), data.port)
        if place not in known:
            known.add(place)
            yield replace(record, owner=owner.rstrip("."), data=data)


def _as_meant(view: View, data: Srv) -> Srv:
    """The data with the target and port that were meant; a planned server's as planned."""
    target, plan = _meant(view, data.target), view.comparable_plan
    planned = [s for s in plan.servers if names.same(s.host, target)] if plan is not None else []
    if len(planned) == 1:
        return Srv(planned[0].priority, planned[0].weight, planned[0].port, target)
    return replace(data, target=target, port=data.port or view.transport.default_port)


def _meant(view: View, target: str) -> str:
    """The host that a target means, the target itself where nothing tells."""
    bare = target.rstrip(".")
    match fault_of(view, bare):
        case "srv.target-doubled":
            return undoubled(view, bare)
        case "srv.target-short":
            return full_name(view, bare) or bare
        case None:
            return real_host(view, bare) or bare
        case _:
            return target


def full_name(view: View, short: str) -> str:
    """The name of a host of which ``short`` is the first label, empty if no answer knows one."""
    for answer in asked_hosts(view):
        name = answer.question.name
        found = answer.question.type is RecordType.A and answer.outcome is Outcome.DATA
        if found and names.fold(name).startswith(f"{names.fold(short)}."):
            return name
    return ""


def real_host(view: View, host: str) -> str:
    """The host behind an alias, empty if ``host`` is none or leads to no address."""
    answer = known_answer(view, RecordType.A, host)
    if answer is None or not alias_at(view, host) or not answer.matching:
        return ""
    return answer.matching[0].owner


def wildcards(view: View) -> tuple[Record, ...]:
    """The SRV records that stand at names that begin with ``*``.

    A wildcard answers for names below it too, also for those that begin with ``*`` themselves.
    """
    if view.chain is None:
        return ()
    found = [f.answer for f in view.chain.further if f.further.purpose is Purpose.STAR]
    own: list[Record] = []
    for answer in sorted(found, key=lambda answer: answer.question.name.count(".")):
        above = {said(r.data) for r in own if names.is_below(answer.question.name, names.parent(r.owner))}
        if {said(record.data) for record in answer.matching} != above:
            own += [record for record in answer.matching if record not in own]
    return tuple(own)


def _wildcard_behind(view: View, there: Sequence[Record]) -> tuple[Record, ...]:
    """The wildcard's records, if it is they that answer at the handset's own name."""
    answered = {said(record.data) for record in there}
    stars = wildcards(view)
    for owner in dict.fromkeys(record.owner for record in stars):
        mine = tuple(record for record in stars if record.owner == owner)
        if {said(record.data) for record in mine} == answered:
            return mine
    return ()


def wildcard_change(view: View) -> RecordChange | None:
    """Takes the wildcard away; what only it answered gets records of its own."""
    own = srv_change(view) or RecordChange(view.zone)
    gone = [record for record in wildcards(view) if record not in own.delete]
    return view.change(own.create, (*own.delete, *gone)) if wildcards(view) else None
