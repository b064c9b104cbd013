"""Step LOG: opening, closing and showing logs, in the real window."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QScrollArea,
    QTabBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.gui.pages.log_window import (
    BULLETIN,
    FAILED,
    FAILURES,
    SUCCESSFUL,
    current,
    log_page,
    marks,
    open_window,
    opened,
    pasted,
    press,
    settle,
    shown_lines,
    told,
    words,
)
from wizard.core.case.case import Case, LogFile
from wizard.core.case.judging import Judge
from wizard.core.case.steps import Step
from wizard.core.log.review import review
from wizard.core.log.source import LogText, read
from wizard.core.plan.draft import draft_of
from wizard.gui.pages.log import LogPage
from wizard.gui.pages.log_sources import Found
from wizard.gui.widgets.log_intro import MOST_IN_THE_PANE
from wizard.gui.window import MainWindow
from wizard.practice.lab import LAB_PLAN, broken_log, repaired_log

Key = Qt.Key
Control = Qt.KeyboardModifier.ControlModifier
Left = Qt.MouseButton.LeftButton


def names(page: LogPage) -> list[str]:
    return [page.logs.bar.tabText(number) for number in range(page.logs.bar.count())]


def close_button(page: LogPage, number: int) -> QWidget:
    return page.logs.bar.tabButton(number, QTabBar.ButtonPosition.RightSide)


def log_file(path: Path) -> LogFile:
    text = read(path)
    return LogFile(text.text, review(text))


# The verdict and the marks


@pytest.mark.parametrize("form", ["as-printed", "restored"])
def test_the_failed_log_is_judged_and_marked(qtbot: QtBot, page: LogPage, form: str) -> None:
    opened(qtbot, page, BULLETIN / f"failed-{form}.log")
    assert "Critical: The handset got nothing from DNS for testserver.eslab.local" in words(page.verdict)
    assert marks(page) == {"Failure": FAILURES, "Note": [9, 18, 28]}
    assert words(page.attempts) == ""
    links = [one for one in page.attempts.findChildren(QToolButton) if one.isVisible()]
    assert [one.text() for one in links] == ["Attempt 1: failed, no server found (line 1)"]


@pytest.mark.parametrize("form", ["as-printed", "restored"])
def test_the_successful_log_is_judged_and_marked(qtbot: QtBot, page: LogPage, form: str) -> None:
    opened(qtbot, page, BULLETIN / f"successful-{form}.log")
    assert "OK: The handset found its SIP servers for testserver.eslab.local" in words(page.verdict)
    found = marks(page)
    # The last attempt's answers are the proof; those of the first one may be named, too.
    assert {50, 53, 56} <= set(found.pop("OK")) <= {7, 20, 34, 40, 50, 53, 56}
    assert found == {"Warning": [12, 14, 48]}
    assert page.viewer.lines.toolbar.failures.text() == "No failures"


def test_the_status_in_the_step_list_is_that_of_the_log(
    qtbot: QtBot, window: MainWindow, page: LogPage
) -> None:
    opened(qtbot, page, FAILED)
    spoken = [window.sidebar.stepper.steps.spoken(number) for number in range(2)]
    assert "1 problem" in spoken[1]


def test_a_log_that_tells_nothing_is_no_success(qtbot: QtBot, page: LogPage) -> None:
    pasted(qtbot, page, "1015152006|lldp |4|00|Ignoring corrupt LLDP packet.")
    assert "shows no DNS look-up" in words(page.verdict)
    assert page.verdict.property("tint") == "info"


@pytest.mark.parametrize("blanks", ["  ", "\xa0 "])
@pytest.mark.parametrize("around", ["{}", '"{}"'])
def test_what_a_mail_or_a_table_made_of_a_pasted_log_is_undone(
    qtbot: QtBot, page: LogPage, blanks: str, around: str
) -> None:
    plain = FAILED.read_text(encoding="utf-8").splitlines()
    pasted(qtbot, page, "\n".join(around.format(line.replace("  ", blanks)) for line in plain))
    assert "testserver.eslab.local: no NAPTR, no SRV and no A record" in words(page.verdict)
    (log,) = page.shelf.case.logs
    saved = review(LogText("", log.text))  # As a saved case reads it.
    assert [line.raw for line in saved.lines] == [line.raw for line in log.review.lines] == plain


# The empty page


def test_the_empty_page_offers_every_way(qtbot: QtBot, window: MainWindow, page: LogPage) -> None:
    assert page.intro.isVisible()
    assert not page.viewer.isVisible()
    assert "Drop logs, a zip or a folder on this window" in words(page.intro)
    assert page.primary is page.intro.open_button
    qtbot.mouseClick(page.intro.how.button, Left)
    assert "Hold the keys 1, 5 and 9 together" in words(page.intro)
    assert "CS-14-17, Troubleshooting" in words(page.intro)


def test_the_sample_logs_can_be_tried(qtbot: QtBot, window: MainWindow, page: LogPage) -> None:
    press(qtbot, page, "Try the sample logs")
    settle(qtbot, page)
    assert names(page) == ["repaired-0004f2a1b2c3-app.log", "broken-0004f2a1b2c3-app.log"]
    assert page.verdict.property("tint") == "failed"
    assert page.primary is None
    assert window.bottom.forward.property("kind") == "primary"


def test_control_o_asks_for_files_and_opens_them(qtbot: QtBot, window: MainWindow, page: LogPage) -> None:
    qtbot.keyClick(window, Key.Key_O, Control)
    dialog = cast("QFileDialog", page.findChild(QFileDialog))
    assert dialog.isVisible()
    dialog.setDirectory(str(FAILED.parent))
    dialog.selectFile(FAILED.name)
    dialog.accept()  # type: ignore[attr-defined]
    settle(qtbot, page)
    assert marks(page)["Failure"] == FAILURES


# Files that cannot be read, and other files


def test_what_cannot_be_read_is_said_and_what_was_open_stays(
    qtbot: QtBot, page: LogPage, tmp_path: Path
) -> None:
    opened(qtbot, page, FAILED)
    opened(qtbot, page, tmp_path / "gone.log")
    assert "gone.log is not there." in words(page.notice)
    assert names(page) == [FAILED.name]
    assert marks(page)["Failure"] == FAILURES
    press(qtbot, page, "Dismiss")
    assert not page.notice.isVisible()


def test_of_several_files_the_readable_ones_are_opened(qtbot: QtBot, page: LogPage, tmp_path: Path) -> None:
    opened(qtbot, page, FAILED, tmp_path / "gone.log", SUCCESSFUL)
    assert names(page) == [FAILED.name, SUCCESSFUL.name]
    assert "gone.log is not there" in words(page.notice)
    assert page.verdict.property("tint") == "failed"


def test_a_file_that_is_no_log_says_so_and_shows_its_lines(
    qtbot: QtBot, page: LogPage, tmp_path: Path
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir,\n\nhello\n", encoding="utf-8")
    opened(qtbot, page, letter)
    assert "letter.txt is not a log of an 84-Series handset" in words(page.verdict)
    assert shown_lines(page) == [1, 2, 3]
    assert marks(page) == {}
    assert "not a line of a handset's log" in words(page.viewer.detail)


def test_an_empty_file_does_no_harm(qtbot: QtBot, page: LogPage, tmp_path: Path) -> None:
    (tmp_path / "empty.log").write_bytes(b"")
    opened(qtbot, page, tmp_path / "empty.log")
    assert shown_lines(page) == []
    assert page.verdict.isVisible()
    assert "There is no line to explain" in words(page.viewer.detail)


# Pasting


def test_control_v_opens_the_text_on_the_clipboard(qtbot: QtBot, window: MainWindow, page: LogPage) -> None:
    QApplication.clipboard().setText(FAILED.read_text(encoding="utf-8"))
    qtbot.keyClick(window, Key.Key_V, Control)
    settle(qtbot, page)
    assert names(page) == ["Pasted log"]
    assert marks(page)["Failure"] == FAILURES
    qtbot.keyClick(window, Key.Key_V, Control)
    settle(qtbot, page)
    assert names(page) == ["Pasted log"]
    QApplication.clipboard().setText(SUCCESSFUL.read_text(encoding="utf-8"))
    qtbot.keyClick(window, Key.Key_V, Control)
    settle(qtbot, page)
    assert names(page) == ["Pasted log", "Pasted log 2"]


def test_control_v_opens_files_on_the_clipboard(qtbot: QtBot, window: MainWindow, page: LogPage) -> None:
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(FAILED))])
    QApplication.clipboard().setMimeData(files)
    qtbot.keyClick(window, Key.Key_V, Control)
    settle(qtbot, page)
    assert names(page) == [FAILED.name]


def test_the_pane_takes_what_is_typed_and_keeps_it_until_reviewed(
    qtbot: QtBot, window: MainWindow, page: LogPage
) -> None:
    press(qtbot, page, "Paste a log")
    editor = page.pane.editor
    assert editor.hasFocus()
    assert page.primary is page.pane.review_button
    assert not page.pane.review_button.isEnabled()
    qtbot.keyClicks(editor, "1015152006|lldp |4|00|Ignoring")
    qtbot.keyClick(editor, Key.Key_Escape)
    assert not page.pane.isVisible()
    assert page.intro.isVisible()
    page.choosing.open_pane()
    assert editor.toPlainText() == "1015152006|lldp |4|00|Ignoring"
    qtbot.keyClick(window, Key.Key_Return, Control)
    settle(qtbot, page)
    assert names(page) == ["Pasted log"]
    assert shown_lines(page) == [1]
    assert not page.pane.isVisible()
    assert editor.toPlainText() == ""


def test_control_v_in_the_pane_goes_into_the_pane(qtbot: QtBot, page: LogPage) -> None:
    QApplication.clipboard().setText("a|b")
    page.choosing.open_pane()
    qtbot.keyClick(page.pane.editor, Key.Key_V, Control)
    assert page.pane.editor.toPlainText() == "a|b"
    assert names(page) == []


def test_a_long_text_goes_past_the_pane_straight_to_the_review(qtbot: QtBot, page: LogPage) -> None:
    line = "1015152006|lldp |4|00|Ignoring corrupt LLDP packet.\n"
    count = MOST_IN_THE_PANE // len(line) + 2
    page.choosing.open_pane()
    qtbot.keyClicks(page.pane.editor, "typed before")
    qtbot.keyClick(page.pane.editor, Key.Key_Return)
    QApplication.clipboard().setText(line * count)
    qtbot.keyClick(page.pane.editor, Key.Key_V, Control)
    settle(qtbot, page)
    assert len(shown_lines(page)) == count + 1


# Dropping


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, buttons, keys = Qt.DropAction.CopyAction, Left, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(QPoint(400, 300), action, data, buttons, keys)
    QApplication.sendEvent(window, entered)
    assert entered.isAccepted()
    dropped = QDropEvent(QPointF(400, 300), action, data, buttons, keys)
    QApplication.sendEvent(window, dropped)
    assert dropped.isAccepted()


def test_files_dropped_on_the_window_are_opened(qtbot: QtBot, settings: QSettings) -> None:
    window = open_window(qtbot, settings, step=Step.START)
    drop(window, FAILED, SUCCESSFUL)
    page = log_page(window)
    settle(qtbot, page)
    assert window.shown is Step.LOG
    assert names(page) == [FAILED.name, SUCCESSFUL.name]


def test_the_pane_leaves_dropped_files_to_the_window(qtbot: QtBot, page: LogPage) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(FAILED))])
    assert not page.pane.editor.canInsertFromMimeData(data)
    data.clear()
    data.setText("text")
    assert page.pane.editor.canInsertFromMimeData(data)


# Several logs


def test_each_log_can_be_chosen_and_closed_and_brought_back(
    qtbot: QtBot, window: MainWindow, page: LogPage
) -> None:
    opened(qtbot, page, FAILED, SUCCESSFUL)
    assert page.logs.bar.tabText(page.logs.bar.currentIndex()) == FAILED.name
    page.logs.bar.setFocus()
    qtbot.keyClick(page.logs.bar, Key.Key_Right)
    assert page.verdict.property("tint") == "ok"
    qtbot.keyClick(page.logs.bar, Key.Key_Left)
    assert page.verdict.property("tint") == "failed"
    qtbot.keyClick(window, Key.Key_W, Control)
    assert names(page) == [SUCCESSFUL.name]
    assert page.verdict.property("tint") == "ok"
    assert f"Note: {FAILED.name} was closed." in words(page.notice)
    press(qtbot, page, "Undo close")
    assert names(page) == [FAILED.name, SUCCESSFUL.name]
    assert page.verdict.property("tint") == "failed"
    assert window.case.logs[0].review.name == str(FAILED)


def test_closing_the_last_log_leads_back_to_the_empty_page_and_undo_back_to_the_log(
    qtbot: QtBot, page: LogPage
) -> None:
    opened(qtbot, page, FAILED)
    qtbot.mouseClick(close_button(page, 0), Left)
    assert page.intro.isVisible()
    assert not page.viewer.isVisible()
    assert not page.logs.isVisible()
    press(qtbot, page, "Undo close")
    assert page.viewer.isVisible()
    assert marks(page)["Failure"] == FAILURES


def test_a_file_opened_again_is_read_again(qtbot: QtBot, page: LogPage, tmp_path: Path) -> None:
    growing = tmp_path / "growing.log"
    growing.write_bytes(FAILED.read_bytes())
    opened(qtbot, page, growing)
    growing.write_bytes(FAILED.read_bytes() + b"\r\n" + SUCCESSFUL.read_bytes())
    opened(qtbot, page, growing)
    assert names(page) == ["growing.log"]
    assert "Failure" not in marks(page)
    assert marks(page)["Repaired"] == sorted([*FAILURES, 9, 18, 28])


def test_files_of_one_name_are_told_apart_by_their_folders(
    qtbot: QtBot, page: LogPage, tmp_path: Path
) -> None:
    for folder in ("before", "after"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "0004f2a1b2c3-app.log").write_bytes(FAILED.read_bytes())
    opened(qtbot, page, *(tmp_path / folder / "0004f2a1b2c3-app.log" for folder in ("before", "after")))
    assert names(page) == ["0004f2a1b2c3-app.log (before)", "0004f2a1b2c3-app.log (after)"]


# The case


def test_a_case_that_brings_logs_shows_the_last_one(qtbot: QtBot, settings: QSettings) -> None:
    case = Case(logs=(log_file(repaired_log()), log_file(broken_log())))
    page = log_page(open_window(qtbot, settings, case))
    settle(qtbot, page)
    assert page.verdict.property("tint") == "failed"
    assert names(page) == [repaired_log().name, broken_log().name]


def test_a_changed_plan_is_judged_anew_at_the_same_place(
    qtbot: QtBot, window: MainWindow, page: LogPage
) -> None:
    opened(qtbot, page, FAILED)
    qtbot.keyClick(window, Key.Key_F8)
    page.viewer.show_findings()
    before = page.viewer.reading
    window.set_case(replace(window.case, draft=draft_of(LAB_PLAN)))
    settle(qtbot, page)
    after = page.viewer.reading
    assert before is not None
    assert after is not None
    assert (before.plan, after.plan) == (None, LAB_PLAN)
    assert current(page) == FAILURES[1]
    assert page.viewer.tabs.currentIndex() == 1


def test_logs_that_arrive_while_another_page_edits_the_case_lose_nothing(
    qtbot: QtBot, window: MainWindow, page: LogPage
) -> None:
    page.open_paths([FAILED])
    window.go(Step.START)
    window.page(Step.START).case_edited.emit(replace(window.case, site="Aarhus"))
    settle(qtbot, page)
    assert window.case.site == "Aarhus"
    assert [log.review.name for log in window.case.logs] == [str(FAILED)]
    window.go(Step.LOG)
    assert marks(page)["Failure"] == FAILURES


def test_opening_says_what_it_does_and_can_be_cancelled(
    qtbot: QtBot, window: MainWindow, page: LogPage
) -> None:
    may_go_on = threading.Event()

    def slow(_case: Case, _judge: Judge) -> Iterator[Found]:
        assert may_go_on.wait(30)
        yield "This one took too long."

    page._open([slow], "slow.log")
    try:
        assert "Reading slow.log…" in words(page.busy_row)
        assert told(window, Step.LOG) == "Reading…"
        press(qtbot, page, "Cancel")
        assert not page.busy_row.isVisible()
        assert told(window, Step.LOG) == "No log open"
    finally:
        may_go_on.set()
    settle(qtbot, page)
    assert names(page) == []
    assert page.intro.isVisible()


# How it looks


@pytest.mark.parametrize("size", [(800, 500), (1366, 768)])
@pytest.mark.parametrize("path", [FAILED, SUCCESSFUL, None])
def test_nothing_sticks_out_at_the_side(
    qtbot: QtBot, settings: QSettings, size: tuple[int, int], path: Path | None
) -> None:
    page = log_page(open_window(qtbot, settings, size=size))
    if path:
        opened(qtbot, page, path)
        page.viewer.lines.search.open()
        page.viewer.lines.toolbar.filter_button.click()
    else:
        page.intro.how.button.click()
    QApplication.processEvents()
    frame = cast("QScrollArea", page.parentWidget().parentWidget())  # type: ignore[union-attr]
    assert frame.horizontalScrollBar().maximum() == 0
    for bar in (page.viewer.lines.toolbar, page.viewer.lines.find_bar, page.logs, page.verdict):
        for one in [*bar.findChildren(QAbstractButton), *bar.findChildren(QLabel)]:
            if one.isVisible():
                assert one.width() >= one.minimumSizeHint().width(), one.text()
                assert one.height() >= one.minimumSizeHint().height(), one.text()


def test_a_small_window_still_shows_verdict_lines_and_meaning(qtbot: QtBot, settings: QSettings) -> None:
    page = log_page(open_window(qtbot, settings, size=(800, 500)))
    opened(qtbot, page, FAILED)
    assert page.verdict.height() < 80
    assert page.viewer.lines.table.viewport().height() >= 4 * page.viewer.lines.table.rowHeight(0)
    assert page.viewer.detail.viewport().height() >= 50
    frame = cast("QScrollArea", page.parentWidget().parentWidget())  # type: ignore[union-attr]
    assert frame.verticalScrollBar().maximum() == 0


def test_every_label_shows_plain_text(qtbot: QtBot, page: LogPage) -> None:
    page.intro.how.button.click()
    opened(qtbot, page, FAILED)
    labels = page.findChildren(QLabel)
    assert len(labels) > 20
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pipe with a name")
def test_a_pipe_does_not_hold_the_page_up(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.log")  # To open it would wait for whoever writes into it.
    page = log_page(window)
    opened(qtbot, page, tmp_path / "pipe.log", FAILED)
    assert "is a pipe" in words(page.notice)
    assert page.shelf.shown == str(FAILED)
