"""A page that is still being loaded: its name stands there, nothing is lost, and it comes."""

from __future__ import annotations

from typing import ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import MakeWindow
from wizard.core.case.case import Case
from wizard.core.case.steps import Step
from wizard.gui.pages.base import Page
from wizard.gui.window import MainWindow
from wizard.workers import courtesy

Key = Qt.Key
Control = Qt.KeyboardModifier.ControlModifier


class Typed(Page):
    """A field, a shortcut and a primary button."""

    title = "Typed"
    step: ClassVar[Step] = Step.SETUP

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.primary = QPushButton("Do it")
        self.told: list[str] = []
        self.primary.clicked.connect(lambda: self.told.append("primary"))
        self.content.addWidget(self.field)
        self.content.addWidget(self.primary)
        QShortcut(QKeySequence("Ctrl+F"), self).activated.connect(lambda: self.told.append("Ctrl+F"))

    def show_case(self, case: Case) -> None:
        self.told.append("drawn")


@pytest.fixture
def wanted() -> list[Step]:
    return []


@pytest.fixture
def window(qtbot: QtBot, make_window: MakeWindow, wanted: list[Step]) -> MainWindow:
    """Its first page is there; of the others one waits for whoever loads them."""
    made = make_window(pages={Step.START: Typed, Step.SETUP: Typed, Step.LOG: Typed})
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.expect_pages(wanted.append)
    return made


def arrive(window: MainWindow, step: Step) -> Typed:
    page = window.page(step)
    assert isinstance(page, Typed)
    window.page_is_there(step)
    return page


def words(window: MainWindow) -> str:
    coming = window._parts.stack.coming
    return " ".join(label.text() for label in coming.findChildren(QLabel) if label.isVisible())


def marked(window: MainWindow) -> Step:
    shown = window.sidebar.stepper.steps.shown
    assert isinstance(shown, Step)
    return shown


def test_its_name_is_shown_at_once_and_it_is_not_made(window: MainWindow, wanted: list[Step]) -> None:
    window.go(Step.SETUP)
    window.go(Step.SETUP)
    assert wanted == [Step.SETUP]
    assert list(window._parts.stack.made) == [Step.START]
    assert words(window) == "DNS setup Loading…"
    assert marked(window) is Step.SETUP
    assert window.bottom.forward.text() == "&Next: Log review"
    assert window.bottom.forward.property("kind") == "primary"
    page = arrive(window, Step.SETUP)
    assert window.shown is Step.SETUP
    assert page.isVisible()
    assert page.told == ["drawn"]
    assert not window._parts.stack.coming.isVisible()
    assert window.bottom.forward.property("kind") == ""


def test_another_page_that_comes_first_is_not_shown(window: MainWindow, wanted: list[Step]) -> None:
    window.go(Step.LOG)
    arrive(window, Step.SETUP)
    assert "Log review" in words(window)
    window.go(Step.SETUP)
    assert window.shown is Step.SETUP
    arrive(window, Step.LOG)
    assert window.shown is Step.SETUP, "who has gone elsewhere meanwhile stays there"
    assert wanted == [Step.LOG]


def test_who_goes_back_meanwhile_stays_there(window: MainWindow) -> None:
    window.go(Step.SETUP)
    window.go(Step.START)
    assert window.page(Step.START).isVisible()
    assert marked(window) is Step.START
    assert window.bottom.forward.text() == "&Next: DNS setup"
    arrive(window, Step.SETUP)
    assert window.shown is Step.START


def test_next_goes_on_from_the_page_that_comes(qtbot: QtBot, window: MainWindow, wanted: list[Step]) -> None:
    for _ in range(2):
        qtbot.keyClick(window, Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert wanted == [Step.SETUP, Step.LOG]
    arrive(window, Step.LOG)
    assert window.shown is Step.LOG


def test_what_is_typed_meanwhile_reaches_the_page(qtbot: QtBot, window: MainWindow) -> None:
    first = window.page(Step.START)
    assert isinstance(first, Typed)
    first.field.setFocus()
    qtbot.keyClick(window, Key.Key_2, Control)
    typed_into = QApplication.focusWidget()
    assert typed_into is window._parts.stack.coming
    qtbot.keyClicks(typed_into, "eslab")
    qtbot.keyClick(typed_into, Key.Key_Backspace)
    qtbot.keyClick(typed_into, Key.Key_F, Control)
    qtbot.keyClick(window, Key.Key_Return, Control)
    page = arrive(window, Step.SETUP)
    assert QApplication.focusWidget() is page.field
    assert page.field.text() == "esla"
    assert page.told == ["drawn", "Ctrl+F", "primary"]
    assert first.field.text() == ""
    assert first.told == ["drawn"]


def test_what_was_typed_for_a_page_reaches_no_other(qtbot: QtBot, window: MainWindow) -> None:
    first = window.page(Step.START)
    assert isinstance(first, Typed)
    first.field.setFocus()
    window.go(Step.SETUP)
    qtbot.keyClicks(window._parts.stack.coming, "abc")
    window.go(Step.LOG)
    qtbot.keyClicks(window._parts.stack.coming, "log")
    page = arrive(window, Step.LOG)
    assert page.field.text() == "log"
    assert arrive(window, Step.SETUP).field.text() == ""


def test_who_is_in_the_step_list_stays_there(window: MainWindow) -> None:
    window.sidebar.stepper.setFocus()
    window.go(Step.SETUP)
    page = arrive(window, Step.SETUP)
    assert window.sidebar.stepper.hasFocus()
    assert page.field.text() == ""


def test_what_is_to_be_done_with_a_page_waits_for_it(window: MainWindow, wanted: list[Step]) -> None:
    done: list[Page] = []
    window.when_there(Step.START, done.append)
    assert done == [window.page(Step.START)]
    window.when_there(Step.LOG, done.append)
    assert wanted == [Step.LOG]
    assert len(done) == 1
    page = arrive(window, Step.LOG)
    assert done[1:] == [page]
    assert window.shown is Step.START


def test_threads_wait_until_a_page_is_painted(qtbot: QtBot, window: MainWindow) -> None:
    window.page(Step.SETUP)
    window.go(Step.SETUP)
    assert courtesy._until > 0
    qtbot.waitUntil(lambda: courtesy._until == 0)


def test_when_nothing_more_comes_what_was_waited_for_is_made(qtbot: QtBot, window: MainWindow) -> None:
    done: list[Page] = []
    first = window.page(Step.START)
    assert isinstance(first, Typed)
    first.field.setFocus()
    window.go(Step.SETUP)
    qtbot.keyClicks(window._parts.stack.coming, "abc")
    window.when_there(Step.LOG, done.append)
    window.expect_no_more()
    assert window.shown is Step.SETUP
    assert window.page(Step.SETUP).findChild(QLineEdit).text() == "abc"
    assert done == [window.page(Step.LOG)]
    window.go(Step.LOG)
    assert window.shown is Step.LOG
