"""The DNS service itself: does each server answer, and answer properly?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wizard.core.dns.answer import Answer, Outcome
from wizard.core.finding import Finding
from wizard.core.handset.chain import Chain, evidence_of
from wizard.core.record import RecordType

_CODES = {
    Outcome.TIMEOUT: "dns.no-reply",
    Outcome.UNREACHABLE: "dns.no-reply",
    Outcome.PORT_CLOSED: "dns.port-closed",
    Outcome.SERVFAIL: "dns.server-failure",
    Outcome.OTHER: "dns.server-failure",
    Outcome.FORMERR: "dns.server-failure",
    Outcome.NOTIMP: "dns.server-failure",
    Outcome.REFUSED: "dns.refused",
    Outcome.TRUNCATED: "dns.truncated-tcp-blocked",
    Outcome.REFERRAL: "dns.referral",
    Outcome.UNEXPECTED_SOURCE: "dns.unexpected-source",
    Outcome.MALFORMED: "dns.malformed-reply",
}
_TYPE_TROUBLE = {Outcome.NOTIMP, Outcome.FORMERR, Outcome.TIMEOUT}
_SPECIAL = {RecordType.NAPTR, RecordType.SRV}


def service_findings(chain: Chain) -> Iterator[Finding]:
    """One finding a kind of failure, with every answer that shows it."""
    grouped: dict[str, list[Answer]] = {}
    for answer in chain.answers:
        if answer.outcome in _CODES:
            grouped.setdefault(_code(answer, chain.answers), []).append(answer)
    for code, answers in grouped.items():
        yield _finding(code, answers)


def _code(answer: Answer, all_answers: Iterable[Answer]) -> str:
    """An old proxy answers A, but knows no NAPTR or SRV: that is another fault than a dead server."""
    a_works = any(a.question.type is RecordType.A and a.outcome.is_answer for a in all_answers)
    if answer.question.type in _SPECIAL and answer.outcome in _TYPE_TROUBLE and a_works:
        return "dns.type-unsupported"
    return _CODES[answer.outcome]


def _finding(code: str, answers: list[Answer]) -> Finding:
    first = answers[0]
    server = first.server.with_port
    zone = next((r.owner for r in first.authority if r.type is RecordType.NS), first.question.name)
    facts = {
        "server": server,
        "name": first.question.name,
        "rtype": first.question.type.value,
        "question": str(first.question),
        "detail": first.detail,
        "found": first.detail,
        "reply": first.outcome.value.upper() if first.outcome is not Outcome.TIMEOUT else "no reply",
        "zone": zone,
    }
    over_tcp = code == "dns.no-reply" and all(answer.tcp == "answers" for answer in answers)
    variant = "tcp-answers" if over_tcp else ""
    return Finding(code, server, tuple(evidence_of(answer) for answer in answers), facts, variant)


def failed_questions(chain: Chain) -> frozenset[str]:
    """The types and names, as text, whose answer proves nothing about the records."""
    return frozenset(str(a.question).lower() for a in chain.answers if not a.outcome.is_answer)


def servers_differ(chains: Iterable[Chain]) -> Iterator[Finding]:
    """Two of the handset's servers answer the same question otherwise (replication)."""
    for answers in _versions(chains):
        question = str(answers[0].question)
        facts = {"servers": ", ".join(answer.server.with_port for answer in answers), "question": question}
        yield Finding("dns.servers-differ", question, tuple(map(evidence_of, answers)), facts)
        return


def laptop_differs(chains: Sequence[Chain], own: Sequence[Chain]) -> Iterator[Finding]:
    """This computer's own DNS answers otherwise than the first of the handset's that answers."""
    theirs = next((chain for chain in chains if any(a.outcome.is_answer for a in chain.answers)), None)
    if theirs is None:
        return
    for chain in own:
        for answers in _versions([theirs, chain]):
            question = str(answers[0].question)
            shown = tuple(map(evidence_of, answers))
            yield Finding("dns.laptop-differs", question, shown, {"question": question})
            return


def _versions(chains: Iterable[Chain]) -> Iterator[list[Answer]]:
    """For each question that got different answers: one answer of each kind, as they came."""
    seen: dict[str, dict[tuple[str, frozenset[str]], Answer]] = {}
    for chain in chains:
        for answer in chain.answers:
            if answer.outcome.is_answer:
                versions = seen.setdefault(str(answer.question).lower(), {})
                versions.setdefault(content_of(answer), answer)
    for versions in seen.values():
        if len(versions) > 1:
            yield list(versions.values())


def content_of(answer: Answer) -> tuple[str, frozenset[str]]:
    """What an answer says, whatever the order, the TTLs and the case of its records."""
    kind = Outcome.DATA.value if answer.outcome is Outcome.DATA else "none"
    return kind, frozenset(repr(record.data).lower() for record in answer.matching)
