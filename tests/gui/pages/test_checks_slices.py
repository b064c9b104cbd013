"""What a live check shows a little later than its verdict is never lost, old or out of order."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.core.case.cases import live_broken, live_repaired
from tests.gui.demo import PAGES
from tests.gui.pages.live import JUDGE, NAME, lab
from tests.gui.whole import whole_window
from wizard.core.case.case import Case, CheckReport
from wizard.core.case.status import statuses
from wizard.core.case.steps import Step
from wizard.core.dns.answer import Answer
from wizard.gui.pages.checks.page import ChecksPage
from wizard.gui.pages.checks.steps import Step as AnswerStep
from wizard.gui.pages.setup_recipe import RecipeView
from wizard.gui.pages.summary import SummaryPage
from wizard.gui.shots import settle
from wizard.gui.window import MainWindow
from wizard.practice.lab import BROKEN
from wizard.practice.server import PracticeServer

MANY = 500


@pytest.fixture
def window(qtbot: QtBot, settings: QSettings):
    """The lab's plan, on the live checks; nothing was asked yet."""
    pages = {**PAGES, Step.CHECKS: lambda: ChecksPage(JUDGE), Step.SUMMARY: lambda: SummaryPage(JUDGE)}
    made = whole_window(lab(), pages, lambda case: statuses(case, JUDGE), settings)
    qtbot.addWidget(made)
    made.resize(1180, 720)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.go(Step.CHECKS)
    yield made
    made.close()


def checks(window: MainWindow) -> ChecksPage:
    page = window.page(Step.CHECKS)
    assert isinstance(page, ChecksPage)
    return page


def report_of(case: Case) -> CheckReport:
    assert case.report is not None
    return case.report


@cache
def long_report() -> CheckReport:
    """So many answers that their rows come little by little; each took another time."""
    report = report_of(live_broken())
    chain = report.chains[0]
    answers = tuple(replace(chain.answers[0], milliseconds=float(n)) for n in range(MANY))
    return replace(report, chains=(replace(chain, answers=answers),))


def show(window: MainWindow, report: CheckReport | None) -> None:
    window.set_case(replace(window.case, report=report))


def settled(qtbot: QtBot, page: ChecksPage) -> None:
    qtbot.waitUntil(lambda: not page.busy())


def seen(widget: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [one for one in widget.findChildren(kind) if one.isVisible()]


def times(page: ChecksPage) -> list[str]:
    table = page.results.steps.table
    return [table.item(row, 4).text() for row in range(table.rowCount())]


def test_the_commands_follow_the_findings_by_themselves(qtbot: QtBot, window: MainWindow) -> None:
    page = checks(window)
    show(window, report_of(live_broken()))
    assert page.banner.isVisible()
    assert page.busy(), "whoever waits for the page waits for the commands"
    settled(qtbot, page)
    (view,) = seen(page.results.changes, RecipeView)
    assert NAME in view.recipe.text()


def test_the_findings_are_there_at_once_for_who_goes_to_them(window: MainWindow) -> None:
    page = checks(window)
    show(window, report_of(live_broken()))
    assert not seen(page.results.findings, QToolButton)
    page.banner.pressed.emit()
    assert page.focusWidget() in seen(page.results.findings, QToolButton)


def test_a_page_that_was_away_never_shows_what_was_found_before(qtbot: QtBot, window: MainWindow) -> None:
    page = checks(window)
    show(window, report_of(live_broken()))
    settled(qtbot, page)
    assert seen(page.results.findings, QToolButton)
    window.go(Step.SUMMARY)
    show(window, report_of(live_repaired()))
    window.go(Step.CHECKS)
    assert not page.updatesEnabled()
    qtbot.waitUntil(page.updatesEnabled)
    assert not seen(page.results.changes, RecipeView)


def test_the_commands_are_there_at_once_for_who_asks(window: MainWindow) -> None:
    page = checks(window)
    show(window, report_of(live_broken()))
    page.results.reveal_findings()
    (view,) = page.results.changes.recipes()
    assert page.results.changes.recipes() == [view], "made once"


def test_the_commands_of_before_are_gone_with_their_findings(qtbot: QtBot, window: MainWindow) -> None:
    page = checks(window)
    show(window, report_of(live_broken()))
    settled(qtbot, page)
    (before,) = seen(page.results.changes, RecipeView)
    show(window, replace(report_of(live_broken()), started="2026-11-22T12:00:00+00:00"))
    assert not page.updatesEnabled(), "not to be seen beside the new verdict"
    qtbot.waitUntil(page.updatesEnabled)
    assert before not in seen(page.results.changes, RecipeView)  # The new ones may be there already.
    settled(qtbot, page)
    assert len(seen(page.results.changes, RecipeView)) == 1
    show(window, report_of(live_repaired()))
    qtbot.waitUntil(page.updatesEnabled)
    assert not page.results.changes.isVisible()
    settled(qtbot, page)
    assert not page.results.changes.isVisible()


def test_all_rows_of_a_long_check_come_in_order(qtbot: QtBot, window: MainWindow) -> None:
    page = checks(window)
    show(window, long_report())
    assert len(times(page)) < MANY
    settled(qtbot, page)
    assert times(page)[:MANY] == [str(n) for n in range(MANY)]
    assert len(times(page)) == len(page.results.steps.answers)


def test_the_last_step_can_be_chosen_before_its_row_came(qtbot: QtBot, window: MainWindow) -> None:
    page = checks(window)
    show(window, long_report())
    last = page.results.steps.answers[-1]
    page.results.reveal_answer(last)
    table = page.results.steps.table
    assert table.currentRow() == len(page.results.steps.answers) - 1
    assert page.results.steps.details.isVisible()
    settled(qtbot, page)
    assert len(times(page)) == len(page.results.steps.answers), "no row twice"


def test_answers_that_come_meanwhile_stand_behind(qtbot: QtBot, window: MainWindow) -> None:
    page = checks(window)
    show(window, long_report())
    before = len(page.results.steps.answers)
    late: Answer = replace(long_report().chains[0].answers[0], milliseconds=9999.0)
    page.results.steps.add([AnswerStep(late, further=False, harmless=False)])
    settled(qtbot, page)
    assert len(times(page)) == before + 1
    assert times(page)[-1] == "9999"


def test_a_shorter_check_leaves_nothing_of_the_longer_one(qtbot: QtBot, window: MainWindow) -> None:
    page = checks(window)
    show(window, long_report())
    show(window, report_of(live_repaired()))
    settled(qtbot, page)
    assert len(times(page)) == len(page.results.steps.answers) < MANY


def test_the_summary_is_complete_if_it_is_opened_at_once(qtbot: QtBot, window: MainWindow) -> None:
    with PracticeServer(BROKEN) as server:
        window.set_case(lab(server))
        window.case_set.connect(lambda: window.case.report and window.go(Step.SUMMARY))
        checks(window).run()
        qtbot.waitUntil(lambda: window.shown is Step.SUMMARY, timeout=20_000)
    page = window.page(Step.SUMMARY)
    qtbot.waitUntil(lambda: not page.busy(), timeout=20_000)
    words = " ".join(label.text().replace("\u200b", "") for label in seen(page, QLabel))
    assert f"{NAME} does not exist in DNS" in words
    window.case_set.disconnect()
    window.go(Step.CHECKS)
    settled(qtbot, checks(window))
    assert len(seen(checks(window).results.changes, RecipeView)) == 1


def test_the_page_is_laid_out_after_a_check(qtbot: QtBot, window: MainWindow) -> None:
    page = checks(window)
    show(window, report_of(live_broken()))
    settled(qtbot, page)
    settle(window)
    parts = [page.banner, page.run_button, page.results, page.help]
    tops = [part.mapTo(page, part.rect().topLeft()).y() for part in parts]
    assert tops == sorted(tops)
    assert all(one.geometry().bottom() <= page.help.geometry().top() for one in parts[:-1:2])
    inside = (page.results.map, page.results.findings, page.results.changes, page.results.steps)
    bottoms = 0
    for part in inside:
        assert part.geometry().top() > bottoms
        assert part.height() >= part.heightForWidth(part.width())
        bottoms = part.geometry().bottom()
