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
    assert notice.button.text() == "Undo"
    notice.tell_of(log("a", whole=False))  # Another notice in its place: its button only dismisses.
    assert notice.button.text() == "Dismiss"
    notice.button.click()
    assert made == []
    notice.tell_closed("b")
    notice.button.click()
    assert [case.logs[-1].review.name for case in made] == ["b"]
