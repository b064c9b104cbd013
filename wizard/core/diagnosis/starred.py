"""Hosts that nobody made: a wildcard record (``*``) answers for them."""

from __future__ import annotations

from collections.abc import Iterator

from wizard.core import names
from wizard.core.diagnosis.view import View
from wizard.core.dns.answer import Answer, Outcome
from wizard.core.dns.further import Found, Purpose
from wizard.core.finding import Evidence
from wizard.core.handset.chain import evidence_of
from wizard.core.record import Address, RecordType


def by_wildcard(view: View, host: str) -> tuple[Evidence, ...]:
    """What proves that a host has its address from a wildcard; empty where it has one of its own.

    An invented name below a host that exists does not exist; below one that a wildcard makes up, the
    wildcard makes it up as well (RFC 4592, 2.2.1).
    """
    return view.once("starred", lambda: dict(_starred(view))).get(names.fold(host), ())


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
