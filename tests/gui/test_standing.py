"""The step list while a long log is judged: the window is not held up, and nothing old is told as new."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

import wizard.gui.garbage  # noqa: F401 -- the window has loaded it before anything is judged
from tests.core.case.cases import a_judge, broken, log_of, repaired
from wizard.core.case.case import Case, LogFile
from wizard.core.case.judging import QUICK, Judge
from wizard.core.case.status import judging, statuses
from wizard.core.case.steps import Progress, Step
from wizard.core.diagnosis.judge import Judgement
from wizard.core.plan.draft import draft_of
from wizard.gui.late_judge import LateJudge
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


def standing_of(judge: Judge) -> Standing:
    late = LateJudge(lambda: judge)
    late()
    return Standing(late)


def test_the_judge_is_loaded_in_the_background_and_until_then_nothing_is_told(qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []
    may = threading.Event()

    def load() -> Judge:
        threads.append(threading.current_thread())
        assert may.wait(10)
        return a_judge()

    standing = Standing(LateJudge(load))
    case = Case(logs=(broken(),), draft=draft_of(LAB_PLAN))
    first = standing.statuses(case)
    assert first[Step.LOG] == judging()
    assert first[Step.SETUP].progress is Progress.OK
    assert standing.statuses(case)[Step.LOG] == judging(), "asked while a thread loads it: nobody waits"
    with qtbot.waitSignal(standing.changed, timeout=10_000):
        may.set()
    assert standing.statuses(case) == statuses(case, a_judge())
    assert len(threads) == 1
    assert threading.main_thread() not in threads


def test_a_long_log_is_judged_in_the_background_and_that_is_said(qtbot: QtBot, long_log: LogFile) -> None:
    judge = Slow()
    standing = standing_of(judge)
    case = Case(logs=(long_log,))
    assert standing.statuses(case)[Step.LOG] == judging()
    with qtbot.waitSignal(standing.changed, timeout=10_000):
        judge.may.set()
    assert standing.statuses(case)[Step.LOG].progress is Progress.FAILED
    assert standing.statuses(case) == statuses(case, judge)
    assert threading.main_thread() not in judge.threads


def test_another_plan_is_judged_anew_once_the_one_before_is_done(qtbot: QtBot, long_log: LogFile) -> None:
    judge = Slow()
    standing = standing_of(judge)
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
    standing = standing_of(judge)
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
    standing = standing_of(judge)
    told: list[str] = []
    standing.failed.connect(told.append)
    case = Case(logs=(long_log,))
    assert standing.statuses(case)[Step.LOG] == judging()
    qtbot.waitUntil(lambda: not standing.busy, timeout=10_000)
    assert standing.statuses(case)[Step.LOG] == judging()
    assert not standing.busy
    assert len(told) == 1
    assert "ZeroDivisionError" in told[0]


def test_what_a_long_log_shows_beside_another_one_is_put_together_in_the_background(
    qtbot: QtBot, long_log: LogFile
) -> None:
    """Also where each of the two is judged already."""
    judge = a_judge()
    case = Case(logs=(long_log, repaired()), draft=draft_of(LAB_PLAN))
    for log in case.logs:
        judge.log(case, log)
    standing = standing_of(judge)
    assert standing.statuses(case)[Step.LOG] == judging()
    qtbot.waitSignal(standing.changed, timeout=10_000).wait()
    assert standing.statuses(case) == statuses(case, a_judge())
