"""The step list while a long log is judged: the window is not held up, and nothing old is told as new."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.core.case.cases import a_judge, broken, log_of, repaired
from wizard.core.case.case import Case, LogFile
from wizard.core.case.judging import QUICK, Judge
from wizard.core.case.status import judging, statuses
from wizard.core.case.steps import Progress, Step
from wizard.core.diagnosis.judge import Judgement
from wizard.core.plan.draft import draft_of
from wizard.gui.standing import Standing
from wizard.practice.lab import LAB_PLAN


@pytest.fixture(scope="module")
def long_log() -> LogFile:
    log = log_of(broken().text * 50, "long.log")
    assert len(log.review.entries) > QUICK
    return log


class Slow(Judge):
    """Judges a log when it may, and knows in which thread it did."""

    def __init__(self) -> None:
        super().__init__(a_judge().knowledge)
        self.may = threading.Event()
        self.threads: list[threading.Thread] = []

    def log(self, case: Case, log: LogFile) -> Judgement:
        if not self.has_logs(replace(case, logs=(log,))):
            self.threads.append(threading.current_thread())
            assert self.may.wait(10)
        return super().log(case, log)


def test_a_long_log_is_judged_in_the_background_and_that_is_said(qtbot: QtBot, long_log: LogFile) -> None:
    judge = Slow()
    standing = Standing(lambda: judge)
    case = Case(logs=(long_log,))
    assert standing.statuses(case)[Step.LOG] == judging()
    with qtbot.waitSignal(standing.changed, timeout=10_000):
        judge.may.set()
    assert standing.statuses(case)[Step.LOG].progress is Progress.FAILED
    assert standing.statuses(case) == statuses(case, judge)
    assert threading.main_thread() not in judge.threads


def test_another_plan_is_judged_anew_once_the_one_before_is_done(qtbot: QtBot, long_log: LogFile) -> None:
    judge = Slow()
    standing = Standing(lambda: judge)
    first = Case(logs=(long_log,))
    others = [replace(first, draft=draft_of(replace(LAB_PLAN, ttl=ttl))) for ttl in range(60, 70)]
    for case in (first, *others):
        assert standing.statuses(case)[Step.LOG] == judging()
    with qtbot.waitSignal(standing.changed, timeout=10_000):
        judge.may.set()
    assert standing.statuses(others[-1])[Step.LOG] == judging(), "what is known is about another plan"
    with qtbot.waitSignal(standing.changed, timeout=10_000):
        pass
    assert standing.statuses(others[-1])[Step.LOG].progress is Progress.FAILED
    assert len(judge.threads) == 2, "those in between were judged for nobody"


def test_short_logs_are_told_at_once_and_beside_a_long_one_nothing_is_told_before_it(
    qtbot: QtBot, long_log: LogFile
) -> None:
    judge = Slow()
    judge.may.set()
    standing = Standing(lambda: judge)
    case = Case(logs=(repaired(), broken()))
    assert standing.statuses(case)[Step.LOG].progress is not Progress.INCOMPLETE
    assert not standing.busy
    case = replace(case, logs=(*case.logs, long_log))
    assert standing.statuses(case)[Step.LOG] == judging()
    with qtbot.waitSignal(standing.changed, timeout=10_000):
        pass
    assert standing.statuses(case)[Step.LOG].progress is Progress.FAILED


def test_a_defect_is_told_once_and_not_tried_for_ever(qtbot: QtBot, long_log: LogFile) -> None:
    judge = Slow()
    judge.log = lambda _case, _log: 1 / 0  # type: ignore[assignment,method-assign,return-value]
    standing = Standing(lambda: judge)
    told: list[str] = []
    standing.failed.connect(told.append)
    case = Case(logs=(long_log,))
    assert standing.statuses(case)[Step.LOG] == judging()
    qtbot.waitUntil(lambda: not standing.busy, timeout=10_000)
    assert standing.statuses(case)[Step.LOG] == judging()
    assert not standing.busy
    assert len(told) == 1
    assert "ZeroDivisionError" in told[0]
