"""How far each step of a case is, in one short line for the step list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from wizard.core.about import told
from wizard.core.case.case import Case
from wizard.core.case.steps import Progress, Status, Step

if TYPE_CHECKING:  # The window's first statuses need no diagnosis.
    from wizard.core.case.judging import Judge
    from wizard.core.diagnosis.judge import Judgement
    from wizard.core.knowledge import Knowledge


def judging() -> Status:
    """What was said before may not be so any more, and what is so is not known yet."""
    return Status(Progress.INCOMPLETE, told("step.judging"))


def statuses(case: Case, judge: Judge | None, *, wait: bool = True) -> Mapping[Step, Status]:
    """The status of every step. No judge is needed while nothing was checked or opened.

    Without ``wait`` a step whose judgement would take its time is ``judging()``, and without a judge
    every step that needs one.
    """
    return {
        Step.START: Status(Progress.OK, told("step.start") if case.is_blank else _opened(case)),
        Step.SETUP: setup_status(case),
        Step.HANDSET: handset_status(case, judge, wait=wait),
        Step.CHECKS: check_status(case, judge, wait=wait),
        Step.LOG: log_status(case, judge, wait=wait),
        Step.SUMMARY: summary_status(case),
    }


def _opened(case: Case) -> str:
    if case.practice:
        return told("step.practice")
    return case.site or told("step.open")


def setup_status(case: Case) -> Status:
    """Whether the plan is complete, and sound as far as it can tell by itself."""
    if case.draft.is_blank:
        return Status(Progress.TODO, told("step.to-do"))
    reading = case.draft.read()
    if reading.plan is None:
        return Status(Progress.INCOMPLETE, _counted("fields", len(reading.problems)))
    from wizard.core.plan.doubts import doubts  # The first window is there sooner without it.

    count = len(reading.plan.servers)
    if count == 1:
        return Status(Progress.WARNING, told("step.one-server"))
    doubtful = len(doubts(reading.plan))
    if doubtful:
        text = told("step.servers", count=count, more=_counted("doubts", doubtful))
        return Status(Progress.WARNING, text)
    text = told("step.servers", count=count, more=reading.plan.transport.value.upper())
    return Status(Progress.OK, text)


def handset_status(case: Case, judge: Judge | None, *, wait: bool = True) -> Status:
    """What is wrong in the files opened; else whether the plan's configuration is ready or taken."""
    opened = None
    if case.configurations:
        if judge is None or not (wait or judge.has_configuration(case)):
            return judging()
        opened = _judged(judge.configuration(case), judge.knowledge)
        if opened.progress in {Progress.FAILED, Progress.WARNING}:
            return opened
    if case.plan is None:
        if opened:
            return Status(Progress.OK, told("step.well"))
        return Status(Progress.TODO, told("step.needs-setup"))
    if case.configuration_is_stale:
        return Status(Progress.STALE, told("step.copy-again"))
    if case.taken is not None:
        return Status(Progress.OK, told("step.taken"))
    return Status(Progress.TODO, told("step.copy"))


def check_status(case: Case, judge: Judge | None, *, wait: bool = True) -> Status:
    """What the last live check said."""
    if case.report is None:
        return Status(Progress.TODO, told("step.not-run"))
    recorded = bool(case.report.recorded)
    if case.check_is_stale and not recorded:
        return Status(Progress.STALE, told("step.run-again"))
    if case.report.cancelled:
        return Status(Progress.INCOMPLETE, told("step.cancelled"))
    if judge is None or not (wait or judge.has_check(case)):
        return judging()
    status = _judged(judge.check(case), judge.knowledge)
    if recorded:
        return Status(
            status.progress, told("step.recorded", status=f"{status.text[0].lower()}{status.text[1:]}")
        )
    return status


def log_status(case: Case, judge: Judge | None, *, wait: bool = True) -> Status:
    """What the open logs say, each fault once."""
    if not case.logs:
        return Status(Progress.TODO, told("step.no-log"))
    if judge is None or not (wait or judge.has_logs(case)):
        return judging()
    return _judged(judge.logs(case), judge.knowledge)


def summary_status(case: Case) -> Status:
    """Whether there is anything to hand over."""
    if case.plan is None and case.report is None and not (case.logs or case.configurations):
        return Status(Progress.TODO, told("step.nothing"))
    return Status(Progress.OK, told("step.save"))


def _judged(judgement: Judgement, knowledge: Knowledge) -> Status:
    from wizard.core.finding import Severity, State

    current = [finding for finding in judgement.findings if finding.state is State.CURRENT]
    failing = [f for f in current if knowledge.severity(f).fails and f.caused_by is None]
    if failing:
        return Status(Progress.FAILED, _counted("problems", len(failing)))
    warnings = [f for f in current if knowledge.severity(f) is Severity.WARNING]
    if warnings:
        return Status(Progress.WARNING, _counted("warnings", len(warnings)))
    if judgement.verdict is not None:
        return Status(Progress.OK, told("step.well"))
    return Status(Progress.INCOMPLETE, told("step.nothing-to-judge"))


def _counted(what: str, count: int) -> str:
    return told(f"step.{what}.one" if count == 1 else f"step.{what}.many", count=count)
