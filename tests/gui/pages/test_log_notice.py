"""What the button of the log page's notice does."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui.pages.log_window import FAILED, SUCCESSFUL, opened
from tests.gui.pages.test_log_shelf import closed, log, shelf
from wizard.core.case.steps import Step
from wizard.gui.pages.log import LogPage
from wizard.gui.pages.log_notice import LogNotice
from wizard.gui.window import MainWindow


def test_undo_brings_back_and_dismiss_does_not(qtbot: QtBot) -> None:
    one = shelf(log("a"), log("b"), shown="b")
    notice = LogNotice(one)
    qtbot.addWidget(notice)
    made: list[object] = []
    notice.case_edited.connect(made.append)
    closed(one, "b")
    notice.tell_closed("b")
    assert notice.button.text() == "Undo close"
    notice.tell_of(log("a", whole=False))  # Another notice in its place: its button only dismisses.
    assert notice.button.text() == "Dismiss"
    notice.button.click()
    assert made == []
    notice.tell_closed("b")
    notice.button.click()
    assert [case.logs[-1].review.name for case in made] == ["b"]


def test_what_happens_meanwhile_takes_no_closed_log_away(qtbot: QtBot) -> None:
    one = shelf(log("a"), log("b"), shown="b")
    notice = LogNotice(one)
    qtbot.addWidget(notice)
    notice.show()
    made: list[object] = []
    notice.case_edited.connect(made.append)
    closed(one, "b")
    notice.tell_closed("b")
    notice.tell("New failure in line 7 of a.")
    assert notice.accessibleName() == "Note: New failure in line 7 of a."
    assert notice.accessibleDescription() == "b was closed."
    assert notice.button.text() == "Undo close"  # Not what the sentence above tells of.
    notice.button.click()
    assert [case.logs[-1].review.name for case in made] == ["b"]
    notice.tell("New failure in line 9 of a.")
    assert notice.button.text() == "Dismiss"


def test_on_another_page_the_bar_says_one_problem_counts_many_and_forgets_them(qtbot: QtBot) -> None:
    page = QWidget()  # It is not shown.
    qtbot.addWidget(page)
    notice = LogNotice(shelf(log("a"), shown="a"), page)
    said: list[str] = []
    notice.said.connect(said.append)
    notice.complain("a.zip is damaged.")
    notice.complain("a.zip is damaged.\nb.zip is damaged.")
    notice.take_back()
    notice.take_back()
    assert said == ["a.zip is damaged.", "2 problems are listed above the log.", ""]
    notice.complain("a.zip is damaged.")
    notice.button.click()
    assert (said[-1], notice.isHidden()) == ("", True)
    notice.complain("a.zip is damaged.")
    page.show()  # Now it is seen, and once is enough.
    assert (said[-1], notice.isVisible()) == ("", True)


def test_who_sees_it_is_not_told_by_the_bar_too(qtbot: QtBot, window: MainWindow, page: LogPage) -> None:
    bar = window.bottom._message.text
    opened(qtbot, page, FAILED, SUCCESSFUL)
    page.notice.complain("a.zip is damaged.")
    assert page.notice.isVisible()
    assert bar() == ""
    page.close_log(str(FAILED))
    assert bar() == ""
    page.show_log(str(SUCCESSFUL))
    window.go(Step.START)
    page.notice.complain("b.zip is damaged.")
    assert bar() == "b.zip is damaged."
    window.go(Step.LOG)
    assert page.notice.isVisible()
    assert bar() == ""


def test_the_bar_says_nothing_of_a_log_that_is_not_shown(
    qtbot: QtBot, window: MainWindow, page: LogPage
) -> None:
    bar = window.bottom._message.text
    opened(qtbot, page, FAILED, SUCCESSFUL)
    page.said.emit("Saved 3 lines in out.log.")
    page.show_log(page.viewer.reading.log.review.name)  # The same one.
    assert bar() == "Saved 3 lines in out.log."
    page.show_log(str(SUCCESSFUL))
    assert bar() == ""
    window.go(Step.START)
    window.say("Something of this page.")
    page.show_log(str(FAILED))  # Behind it.
    assert bar() == "Something of this page."


def test_what_is_to_be_known_of_one_log_goes_with_it(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    notice = LogNotice(shelf(log("a"), log("b", whole=False), shown="b"), page)
    notice.tell_of(log("b", whole=False))
    notice.show_beside("b")
    assert notice.isVisible()
    notice.show_beside("a")
    assert not notice.isVisible()
    notice.complain("a.zip is damaged.")
    notice.show_beside("b")
    assert notice.isVisible()
