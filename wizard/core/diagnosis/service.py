"""The DNS service itself: whether each server answers, and answers properly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from wizard.core import names
from wizard.core.diagnosis.serials import copies, copy_facts, holds
from wizard.core.dns.answer import Answer, Outcome
from wizard.core.dns.further import Purpose
from wizard.core.dns.silence import is_silence
from wizard.core.finding import Finding
from wizard.core.handset.chain import Chain, evidence_of
from wizard.core.record import RecordType, Srv

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
# A relay that drops a question over UDP may not listen on TCP at all: a closed port is silence too.
_SILENT = {Outcome.TIMEOUT, Outcome.PORT_CLOSED}
_QUIET = _SILENT | {Outcome.NOT_ASKED}
_TYPE_TROUBLE = {Outcome.NOTIMP, Outcome.FORMERR} | _SILENT
_SPECIAL = {RecordType.NAPTR, RecordType.SRV}


def service_findings(chain: Chain) -> Iterator[Finding]:
    """One finding a kind of failure, with every answer that shows it."""
    grouped: dict[str, list[Answer]] = {}
    for answer in chain.answers:
        if answer.outcome in _CODES and not _is_about_no_host(chain, answer):
            grouped.setdefault(_code(answer, chain.answers), []).append(answer)
    unasked = [answer for answer in chain.answers if answer.outcome is Outcome.NOT_ASKED]
    if _has_stopped(chain):
        yield _stopped(chain, grouped.pop("dns.no-reply", []), unasked)
    for code, answers in grouped.items():
        finding = _finding(code, answers, partly=any(a.outcome.is_answer for a in chain.answers))
        finding = _by_signatures(chain, finding, answers) or _for_naptr_alone(chain, finding, answers)
        if any(is_silence(answer) for answer in answers):
            finding = replace(finding, evidence=(*finding.evidence, *map(evidence_of, unasked)))
        yield finding


def _has_stopped(chain: Chain) -> bool:
    """Whether what it answered first got no answer at last."""
    return any(is_silence(one.answer) for one in chain.further if one.further.purpose is Purpose.STILL)


def _stopped(chain: Chain, silent: list[Answer], unasked: list[Answer]) -> Finding:
    """The server that fell silent for good. What it answered until then counts."""
    again = [one.answer for one in chain.further if one.further.purpose is Purpose.STILL]
    first = next(answer for answer in chain.answers if answer.question == again[0].question)
    shown = dict.fromkeys(map(evidence_of, (first, *silent, *again, *unasked)))
    finding = _finding("dns.no-reply", silent or again, partly=True)
    return replace(finding, variant="stopped", evidence=tuple(shown))


def _is_about_no_host(chain: Chain, answer: Answer) -> bool:
    """Whether an SRV target was asked for that is no host name: no server is to blame for that."""
    asked = answer.question
    targets = {
        names.fold(record.data.target)
        for other in chain.answers
        for record in other.matching
        if isinstance(record.data, Srv)
    }
    is_host = "." in asked.name and not names.is_ipv4(asked.name)
    return asked.type is RecordType.A and names.fold(asked.name) in targets and not is_host


def _code(answer: Answer, all_answers: Sequence[Answer]) -> str:
    """An old proxy answers A, but knows no NAPTR or SRV: that is another fault than a dead server."""
    a_works = any(a.question.type is RecordType.A and a.outcome.is_answer for a in all_answers)
    if answer.question.type in _SPECIAL and answer.outcome in _TYPE_TROUBLE and a_works:
        return "dns.type-unsupported"
    if answer.outcome in _SILENT and any(a.outcome not in _QUIET for a in all_answers):
        return "dns.no-reply"
    return _CODES[answer.outcome]


def _finding(code: str, answers: list[Answer], *, partly: bool) -> Finding:
    """One kind of failure; ``partly``: the server answered other questions."""
    first = answers[0]
    server = first.server.with_port
    zone = next((r.owner for r in first.authority if r.type is RecordType.NS), first.question.name)
    facts = {
        "server": server,
        "name": first.question.name,
        "rtype": " and ".join(dict.fromkeys(answer.question.type.value for answer in answers)),
        "question": str(first.question),
        "detail": first.detail,
        "found": first.detail,
        "reply": first.outcome.value.upper() if first.outcome not in _SILENT else "no reply",
        "zone": zone,
    }
    variant = _silence(answers, partly=partly) if code == "dns.no-reply" else ""
    return Finding(code, server, tuple(evidence_of(answer) for answer in answers), facts, variant)


def _by_signatures(chain: Chain, finding: Finding, answers: list[Answer]) -> Finding | None:
    """The failure as that of the check of signatures (DNSSEC), if the same question has an answer without."""
    said = {found.further.purpose: found.answer for found in chain.further}
    unchecked, again = said.get(Purpose.UNCHECKED), said.get(Purpose.CHECKED)
    if unchecked is None or again is None or again.outcome is not Outcome.SERVFAIL:
        return None
    if not unchecked.outcome.is_answer or not any(a.question == again.question for a in answers):
        return None
    shown = (*finding.evidence, evidence_of(unchecked))
    return replace(finding, variant="dnssec", evidence=shown)


def _for_naptr_alone(chain: Chain, finding: Finding, answers: list[Answer]) -> Finding:
    """The finding, saying what is likely to follow where SRV records and an address were found."""
    has = {answer.question.type for answer in chain.answers if answer.outcome is Outcome.DATA}
    alone = all(answer.question.type is RecordType.NAPTR for answer in answers)
    if alone and {RecordType.SRV, RecordType.A} <= has and finding.code in _NAPTR_ALONE:
        return replace(finding, variant="naptr-alone")
    return finding


_NAPTR_ALONE = frozenset({"dns.server-failure", "dns.refused", "dns.type-unsupported"})


def _silence(answers: list[Answer], *, partly: bool) -> str:
    """In which way a server is silent."""
    if all(answer.tcp == "answers" for answer in answers):
        return "tcp-answers"
    if partly:
        return "partly"
    return "accepts" if all(answer.tcp == "accepted" for answer in answers) else ""


def failed_questions(chain: Chain) -> frozenset[str]:
    """The types and names, as text, whose answer proves nothing about the records."""
    return frozenset(str(a.question).lower() for a in chain.answers if not a.outcome.is_answer)


def servers_differ(chains: Iterable[Chain]) -> Iterator[Finding]:
    """Two of the handset's servers answer the same question otherwise (replication)."""
    asked = list(chains)
    for answers in _versions(asked):
        question = str(answers[0].question)
        shown = tuple(map(evidence_of, answers))
        facts = {"servers": ", ".join(answer.server.with_port for answer in answers), "question": question}
        for old, new in copies(asked):
            both = {old.answer.server, new.answer.server} <= {answer.server for answer in answers}
            if both and holds(old.zone, answers[0].question.name):
                shown += (evidence_of(old.answer), evidence_of(new.answer))
                yield Finding(
                    "dns.servers-differ", question, shown, {**copy_facts(old, new), **facts}, "copy"
                )
                return
        yield Finding("dns.servers-differ", question, shown, facts)
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
