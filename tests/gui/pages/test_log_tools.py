"""Step LOG: tabs, bookmarks, export, following, the time-line and the filters, in the real window."""

from __future__ import annotations

import csv
import gzip
import io
import os
import threading
import zipfile
from collections.abc import Generator, Iterator
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.gui.pages.log_window import (
    FAILED,
    JUDGE,
    SUCCESSFUL,
    current,
    log_page,
    open_window,
    opened,
    pasted,
    press,
    settle,
    shown_lines,
    words,
)
from wizard import longlog
from wizard.core.case.case import Case, LogFile
from wizard.core.case.file import dump, load
from wizard.core.case.judging import Judge
from wizard.core.case.reading import unjudged
from wizard.core.log.engine import read_stretch
from wizard.core.log.finder import Log
from wizard.core.log.large import Piece, assemble
from wizard.core.log.origin import Origin
from wizard.core.log.review import Review, review
from wizard.core.log.source import LogText
from wizard.core.log.stored import KeptBytes, gone
from wizard.gui import job as job_module
from wizard.gui.pages import log_sources
from wizard.gui.pages.log import LogPage
from wizard.gui.pages.log_sources import Found, Underway
from wizard.gui.widgets import log_table
from wizard.gui.widgets.log_viewer import BOOKMARK_TAB, LINE_TAB, TIME_TAB
from wizard.gui.window import MainWindow
from wizard.longlog import Progress
from wizard.workers import result_of

Key = Qt.Key
Control, Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PATIENCE = 20_000


def tabs(page: LogPage) -> list[str]:
    return [page.logs.bar.tabText(number) for number in range(page.logs.bar.count())]


def chosen(page: LogPage) -> str:
    return page.logs.bar.tabText(page.logs.bar.currentIndex())


def many_attempts(path: Path, count: int, *, failing: range) -> Path:
    """A log in which every attempt fails whose number is in ``failing``."""
    texts = {
        True: FAILED.read_text().splitlines(),
        False: SUCCESSFUL.read_text().splitlines(),
    }
    lines = []
    for number in range(count):
        for line in texts[number in failing]:
            _, _, rest = line.partition("|")
            lines.append(f"0115{number // 60:02d}{number % 60:02d}00|{rest}")
    path.write_text("\n".join(lines) + "\n")
    return path


# Tabs


def test_each_log_has_a_tab_with_its_verdict_and_keys_go_through_them(
    qtbot: QtBot, window: MainWindow, page: LogPage
) -> None:
    opened(qtbot, page, FAILED, SUCCESSFUL)
    assert tabs(page) == [FAILED.name, SUCCESSFUL.name]
    spoken = [page.logs.bar.accessibleTabName(number) for number in range(2)]
    assert spoken[0].startswith(f"{FAILED.name}: The handset got nothing from DNS")
    assert spoken[1].startswith(f"{SUCCESSFUL.name}: The handset found its SIP servers")
    pictures = [page.logs.bar.tabIcon(number).pixmap(16).toImage() for number in range(2)]
    assert pictures[0] != pictures[1]
    assert chosen(page) == FAILED.name
    assert page.verdict.property("tint") == "failed"
    qtbot.keyClick(window, Key.Key_Tab, Control)
    assert chosen(page) == SUCCESSFUL.name
    assert page.verdict.property("tint") == "ok"
    qtbot.keyClick(window, Key.Key_Tab, Control | Shift)
    assert chosen(page) == FAILED.name
    qtbot.keyClick(window, Key.Key_Tab, Control)
    qtbot.keyClick(window, Key.Key_W, Control)
    assert tabs(page) == [FAILED.name]
    qtbot.mouseClick(page.logs.bar, Qt.MouseButton.MiddleButton, pos=page.logs.bar.tabRect(0).center())
    assert tabs(page) == []
    assert page.intro.isVisible()


def test_logs_are_put_in_another_order_and_each_keeps_its_bookmarks(
    qtbot: QtBot, window: MainWindow, page: LogPage
) -> None:
    opened(qtbot, page, FAILED)
    opened(qtbot, page, SUCCESSFUL)
    pasted(qtbot, page, "0103010800|dns  |1|00|one\n")
    first, second, third = (log.review.name for log in window.case.logs)

    def order() -> list[str]:
        bar = page.logs.bar
        shown = [spoken.partition(":")[0] for spoken in map(bar.accessibleTabName, range(bar.count()))]
        names = {Path(one).name: one for one in (first, second, third)}
        return [names[one] for one in shown]

    moved = Control | Shift
    page.show_log(first)
    page.viewer.go_to(3)
    qtbot.keyClick(page.viewer.lines.table, Key.Key_F2, Control)
    qtbot.keyClick(window, Key.Key_PageDown, moved)
    settle(qtbot, page)
    assert order() == [second, first, third]
    assert page.logs.bar.currentIndex() == 1
    assert page.shelf.shown == first
    qtbot.keyClick(window, Key.Key_PageUp, moved)
    qtbot.keyClick(window, Key.Key_PageUp, moved)  # No further than the first place.
    assert order() == [first, second, third]
    page.logs.bar.moveTab(0, 2)  # As the mouse does.
    settle(qtbot, page)
    assert order() == [second, third, first]
    assert [log.review.name for log in window.case.logs] == [first, second, third]
    assert window.case.marked_lines(first) == (3,)
    page.show_log(third)
    settle(qtbot, page)
    assert page.logs.bar.currentIndex() == 1
    assert page.viewer.reading is not None
    assert page.viewer.reading.log.review.name == third
    page.logs.bar.setCurrentIndex(2)
    settle(qtbot, page)
    assert page.shelf.shown == first
    page.close_log(third)
    settle(qtbot, page)
    assert order() == [second, first]
    page.close_log(first)
    settle(qtbot, page)
    assert page.shelf.shown == second
    opened(qtbot, page, FAILED)
    assert order()[0] == second


def test_a_closed_log_leaves_the_memory(qtbot: QtBot, page: LogPage) -> None:
    import gc
    import weakref

    opened(qtbot, page, FAILED)
    reading = page.viewer.reading
    assert reading is not None
    watched = weakref.ref(reading.marks[max(reading.marks)])
    del reading
    qtbot.keyClick(page, Key.Key_W, Control)
    press(qtbot, page, "Undo close")
    settle(qtbot, page)
    assert watched() is not None
    qtbot.keyClick(page, Key.Key_W, Control)
    opened(qtbot, page, SUCCESSFUL)
    page.notice.complain("Another notice takes the place of Undo.")
    page.show_case(page.shelf.case)
    gc.collect()
    assert watched() is None


def test_the_logs_of_an_archive_open_as_tabs(qtbot: QtBot, page: LogPage, tmp_path: Path) -> None:
    archive = tmp_path / "sent.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
        made.write(FAILED, "a/0004f2a1b2c3-app.log")
        made.write(SUCCESSFUL, "b/0004f2a1b2c4-app.log")
        made.writestr("readme.txt", "nothing of a handset")
        made.writestr("../trick.log", "x")
    opened(qtbot, page, archive)
    assert tabs(page) == ["0004f2a1b2c3-app.log", "0004f2a1b2c4-app.log", "readme.txt"]
    assert "leads out of the archive" in words(page.notice)
    # The gravest is looked at first, and never what is no log.
    assert "Critical: The handset got nothing" in words(page.verdict)


# Bookmarks


def test_bookmarks_are_set_found_listed_and_kept(qtbot: QtBot, window: MainWindow, page: LogPage) -> None:
    opened(qtbot, page, FAILED)
    lines = page.viewer.lines
    for number in (20, 3):
        lines.go_to(number)
        qtbot.keyClick(lines.table, Key.Key_F2, Control)
    assert window.case.marked_lines(str(FAILED)) == (3, 20)
    lines.go_to(5)
    seen = []
    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.NoModifier, Shift):
        qtbot.keyClick(lines.table, Key.Key_F2, modifier)
        seen.append(current(page))
    assert seen == [20, 3, 20]
    assert page.viewer.tabs._group.button(BOOKMARK_TAB).text() == "Bookmarks (2)"
    page.viewer.tabs.setCurrentIndex(BOOKMARK_TAB)
    listed = page.viewer.bookmarks.list
    assert listed.item(0).text().startswith("3  Miss in All DNS cache")
    opened_again = load(dump(window.case), "x.json").case
    assert opened_again is not None
    assert opened_again.marked_lines(str(FAILED)) == (3, 20)
    listed.setFocus()
    listed.setCurrentRow(0)
    qtbot.keyClick(listed, Key.Key_Return)
    assert current(page) == 3
    qtbot.keyClick(listed, Key.Key_Delete)
    assert window.case.marked_lines(str(FAILED)) == (20,)
    qtbot.keyClick(window, Key.Key_W, Control)
    assert window.case.bookmarks == ()
    press(qtbot, page, "Undo close")
    assert window.case.marked_lines(str(FAILED)) == (20,)


def test_a_bookmark_is_seen_beside_its_line_and_in_the_strip(qtbot: QtBot, page: LogPage) -> None:
    opened(qtbot, page, SUCCESSFUL)
    page.viewer.lines.go_to(60)
    before = page.viewer.lines.strip.grab().toImage()
    page.viewer.lines.toggle_bookmark()
    assert page.viewer.lines.strip.grab().toImage() != before
    row = page.viewer.lines.strip.row_at(page.viewer.lines.strip.height_of(59))
    assert row == 59


# Copying and exporting


def test_many_lines_are_copied_in_the_background(
    qtbot: QtBot, page: LogPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_table, "FEW_COPIED", 10)
    opened(qtbot, page, FAILED)
    table = page.viewer.lines.table
    table.setFocus()
    qtbot.keyClick(table, Key.Key_A, Control)
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(table, Key.Key_C, Control)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() != "", timeout=PATIENCE)
    assert QGuiApplication.clipboard().text().splitlines() == FAILED.read_text().splitlines()


def answer(page: LogPage, path: Path) -> None:
    dialog = page.findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(path))
    dialog.close()


def test_the_lines_shown_are_exported_as_text(
    qtbot: QtBot, window: MainWindow, page: LogPage, tmp_path: Path
) -> None:
    opened(qtbot, page, FAILED)
    page.viewer.lines.filter_bar.modules.chip("sip").click()
    path = tmp_path / "out.log"
    qtbot.keyClick(window, Key.Key_E, Control)
    answer(page, path)
    settle(qtbot, page)
    expected = [line for line in FAILED.read_text().splitlines() if "|sip" in line]
    assert path.read_text().splitlines() == expected
    assert "Saved 3 lines in out.log." in window.bottom._message.text()
    assert not [one for one in tmp_path.iterdir() if one.suffix == ".tmp"]


def test_a_table_runs_no_formula_and_names_file_and_line(qtbot: QtBot, page: LogPage, tmp_path: Path) -> None:
    pasted(qtbot, page, "0115115820|dns  |1|00|=cmd|' /C calc'!A0\n0115115821|sip  |4|03|two, \"quoted\"\n")
    path = tmp_path / "out.csv"
    rows = page.viewer.lines.table.lines.rows
    reading = page.viewer.reading
    assert reading is not None
    page.export.write(path, reading, rows)
    settle(qtbot, page)
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.reader(file))
    assert found == [
        ["File", "Line", "Time", "Module", "Level", "Missed", "Mark", "Message"],
        ["Pasted log", "1", "0115115820", "dns", "1", "", "", "'=cmd|' /C calc'!A0"],
        ["Pasted log", "2", "0115115821", "sip", "4", "3", "Warning", 'two, "quoted"'],
    ]


def test_an_export_never_takes_the_place_of_the_log(qtbot: QtBot, page: LogPage, tmp_path: Path) -> None:
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(FAILED.read_bytes())
    opened(qtbot, page, path)
    reading = page.viewer.reading
    assert reading is not None
    page.export.write(path, reading, page.viewer.lines.table.lines.rows)
    settle(qtbot, page)
    assert path.read_bytes() == FAILED.read_bytes()
    assert "is the log itself. Choose another name" in words(page.notice)
    page.export.write(tmp_path / "no" / "such.log", reading, page.viewer.lines.table.lines.rows)
    settle(qtbot, page)
    assert "such.log was not saved: its folder does not exist. Create it, or choose another one." in words(
        page.notice
    )


# Filters


def test_marks_attempts_and_times_filter_too(qtbot: QtBot, page: LogPage, tmp_path: Path) -> None:
    path = many_attempts(tmp_path / "0004f2a1b2c3-app.log", 4, failing=range(2, 3))
    opened(qtbot, page, path)
    bar = page.viewer.lines.filter_bar
    everything = shown_lines(page)
    attempts = page.viewer.lines.reading.log.review.story.attempts  # type: ignore[union-attr]
    bar.attempt.setValue(2)
    first = attempts[1].entries[0].evidence.line
    qtbot.waitUntil(lambda: shown_lines(page)[0] == first)
    assert shown_lines(page)[-1] == attempts[1].entries[-1].evidence.line
    page.viewer.lines.show_all()
    assert bar.attempt.value() == 0
    bar.begin.setText("0115000100")
    bar.end.setText("0115000100")
    qtbot.waitUntil(lambda: len(shown_lines(page)) < len(everything))
    times = {page.viewer.lines.reading.lines[number - 1].time for number in shown_lines(page)}  # type: ignore[union-attr]
    assert times == {"0115000100"}
    assert page.viewer.lines.toolbar.filter_button.text() == "&Filter (1)"
    bar.begin.setText("yesterday")
    assert "A time is written as in the log" in bar._problem.text()
    page.viewer.lines.show_all()
    assert bar._problem.text() == "" or not bar._problem.isVisible()
    assert shown_lines(page) == everything
    name = next(iter(bar.marks._chips))
    bar.marks.chip(name).click()
    assert 0 < len(shown_lines(page)) < len(everything)


def test_an_empty_view_names_what_hides_the_lines(qtbot: QtBot, page: LogPage) -> None:
    opened(qtbot, page, FAILED)
    bar = page.viewer.lines.filter_bar
    bar.modules.chip("sip").click()
    bar.begin.setText("1231")
    qtbot.waitUntil(page.viewer.lines.empty.isVisible)
    assert "All 31 lines are hidden by: module sip + time from 1231." in words(page.viewer.lines.empty)
    press(qtbot, page.viewer.lines.empty, "Show all lines")
    assert len(shown_lines(page)) == 31


def test_an_empty_file_says_so(qtbot: QtBot, page: LogPage, tmp_path: Path) -> None:
    path = tmp_path / "empty.log"
    path.write_bytes(b"")
    opened(qtbot, page, path)
    assert tabs(page) == ["empty.log"]
    assert "This log is empty" in words(page.viewer.lines.empty)
    assert words(page.viewer.detail) == "There is no line to explain"


# The time-line


def test_the_time_line_shows_when_attempts_failed(qtbot: QtBot, page: LogPage, tmp_path: Path) -> None:
    path = many_attempts(tmp_path / "0004f2a1b2c3-app.log", 12, failing=range(4, 7))
    opened(qtbot, page, path)
    page.viewer.tabs.setCurrentIndex(TIME_TAB)
    line = page.viewer.time_line
    assert "attempts failed" in line.summary.text()
    chart = line.chart
    reading = page.viewer.reading
    assert reading is not None
    assert reading.timeline is not None
    assert reading.timeline.by_time
    (spell,) = reading.timeline.spells
    assert (spell.begin, spell.end) == ("0115000400", "0115000600")
    assert (
        f"Lines {spell.first_line} to {spell.last_line}: 3 failed attempts" in chart.accessibleDescription()
    )
    assert "3 failed attempts (15 Jan 00:04:00 to 00:06:00)" in chart.accessibleDescription()
    assert "From 15 Jan 00:00:00 to 15 Jan 00:11:00." in line._ends.text()
    column = next(number for number, one in enumerate(reading.timeline.bins) if one.failed)
    assert chart.words_of(column) == f"1 attempt failed, at line {spell.first_line}."
    assert chart.words_of(0) == "2 attempts found servers. The first is at line 2."
    assert chart.words_of(1) == "", "nothing happened then"
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.middle_of(column))
    assert current(page) == spell.first_line
    page.viewer.tabs.setCurrentIndex(TIME_TAB)
    chart.setFocus()
    qtbot.keyClick(chart, Key.Key_Right)
    qtbot.keyClick(chart, Key.Key_Return)
    assert current(page) != spell.first_line
    lines = []
    for key in (Key.Key_Home, Key.Key_End):
        qtbot.keyClick(chart, key)
        qtbot.keyClick(chart, Key.Key_Return)
        lines.append(current(page))
    assert lines == [reading.timeline.bins[0].line, reading.timeline.bins[-1].line]


def test_a_short_log_has_no_time_line(qtbot: QtBot, page: LogPage) -> None:
    opened(qtbot, page, FAILED)
    assert not page.viewer.tabs._group.button(TIME_TAB).isVisible()


# Following


def test_what_is_written_to_a_file_shows_and_new_failures_are_told(
    qtbot: QtBot, window: MainWindow, page: LogPage, tmp_path: Path
) -> None:
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(SUCCESSFUL.read_bytes())
    opened(qtbot, page, path)
    page.viewer.lines.go_to(10)
    page.viewer.lines.toggle_bookmark()
    button = page.viewer.lines.toolbar.follow
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.follow.follows(str(path))
    settle(qtbot, page)
    top = page.viewer.lines.table.rowAt(2)
    with path.open("ab") as file:
        file.write(FAILED.read_bytes() + b"0115")
    page.follow.look()
    qtbot.waitUntil(lambda: "New failure in line" in words(page.notice), timeout=PATIENCE)
    assert len(shown_lines(page)) == 65 + 31
    assert page.verdict.property("tint") == "failed"
    # The view stays where the user reads.
    assert (current(page), page.viewer.lines.table.rowAt(2)) == (10, top)
    assert window.case.marked_lines(str(path)) == (10,)
    assert tabs(page) == [path.name]
    page.viewer.lines.table.scrollToBottom()
    with path.open("ab") as file:
        file.write(b"115820|lldp |4|00|the rest of it\n")
    page.follow.look()
    qtbot.waitUntil(lambda: len(shown_lines(page)) == 97, timeout=PATIENCE)
    bar = page.viewer.lines.table.verticalScrollBar()
    assert bar.value() == bar.maximum()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not page.follow.follows(str(path))


def test_a_file_that_is_truncated_or_vanishes_loses_nothing(
    qtbot: QtBot, page: LogPage, tmp_path: Path
) -> None:
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(FAILED.read_bytes())
    opened(qtbot, page, path)
    page.tools.set_following(True)
    settle(qtbot, page)
    path.write_bytes(b"0115115820|lldp |4|00|a new beginning\n")
    page.follow.look()
    qtbot.waitUntil(lambda: "begins anew" in words(page.notice), timeout=PATIENCE)
    assert len(shown_lines(page)) == 32
    lines = page.viewer.reading.lines  # type: ignore[union-attr]
    assert lines[5].raw == FAILED.read_text().splitlines()[5]
    path.unlink()
    page.follow.look()
    said = "0004f2a1b2c3-app.log is gone. What it said is kept"
    qtbot.waitUntil(lambda: said in words(page.notice), timeout=PATIENCE)
    assert len(shown_lines(page)) == 32
    path.write_bytes(b"0115115820|lldp |4|00|a new beginning\n")
    page.follow.look()
    qtbot.waitUntil(lambda: "app.log is there again." in words(page.notice), timeout=PATIENCE)


def test_of_a_log_that_rotates_on_and_on_the_oldest_lines_go_and_bookmarks_stay_where_they_are(
    qtbot: QtBot, page: LogPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.gui.pages.log_follow.KEPT", 2 * FAILED.stat().st_size - 1)
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(FAILED.read_bytes())
    opened(qtbot, page, path)
    page.tools.set_following(True)
    settle(qtbot, page)
    for number in range(2):
        path.replace(f"{path}.1")
        path.write_bytes(b"0115115820|lldp |4|00|beginning %d\n" % number + FAILED.read_bytes())
        page.follow.look()
        qtbot.waitUntil(lambda: "begins anew" in words(page.notice), timeout=PATIENCE)
        settle(qtbot, page)
        if number:
            assert "except for the 31 oldest lines. New failure in line 64" in words(page.notice)
            break
        assert "oldest" not in words(page.notice)
        assert len(shown_lines(page)) == 63
        for line in (5, 33):
            page.viewer.lines.go_to(line)
            page.viewer.lines.toggle_bookmark()
        kept = page.viewer.lines.table.current_line()
        assert kept is not None
        page.notice.take_back()
    assert len(shown_lines(page)) == 64
    assert page.viewer.lines.bookmarks == (2,)  # That at the fifth line went with it.
    page.viewer.lines.go_to(2)
    line = page.viewer.lines.table.current_line()
    assert line is not None
    assert line.raw == kept.raw
    assert page.viewer.lines.toolbar.follow.isVisible()  # Several files by now: it can be stopped even so.
    page.viewer.lines.toolbar.follow.click()
    assert not page.follow.follows(str(path))


def test_what_happens_to_a_followed_log_is_told_by_its_name_beside_another_one(
    qtbot: QtBot, page: LogPage, tmp_path: Path
) -> None:
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(SUCCESSFUL.read_bytes())
    opened(qtbot, page, path)
    page.tools.set_following(True)
    settle(qtbot, page)
    opened(qtbot, page, FAILED)
    with path.open("ab") as file:
        file.write(FAILED.read_bytes())
    page.follow.look()
    qtbot.waitUntil(lambda: "New failure in line" in words(page.notice), timeout=PATIENCE)
    assert page.shelf.shown == str(FAILED)
    assert "of 0004f2a1b2c3-app.log." in words(page.notice)


def test_what_cannot_grow_offers_no_following(qtbot: QtBot, page: LogPage) -> None:
    pasted(qtbot, page, FAILED.read_text())
    assert not page.viewer.lines.toolbar.follow.isVisible()


# Several handsets in one file


def test_in_a_log_of_several_handsets_verdict_and_findings_say_whose_they_are(
    qtbot: QtBot, page: LogPage, tmp_path: Path
) -> None:
    parts = {"0004f2a1b2c3": FAILED, "0004f2a1b2c4": SUCCESSFUL}
    path = tmp_path / "syslog.log"
    path.write_text(
        "".join(
            f"<134>{mac} {line}\n" for mac, part in parts.items() for line in part.read_text().splitlines()
        )
    )
    opened(qtbot, page, path)
    assert "Critical: The handset got nothing" in words(page.verdict)
    assert "Handset: 0004f2a1b2c3. NAPTR is the transport" in words(page.verdict)
    page.viewer.show_findings()
    assert "Handset: 0004f2a1b2c3. NAPTR is the transport" in words(page.viewer.findings)
    opened(qtbot, page, FAILED)
    assert "Handset:" not in words(page.verdict)


# Files that behave badly


def test_a_line_of_a_million_characters_is_shown_and_the_rest_is_judged(
    qtbot: QtBot, page: LogPage, tmp_path: Path
) -> None:
    path = tmp_path / "long.log"
    path.write_bytes(b"0115115820|app1 |1|00|" + b"x" * 1_000_000 + b"\n" + FAILED.read_bytes())
    opened(qtbot, page, path)
    assert len(shown_lines(page)) == 32
    assert "Critical: The handset got nothing" in words(page.verdict)
    page.viewer.lines.go_to(1)
    assert "of 1,000,022 characters" in words(page.viewer.detail)


def test_a_short_log_is_whole_whatever_becomes_of_its_file(
    qtbot: QtBot, page: LogPage, tmp_path: Path
) -> None:
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(FAILED.read_bytes())
    opened(qtbot, page, path)
    path.unlink()
    lines = page.viewer.reading.lines  # type: ignore[union-attr]
    assert [line.raw for line in lines] == FAILED.read_text().splitlines()


def test_a_long_log_whose_file_shrinks_says_which_lines_are_gone(
    qtbot: QtBot, window: MainWindow, page: LogPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(longlog, "KEPT", 1000)
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(FAILED.read_bytes())
    opened(qtbot, page, path)
    page.viewer.lines.go_to(2)
    page.viewer.lines.toggle_bookmark()
    os.truncate(path, 500)
    lines = page.viewer.reading.lines.again()  # type: ignore[union-attr]
    assert lines[0].raw == FAILED.read_text().splitlines()[0]
    assert lines[30].raw == gone()
    # The case keeps what the verdict rests on, from when it was read.
    again = load(dump(window.case), "x.json").case
    assert again is not None
    (log,) = again.logs
    assert log.extract_of == 31
    assert "0115" not in log.text[:4]
    assert JUDGE.log(again, log).verdict == JUDGE.log(window.case, window.case.logs[0]).verdict
    ((name, numbers),) = [(one.name, one.lines) for one in again.bookmarks]
    assert name == str(path)
    assert log.review.lines[numbers[0] - 1].raw == FAILED.read_text().splitlines()[1]


def test_the_first_lines_of_a_long_log_are_there_before_its_end_is_read(
    qtbot: QtBot, page: LogPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(longlog, "STRETCH", 500_000)
    monkeypatch.setattr(longlog, "PAUSE", 0.0)
    monkeypatch.setattr(longlog, "cores", lambda: 2)
    monkeypatch.setattr(
        job_module, "_REST_S", 600.0
    )  # Whoever shows the first lines says when they are shown.
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(FAILED.read_bytes() * 3000)
    early: list[tuple[int, str]] = []
    page.opening.underway.connect(
        lambda far: early.append((far.count, words(page.busy_row))) if far.reading is not None else None
    )
    opened(qtbot, page, path)
    assert early
    assert 0 < early[0][0] < 93_000
    assert page.viewer.lines.table.lines.rowCount() == 93_000
    assert "Critical:" in words(page.verdict)
    assert not page.busy_row.isVisible()


@pytest.mark.parametrize("ending", [".gz", ".zip"])
def test_the_first_lines_of_a_packed_log_are_there_before_its_end_is_read(
    qtbot: QtBot, page: LogPage, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"0004f2a1b2c3-app.log{ending}"
    data = FAILED.read_bytes() * 3000
    if ending == ".gz":
        path.write_bytes(gzip.compress(data, 1))
    else:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("0004f2a1b2c3-app.log", data)
    early: list[tuple[int, str]] = []
    page.opening.underway.connect(
        lambda far: (
            early.append((len(far.reading.lines), far.reading.lines[30].raw))
            if far.reading is not None
            else None
        )
    )
    opened(qtbot, page, path)
    assert early
    assert 31 < early[0][0] < 93_000
    assert early[0][1] == FAILED.read_text().splitlines()[30]
    assert page.viewer.lines.table.lines.rowCount() == 93_000
    assert "Critical:" in words(page.verdict)


def test_failures_are_marked_while_the_rest_is_being_read(
    qtbot: QtBot, page: LogPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "0004f2a1b2c3-app.log"
    data = FAILED.read_bytes()
    stretch = result_of(read_stretch(io.BytesIO(data * 20), name))
    may_end = threading.Event()

    def reading(*_given: object, keep: bool) -> Generator[Progress, None, Review]:
        piece = Piece(name, stretch, KeptBytes(data * 20))
        yield Progress(0.5, stretch.count, piece)
        assert may_end.wait(30)
        return assemble(name, [piece])

    monkeypatch.setattr(log_sources, "reading", reading)
    page._open([partial(log_sources._logs, [Log((Origin(name),))])], name)
    lines = page.viewer.lines
    try:
        qtbot.waitUntil(lambda: chosen(page) == name, timeout=PATIENCE)
        assert lines.reading is not None
        assert lines.reading.partial
        count = len(lines.reading.failures)
        assert count
        assert lines.toolbar.failures.text() == f"{count:,} failures so far"
        assert lines.place == 0
        lines.step_failure(+1)
        assert lines.place == lines.reading.failures.place(0)
        assert page.viewer.detail.isVisible()
        assert not page.verdict.isVisible()
    finally:
        may_end.set()
    settle(qtbot, page)
    assert page.verdict.isVisible()
    assert "so far" not in lines.toolbar.failures.text()
    assert lines.place == lines.reading.failures.place(0)


# Explaining


def test_every_line_is_explained_with_the_bulletins_section(qtbot: QtBot, page: LogPage) -> None:
    pasted(qtbot, page, "0115115820|lldp |4|00|Ignoring corrupt LLDP packet.\nno form at all\n")
    page.viewer.lines.go_to(1)
    text = words(page.viewer.detail)
    assert "CS-14-17" in text
    assert "lldp" in text
    page.viewer.tabs.setCurrentIndex(BOOKMARK_TAB)
    action = next(one for one in page.viewer.lines.table.actions() if one.text() == "Explain this line")
    cast("QAction", action).trigger()
    assert page.viewer.tabs.currentIndex() == LINE_TAB


def test_a_long_export_can_be_stopped_and_leaves_what_was_there(
    qtbot: QtBot, page: LogPage, tmp_path: Path
) -> None:
    path, out = tmp_path / "0004f2a1b2c3-app.log", tmp_path / "out.csv"
    path.write_bytes(FAILED.read_bytes() * 3000)
    out.write_text("old")
    opened(qtbot, page, path)
    reading = page.viewer.reading
    assert reading is not None
    page.export.write(out, reading, page.viewer.lines.table.lines.rows)
    assert "Writing out.csv: 0 %" in words(page.export_row)
    press(qtbot, page.export_row, "Cancel")
    settle(qtbot, page)
    assert out.read_text() == "old"
    assert not page.export_row.isVisible()
    assert {one.suffix for one in tmp_path.iterdir()} <= {".log", ".csv", ".ini"}


def test_a_view_of_the_running_system_is_one_sentence_and_the_rest_opens(qtbot: QtBot, page: LogPage) -> None:
    if not Path("/proc/self/mem").exists():
        pytest.skip("there is no such file here")
    opened(qtbot, page, Path("/proc/self/mem"), FAILED)
    assert tabs(page) == [FAILED.name]
    assert "/proc/self/mem is a view of the running system and no file on a disk." in words(page.notice)


def test_in_a_small_window_the_empty_view_is_whole_and_says_how_many_lines_it_hides(
    qtbot: QtBot, settings: QSettings
) -> None:
    page = log_page(open_window(qtbot, settings, size=(800, 500)))
    opened(qtbot, page, FAILED)
    lines = page.viewer.lines
    lines.toolbar.filter_button.click()
    lines.filter_bar.begin.setText("1231")
    qtbot.waitUntil(lines.empty.isVisible)
    settle(qtbot, page)
    assert lines.empty.height() >= lines.empty.sizeHint().height()
    assert lines.toolbar.count.isVisible()
    assert lines.toolbar.count.text() == "0 of 31 lines"


def test_who_goes_to_another_log_while_one_is_read_stays_there(qtbot: QtBot, page: LogPage) -> None:
    opened(qtbot, page, FAILED)

    def first(count: int) -> Underway:
        text = SUCCESSFUL.read_text() * count
        shown = unjudged(LogFile("", review(LogText("long.log", text)), is_whole=False))
        return Underway("long.log", 0.5, count, shown)

    may_end = threading.Event()

    def slow(_case: Case, _judge: Judge) -> Iterator[Found]:
        yield first(1)
        assert may_end.wait(30)
        yield first(2)
        yield "long.log is damaged. Fetch it again."

    page._open([slow], "long.log")
    try:
        qtbot.waitUntil(lambda: chosen(page) == "long.log", timeout=PATIENCE)
        assert len(shown_lines(page)) == 65
        assert not page.verdict.isVisible()
        assert page.logs.bar.accessibleTabName(1) == "long.log: is being read"
        assert page.viewer.lines.toolbar.failures.text() == "Not judged yet"
        page.logs.step(-1)
        assert chosen(page) == FAILED.name
        with qtbot.waitSignal(page.opening.underway, timeout=PATIENCE):
            may_end.set()
        assert chosen(page) == FAILED.name
    finally:
        may_end.set()
    settle(qtbot, page)
    # It could not be read in the end: its lines go, and the sentence stays.
    assert tabs(page) == [FAILED.name]
    assert "long.log is damaged" in words(page.notice)
    assert page.verdict.isVisible()


def test_with_one_log_control_tab_goes_through_the_tabs_below_its_lines(qtbot: QtBot, page: LogPage) -> None:
    opened(qtbot, page, FAILED)
    button = page.viewer.tabs._group.button(LINE_TAB)
    button.setFocus()
    qtbot.keyClick(button, Key.Key_Tab, Control)
    assert page.viewer.tabs.currentIndex() == LINE_TAB + 1
    opened(qtbot, page, SUCCESSFUL)
    button.setFocus()
    qtbot.keyClick(button, Key.Key_Tab, Control)
    assert chosen(page) == FAILED.name
