"""Step LOG: the way through a log, and what its lines mean, in the real window."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.gui.pages.log_window import (
    FAILED,
    FAILURES,
    SUCCESSFUL,
    click_row,
    current,
    marks,
    opened,
    pasted,
    press,
    settle,
    shown_lines,
    words,
)
from wizard.core.case.reading import Show
from wizard.gui.pages.log import LogPage
from wizard.gui.theme import Role, colour
from wizard.gui.widgets.evidence_row import EvidenceRow
from wizard.gui.widgets.log_model import Column
from wizard.gui.window import MainWindow
from wizard.practice.lab import broken_log

Key = Qt.Key
Control = Qt.KeyboardModifier.ControlModifier
Shift = Qt.KeyboardModifier.ShiftModifier
Left = Qt.MouseButton.LeftButton
SIP = """\
1028091201|sip  |1|00|>>> Data Send to 10.225.2.31:5060
REGISTER sip:eslab.local SIP/2.0
Via: SIP/2.0/UDP 10.225.2.40
1028091204|sip  |4|00|Registration failed User: 1512, Error Code:403 Forbidden
1028091205|lldp |4|00|Ignoring corrupt LLDP packet."""
HOSTILE = (
    '1028091201|sip  |4|00|Registration failed User: <img src="//host/x"><b>1</b>, Error Code:403 Forbidden',
    "1028091202|dns  |3|00|DNS lookup for (A) '\u202egnp.exe\u202c' Server has no Answer & <script>",
    "1028091203|so   |2|07|" + "x" * 1_000_000,
)


def find(qtbot: QtBot, window: MainWindow, page: LogPage, text: str) -> None:
    qtbot.keyClick(window, Key.Key_F, Control)
    assert page.viewer.lines.find_bar.field.hasFocus()
    qtbot.keyClicks(page.viewer.lines.find_bar.field, text)
    qtbot.waitUntil(lambda: page.viewer.lines.hunt.text == text)
    settle(qtbot, page)


def choose(page: LogPage, show: Show) -> None:
    page.viewer.lines.toolbar.show_box.set_value(show)


# Failures


def test_a_log_opens_at_its_first_failure_and_says_what_to_do(qtbot: QtBot, page: LogPage) -> None:
    opened(qtbot, page, FAILED)
    assert current(page) == 6
    assert page.viewer.lines.table.hasFocus()
    assert page.viewer.lines.table.rowAt(4) == 3
    said = words(page.viewer.detail)
    assert "Line 6: DNS gave no usable answer" in said
    assert "Vendor: CS-14-17, Failed Registration Log, line 6" in said
    assert "Level 3 (event, low detail)" in said
    assert "Critical: The handset got nothing from DNS for testserver.eslab.local" in said
    assert "Create one SRV record for every SIP server at _sip._udp.testserver.eslab.local." in said


def test_verdict_and_findings_name_the_handsets_of_a_log_of_several(qtbot: QtBot, page: LogPage) -> None:
    lines = FAILED.read_text().splitlines()
    macs = ("0004f2a1b2c3", "00907a00000b")
    pasted(qtbot, page, "\n".join(f"<134>{mac}{line}" for line in lines for mac in macs))
    assert "Handsets: 0004f2a1b2c3, 00907a00000b." in words(page.verdict)
    page.viewer.show_findings()
    settle(qtbot, page)
    assert "Handsets: 0004f2a1b2c3, 00907a00000b." in words(page.viewer.findings)


def test_f8_goes_through_all_failures_and_round(qtbot: QtBot, window: MainWindow, page: LogPage) -> None:
    opened(qtbot, page, FAILED)
    seen = [(current(page), page.viewer.lines.toolbar.failures.text())]
    for _ in FAILURES:
        qtbot.keyClick(window, Key.Key_F8)
        seen.append((current(page), page.viewer.lines.toolbar.failures.text()))
    expected = [(line, f"Failure {number} of 13") for number, line in enumerate(FAILURES, 1)]
    assert seen == [*expected, expected[0]]
    qtbot.keyClick(window, Key.Key_F8, Shift)
    assert (current(page), window.bottom._message.text()) == (31, "Failure 13 of 13, line 31")
    assert len(page.viewer.lines.table.selectionModel().selectedRows()) == 1
    click_row(qtbot, page, 29)
    assert current(page) == 30
    qtbot.keyClick(page.viewer.lines.table, Key.Key_Up)
    assert (current(page), page.viewer.lines.toolbar.failures.text()) == (29, "13 failures")
    qtbot.keyClick(window, Key.Key_F8)
    assert current(page) == 30


def test_what_was_said_of_one_log_does_not_stay_beside_another(
    qtbot: QtBot, window: MainWindow, page: LogPage
) -> None:
    opened(qtbot, page, SUCCESSFUL)
    said = window.bottom._message.text
    opened(qtbot, page, FAILED)
    page.viewer.lines.step_failure(1)
    assert said().startswith("Failure ")
    page.show_case(window.case)  # The same log still stands there.
    assert said().startswith("Failure ")
    page.viewer.lines.table.go_to_row(0)  # Nor beside another line.
    assert said() == ""
    page.viewer.lines.step_failure(1)
    page.viewer.lines.toggle_bookmark()
    assert said().startswith("Bookmark at line ")
    page.show_log(str(SUCCESSFUL))
    assert page.viewer.reading.log.review.name == str(SUCCESSFUL)
    assert said() == ""
    page.show_log(str(FAILED))
    page.viewer.lines.step_failure(1)
    page.close_log(str(FAILED))
    assert said() == ""
    assert page.notice.accessibleName() == "Note: failed-restored.log was closed."


def test_f8_passes_over_failures_that_a_filter_hides(qtbot: QtBot, window: MainWindow, page: LogPage) -> None:
    opened(qtbot, page, FAILED)
    page.viewer.lines.filter_bar.modules.chip("sip").click()
    seen = []
    for _ in range(4):
        qtbot.keyClick(window, Key.Key_F8)
        seen.append((current(page), page.viewer.lines.toolbar.failures.text()))
    assert seen == [
        (30, "Failure 12 of 13"),
        (31, "Failure 13 of 13"),
        (11, "Failure 4 of 13"),
        (30, "Failure 12 of 13"),
    ]
    assert shown_lines(page) == [11, 30, 31]


def test_f8_takes_the_filter_off_where_it_hides_every_failure(
    qtbot: QtBot, window: MainWindow, page: LogPage
) -> None:
    opened(qtbot, page, broken_log())
    page.viewer.lines.filter_bar.modules.chip("tickt").click()
    assert shown_lines(page) == [1]
    qtbot.keyClick(window, Key.Key_F8)
    assert current(page) == 10
    assert len(shown_lines(page)) == 36
    assert not page.viewer.lines.filter_bar.modules.chip("tickt").isChecked()


def test_f8_does_nothing_in_a_healthy_log(qtbot: QtBot, window: MainWindow, page: LogPage) -> None:
    opened(qtbot, page, SUCCESSFUL)
    qtbot.keyClick(window, Key.Key_F8)
    assert current(page) == 48  # Where its verdict is proven.
    assert not page.viewer.lines.toolbar.forward.isEnabled()


def test_the_arrows_are_the_same_as_the_keys(qtbot: QtBot, page: LogPage) -> None:
    opened(qtbot, page, FAILED)
    qtbot.mouseClick(page.viewer.lines.toolbar.forward, Left)
    assert current(page) == 7
    qtbot.mouseClick(page.viewer.lines.toolbar.back, Left)
    assert current(page) == 6


# Finding


def test_text_is_found_whatever_its_case_and_counted(qtbot: QtBot, window: MainWindow, page: LogPage) -> None:
    opened(qtbot, page, FAILED)
    find(qtbot, window, page, "(srv)")
    bar = page.viewer.lines.find_bar
    hits = [13, 14, 15, 16, 18, 19]
    assert (current(page), bar.count.text()) == (13, "1 of 6")
    seen = []
    for _ in range(6):
        qtbot.keyClick(window, Key.Key_F3)
        seen.append(current(page))
    assert seen == [*hits[1:], 13]
    qtbot.keyClick(window, Key.Key_F3, Shift)
    assert (current(page), bar.count.text()) == (19, "6 of 6")
    qtbot.keyClick(bar.field, Key.Key_Return)
    assert current(page) == 13
    qtbot.keyClick(bar.field, Key.Key_Return, Shift)
    assert current(page) == 19
    qtbot.keyClick(bar.field, Key.Key_Escape)
    assert not bar.isVisible()
    assert page.viewer.lines.table.hasFocus()


def test_what_is_not_there_is_not_found(qtbot: QtBot, window: MainWindow, page: LogPage) -> None:
    opened(qtbot, page, FAILED)
    find(qtbot, window, page, "no such words")
    assert page.viewer.lines.find_bar.count.text() == "Not found"
    assert current(page) == 6
    qtbot.keyClick(window, Key.Key_F3)
    assert current(page) == 6


def test_expressions_find_and_wrong_ones_are_explained(
    qtbot: QtBot, window: MainWindow, page: LogPage
) -> None:
    opened(qtbot, page, FAILED)
    bar = page.viewer.lines.find_bar
    find(qtbot, window, page, r"error code:\d+")
    assert bar.count.text() == "Not found"
    qtbot.mouseClick(bar.regex, Left, pos=QPoint(10, bar.regex.height() // 2))
    settle(qtbot, page)
    assert (current(page), bar.count.text()) == (31, "1 of 1")
    bar.field.clear()
    find(qtbot, window, page, "dns(")
    assert "This is no regular expression: missing )" in words(bar)
    assert bar.field.property("problem") is True
    assert bar.count.text() == ""
    qtbot.keyClick(bar.field, Key.Key_Backspace)
    qtbot.waitUntil(lambda: page.viewer.lines.hunt.text == "dns")
    settle(qtbot, page)
    assert "no regular expression" not in words(bar)
    assert bar.field.property("problem") is False


def test_hits_that_a_filter_hides_are_counted_apart(qtbot: QtBot, window: MainWindow, page: LogPage) -> None:
    opened(qtbot, page, FAILED)
    find(qtbot, window, page, "(srv)")
    choose(page, Show.FAILURES)
    assert page.viewer.lines.find_bar.count.text() == "1 of 2, 4 hidden"
    assert current(page) == 15


def test_f3_without_a_search_opens_one(qtbot: QtBot, window: MainWindow, page: LogPage) -> None:
    opened(qtbot, page, FAILED)
    qtbot.keyClick(window, Key.Key_F3)
    assert page.viewer.lines.find_bar.field.hasFocus()


def test_another_log_is_searched_for_the_same(qtbot: QtBot, window: MainWindow, page: LogPage) -> None:
    opened(qtbot, page, FAILED)
    find(qtbot, window, page, "added dynamic")
    assert page.viewer.lines.find_bar.count.text() == "Not found"
    opened(qtbot, page, SUCCESSFUL)
    settle(qtbot, page)
    assert page.viewer.lines.find_bar.count.text() == "1 of 4"


# Filters


def test_only_failures_and_what_explains_them(qtbot: QtBot, page: LogPage) -> None:
    opened(qtbot, page, FAILED)
    choose(page, Show.FAILURES)
    assert shown_lines(page) == FAILURES
    assert page.viewer.lines.toolbar.count.text() == "13 of 31 lines"
    choose(page, Show.EXPLAINING)
    assert shown_lines(page) == sorted([*FAILURES, 9, 18, 28, 1, 12, 22])
    assert current(page) == 6
    qtbot.mouseClick(page.viewer.lines.toolbar.reset, Left)
    assert len(shown_lines(page)) == 31


def test_chips_choose_modules_and_levels(qtbot: QtBot, page: LogPage) -> None:
    opened(qtbot, page, broken_log())
    qtbot.mouseClick(page.viewer.lines.toolbar.filter_button, Left)
    bar = page.viewer.lines.filter_bar
    assert bar.isVisible()
    qtbot.mouseClick(bar.modules.chip("lldp"), Left)
    assert shown_lines(page) == [2, 36]
    qtbot.mouseClick(bar.modules.chip("sip"), Left)
    assert shown_lines(page) == [2, 4, 15, 34, 35, 36]
    qtbot.keyClick(bar.levels.chip("*"), Key.Key_Space)
    assert shown_lines(page) == [4]
    assert page.viewer.lines.toolbar.filter_button.text() == "&Filter (3)"


def test_where_nothing_passes_it_says_which_filter_hides_the_rows(qtbot: QtBot, page: LogPage) -> None:
    opened(qtbot, page, broken_log())
    bar = page.viewer.lines.filter_bar
    bar.modules.chip("so").click()
    bar.levels.chip("4").click()
    choose(page, Show.FAILURES)
    empty = page.viewer.lines.empty
    assert empty.isVisible()
    assert not page.viewer.lines.table.isVisible()
    assert "No line passes the filter" in words(empty)
    assert "All 36 lines are hidden by: “Failures only” + module so + level 4." in words(empty)
    press(qtbot, empty, "Show all lines")
    assert not empty.isVisible()
    assert len(shown_lines(page)) == 36
    assert current(page) == 10
    assert bar.modules.chosen() == bar.levels.chosen() == frozenset()


def test_a_healthy_log_has_no_failures_to_show(qtbot: QtBot, page: LogPage) -> None:
    opened(qtbot, page, SUCCESSFUL)
    choose(page, Show.FAILURES)
    assert "This log has no line that is marked as a failure" in words(page.viewer.lines.empty)
    assert "Repaired" not in words(page.viewer.lines.empty)


def test_with_failures_alone_what_was_repaired_is_said_to_be_marked_so(qtbot: QtBot, page: LogPage) -> None:
    pasted(qtbot, page, FAILED.read_text(encoding="utf-8") + SUCCESSFUL.read_text(encoding="utf-8"))
    choose(page, Show.FAILURES)
    said = words(page.viewer.lines.empty)
    assert "What failed and was repaired later is marked “Repaired”." in said


# Findings, attempts, the strip


def test_the_fix_is_one_click_away_and_its_evidence_leads_to_the_line(qtbot: QtBot, page: LogPage) -> None:
    opened(qtbot, page, FAILED)
    press(qtbot, page.verdict, "Show the fix")
    findings = page.viewer.findings
    assert "Compare testserver.eslab.local with the name that you meant, letter by letter." in words(findings)
    row = next(one for one in findings.findChildren(EvidenceRow) if one.evidence.line == 8)
    row.setFocus()
    qtbot.keyClick(row, Key.Key_Space)
    assert current(page) == 8
    assert findings.isVisible()


def test_evidence_in_a_hidden_line_takes_the_filter_off(
    qtbot: QtBot, window: MainWindow, page: LogPage
) -> None:
    opened(qtbot, page, FAILED)
    page.viewer.lines.filter_bar.modules.chip("sip").click()
    page.viewer.show_findings()
    next(one for one in page.viewer.findings.findChildren(EvidenceRow) if one.evidence.line == 6).click()
    assert current(page) == 6
    assert window.bottom._message.text() == "Line 6 was hidden: all lines are shown again."


def test_attempts_lead_to_where_they_begin(qtbot: QtBot, page: LogPage) -> None:
    pasted(qtbot, page, FAILED.read_text(encoding="utf-8") + SUCCESSFUL.read_text(encoding="utf-8"))
    page.viewer.tabs.setCurrentIndex(2)
    table = page.viewer.attempts.table
    model = table.model()
    rows = [[model.data(model.index(row, column)) for column in range(4)] for row in range(model.rowCount())]
    assert rows == [
        ["1", "failed, no server found", "1 - 31", "testserver.eslab.local"],
        ["2", "ok, servers found", "33 - 74", "testserver.eslab.local"],
        ["3", "ok, servers found", "78 - 88", "testserver.eslab.local"],
    ]
    table.setFocus()
    table.setCurrentIndex(model.index(1, 0))
    qtbot.keyClick(table, Key.Key_Return)
    assert current(page) == 33
    link = page.attempts.children()[-1]
    assert link.text() == "Attempt 3: ok, servers found (line 78)"  # type: ignore[attr-defined]
    qtbot.mouseClick(link, Left)  # type: ignore[arg-type]
    assert current(page) == 78


def test_the_strip_beside_the_scroll_bar_shows_the_marks_and_leads_to_them(
    qtbot: QtBot, page: LogPage
) -> None:
    opened(qtbot, page, FAILED)
    strip = page.viewer.lines.strip
    picture = strip.grab().toImage()
    drawn = {picture.pixelColor(10, strip.height_of(row) + 1).name() for row in (5, 14, 30)}
    assert drawn == {colour(Role.FAILED).name()}
    assert picture.pixelColor(10, strip.height_of(2)) != colour(Role.FAILED)
    qtbot.mouseClick(strip, Left, pos=QPoint(5, strip.height() - 2))
    assert current(page) == 31
    qtbot.mouseClick(strip, Left, pos=QPoint(5, strip.height_of(10)))
    assert current(page) == 11


# What a line means


def test_a_line_that_the_bulletin_does_not_print_is_said_to_be_so(qtbot: QtBot, page: LogPage) -> None:
    opened(qtbot, page, broken_log())
    page.viewer.go_to(2)
    said = words(page.viewer.detail)
    assert "Line 2: A message of the module lldp (neighbours on the network)" in said
    assert "CS-14-17 finds the SIP servers by lines of the modules dns and sip alone." in said
    assert "Level 4 means: minor error." in said
    assert "Inferred, not stated by the vendor: CS-14-17" in said
    assert "Critical" not in said


def test_what_the_vendor_did_not_say_is_said_to_be_inferred(qtbot: QtBot, page: LogPage) -> None:
    opened(qtbot, page, FAILED)
    page.viewer.go_to(8)
    assert "Inferred, not stated by the vendor: CS-14-17, Failed Registration Log" in words(
        page.viewer.detail
    )


def test_a_repaired_failure_is_history_and_asks_for_nothing(qtbot: QtBot, page: LogPage) -> None:
    pasted(qtbot, page, FAILED.read_text(encoding="utf-8") + SUCCESSFUL.read_text(encoding="utf-8"))
    page.viewer.go_to(6)
    said = words(page.viewer.detail)
    assert "Repaired meanwhile: The handset got nothing from DNS" in said
    assert "Create one SRV record" not in said


def test_the_time_of_a_line_is_said_for_people_too(qtbot: QtBot, page: LogPage) -> None:
    opened(qtbot, page, broken_log())
    page.viewer.lines.go_to(10)
    assert "Time 1028091202 (28 Oct 09:12:02) · Module dns" in words(page.viewer.detail)
    pasted(qtbot, page, "1028091202|dns  |1|00|Of one line nobody can tell the form.")
    assert "Time 1028091202 · Module dns" in words(page.viewer.detail)


def test_the_lines_of_a_sip_message_stay_with_it(qtbot: QtBot, page: LogPage) -> None:
    pasted(qtbot, page, SIP)
    page.viewer.lines.filter_bar.levels.chip("1").click()
    assert shown_lines(page) == [1, 2, 3]
    page.viewer.go_to(3)
    assert "Line 3: goes on from line 1" in words(page.viewer.detail)
    press(qtbot, page.viewer.detail, "Go to line 1")
    assert current(page) == 1


def test_copying_takes_whole_lines_as_they_are(qtbot: QtBot, page: LogPage) -> None:
    opened(qtbot, page, FAILED)
    choose(page, Show.FAILURES)
    click_row(qtbot, page, 0)
    qtbot.keyClick(page.viewer.lines.table, Key.Key_Down, Shift)
    qtbot.keyClick(page.viewer.lines.table, Key.Key_C, Control)
    lines = FAILED.read_text(encoding="utf-8").splitlines()
    assert QApplication.clipboard().text() == f"{lines[5]}\n{lines[6]}"


def test_from_a_failure_on_shift_chooses_what_follows_it_and_nothing_before(
    qtbot: QtBot, page: LogPage
) -> None:
    opened(qtbot, page, FAILED)
    table = page.viewer.lines.table
    click_row(qtbot, page, 1)
    for keys in (Key.Key_F8, Key.Key_F8):
        qtbot.keyClick(table, keys)
    qtbot.keyClick(table, Key.Key_F8, Shift)
    first = current(page)
    qtbot.keyClick(table, Key.Key_Down, Shift)
    qtbot.keyClick(table, Key.Key_C, Control)
    lines = FAILED.read_text(encoding="utf-8").splitlines()
    assert QApplication.clipboard().text() == f"{lines[first - 1]}\n{lines[first]}"
    qtbot.keyClick(table, Key.Key_F8)
    first = current(page)
    row = table.currentIndex().row() - 2
    place = QPoint(200, table.rowViewportPosition(row) + 4)
    qtbot.mouseClick(table.viewport(), Left, Shift, place)
    qtbot.keyClick(table, Key.Key_C, Control)
    assert QApplication.clipboard().text() == "\n".join(lines[first - 3 : first])
    qtbot.keyClick(table, Key.Key_End, Shift | Control)
    qtbot.keyClick(table, Key.Key_C, Control)
    assert QApplication.clipboard().text() == "\n".join(lines[first - 1 :])
    qtbot.keyClick(table, Key.Key_Down)
    qtbot.keyClick(table, Key.Key_Up)
    qtbot.keyClick(table, Key.Key_C, Control)
    assert QApplication.clipboard().text() == lines[-2]


# Hostile and long logs


def test_hostile_lines_are_text_and_nothing_else(qtbot: QtBot, page: LogPage) -> None:
    pasted(qtbot, page, "\n".join(HOSTILE))
    model = page.viewer.lines.table.lines
    assert model.text(0, Column.MESSAGE).startswith('Registration failed User: <img src="//host/x">')
    assert (
        model.text(1, Column.MESSAGE)
        == "DNS lookup for (A) '[U+202E]gnp.exe[U+202C]' Server has no Answer & <script>"
    )
    assert '<img src="//host/x">' in words(page.verdict)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in page.findChildren(QLabel))
    page.viewer.go_to(2)
    assert "[U+202E]gnp.exe" in page.viewer.detail._raw.toPlainText()
    page.viewer.lines.table.copy()
    assert QApplication.clipboard().text() == HOSTILE[1]


def test_a_line_of_a_million_signs_is_cut_for_the_eye_and_whole_for_the_clipboard(
    qtbot: QtBot, page: LogPage
) -> None:
    pasted(qtbot, page, "\n".join(HOSTILE))
    started = time.thread_time()
    page.viewer.go_to(3)
    page.viewer.lines.table.viewport().repaint()
    page.viewer.show_findings()
    QApplication.processEvents()
    assert time.thread_time() - started < 0.5
    assert marks(page)["Warning"] == [3]
    page.viewer.show_line_tab()
    assert len(page.viewer.detail._raw.toPlainText()) == 10_000
    assert "The first 10,000 of 1,000,022 characters." in words(page.viewer.detail)
    page.viewer.lines.table.copy()
    assert QApplication.clipboard().text() == HOSTILE[2]


def long_log(folder: Path, lines: int) -> Path:
    """One attempt in ten thousand lines fails; the last one, too."""
    noise = "1028091157|lldp |4|00|Ignoring corrupt LLDP packet.\r\n" * 9_969
    block = noise + FAILED.read_text(encoding="utf-8").replace("\n", "\r\n")
    path = folder / "long-app.log"
    path.write_text(block * (lines // 10_000), encoding="utf-8", newline="")
    return path


@pytest.mark.slow
def test_a_log_of_300_000_lines_opens_without_holding_up_the_window(
    qtbot: QtBot, window: MainWindow, page: LogPage, tmp_path: Path
) -> None:
    path = long_log(tmp_path, 300_000)
    longest = 0.0
    last = time.thread_time()

    # Time of this thread's own: what other programs and the reading thread use does not count.
    def tick() -> None:
        nonlocal longest, last
        now = time.thread_time()
        longest, last = max(longest, now - last), now

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(1)
    opened(qtbot, page, path)
    assert len(marks(page)["Failure"]) == 13 * 30
    last = time.thread_time()
    choose(page, Show.FAILURES)
    QApplication.processEvents()
    choose(page, Show.ALL)
    QApplication.processEvents()
    find(qtbot, window, page, "error code")
    assert page.viewer.lines.find_bar.count.text() == "30 of 30"  # It opens at its last attempt.
    qtbot.keyClick(window, Key.Key_F8, Shift)
    page.viewer.lines.table.selectAll()
    QApplication.processEvents()
    tick()
    assert longest < 0.25
