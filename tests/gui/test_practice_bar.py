"""The practice bar says what there is to do next."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from wizard.core.case.case import Case, CheckReport
from wizard.core.dns.answer import parse_server
from wizard.gui.practice_bar import PracticeBar
from wizard.gui.session import Session
from wizard.live import live_check


def checked(case: Case) -> Case:
    """The practice case after a live check of its own DNS server."""
    server = parse_server(case.checks.servers[0])
    assert server is not None
    assert case.lookfor is not None
    asking = live_check(case.lookfor, [server], case.plan, timeout=2)
    while True:
        try:
            next(asking)
        except StopIteration as stop:
            report: CheckReport = stop.value
            return replace(case, report=report)


def test_the_bar_follows_what_was_done(qtbot: QtBot, settings: QSettings, tmp_path: Path):
    session = Session(settings)
    qtbot.addWidget(session.window)
    session.window.show()
    session.start_practice()
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
