"""Failed at 10:02, answers now: what the page says of a handset that still remembers."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from tests.core.case.test_remembered import failing, log
from tests.gui.pages.live import cut_off, lab, open_window
from wizard.core.case.case import Case
from wizard.core.case.steps import Step
from wizard.gui.shots import settle
from wizard.practice.lab import BROKEN, REPAIRED
from wizard.practice.server import PracticeServer


@pytest.fixture
def checked(qtbot: QtBot, settings: QSettings):
    windows = []

    def check(case: Case, size=(1180, 720)):
        window = open_window(qtbot, settings, case)
        windows.append(window)
        window.resize(*size)
        page = window.page(Step.CHECKS)
        page.run()
        qtbot.waitUntil(lambda: not page.busy(), timeout=20_000)
        settle(window)
        return window, page

    yield check
    for window in windows:
        window.close()


def failed(minutes: int, name: str = "0004f2a1b2c3-app.log"):
    return log(failing(), datetime.now() - timedelta(minutes=minutes), name=name)


@pytest.mark.parametrize("size", [(800, 500), (1180, 720)])
def test_the_restart_is_said_above_the_findings(checked, size):
    with PracticeServer(REPAIRED) as server:
        window, page = checked(lab(server).with_log(failed(18)), size)
    (text,) = page.remembered.texts()
    text = text.replace("\u200b", "")
    assert text.startswith("0004f2a1b2c3-app.log, line 17: Restart the handset: it failed at ")
    assert "by its own clock" in text
    assert page.remembered.isVisible()
    assert page.remembered.y() < page.results.y()
    assert cut_off(page) == []
    assert window.case.logs


def test_nothing_is_said_while_dns_is_broken_or_no_log_is_open(checked):
    with PracticeServer(BROKEN) as server:
        _, page = checked(lab(server).with_log(failed(18)))
        assert not page.remembered.isVisible()
    with PracticeServer(REPAIRED) as server:
        _, page = checked(lab(server))
        assert not page.remembered.isVisible()


def test_it_comes_with_the_repair_and_goes_with_another_target(checked, qtbot):
    with PracticeServer(BROKEN) as server:
        window, page = checked(lab(server).with_log(failed(18)))
        server.load(REPAIRED)
        page.run()
        assert not page.remembered.isVisible()
        qtbot.waitUntil(page.remembered.isVisible, timeout=10_000)
        page.change.click()
        page.form.address.setFocus()
        qtbot.keyClicks(page.form.address, "other.eslab.local")
        qtbot.waitUntil(lambda: not page.remembered.isVisible(), timeout=10_000)
    assert window.case.check_is_stale


def test_many_handsets_are_counted(checked):
    with PracticeServer(REPAIRED) as server:
        case = lab(server)
        for number in range(5):
            case = case.with_log(failed(18 + number, f"0004f200000{number}-app.log"))
        _, page = checked(case)
    assert len(page.remembered.texts()) == 4
    assert page.remembered.texts()[-1] == "The same goes for 2 more of the logs."
