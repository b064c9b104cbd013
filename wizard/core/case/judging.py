"""Judges a case and remembers what it said, so that a page may ask at every keystroke."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from wizard.core.case.case import Case, CheckReport, LogFile
from wizard.core.diagnosis.attempt import merged
from wizard.core.diagnosis.judge import Judgement, judge, judge_chains, judge_log
from wizard.core.finding import Finding
from wizard.core.knowledge import Knowledge
from wizard.core.plan.deployment import Deployment

_KEPT = 64


class Judge:
    """The judgements of one knowledge base. Results are kept by the identity of what was judged.

    May be asked from several threads. Two that ask at once may do the same work; neither waits.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, Deployment | None], tuple[object, Judgement]] = OrderedDict()

    def check(self, case: Case) -> Judgement:
        """What the live check shows, judged against the plan of its time."""
        report = case.report
        if report is None:
            return Judgement()
        return self._remembered(
            report, report.plan, lambda: judge_chains(report.chains, self.knowledge, report.plan)
        )

    def log(self, case: Case, log: LogFile) -> Judgement:
        """What one log shows, judged against the plan of now."""
        plan = case.plan
        return self._remembered(log, plan, lambda: judge_log(log.review, self.knowledge, plan))

    def whole(self, case: Case) -> Judgement:
        """What the whole case shows: one fault once, with the evidence of all who saw it."""
        found: list[Finding] = [*self.check(case).findings]
        for log in case.logs:
            found += self.log(case, log).findings
        return judge(merged(found), self.knowledge)

    def _remembered(
        self, subject: CheckReport | LogFile, plan: Deployment | None, work: Callable[[], Judgement]
    ) -> Judgement:
        key = (id(subject), plan)
        with self._lock:
            known = self._kept.get(key)
            # The subject is kept beside its judgement: an identity is only good while the object lives.
            if known is not None and known[0] is subject:
                self._kept.move_to_end(key)
                return known[1]
        judgement = work()
        with self._lock:
            self._kept[key] = (subject, judgement)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return judgement
