"""Answers saved and opened again: shown as recorded, never mixed with live ones unnoticed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from tests.gui.pages.live import JUDGE, NAME, cut_off, lab, open_window
from tests.servers import sip_peer
from wizard.core.case.case import Case, CheckDraft
from wizard.core.case.evidence import load_report, save_report
from wizard.core.case.file import dump, load
from wizard.core.case.status import check_status
from wizard.core.case.steps import Progress, Step
from wizard.core.diagnosis.picture import NodeState
from wizard.gui.pages.checks.saved import default_name
from wizard.gui.shots import settle
from wizard.practice.lab import BROKEN, REPAIRED
from wizard.practice.server import PracticeServer


@pytest.fixture
def opened(qtbot: QtBot, settings: QSettings):
    windows = []

    def open_(case: Case):
        window = open_window(qtbot, settings, case)
        windows.append(window)
        return window, window.page(Step.CHECKS)

    yield open_
    for window in windows:
        window.close()


def check(qtbot: QtBot, page) -> None:
    page.run()
    qtbot.waitUntil(lambda: not page.busy(), timeout=20_000)


def read(qtbot: QtBot, page, path) -> None:
    page.saved.open(path)
    qtbot.waitUntil(lambda: not page.busy(), timeout=20_000)


@pytest.fixture
def evidence(opened, qtbot, tmp_path):
    """The answers of the broken lab, saved from the page, and the report."""
    with PracticeServer(BROKEN) as server:
        window, page = opened(lab(server))
        check(qtbot, page)
        qtbot.mouseClick(page.saved.save_button, Qt.MouseButton.LeftButton)
        (dialog,) = page.saved.findChildren(QFileDialog)
        assert dialog.selectedFiles()[0].endswith(default_name(window.case.report))
        path = tmp_path / "customer.json"
        dialog.fileSelected.emit(str(path))
        dialog.close()
        qtbot.waitUntil(path.exists, timeout=10_000)
        qtbot.waitUntil(lambda: not page.busy(), timeout=10_000)
        assert page.saved.text().replace("\u200b", "") == f"Answers saved as {path}"
    return path, window.case.report


def states(page):
    return [node.state for node in page.results.map.picture.nodes]


def test_what_is_saved_is_what_the_command_line_replays(evidence):
    path, report = evidence
    again = load_report(path.read_text(encoding="utf-8"))
    assert again == report
    assert json.loads(path.read_text(encoding="utf-8"))["kind"] == "failover-wizard evidence"


def test_opened_elsewhere_it_is_judged_the_same_and_said_to_be_recorded(evidence, opened, qtbot):
    path, report = evidence
    window, page = opened(Case())
    assert page.saved.open_button.isVisible()
    assert not page.saved.save_button.isVisible()
    qtbot.mouseClick(page.saved.open_button, Qt.MouseButton.LeftButton)
    (dialog,) = page.saved.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    qtbot.waitUntil(lambda: window.case.report is not None, timeout=10_000)
    qtbot.waitUntil(lambda: not page.busy(), timeout=10_000)
    assert window.case.report == replace(report, recorded="customer.json")
    assert page.notice.accessibleName().endswith("These answers are recorded: nothing was asked now.")
    assert page.banner.accessibleName() == f"Critical: {NAME} does not exist in DNS"
    assert states(page) == [NodeState.FOUND, *[NodeState.NONE] * 3, NodeState.FAILED]
    status = check_status(window.case, JUDGE)
    assert (status.progress, status.text) == (Progress.FAILED, "Recorded: 1 problem")
    assert page.run_button.text() == "&Run checks"
    settle(window)
    assert cut_off(page) == []


def test_recorded_stays_recorded_in_the_case_file(evidence, opened, qtbot):
    path, _ = evidence
    window, page = opened(Case())
    read(qtbot, page, path)
    again = load(dump(window.case), "x").case
    assert again.report.recorded == "customer.json"


def test_nobody_is_asked_for_recorded_answers(opened, qtbot, tmp_path):
    with sip_peer.datagrams(lambda request: [sip_peer.reply(request)]) as peer:
        from tests.gui.pages.test_checks_sip import zone

        with PracticeServer(zone(peer.port, peer.port)) as server:
            window, page = opened(Case(checks=CheckDraft(NAME, servers=(f"127.0.0.1:{server.port}",))))
            check(qtbot, page)
            page.results.sip.ask()
            qtbot.waitUntil(lambda: not page.busy(), timeout=10_000)
        heard = len(peer.heard)
        assert save_report(window.case.report, tmp_path / "with-sip.json") == ""
        other, fresh = opened(Case())
        read(qtbot, fresh, tmp_path / "with-sip.json")
        assert len(peer.heard) == heard
    words = [fresh.results.map.picture.nodes[n].word for n in fresh.results.map.picture.servers]
    assert words == ["found in DNS; SIP: answers (200)"] * 2
    assert not fresh.results.sip.isVisible()
    assert other.case.report.probes == window.case.report.probes


# Never mixed


def live(opened, qtbot):
    with PracticeServer(REPAIRED) as server:
        window, page = opened(lab(server))
        check(qtbot, page)
    return window, page, window.case.report


def box_of(page) -> QMessageBox:
    (box,) = page.saved.findChildren(QMessageBox)
    return box


def press(box: QMessageBox, text: str) -> None:
    next(button for button in box.buttons() if button.text() == text).click()


def test_a_live_check_is_kept_unless_somebody_says_otherwise(evidence, opened, qtbot):
    path, _ = evidence
    window, page, report = live(opened, qtbot)
    read(qtbot, page, path)
    assert window.case.report is report
    box = box_of(page)
    assert box.defaultButton().text() == "&Keep the check"
    assert box.textFormat() == Qt.TextFormat.PlainText
    press(box, "&Keep the check")
    assert window.case.report is report
    read(qtbot, page, path)
    qtbot.waitUntil(lambda: len(page.saved.findChildren(QMessageBox)) == 1, timeout=10_000)
    press(box_of(page), "&Show the saved answers")
    assert window.case.report.recorded == "customer.json"
    assert page.banner.accessibleName().startswith("Critical: ")


def test_a_check_that_was_saved_needs_no_question(evidence, opened, qtbot, tmp_path):
    path, _ = evidence
    window, page, report = live(opened, qtbot)
    page.saved.save(report, tmp_path / "mine.json")
    qtbot.waitUntil(lambda: not page.busy(), timeout=10_000)
    read(qtbot, page, path)
    assert page.saved.findChildren(QMessageBox) == []
    assert window.case.report.recorded == "customer.json"


def test_a_check_made_after_it_is_live_again(evidence, opened, qtbot):
    path, _ = evidence
    with PracticeServer(REPAIRED) as server:
        window, page = opened(lab(server))
        read(qtbot, page, path)
        assert "another name or plan" not in page.notice.accessibleName()
        check(qtbot, page)
    assert window.case.report.recorded == ""
    assert not page.notice.isVisible()
    assert page.banner.accessibleName().startswith("OK: ")


def test_a_case_about_something_else_is_told_apart(evidence, opened, qtbot):
    path, _ = evidence
    window, page = opened(lab(address="other.eslab.local"))
    read(qtbot, page, path)
    settle(window)
    said = "\n".join(label.text() for label in page.notice.findChildren(type(page.line)))
    assert "another name or plan than this case has" in said.replace("\u200b", "")


# What cannot be


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "damaged or no evidence file"),
        ("{}", "It is no evidence file"),
        ('{"kind": "failover-wizard case", "schema": 1}', "It is a whole case and not saved answers alone"),
        ('{"kind": "failover-wizard evidence", "schema": 99}', "newer version"),
        ('{"kind": "failover-wizard evidence", "schema": 1, "report": {"x": 1}}', "damaged"),
    ],
)
def test_what_is_no_evidence_is_said_and_changes_nothing(opened, qtbot, tmp_path, content, words):
    path = tmp_path / "wrong.json"
    path.write_text(content)
    window, page = opened(Case())
    read(qtbot, page, path)
    assert words in page.saved.text()
    assert window.case == Case()


def test_a_file_that_cannot_be_written_is_said(opened, qtbot, tmp_path):
    _, page, report = live(opened, qtbot)
    page.saved.save(report, tmp_path / "nowhere" / "x.json")
    qtbot.waitUntil(lambda: "was not saved" in page.saved.text(), timeout=10_000)


def test_a_name_that_no_file_can_have_is_cleaned():
    from tests.core.chains import chain_of
    from wizard.core.case.case import CheckReport
    from wizard.core.handset.resolver import Lookfor

    lookfor = Lookfor("../../<x>:évil")
    report = CheckReport(lookfor, (chain_of((), lookfor),), "2026-11-22T10:41:00+01:00")
    assert default_name(report) == "x---vil-answers-2026-11-22.json"
