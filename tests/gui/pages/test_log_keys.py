"""The log page by keyboard alone: Tab goes down it as it stands, and every word can be scrolled to."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.pages.log_window import FAILED, SUCCESSFUL, log_page, open_window, opened
from wizard.gui.pages.log import LogPage
from wizard.gui.widgets.log_viewer import ATTEMPTS_TAB, TIME_TAB
from wizard.gui.window import MainWindow

Key = Qt.Key
PARTS = (FAILED, SUCCESSFUL, SUCCESSFUL, FAILED)


@pytest.fixture
def window(qtbot: QtBot, settings: QSettings) -> MainWindow:
    return open_window(qtbot, settings, size=(1366, 1000))


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> LogPage:
    """With a log of many attempts."""
    path = tmp_path / "0004f2a1b2c3-app.log"
    path.write_bytes(b"\r\n".join(part.read_bytes() for part in PARTS))
    made = log_page(window)
    opened(qtbot, made, path)
    return made


def stops_of_tab(qtbot: QtBot, first: QWidget, within: QWidget) -> list[QWidget]:
    """Where Tab goes from ``first`` on, as long as it stays within a widget; ``first`` too."""
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    found = [first]
    while True:
        qtbot.keyClick(found[-1], Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        if not within.isAncestorOf(now) or now in found:
            return found
        found.append(now)


def test_tab_goes_down_the_page_whenever_its_parts_were_made(qtbot: QtBot, page: LogPage) -> None:
    viewer = page.viewer
    viewer.lines.toolbar.filter_button.click()
    viewer.tabs.setCurrentIndex(TIME_TAB)
    QApplication.processEvents()
    found = stops_of_tab(qtbot, page.verdict.button, page)
    heights = [one.mapTo(page, QPoint()).y() for one in found]
    # The buttons of one line are not all equally high.
    assert all(below > above - 16 for above, below in pairwise(heights)), heights
    chips = viewer.lines.filter_bar.modules, viewer.lines.filter_bar.levels
    for part in (page.attempts, *chips, viewer.lines.table, viewer.time_line.chart, viewer.time_line._spells):
        assert any(one is part or part.isAncestorOf(one) for one in found), part


def test_tab_stops_at_the_title_of_what_is_shown(qtbot: QtBot, page: LogPage) -> None:
    viewer = page.viewer
    for tab in (TIME_TAB, ATTEMPTS_TAB):
        viewer.tabs.setCurrentIndex(tab)
        viewer.lines.table.setFocus()
        qtbot.keyClick(viewer.lines.table, Key.Key_Tab)
        assert QApplication.focusWidget() is viewer.tabs._group.button(tab)
    qtbot.keyClick(viewer.tabs._group.button(ATTEMPTS_TAB), Key.Key_Right)
    assert viewer.tabs.currentIndex() == TIME_TAB


def test_tab_leaves_out_the_arrows_beside_more_logs_than_fit(
    qtbot: QtBot, window: MainWindow, page: LogPage, tmp_path: Path
) -> None:
    window.resize(800, 500)
    for number in range(5):
        path = tmp_path / f"0004f2a1b2c{number}-boot.log"
        path.write_bytes(FAILED.read_bytes())
        opened(qtbot, page, path)
    arrows = [one for one in page.logs.bar.findChildren(QToolButton) if one.isVisible() and not one.toolTip()]
    assert len(arrows) == 2
    qtbot.keyClick(page.logs.bar, Key.Key_Tab)
    assert not set(arrows) & set(stops_of_tab(qtbot, page.logs.bar, page))


def test_what_a_line_means_is_scrolled_by_keyboard_to_its_end(
    qtbot: QtBot, window: MainWindow, page: LogPage
) -> None:
    window.resize(800, 500)
    viewer = page.viewer
    viewer.lines.step_failure(-1)
    qtbot.keyClick(viewer.lines.table, Key.Key_Return)
    bar = viewer.detail.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    raw = viewer.detail._raw
    bar.setValue(0)
    raw.setFocus()
    qtbot.waitUntil(lambda: raw.hasFocus() and raw.verticalScrollBar().maximum() == 0)
    qtbot.keyClick(raw, Key.Key_Down)
    assert 0 < bar.value() < bar.maximum()
    for _ in range(20):
        qtbot.keyClick(raw, Key.Key_PageDown)
    assert bar.value() == bar.maximum()
    for _ in range(20):
        qtbot.keyClick(raw, Key.Key_PageUp)
    assert bar.value() == 0


def links_to_attempts(page: LogPage) -> list[QToolButton]:
    return [link for link in page.attempts.findChildren(QToolButton) if link.isVisible()]


def test_the_attempts_before_are_counted_with_their_failures_and_listed(
    qtbot: QtBot, window: MainWindow, page: LogPage
) -> None:
    page.viewer.show_attempts()
    model = page.viewer.attempts.table.model()
    count = model.rowCount()
    assert count > 5
    heights = set()
    for width in (900, 1000, 1366, 1900):
        window.resize(width, 1000)
        QApplication.processEvents()
        before, *last = links_to_attempts(page)
        assert 1 <= len(last) <= 4
        left_out = [model.index(row, 1).data() for row in range(count - len(last))]
        failed = sum("failed" in text for text in left_out)
        assert before.text() == f"{len(left_out)} attempts before, {failed} failed"
        assert last[-1].text().startswith(f"Attempt {count}: failed")
        assert last[-1].geometry().right() <= page.attempts.width()
        heights.add(page.attempts.height())
    assert len(heights) == 1  # All on one line: the height is for the log.
    assert len(last) == 4
    page.viewer.show_line_tab()
    before.click()
    assert page.viewer.tabs.currentIndex() == ATTEMPTS_TAB
    qtbot.waitUntil(page.viewer.attempts.table.isVisible)


def test_levels_and_times_say_what_they_are(page: LogPage) -> None:
    bar = page.viewer.lines.filter_bar
    assert [bar.levels.chip(level).text() for level in "123"] == [
        "1  high detail",
        "2  moderate detail",
        "3  low detail",
    ]
    lines = page.viewer.reading.lines  # type: ignore[union-attr]
    assert (bar.begin.placeholderText(), bar.end.placeholderText()) == (lines[0].time, lines[-1].time)
