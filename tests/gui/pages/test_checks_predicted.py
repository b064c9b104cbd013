"""What the handset would log, in the real window: doubts in words, a real log beside it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from tests.core.logs import NAME, Phone, read, zone
from tests.gui.pages.live import OWNER, at, lab, open_window
from tests.servers import scripted
from wizard.core.case.case import Case, CheckDraft, LogFile
from wizard.core.case.steps import Step
from wizard.gui.pages.checks.predicted import MOST_ROWS
from wizard.gui.palette import Role
from wizard.gui.widgets.wrapped_table import WrappedTable
from wizard.practice.case import sample
from wizard.practice.lab import BROKEN, REPAIRED, broken_log, repaired_log
from wizard.practice.server import PracticeServer


@pytest.fixture
def checked(qtbot: QtBot, settings: QSettings):
    """A window whose check has ended and whose prediction is open."""
    windows = []

    def check(case: Case):
        window = open_window(qtbot, settings, case)
        windows.append(window)
        page = window.page(Step.CHECKS)
        page.run()
        qtbot.waitUntil(lambda: not page.busy(), timeout=20_000)
        page.results.prediction.button.setFocus()
        qtbot.keyClick(page.results.prediction.button, Qt.Key.Key_Space)
        assert page.results.predicted.isVisible()
        return window, page

    yield check
    for window in windows:
        window.close()


def rows(table: WrappedTable) -> list[list[str]]:
    columns = range(table.columnCount())
    return [[table.item(r, c).text() for c in columns] for r in range(table.rowCount())]


def broken(checked, logs=()):
    with PracticeServer(BROKEN) as server:
        case = lab(server)
        for log in logs:
            case = case.with_log(log)
        return checked(case)


def test_the_prediction_is_closed_until_asked_for(qtbot, settings):
    window = open_window(qtbot, settings, lab())
    page = window.page(Step.CHECKS)
    assert not page.results.predicted.isVisible()
    window.close()


def test_each_line_says_how_sure_it_is(checked):
    _, page = broken(checked)
    table = page.results.predicted.table
    said = rows(table)
    assert [row[0] for row in said] == [str(n) for n in range(1, len(said) + 1)]
    assert f"record NAPTR: hostname '{NAME}' attempting.." in said[0][1]
    assert said[0][2] == ""
    assert said[2][2].startswith("Inferred, not stated by the vendor: Both printed logs look a second time")
    assert said[10][2] == "" or said[11][2] == "Inferred, not stated by the vendor, as line 3"
    role = int(Qt.ItemDataRole.UserRole) + 1
    roles = [table.item(r, 1).data(role) for r in range(len(said))]
    assert {one for one, row in zip(roles, said, strict=True) if row[2]} == {Role.MUTED.value}
    assert {one for one, row in zip(roles, said, strict=True) if not row[2]} == {Role.TEXT.value}


def test_what_a_failing_server_makes_it_write_is_not_known(checked):
    script = scripted.Script(scripted.records("eslab.local")).on(OWNER, "SRV", scripted.servfail())
    with scripted.serve(script) as server:
        _, page = checked(lab(server))
    said = rows(page.results.predicted.table)
    assert any(row[2].startswith("Unverified: No known log shows") and "SERVFAIL" in row[2] for row in said)


def test_each_dns_server_has_a_prediction_of_its_own(checked, qtbot):
    with PracticeServer(BROKEN) as one, PracticeServer(REPAIRED) as two:
        _, page = checked(lab(one, two))
    before = page.results.predicted.text()
    assert "found no records" in before
    page.results.server.setFocus()
    qtbot.keyClick(page.results.server, Qt.Key.Key_Down)
    assert "dnsSrv2A for host" in page.results.predicted.text()
    assert "found no records" not in page.results.predicted.text()


def test_copy_and_save_say_that_it_is_no_log(checked, qtbot, tmp_path):
    _, page = broken(checked)
    predicted = page.results.predicted
    qtbot.mouseClick(predicted.copy_button, Qt.MouseButton.LeftButton)
    copied = QApplication.clipboard().text()
    assert copied.startswith("# A prediction, not a log")
    assert predicted.said.text() == "Copied, with the remarks on top."
    qtbot.mouseClick(predicted.save_button, Qt.MouseButton.LeftButton)
    (dialog,) = predicted.findChildren(QFileDialog)
    target = tmp_path / "predicted.txt"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    qtbot.waitUntil(lambda: str(target) in predicted.said.text())
    assert target.read_text(encoding="utf-8") == copied
    predicted.save_to(tmp_path / "nowhere" / "x.txt")
    qtbot.waitUntil(lambda: "was not saved" in predicted.said.text())


# Beside a real log


def test_a_log_of_the_case_that_is_as_predicted(checked, qtbot):
    _, page = broken(checked, [sample(repaired_log().name), sample(broken_log().name)])
    box = page.results.predicted.log
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_End)
    assert box.currentText() == broken_log().name
    assert (
        page.results.predicted.remark.text()
        == "The handset wrote what is predicted (lines 5 to 35 of the log)."
    )
    assert {row[0].split("\n")[0] for row in rows(page.results.predicted.table)} == {"Same", "Not compared"}


def test_the_first_difference_is_said_chosen_and_seen(checked, qtbot):
    _, page = broken(checked, [sample(repaired_log().name)])
    page.results.compare_with(repaired_log().name)
    predicted = page.results.predicted
    assert predicted.remark.text() == (
        f"First difference, at line 10 of the log: The handset got an answer for NAPTR {NAME}. "
        "DNS has none in the check."
    )
    said = rows(predicted.table)
    row = predicted.table.currentRow()
    assert said[row][0] == "First difference"
    assert [one[0] for one in said].count("First difference") == 1
    assert "Server has no Answer" in said[row][1]
    assert (said[row][2], "TTL=3600" in said[row][3]) == ("10", True)
    table = predicted.table
    qtbot.waitUntil(
        lambda: table.viewport().rect().contains(table.visualItemRect(table.item(row, 0)).topLeft())
    )


def test_opening_a_log_puts_it_into_the_case_and_beside(checked, qtbot):
    window, page = broken(checked)
    predicted = page.results.predicted
    qtbot.mouseClick(predicted.open_button, Qt.MouseButton.LeftButton)
    (dialog,) = page.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(broken_log()))
    dialog.close()
    qtbot.waitUntil(lambda: bool(window.case.logs), timeout=10_000)
    assert predicted.log.currentText() == broken_log().name
    assert predicted.remark.text().startswith("The handset wrote what is predicted")


def test_a_log_that_is_not_there_is_said(checked, qtbot, tmp_path):
    window, page = broken(checked)
    page.real_log.open(tmp_path / "gone.log")
    qtbot.waitUntil(lambda: bool(page.results.predicted.said.text()), timeout=10_000)
    assert "gone.log is not there" in page.results.predicted.said.text()
    assert window.case.logs == ()


def test_a_log_of_another_name_is_not_compared(checked):
    other = read(Phone().said, name="empty.log")
    _, page = broken(checked, [LogFile("", other)])
    page.results.compare_with("empty.log")
    assert page.results.predicted.remark.text().startswith("Choose another log")
    assert page.results.predicted.table.columnCount() == 3


def test_hostile_lines_are_plain_text_and_hidden_signs_are_spelled_out(checked):
    phone = Phone()
    phone.register(zone(f"{NAME} 60 NAPTR 1 1 s SIP+D2U - \u202e<img src=//h/x>".replace(" src", "/src")))
    _, page = broken(checked, [LogFile("", read(phone.said, name="<b>evil</b>.log"))])
    page.results.compare_with("<b>evil</b>.log")
    assert any(
        "replacement '[U+202E]<img/src=//h/x>'" in row[3] for row in rows(page.results.predicted.table)
    )
    for label in page.results.predicted.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or "<" not in label.text()


def test_sixty_servers_do_not_hold_up_the_window(checked, qtbot):
    lines = [f"{OWNER}. 60 IN SRV {n} 0 5060 h{n}.eslab.local." for n in range(60)]
    lines += [f"h{n}.eslab.local. 60 IN A 10.1.0.{n}" for n in range(60)]
    with scripted.serve(scripted.truncated(scripted.records("eslab.local", *lines))) as server:
        _, page = checked(lab(server, timeout="2"))
    predicted = page.results.predicted
    assert not predicted.copy_button.isEnabled(), "it is predicted behind the window"
    assert not predicted.table.isVisible(), "nothing of before is shown as if it were the new one"
    qtbot.waitUntil(lambda: not page.busy(), timeout=20_000)
    assert predicted.table.rowCount() == MOST_ROWS
    assert predicted.copy_button.isEnabled()
    shown = [label.text() for label in predicted.findChildren(QLabel) if label.isVisible()]
    assert any(text.startswith(f"{MOST_ROWS} of ") for text in shown)
    assert predicted.text().count("\n") > 2000


def test_an_ip_address_is_predicted_without_any_answer(checked):
    with PracticeServer(REPAIRED) as server:
        _, page = checked(Case(checks=CheckDraft("10.225.2.31", "5060", servers=at(server), timeout="0.3")))
    said = rows(page.results.predicted.table)
    assert len(said) == 6
    assert {row[2] for row in said} == {""}
