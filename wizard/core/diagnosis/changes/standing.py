"""What stands in DNS, as far as answers or a log show it, and the change from it to what is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wizard.core import names
from wizard.core.diagnosis.starred import is_starred_alias
from wizard.core.diagnosis.view import View
from wizard.core.dns.answer import Answer
from wizard.core.dns.further import Purpose
from wizard.core.handset.order import rank
from wizard.core.plan.deployment import DEFAULT_TTL
from wizard.core.record import Naptr, Record, RecordChange, RecordData, RecordType, Srv, Target
from wizard.core.trace.attempts import Lookup

LONG_TTL = 86_400
"""Seconds from which a change takes a day to arrive everywhere."""


_HOSTS = frozenset({Purpose.PLANNED, Purpose.FULL_NAME})


def standing(view: View, lookup: Lookup) -> tuple[Record, ...]:
    """The records of a set: as the server gave them, or as far as a log shows them."""
    rtype = RecordType(lookup.rtype)
    answer = known_answer(view, rtype, lookup.host)
    if answer is not None:
        return tuple(sorted(answer.matching, key=lambda record: rank(record.data)))
    owner, ttl = lookup.host.rstrip("."), lookup.ttl or DEFAULT_TTL
    return tuple(Record(owner, rtype, ttl, _without_final_dot(data)) for data in lookup.records)


def _without_final_dot(data: RecordData) -> RecordData:
    return replace(data, target=data.target.rstrip(".") or ".") if isinstance(data, Srv) else data


def alias_at(view: View, owner: str) -> tuple[Record, ...]:
    """The CNAME record that stands at a name; what a wildcard makes up stands nowhere."""
    return view.once("aliases", lambda: _aliases(view)).get(names.fold(owner), ())


def _aliases(view: View) -> dict[str, tuple[Record, ...]]:
    found: dict[str, dict[str, Record]] = {}
    for record in (record for answer in _answers(view) for record in answer.records):
        if record.type is RecordType.CNAME and not is_starred_alias(view, record):
            found.setdefault(names.fold(record.owner), {}).setdefault(said(record.data), record)
    return {owner: tuple(records.values()) for owner, records in found.items()}


def known_answer(view: View, rtype: RecordType, name: str) -> Answer | None:
    """What the server said to a question, the handset's own or a further one; None if nobody asked."""
    return view.once("answers", lambda: _by_question(view)).get((rtype, names.fold(name)))


def _by_question(view: View) -> dict[tuple[RecordType, str], Answer]:
    found: dict[tuple[RecordType, str], Answer] = {}
    for answer in _answers(view):
        found.setdefault((answer.question.type, names.fold(answer.question.name)), answer)
    return found


def _answers(view: View) -> Iterator[Answer]:
    if view.chain is not None:
        yield from view.chain.answers
        yield from (found.answer for found in view.chain.further)


def asked_hosts(view: View) -> Iterator[Answer]:
    """The answers about hosts that no question of the handset was about."""
    if view.chain is not None:
        yield from (found.answer for found in view.chain.further if found.further.purpose in _HOSTS)


def usual_ttl(view: View, lookup: Lookup) -> int:
    """The set's own time to live where an authoritative answer tells a sound one, else the plan's.

    A log's may have lost its zeros, and a resolver counts its own down.
    """
    usual = plan_ttl(view)
    answer = known_answer(view, RecordType(lookup.rtype), lookup.host)
    if answer is None or not answer.authoritative or not answer.matching:
        return usual
    ttl = min(record.ttl for record in answer.matching)
    return ttl if _is_sound(ttl) else usual


def plan_ttl(view: View) -> int:
    """The plan's time to live in seconds, the advised one without a plan."""
    return view.own_plan.ttl if view.own_plan is not None else DEFAULT_TTL


def _is_sound(ttl: int) -> bool:
    return 0 < ttl < LONG_TTL


def between(view: View, there: Iterable[Record], wanted: Iterable[Record], ttl: int) -> RecordChange | None:
    """The change from the records that stand there to those that are wanted; equal ones stay."""
    standing, want = tuple(there), tuple(wanted)
    keep = {_key(r) for r in standing if _is_sound(r.ttl) or r.ttl == ttl} & {_key(r) for r in want}
    made = {_key(record): replace(record, ttl=ttl) for record in want if _key(record) not in keep}
    return view.change(made.values(), (record for record in standing if _key(record) not in keep))


def _key(record: Record) -> tuple[str, RecordType, str]:
    return names.fold(record.owner), record.type, said(record.data)


def said(data: RecordData) -> str:
    """The data as text, the same for two spellings of it."""
    match data:
        case Srv():
            data = replace(data, target=names.fold(data.target))
        case Naptr():
            data = replace(data, replacement=names.fold(data.replacement))
        case Target():
            data = replace(data, name=names.fold(data.name))
        case _:
            pass
    return repr(data)
