"""The practice bar says what there is to do next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from wizard.core.case.case import Case
from wizard.core.case.steps import Step
from wizard.core.dns.answer import parse_server
from wizard.gui import fonts
from wizard.gui.practice_bar import PracticeBar
from wizard.gui.session import Session
from wizard.live import live_check
from wizard.workers import result_of


@pytest.fixture
def restored_font(qapp: QApplication):
    """The font of before, for the tests that follow."""
    before = qapp.font()
    yield
    qapp.setFont(before)


def checked(case: Case) -> Case:
    """The practice case after a live check of its own DNS server."""
    server = parse_server(case.checks.servers[0])
    assert server is not None
    assert case.lookfor is not None
    asking = live_check(case.lookfor, [server], case.plan, timeout=2)
    return replace(case, report=result_of(asking))


def test_the_bar_follows_what_was_done(qtbot: QtBot, settings: QSettings, tmp_path: Path):
    session = Session(settings)
    qtbot.addWidget(session.window)
    session.window.show()
    session.cases.start_practice()
    [bar] = session.window.findChildren(PracticeBar)
    [label], [button] = bar.findChildren(QLabel), bar.findChildren(QPushButton)

    def said() -> str:
        return label.text().removeprefix("Practice case: ")

    assert said().endswith("Find out why.")
    session.window.set_case(checked(session.case))
    assert said() == "the live checks show what is wrong. Repair the practice DNS, as the fix says."
    button.click()
    assert said() == "its DNS is repaired. Run the live checks to see that it works."
    session.window.set_case(checked(session.case))
    assert said() == "its DNS is repaired, and the live checks find the servers. Well done."
    button.click()
    assert said() == "its DNS is broken again. Run the live checks to see what fails now."
    session.window.close()


@pytest.mark.parametrize("size", [9.0, 14.0])
def test_the_bar_and_the_pages_have_one_font(
    qtbot: QtBot,
    settings: QSettings,
    monkeypatch: pytest.MonkeyPatch,
    restored_font: None,
    size: float,
) -> None:
    chosen = fonts.ui_font()
    chosen.setPointSizeF(size)
    monkeypatch.setattr(fonts, "ui_font", lambda: QFont(chosen))
    session = Session(settings)
    qtbot.addWidget(session.window)
    session.window.show()
    QApplication.setFont(QFont(chosen.family(), 11))  # As a platform's theme may do later.
    session.cases.start_practice()
    [bar] = session.window.findChildren(PracticeBar)
    page = session.window.page(session.window.shown)
    assert {one.font().pointSizeF() for one in bar.findChildren(QWidget)} == {size}
    assert min(one.font().pointSizeF() for one in page.findChildren(QLabel)) == size


def test_tab_goes_from_a_page_to_back_and_next_then_to_the_steps_and_the_bar(
    qtbot: QtBot, settings: QSettings
) -> None:
    session = Session(settings)
    window = session.window
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    session.cases.start_practice()
    window.go(Step.HANDSET)
    [bar] = window.findChildren(PracticeBar)
    window.bottom.back.setFocus()
    walked = []
    for _ in range(7):
        walked.append(window.focusWidget())
        qtbot.keyClick(window, Qt.Key.Key_Tab)
    assert walked[:3] == [window.bottom.back, window.bottom.forward, window.sidebar.stepper]
    assert walked[5] in bar.findChildren(QPushButton)
    assert window.page(Step.HANDSET).isAncestorOf(walked[6])
    window.close()
