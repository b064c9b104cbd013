"""The log page in a window with little height: most of it is for the lines, and nothing is out of reach."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.pages.log_window import FAILED, log_page, open_window, opened
from wizard.gui.pages.log import LogPage
from wizard.gui.widgets.disclosure import Disclosure
from wizard.gui.widgets.log_model import Column
from wizard.gui.widgets.log_viewer import ATTEMPTS_TAB, FINDINGS_TAB, LINE_TAB
from wizard.gui.window import MainWindow

Key = Qt.Key
Control = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot, settings: QSettings) -> MainWindow:
    return open_window(qtbot, settings, size=(800, 500))


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> LogPage:
    made = log_page(window)
    opened(qtbot, made, FAILED)
    return made


def rows(page: LogPage) -> float:
    """So many lines are seen."""
    table = page.viewer.lines.table
    return table.viewport().height() / table.rowHeight(0)


def share_of_lines(page: LogPage) -> float:
    lines, pane = page.viewer.splitter.sizes()
    return lines / (lines + pane)


@pytest.mark.parametrize(
    ("size", "least"), [((800, 500), 9), ((911, 512), 9), ((911, 600), 9), ((800, 620), 8), ((1366, 700), 8)]
)
def test_the_lines_have_most_of_the_height(
    qtbot: QtBot, window: MainWindow, page: LogPage, size: tuple[int, int], least: int
) -> None:
    window.resize(*size)
    qtbot.waitUntil(lambda: rows(page) >= least)
    for part in (page.verdict, page.verdict.button, page.viewer.lines.toolbar.forward, page.viewer.tabs):
        assert part.isVisible()
    frame = page.parentWidget()
    assert frame is not None
    assert page.height() <= frame.height()  # Nothing of it has to be scrolled to.


def test_every_line_is_explained_in_a_few_words(qtbot: QtBot, window: MainWindow, page: LogPage) -> None:
    pane = page.viewer.pane
    qtbot.waitUntil(lambda: not pane.is_open)
    qtbot.keyClick(window, Key.Key_F8)
    assert pane.gist.isVisible()
    assert pane.gist.text() == page.viewer.detail.title == "Line 7: No record of this type"
    assert not pane.is_open


def test_the_pane_opens_for_who_asks_and_closes_again(
    qtbot: QtBot, window: MainWindow, page: LogPage
) -> None:
    table, pane, tabs = page.viewer.lines.table, page.viewer.pane, page.viewer.tabs
    table.setFocus()
    qtbot.keyClick(table, Key.Key_Return)
    assert pane.is_open
    assert page.viewer.detail.isVisible()
    assert not pane.gist.isVisible()
    qtbot.keyClick(table, Key.Key_Escape)
    assert not pane.is_open
    qtbot.mouseClick(tabs._group.button(ATTEMPTS_TAB), Qt.MouseButton.LeftButton)
    assert page.viewer.attempts.isVisible()
    page.viewer.attempts.table.setFocus()
    qtbot.keyClick(page.viewer.attempts.table, Key.Key_Escape)
    assert not pane.is_open
    assert QApplication.focusWidget() is table  # Not somewhere else in the window.
    qtbot.mouseClick(tabs._group.button(ATTEMPTS_TAB), Qt.MouseButton.LeftButton)  # That of the page shown.
    assert page.viewer.attempts.isVisible()
    qtbot.mouseClick(pane.fold_button, Qt.MouseButton.LeftButton)
    assert not pane.is_open
    assert rows(page) >= 9


def test_who_wants_the_fix_sees_its_steps(qtbot: QtBot, page: LogPage) -> None:
    qtbot.mouseClick(page.verdict.button, Qt.MouseButton.LeftButton)
    assert page.viewer.tabs.currentIndex() == FINDINGS_TAB
    steps = page.viewer.findings.findChild(Disclosure)
    assert steps is not None

    def is_seen() -> bool:
        area = page.viewer.tabs.currentWidget()
        assert area is not None
        top = steps.mapTo(area, QPoint()).y()
        return 0 <= top < area.height() - 3 * steps.button.height()

    qtbot.waitUntil(is_seen)


def test_what_was_opened_to_see_one_thing_is_folded_up_the_next_time(
    qtbot: QtBot, page: LogPage, settings: QSettings
) -> None:
    qtbot.mouseClick(page.verdict.button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.viewer.tabs._group.button(ATTEMPTS_TAB), Qt.MouseButton.LeftButton)
    assert page.viewer.pane.is_open
    page.viewer.splitter.shares.keep()
    again = log_page(open_window(qtbot, settings, size=(800, 500)))
    opened(qtbot, again, FAILED)
    qtbot.waitUntil(lambda: rows(again) >= 9)
    assert not again.viewer.pane.is_open


def test_who_searches_sees_lines_enough(qtbot: QtBot, window: MainWindow, page: LogPage) -> None:
    table, pane = page.viewer.lines.table, page.viewer.pane
    page.viewer.show_findings()
    assert pane.is_open
    qtbot.keyClick(window, Key.Key_F, Control)
    qtbot.waitUntil(lambda: rows(page) >= 7)
    assert not pane.is_open
    table.setFocus()
    qtbot.keyClick(table, Key.Key_Return)
    assert pane.is_open
    assert not page.viewer.lines.find_bar.isVisible()
    qtbot.keyClick(window, Key.Key_F, Control)
    assert not pane.is_open
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: pane.is_open)
    assert page.viewer.lines.find_bar.isVisible()
    page.viewer.splitter.shares.set_open(True, low=True)
    window.resize(800, 500)
    qtbot.waitUntil(lambda: rows(page) >= 7)
    assert page.viewer.lines.find_bar.isVisible()  # What is typed into it is not lost.


def test_the_line_that_somebody_is_at_stays_in_sight_when_bars_open_above_it(
    qtbot: QtBot, window: MainWindow, page: LogPage
) -> None:
    table = page.viewer.lines.table
    qtbot.waitUntil(lambda: rows(page) >= 9)
    qtbot.keyClick(window, Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)  # The last one.
    for _ in range(9):
        qtbot.keyClick(window, Key.Key_F8)

    def whole() -> bool:
        top = table.rowViewportPosition(table.currentIndex().row())
        return 0 <= top <= table.viewport().height() - table.rowHeight(0)

    table.verticalScrollBar().setValue(table.currentIndex().row() - int(rows(page)) + 1)  # At the bottom.
    assert whole()
    page.viewer.lines.toolbar.filter_button.click()
    qtbot.waitUntil(lambda: rows(page) < 7)
    qtbot.waitUntil(whole)
    page.notice.tell("Something has happened.")
    QApplication.processEvents()
    qtbot.waitUntil(whole)
    table.verticalScrollBar().setValue(0)  # Who looks elsewhere is left alone.
    assert not whole()
    page.notice.take_back()
    QApplication.processEvents()
    assert table.verticalScrollBar().value() == 0


def test_tab_goes_from_the_lines_to_the_titles_and_the_fold(qtbot: QtBot, page: LogPage) -> None:
    table, tabs = page.viewer.lines.table, page.viewer.tabs
    table.setFocus()
    qtbot.keyClick(table, Key.Key_Tab)
    title = tabs._group.button(LINE_TAB)
    assert QApplication.focusWidget() is title
    qtbot.keyClick(title, Key.Key_Tab)
    assert QApplication.focusWidget() is page.viewer.pane.fold_button


def test_how_the_height_is_shared_is_kept_over_runs(
    qtbot: QtBot, window: MainWindow, page: LogPage, settings: QSettings
) -> None:
    viewer = page.viewer
    viewer.pane.fold_button.click()
    assert viewer.pane.is_open  # Also in low windows, from now on.
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: viewer.pane.height() > 120)
    viewer.splitter.moveSplitter(viewer.splitter.sizes()[0] + 60, 1)
    wanted = share_of_lines(page)
    assert wanted > 0.6
    window.resize(1366, 1400)
    qtbot.waitUntil(lambda: viewer.height() > 900)
    assert abs(share_of_lines(page) - wanted) < 0.02
    viewer.splitter.moveSplitter(viewer.splitter.sizes()[0] + 60, 1)
    wanted = share_of_lines(page)
    window.close()  # At once, as who only wanted to see a little more.
    again = open_window(qtbot, settings, size=(1366, 768))
    other = log_page(again)
    opened(qtbot, other, FAILED)
    qtbot.waitUntil(lambda: abs(share_of_lines(other) - wanted) < 0.02)
    again.resize(800, 500)
    qtbot.waitUntil(lambda: again.height() == 500)
    assert other.viewer.pane.is_open


def test_a_narrow_window_shows_what_happened_rather_than_a_whole_name(
    window: MainWindow, page: LogPage
) -> None:
    table = page.viewer.lines.table
    assert [column for column in Column if not table.isColumnHidden(column)] == [
        Column.MARK,
        Column.LINE,
        Column.MESSAGE,
    ]
    assert all(a < b for a, b in pairwise(map(table.columnViewportPosition, (Column.LINE, Column.MESSAGE))))
    window.resize(1366, 768)
    QApplication.processEvents()
    assert not any(map(table.isColumnHidden, Column))
