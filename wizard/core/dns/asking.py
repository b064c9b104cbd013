"""Which further questions are asked, after the answers to the handset's own.

None is asked of a server that did not answer before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wizard.core import names
from wizard.core.dns.answer import Answer, Outcome, Question
from wizard.core.dns.further import Further, Purpose
from wizard.core.dns.further_hosts import (
    below_hosts,
    full_names,
    hosts_elsewhere,
    ipv6,
    of_targets,
    planned,
    pointers,
)
from wizard.core.dns.further_srv import behind_alias, elsewhere, srv, strayed, wildcards
from wizard.core.record import RecordType

MOST_REPEATED = 2
"""Hosts whose addresses are asked for again."""


def further_questions(
    name: str, owner: str, answers: Iterable[Answer], token: str, hosts: Iterable[str] = ()
) -> tuple[Further, ...]:
    """What to ask beyond ``answers``, the answers to the handset's own questions.

    A server that gave no answer at all is asked for nothing but the cause of its failure.

    ``name`` is the configured name, ``owner`` the SRV name that the handset asked for; ``token``
    is a random label that no zone holds; ``hosts`` are the SIP servers of the plan.
    """
    known = list(answers)
    if not any(answer.outcome.is_answer for answer in known):
        return tuple(_unchecked(known))
    found_srv = any(a.question.type is RecordType.SRV and a.outcome is Outcome.DATA for a in known)
    asked = [*_unchecked(known), *wildcards(name, owner, token)]
    if found_srv:
        asked += strayed(name, owner, known, hosts)
    else:
        asked += [*elsewhere(name, owner), *behind_alias(name, owner, known), *_controllers(name, known)]
    asked += [
        *ipv6(known),
        *hosts_elsewhere(name, known, token),
        *planned(known, hosts),
        *below_hosts(known, hosts, token),
        *full_names(name, known),
        *_serials(name, known),
        *_repeats(known),
    ]
    # What may never be answered comes last, so that it costs nothing but itself.
    if any(a.question.type is RecordType.A and a.outcome is Outcome.DATA for a in known):
        asked += _hijack(token)
    asked += pointers(known)
    return tuple({_sameness(further): further for further in asked}.values())


def _sameness(further: Further) -> tuple[Purpose, str, str]:
    """What makes two further questions one. To ask again is the point of a repetition."""
    turn = further.about if further.purpose is Purpose.REPEAT else ""
    return further.purpose, str(further.question).lower(), turn


def _unchecked(answers: list[Answer]) -> Iterator[Further]:
    """After SERVFAIL: whether the check of signatures (DNSSEC) is what failed (RFC 4035, 5.5).

    With the check again at last: a failure that has passed meanwhile proves nothing.
    """
    failed = next((a.question for a in answers if a.outcome is Outcome.SERVFAIL), None)
    if failed is not None:
        yield Further(Purpose.UNCHECKED, Question(failed.name, failed.type, unchecked=True), failed.name)
        yield Further(Purpose.CHECKED, failed, failed.name)


def _hijack(token: str) -> Iterator[Further]:
    """A name under a top-level domain that can never exist (RFC 6761), and one that hardly does."""
    for domain in ("invalid", "com"):
        yield Further(Purpose.HIJACK, Question(f"{token}.{domain}", RecordType.A), domain)


def _controllers(name: str, answers: list[Answer]) -> Iterator[Further]:
    for answer in answers:
        at_name = answer.question.type is RecordType.A and names.same(answer.question.name, name)
        if at_name and answer.outcome is Outcome.DATA:
            yield srv(Purpose.CONTROLLERS, f"_ldap._tcp.dc._msdcs.{name}", name)


def _serials(name: str, answers: list[Answer]) -> Iterator[Further]:
    """The SOA records of the zones that hold the name and the first SIP server; often it is one zone."""
    first = [answer.question.name for answer in of_targets(answers)][:1]
    for one in (name, *first):
        yield Further(Purpose.SERIAL, Question(one, RecordType.SOA), one)


def _repeats(answers: list[Answer]) -> Iterator[Further]:
    """Each question four times: the SRV records, and the addresses of the first servers they lead to.

    A load balancer that tells of another address each time does so with the addresses alone.
    """
    again = [a for a in answers if a.question.type is RecordType.SRV and a.outcome.is_answer]
    again += [a for a in of_targets(answers) if a.outcome is Outcome.DATA][:MOST_REPEATED]
    for answer in again:
        for turn in ("2", "3", "4"):
            yield Further(Purpose.REPEAT, answer.question, turn)
