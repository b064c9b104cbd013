"""Judges a case and remembers what it said, so that a page may ask at every keystroke."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from wizard.core.case.case import Case, CheckReport, LogFile
from wizard.core.case.looked_up import not_the_cause
from wizard.core.case.mending import Proof, Seen, mended
from wizard.core.diagnosis.attempt import key_of, merged
from wizard.core.diagnosis.configured import joined
from wizard.core.diagnosis.judge import Judgement, judge, judge_chains, judge_log
from wizard.core.diagnosis.logfile import JUDGED
from wizard.core.diagnosis.together import apart
from wizard.core.finding import Finding
from wizard.core.handset.lint import LaidOut, laid_out, lint_laid_out
from wizard.core.knowledge import Knowledge
from wizard.core.plan.deployment import Deployment
from wizard.core.record import RecordChange

_KEPT = 64
QUICK = 1000
"""Events of a log, answers or settings that are judged in a few milliseconds."""

Told = TypeVar("Told")


def judge_report(report: CheckReport, knowledge: Knowledge) -> Judgement:
    """What a live check shows, with what the SIP servers said."""
    return judge_chains(report.chains, knowledge, report.plan, report.own, report.probes, report.zone)


class Judge:
    """The judgements of one knowledge base. Results are kept by the identity of what was judged.

    May be asked from several threads. Two that ask at once may do the same work; neither waits.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, str, Deployment | None], tuple[object, Any]] = OrderedDict()

    def check(self, case: Case) -> Judgement:
        """What the live check shows, judged against the plan of its time."""
        report = case.report
        if report is None:
            return Judgement()
        return self._remembered(report, report.plan, lambda: judge_report(report, self.knowledge))

    def log(self, case: Case, log: LogFile) -> Judgement:
        """What one log shows, judged against the plan of now."""
        plan = case.plan
        return self._remembered(log, plan, lambda: judge_log(log.review, self.knowledge, plan))

    def forget(self, subject: object) -> None:
        """Gives back the memory of what was closed."""
        with self._lock:
            for place in [place for place, known in self._kept.items() if known[0] is subject]:
                del self._kept[place]

    def logs(self, case: Case, now: datetime | None = None) -> Judgement:
        """What all open logs show; what a later log of the same handset proves to be mended is history."""
        if len(case.logs) < 2:
            return self.log(case, case.logs[0]) if case.logs else Judgement()
        by_themselves = replace(case, report=None)  # What a live check proves is for the whole case.
        return self._remembered(
            case.logs,
            case.plan,
            lambda: judge(
                merged(_about_the_site([one for one, _ in self.logged(by_themselves, now)])), self.knowledge
            ),
            "logs",
        )

    def laid_out(self, case: Case) -> LaidOut:
        """The configuration files as each handset takes them."""
        files = case.configurations
        return self._remembered(files, None, lambda: laid_out(files), "laid out")

    def configuration(self, case: Case) -> Judgement:
        """What the configuration files show, judged by the plan of now."""
        if not case.configurations:
            return Judgement()
        laid, plan = self.laid_out(case), case.plan
        return self._remembered(
            case.configurations, plan, lambda: judge(lint_laid_out(laid, plan), self.knowledge)
        )

    # What need not be waited for

    def has_check(self, case: Case) -> bool:
        """Whether :meth:`check` answers at once."""
        report = case.report
        if report is None or sum(len(chain.answers) for chain in report.chains) <= QUICK:
            return True
        return self._knows(report, report.plan)

    def has_logs(self, case: Case) -> bool:
        """Whether :meth:`logs` answers at once."""
        several = len(case.logs) > 1
        if several and self._knows(case.logs, case.plan, "logs"):
            return True
        # What several show together is put together from all of them, also from those that are known.
        new = [log for log in case.logs if several or not self._knows(log, case.plan)]
        return sum(len(log.review.entries) for log in new) <= QUICK

    def has_configuration(self, case: Case) -> bool:
        """Whether :meth:`configuration` answers at once."""
        files = case.configurations
        return sum(len(file.settings) for file in files) <= QUICK or self._knows(files, case.plan)

    def prepare(self, case: Case) -> None:
        """Judges what the step list tells of; from then on it can be asked without waiting."""
        self.check(case)
        self.configuration(case)
        self.logs(case)

    # All together

    def whole(self, case: Case, now: datetime | None = None) -> Judgement:
        """What the whole case shows: one fault once, with the evidence of all who saw it.

        What a log showed is history once a later log of that handset, or a complete live check for
        the same name, proves that it was mended. ``now`` tells which year the times of a log,
        which have none, can belong to. A check against another plan than the one of now offers no
        change of records: it would make records that nobody wants any more.
        """
        logged = self.logged(case, now)
        checked = tuple(apart(self.check(case).findings))
        if case.report is not None and case.report.plan != case.plan:
            checked = tuple(replace(finding, change=None) for finding in checked)
        found = _about_the_site([*checked, *(finding for finding, _ in logged)])
        every = joined(self.configuration(case).findings, found)
        listed = _with_changes(merged(every), found)
        last = not_the_cause(case, self.laid_out(case), listed) if case.configurations else ()
        return judge(listed, self.knowledge, last)

    def logged(self, case: Case, now: datetime | None = None) -> list[tuple[Finding, Proof | None]]:
        """What the logs show, and what proves of each finding that it is history."""
        logs = [Seen(log, self.log(case, log).findings) for log in case.logs]
        return list(mended(case, self.check(case).findings, logs, now or datetime.now()))

    def _knows(self, subject: object, plan: Deployment | None, kind: str = "") -> bool:
        with self._lock:
            known = self._kept.get((id(subject), kind, plan))
        return known is not None and known[0] is subject

    def _remembered(
        self, subject: object, plan: Deployment | None, work: Callable[[], Told], kind: str = ""
    ) -> Told:
        place = (id(subject), kind, plan)
        with self._lock:
            known = self._kept.get(place)
            # The subject is kept beside its judgement: an identity is only good while the object lives.
            if known is not None and known[0] is subject:
                self._kept.move_to_end(place)
                told: Told = known[1]
                return told
        made = work()
        with self._lock:
            self._kept[place] = (subject, made)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made


def _about_the_site(findings: list[Finding]) -> list[Finding]:
    """Without the files that are no logs, as long as anything else tells of the site."""
    telling = [one for one in findings if one.code != "log.not-a-handset-log" or one.variant == JUDGED]
    return telling or findings


def _with_changes(findings: Iterable[Finding], all_seen: Iterable[Finding]) -> list[Finding]:
    """A fault keeps the change that mends it, whichever of those who saw it knew the plan."""
    changes: dict[tuple[str, str], RecordChange] = {}
    for finding in all_seen:
        if finding.change is not None:
            changes.setdefault(key_of(finding), finding.change)
    return [replace(f, change=f.change or changes.get(key_of(f))) for f in findings]
