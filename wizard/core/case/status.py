"""How far each step of a case is, in one short line for the step list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from wizard.core.case.case import Case
from wizard.core.case.steps import Progress, Status, Step

if TYPE_CHECKING:  # The window's first statuses need no diagnosis.
    from wizard.core.case.judging import Judge
    from wizard.core.diagnosis.judge import Judgement
    from wizard.core.knowledge import Knowledge


JUDGING = Status(Progress.INCOMPLETE, "Judging…")
"""What was said before may not be so any more, and what is so is not known yet."""


def statuses(case: Case, judge: Judge | None, *, wait: bool = True) -> Mapping[Step, Status]:
    """The status of every step. No judge is needed while nothing was checked or opened.

    Without ``wait`` a step whose judgement would take its time is ``JUDGING``.
    """
    return {
        Step.START: Status(Progress.OK, "Choose what to do")
        if case.is_blank
        else Status(Progress.OK, _opened(case)),
        Step.SETUP: setup_status(case),
        Step.HANDSET: handset_status(case, judge, wait=wait),
        Step.CHECKS: check_status(case, judge, wait=wait),
        Step.LOG: log_status(case, judge, wait=wait),
        Step.SUMMARY: summary_status(case),
    }


def _opened(case: Case) -> str:
    if case.practice:
        return "Practice case"
    return case.site or "Case open"


def setup_status(case: Case) -> Status:
    """Whether the plan is complete, and sound as far as it can tell by itself."""
    if case.draft.is_blank:
        return Status(Progress.TODO, "To do")
    reading = case.draft.read()
    if reading.plan is None:
        count = len(reading.problems)
        return Status(Progress.INCOMPLETE, "1 field to mend" if count == 1 else f"{count} fields to mend")
    from wizard.core.plan.doubts import doubts  # The first window is there sooner without it.

    count = len(reading.plan.servers)
    if count == 1:
        return Status(Progress.WARNING, "1 server: no failover")
    doubtful = len(doubts(reading.plan))
    if doubtful:
        found = "1 doubt" if doubtful == 1 else f"{doubtful} doubts"
        return Status(Progress.WARNING, f"{count} servers, {found}")
    return Status(Progress.OK, f"{count} servers, {reading.plan.transport.value.upper()}")


def handset_status(case: Case, judge: Judge | None, *, wait: bool = True) -> Status:
    """What is wrong in the files opened; else whether the plan's configuration is ready or taken."""
    opened = None
    if case.configurations:
        assert judge is not None
        if not (wait or judge.has_configuration(case)):
            return JUDGING
        opened = _judged(judge.configuration(case), judge.knowledge)
        if opened.progress in {Progress.FAILED, Progress.WARNING}:
            return opened
    if case.plan is None:
        return Status(Progress.OK, "All well") if opened else Status(Progress.TODO, "Needs DNS setup")
    if case.configuration_is_stale:
        return Status(Progress.STALE, "Changed: copy it again")
    if case.taken is not None:
        return Status(Progress.OK, "Copied or saved")
    return Status(Progress.TODO, "Ready to copy")


def check_status(case: Case, judge: Judge | None, *, wait: bool = True) -> Status:
    """What the last live check said."""
    if case.report is None:
        return Status(Progress.TODO, "Not run")
    recorded = bool(case.report.recorded)
    if case.check_is_stale and not recorded:
        return Status(Progress.STALE, "Changed: run it again")
    if case.report.cancelled:
        return Status(Progress.INCOMPLETE, "Cancelled")
    assert judge is not None
    if not (wait or judge.has_check(case)):
        return JUDGING
    status = _judged(judge.check(case), judge.knowledge)
    if recorded:
        return Status(status.progress, f"Recorded: {status.text[0].lower()}{status.text[1:]}")
    return status


def log_status(case: Case, judge: Judge | None, *, wait: bool = True) -> Status:
    """What the open logs say, each fault once."""
    if not case.logs:
        return Status(Progress.TODO, "No log open")
    assert judge is not None
    if not (wait or judge.has_logs(case)):
        return JUDGING
    return _judged(judge.logs(case), judge.knowledge)


def summary_status(case: Case) -> Status:
    """Whether there is anything to hand over."""
    if case.plan is None and case.report is None and not (case.logs or case.configurations):
        return Status(Progress.TODO, "Nothing to report yet")
    return Status(Progress.OK, "Ready to save")


def _judged(judgement: Judgement, knowledge: Knowledge) -> Status:
    from wizard.core.finding import Severity, State

    current = [finding for finding in judgement.findings if finding.state is State.CURRENT]
    failing = [f for f in current if knowledge.severity(f).fails and f.caused_by is None]
    if failing:
        count = len(failing)
        return Status(Progress.FAILED, "1 problem" if count == 1 else f"{count} problems")
    warnings = [f for f in current if knowledge.severity(f) is Severity.WARNING]
    if warnings:
        count = len(warnings)
        return Status(Progress.WARNING, "1 warning" if count == 1 else f"{count} warnings")
    if judgement.verdict is not None:
        return Status(Progress.OK, "All well")
    return Status(Progress.INCOMPLETE, "Nothing to judge")
