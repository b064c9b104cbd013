"""The change that creates what is not there, or not where the handset asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from wizard.core import names
from wizard.core.diagnosis.changes.standing import alias_at, asked_hosts, known_answer, said
from wizard.core.diagnosis.starred import by_wildcard
from wizard.core.diagnosis.view import View
from wizard.core.dns.answer import Outcome
from wizard.core.handset.order import rank
from wizard.core.plan.deployment import Deployment, Transport
from wizard.core.plan.records import (
    address_records,
    records_for,
)
from wizard.core.record import Record, RecordChange, RecordType, Srv


def missing_change(view: View, delete: Sequence[Record] = ()) -> RecordChange | None:
    """Creates what the plan wants and DNS lacks, as far as anybody looked. ``delete`` goes besides."""
    plan = view.own_plan
    if plan is None:
        return None
    gone = tuple(delete)
    create: list[Record] = []
    for record in records_for(plan):
        answer = known_answer(view, record.type, record.owner)
        standing = answer.matching if answer is not None and answer.outcome is Outcome.DATA else ()
        if record.type is RecordType.A and by_wildcard(view, record.owner):
            standing = ()  # Nothing stands there that could be taken away.
        elif alias_at(view, record.owner):
            if not any(names.same(each.owner, record.owner) for each in delete):
                continue  # Nothing can stand beside an alias.
            standing = ()  # Found behind the alias that goes.
        if not standing:
            create.append(record)
        elif record.type is RecordType.A and said(record.data) not in {said(r.data) for r in standing}:
            create.append(record)
            gone = (*gone, *(each for each in standing if names.same(each.owner, record.owner)))
    return view.change(create, gone)


def moved_change(
    view: View, elsewhere: Sequence[Record], delete: Sequence[Record] = ()
) -> RecordChange | None:
    """SRV records where the handset asks for them: the plan's, else copies of those found elsewhere.

    A copy for another transport gets that transport's usual port in place of the other's usual one.
    """
    if view.comparable_plan is not None:
        return missing_change(view, delete)
    found = names.fold(elsewhere[0].owner)
    usual = next((t.default_port for t in Transport if found.startswith(f"{t.labels}.")), 0)
    mine = view.transport.default_port
    copies = []
    for record in sorted(elsewhere, key=lambda record: rank(record.data)):
        assert isinstance(record.data, Srv)
        port = mine if record.data.port == usual else record.data.port
        copies.append(replace(record, owner=view.attempt.srv_owner, data=replace(record.data, port=port)))
    return view.change(copies, delete)


def absent_hosts(view: View, plan: Deployment) -> Iterator[Record]:
    """The addresses of planned hosts that no SRV record names yet, where there is nothing at all."""
    asked = {names.fold(answer.question.name): answer for answer in asked_hosts(view)}
    for record in address_records(plan):
        answer = asked.get(names.fold(record.owner))
        if answer is not None and answer.outcome in {Outcome.NXDOMAIN, Outcome.NODATA} and not answer.records:
            yield record
