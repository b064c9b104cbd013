"""What was healthy, and what could not be checked: the two lists that keep a summary honest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from wizard.core.case.case import Case, CheckReport, LogFile
from wizard.core.case.mending import Proof, last_seen
from wizard.core.case.summary_causes import Teller
from wizard.core.case.summary_fixes import looks_for_plan
from wizard.core.case.summary_words import lines_text, servers_text
from wizard.core.dns.answer import Outcome
from wizard.core.finding import EvidenceKind, Finding, State
from wizard.core.handset.chain import Chain, describe, outcome_words
from wizard.core.log.facts import MOST_HOLES
from wizard.core.trace.attempts import Attempt, Ending
from wizard.core.words import Words


def healthy(
    teller: Teller, findings: Sequence[Finding], by_log: Mapping[int, Sequence[Finding]]
) -> Iterator[str]:
    """What works, each thing with who showed it. ``by_log`` holds each log's own findings."""
    case = teller.case
    if case.report is not None:
        when = teller.checked_at
        if case.check_is_stale:
            when = teller.words("healthy.before-change", when=when)
        for chain in case.report.chains:
            yield from _healthy_server(chain, when, teller.words)
    for number, log in enumerate(case.logs):
        yield from _healthy_log(teller, log, by_log[number])
    for finding in findings:
        if finding.code == "sip.answers" and finding.state is State.CURRENT:
            yield teller.words("healthy.finding", title=teller.knowledge.explain(finding).unstopped)


def _healthy_server(chain: Chain, when: str, words: Words) -> Iterator[str]:
    server = chain.server.with_port
    attempt = chain.attempt
    if attempt is not None and attempt.ending is Ending.FOUND and not attempt.by_address:
        found = servers_text(attempt.servers, words)
        if found:
            yield words("healthy.leads", server=server, servers=found, when=when)
            return
    answered = [answer for answer in chain.answers if answer.outcome.is_answer]
    if answered and len(answered) == len(chain.answers):
        yield words.count("healthy.answers", len(answered), server=server, when=when)
    for answer in answered:
        if answer.outcome is Outcome.DATA:
            yield words("healthy.knows", server=server, answer=describe(answer), when=when)


def _healthy_log(teller: Teller, log: LogFile, findings: Sequence[Finding]) -> Iterator[str]:
    review = log.review
    if not review.is_handset_log:
        return
    name = teller.names.get(review.name, review.name)
    last = _last_attempts(log)
    for attempt in last:
        found = servers_text(attempt.servers, teller.words)
        if attempt.ending is Ending.FOUND and attempt.failure is None and found:
            at = [entry.evidence.line for entry in (attempt.entries[:1] + attempt.entries[-1:])]
            key = "healthy.log-found-at" if at and at[0] != at[-1] else "healthy.log-found"
            first, end = (at[0], at[-1]) if at else (0, 0)
            yield teller.words(key, file=name, first=first, last=end, servers=found)
    if last and not any(finding.code.startswith("log.") for finding in findings):
        yield teller.words.count("healthy.log-whole", len(review.lines), file=name)


def _last_attempts(log: LogFile) -> list[Attempt]:
    """The last finished attempt of each name."""
    last: dict[str, Attempt] = {}
    for attempt in log.review.story.attempts:
        if attempt.ending is not Ending.UNFINISHED:
            last[attempt.name.lower()] = attempt
    return list(last.values())


def unchecked(teller: Teller, findings: Sequence[Finding], now: datetime) -> Iterator[str]:
    """What this summary cannot tell, and why."""
    case = teller.case
    yield from _unchecked_plan(case, teller.words)
    yield from _unchecked_dns(teller)
    if not case.logs:
        yield teller.words("unchecked.no-log")
    for log in case.logs:
        yield from _unchecked_log(teller, log)
    for finding in findings:
        if Proof.CHECK in teller.proofs_of(finding) and last_seen(finding, now) is None:
            sources = dict.fromkeys(e.source for e in finding.evidence if e.kind is EvidenceKind.LOG)
            names = teller.words.listed([teller.names.get(source, source) for source in sources])
            yield teller.words("unchecked.no-date", files=names)
            break
    if not any(finding.code.startswith("sip.") for finding in findings):
        yield teller.words("unchecked.sip")


def _unchecked_plan(case: Case, words: Words) -> Iterator[str]:
    if case.draft.is_blank:
        yield words("unchecked.no-plan")
    elif case.plan is None:
        yield words.count("unchecked.draft", len(case.draft.read().problems))


def _unchecked_dns(teller: Teller) -> Iterator[str]:
    case, report, words = teller.case, teller.case.report, teller.words
    if report is None:
        yield words("unchecked.no-check")
        return
    when = teller.checked_at
    if report.recorded:
        yield words("unchecked.recorded", when=when, file=report.recorded)
    if case.check_is_stale and report.recorded:
        yield words("unchecked.recorded-other")
    elif case.check_is_stale:
        yield words("unchecked.stale", when=when)
    elif case.plan is not None and not looks_for_plan(case):
        yield words("unchecked.other-name", asked=report.lookfor.address, name=case.plan.name)
    if report.cancelled:
        yield words("unchecked.cancelled", when=when)
    yield from _silent(report, words)
    if len(report.chains) == 1:
        yield words("unchecked.one-server")
    yield words("unchecked.recorded-where" if report.recorded else "unchecked.here")


_UNSENT = (Outcome.CANCELLED, Outcome.NOT_ASKED)


def _silent(report: CheckReport, words: Words) -> Iterator[str]:
    for chain in report.chains:
        server = chain.server.with_port
        unasked = sum(a.outcome is Outcome.NOT_ASKED for a in chain.answers)
        failed = [a for a in chain.answers if not a.outcome.is_answer and a.outcome not in _UNSENT]
        if failed:
            why = words.listed(list(dict.fromkeys(outcome_words(answer.outcome) for answer in failed)))
            asked = len(chain.answers) - unasked
            yield words.count("unchecked.silent", asked, server=server, failed=len(failed), why=why)
            if unasked:
                yield words.count("unchecked.unsent", unasked, server=server)
        if chain.left_out:
            yield words.count("unchecked.fell-silent", chain.left_out, server=server)
        elif not chain.answers and not chain.cancelled:
            yield words("unchecked.not-asked", server=server)


def _unchecked_log(teller: Teller, log: LogFile) -> Iterator[str]:
    review, words = log.review, teller.words
    name = teller.names.get(review.name, review.name)
    yield from review.notes
    if review.skipped:
        yield words("unchecked.skipped", file=name, count=f"{review.skipped:,}")
    if review.problem:
        yield words("unchecked.log-problem", file=name, problem=review.problem)
    elif not review.is_handset_log:
        yield words("unchecked.no-handset-log", file=name)
    elif not review.story.attempts:
        yield words("unchecked.no-search", file=name)
    else:
        holes = [line.number for line in review.facts.holes]  # A long log has millions of lines to look at.
        if len(holes) >= MOST_HOLES:
            said = words("list.at-least-lines", count=f"{len(holes):,}", first=holes[0])
            yield words("unchecked.holes", file=name, lines=said)
        elif holes:
            yield words("unchecked.holes", file=name, lines=lines_text(holes, words))
