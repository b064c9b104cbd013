"""What the button of the log page's notice does."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.gui.pages.test_log_shelf import closed, log, shelf
from wizard.gui.pages.log_notice import LogNotice


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


def test_the_bar_below_says_one_problem_counts_many_and_forgets_them(qtbot: QtBot) -> None:
    notice = LogNotice(shelf(log("a"), shown="a"))
    qtbot.addWidget(notice)
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
