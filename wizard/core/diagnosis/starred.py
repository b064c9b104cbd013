"""Hosts that nobody made: a wildcard record (``*``) answers for them."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.core import names
from wizard.core.diagnosis.view import View
from wizard.core.dns.answer import Answer, Outcome
from wizard.core.dns.further import Found, Purpose
from wizard.core.finding import Evidence
from wizard.core.handset.chain import evidence_of
from wizard.core.record import Address, Record, RecordType, Target


def by_wildcard(view: View, host: str) -> tuple[Evidence, ...]:
    """What proves that a host has its address from a wildcard; empty where it has one of its own.

    An invented name below a host that exists does not exist; below one that a wildcard makes up, the
    wildcard makes it up as well (RFC 4592, 2.2.1).
    """
    return view.once("starred", lambda: dict(_starred(view))).get(names.fold(host), ())


def is_starred_alias(view: View, record: Record) -> bool:
    """Whether an alias is none of its owner's own: an invented name is one of the same host (``* CNAME``)."""
    return isinstance(record.data, Target) and names.fold(record.data.name) in view.once(
        "starred aliases", lambda: frozenset(_alias_targets(view))
    )


def _alias_targets(view: View) -> Iterator[str]:
    for found in view.chain.further if view.chain is not None else ():
        if found.further.purpose not in {Purpose.WILDCARD, Purpose.BELOW_HOST}:
            continue
        for record in found.answer.records:
            invented = names.same(record.owner, found.answer.question.name)
            if record.type is RecordType.CNAME and invented and isinstance(record.data, Target):
                yield names.fold(record.data.name)


def _starred(view: View) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
    further: tuple[Found, ...] = view.chain.further if view.chain is not None else ()
    for invented in further:
        host = invented.further.about
        if invented.further.purpose is not Purpose.BELOW_HOST or invented.answer.outcome is not Outcome.DATA:
            continue
        answers = (
            (*view.chain.answers, *(found.answer for found in further)) if view.chain is not None else ()
        )
        for answer in answers:
            if _is_about(answer, host) and _addresses(answer) == _addresses(invented.answer):
                yield names.fold(host), (evidence_of(invented.answer),)
                break


def _is_about(answer: Answer, host: str) -> bool:
    return answer.question.type is RecordType.A and names.same(answer.question.name, host)


def _addresses(answer: Answer) -> set[str]:
    return {record.data.address for record in answer.matching if isinstance(record.data, Address)}
