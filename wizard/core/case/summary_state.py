"""What was healthy, and what could not be checked: the two lists that keep a summary honest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from wizard.core.case.case import Case, CheckReport, LogFile
from wizard.core.case.mending import Proof, last_seen
from wizard.core.case.summary_causes import Teller
from wizard.core.case.summary_fixes import looks_for_plan
from wizard.core.case.summary_words import counted, lines_text, listed, servers_text
from wizard.core.diagnosis.attempt import key_of
from wizard.core.dns.answer import Outcome
from wizard.core.finding import EvidenceKind, Finding, State
from wizard.core.handset.chain import OUTCOME_WORDS, Chain, describe
from wizard.core.trace.attempts import Attempt, Ending


def healthy(
    teller: Teller, findings: Sequence[Finding], by_log: Mapping[int, Sequence[Finding]]
) -> Iterator[str]:
    """What works, each thing with who showed it. ``by_log`` holds each log's own findings."""
    case = teller.case
    if case.report is not None:
        changed = ", before the plan or the target was changed" if case.check_is_stale else ""
        when = f" ({teller.checked_at}{changed})"
        for chain in case.report.chains:
            yield from _healthy_server(chain, when)
    for number, log in enumerate(case.logs):
        yield from _healthy_log(teller, log, by_log[number])
    for finding in findings:
        if finding.code == "sip.answers" and finding.state is State.CURRENT:
            yield f"{teller.knowledge.explain(finding).title}."


def _healthy_server(chain: Chain, when: str) -> Iterator[str]:
    server = f"DNS server {chain.server.with_port}"
    attempt = chain.attempt
    if attempt is not None and attempt.ending is Ending.FOUND and not attempt.by_address:
        found = servers_text(attempt.servers)
        if found:
            yield f"{server} leads to {found}{when}."
            return
    answered = [answer for answer in chain.answers if answer.outcome.is_answer]
    if answered and len(answered) == len(chain.answers):
        yield f"{server} answers: it was asked {counted(len(answered), 'question')} and replied to all{when}."
    for answer in answered:
        if answer.outcome is Outcome.DATA:
            yield f"{server} knows {describe(answer)}{when}."


def _healthy_log(teller: Teller, log: LogFile, findings: Sequence[Finding]) -> Iterator[str]:
    review = log.review
    if not review.is_handset_log:
        return
    name = teller.names.get(review.name, review.name)
    last = _last_attempts(log)
    for attempt in last:
        found = servers_text(attempt.servers)
        if attempt.ending is Ending.FOUND and attempt.failure is None and found:
            at = [entry.evidence.line for entry in (attempt.entries[:1] + attempt.entries[-1:])]
            where = f", lines {at[0]} to {at[-1]}" if at and at[0] != at[-1] else ""
            yield f"In the log {name}{where}, the handset found {found}."
    if last and not any(finding.code.startswith("log.") for finding in findings):
        yield f"The log {name} is a handset's and has no holes ({counted(len(review.lines), 'line')})."


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
    yield from _unchecked_plan(case)
    yield from _unchecked_dns(teller)
    if not case.logs:
        yield "No log of a handset was read. What the handset itself did is not known."
    for log in case.logs:
        yield from _unchecked_log(teller, log)
    for finding in findings:
        if Proof.CHECK in teller.proofs.get(key_of(finding), set()) and last_seen(finding, now) is None:
            sources = dict.fromkeys(e.source for e in finding.evidence if e.kind is EvidenceKind.LOG)
            names = listed([teller.names.get(source, source) for source in sources])
            yield (
                f"The lines of {names} bear no date. That they are older than the live check is assumed, "
                "not proven."
            )
            break
    if not any(finding.code.startswith("sip.") for finding in findings):
        yield "The SIP servers were not asked whether they answer."


def _unchecked_plan(case: Case) -> Iterator[str]:
    if case.draft.is_blank:
        yield "There is no plan. What DNS holds was not compared with what is intended."
    elif case.plan is None:
        count = len(case.draft.read().problems)
        fields = counted(count, "field")
        yield f"The DNS setup is not complete ({fields} to mend). Its records are not part of this."


_HERE = "The live check ran from this computer."


def _unchecked_dns(teller: Teller) -> Iterator[str]:
    case, report = teller.case, teller.case.report
    if report is None:
        yield "No live check was made. DNS was not asked."
        return
    if report.recorded:
        yield (
            f"The DNS answers of {teller.checked_at} are recorded ones, from {report.recorded}. No DNS "
            "server was asked for this summary."
        )
    if case.check_is_stale and report.recorded:
        yield "The recorded answers are about another plan or target than this case has."
    elif case.check_is_stale:
        yield (
            f"The live check of {teller.checked_at} is out of date: the plan or the target has changed "
            "since. Run it again."
        )
    elif case.plan is not None and not looks_for_plan(case):
        asked, name = report.lookfor.address, case.plan.name
        yield f"The live check looked for {asked}, not for {name}, the name of the plan."
    if report.cancelled:
        yield f"The live check of {teller.checked_at} was cancelled before it was complete."
    yield from _silent(report)
    if len(report.chains) == 1:
        yield "Only one DNS server was asked. If the handset has a second one, check that as well."
    where = "Where the answers were recorded is not known." if report.recorded else _HERE
    yield f"{where} From the handset's network DNS can answer differently."


def _silent(report: CheckReport) -> Iterator[str]:
    for chain in report.chains:
        failed = [a for a in chain.answers if not a.outcome.is_answer and a.outcome is not Outcome.CANCELLED]
        if failed:
            why = listed(list(dict.fromkeys(OUTCOME_WORDS[answer.outcome] for answer in failed)))
            count = f"{len(failed)} of {counted(len(chain.answers), 'question')}"
            yield f"DNS server {chain.server.with_port} gave no usable answer to {count}: {why}."
        elif not chain.answers and not chain.cancelled:
            server = chain.server.with_port
            yield f"DNS server {server} was asked nothing: the handset would not ask DNS either."


def _unchecked_log(teller: Teller, log: LogFile) -> Iterator[str]:
    review = log.review
    name = teller.names.get(review.name, review.name)
    if review.problem:
        yield f"The log {name} could not be read: {review.problem}"
    elif not review.is_handset_log:
        yield f"{name} is no log of a handset. Nothing in it was judged."
    elif not review.story.attempts:
        yield (
            f"The log {name} shows no search for SIP servers. It does not tell whether the handset found any."
        )
    else:
        holes = [line.number for line in review.lines if line.missed]
        if holes:
            yield f"The log {name} has holes ({lines_text(holes)}). What happened there is not known."
