"""A folder's logs on the log page, in the window: dropped, looked at, opened, closed."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QTableView
from pytestqt.qtbot import QtBot

from tests.gui.pages.log_window import current, log_page, open_in, open_window, opened, settle, told, words
from wizard.core.case.steps import Step
from wizard.core.plan.draft import Draft, Option
from wizard.core.plan.typed import DraftServer
from wizard.gui.pages.log import FOLDER, LogPage
from wizard.gui.widgets.fleet_tabs import HANDSETS, MEANING, SENDING
from wizard.gui.window import MainWindow

BULLETIN = Path(__file__).parents[2] / "data" / "bulletin"
BAD, GOOD = (BULLETIN / f"{which}-restored.log" for which in ("failed", "successful"))


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    folder = tmp_path / "uploads"
    folder.mkdir()
    for number in range(7):
        (folder / f"0004f200000{number}-app.log").write_bytes((BAD if number < 4 else GOOD).read_bytes())
    return folder


def looked_at(qtbot: QtBot, window: MainWindow, *paths: Path) -> None:
    open_in(window, paths)
    settle(qtbot, log_page(window))
    qtbot.waitUntil(lambda: log_page(window).folder.settled)


def tabs(page: LogPage) -> list[str]:
    return [page.logs.bar.tabText(number) for number in range(page.logs.bar.count())]


def test_a_dropped_folder_is_seen_side_by_side_and_a_log_of_it_opens_beside_it(
    qtbot: QtBot, window: MainWindow, page: LogPage, uploads: Path
) -> None:
    looked_at(qtbot, window, uploads)
    assert page.folder.isVisible()
    assert not page.intro.isVisible()
    assert "4 of 7 handsets" in words(page.folder.verdict)
    assert window.case.logs == ()  # Only what somebody reads is part of the case.
    table = page.folder.tabs.table
    table.setCurrentIndex(table.logs.index(1, 0))
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert tabs(page) == ["uploads", "0004f2000001-app.log"]
    assert page.viewer.isVisible()
    assert not page.folder.isVisible()
    assert [Path(log.review.name).name for log in window.case.logs] == ["0004f2000001-app.log"]
    page.logs.bar.setCurrentIndex(0)
    assert page.folder.isVisible()
    assert not page.viewer.isVisible()
    assert table.chosen().mac == "0004f2000001"


def test_a_line_that_proves_it_opens_the_log_at_that_line(
    qtbot: QtBot, window: MainWindow, page: LogPage, uploads: Path
) -> None:
    looked_at(qtbot, window, uploads)
    cause = page.folder.fleet.causes[0]
    page.folder.tabs.seen_wanted.emit(cause, cause.said.finding.evidence[0])
    settle(qtbot, page)
    assert current(page) == cause.said.finding.evidence[0].line == 6


def test_closing_goes_back_and_gives_it_up(
    qtbot: QtBot, window: MainWindow, page: LogPage, uploads: Path
) -> None:
    looked_at(qtbot, window, uploads)
    page.folder.watch_box.click()
    page.open_log(page.folder.work.log(str(uploads / "0004f2000000-app.log")))
    settle(qtbot, page)
    page.close_log(FOLDER)
    assert page.folder is None
    assert tabs(page) == ["0004f2000000-app.log"]
    assert page.viewer.isVisible()
    page.close_log(page.shelf.shown)
    assert page.intro.isVisible()
    qtbot.waitUntil(lambda: not page.busy())


def test_the_last_log_closed_leads_back_to_the_folder(
    qtbot: QtBot, window: MainWindow, page: LogPage, uploads: Path
) -> None:
    looked_at(qtbot, window, uploads)
    page.open_log(page.folder.work.log(str(uploads / "0004f2000000-app.log")))
    settle(qtbot, page)
    qtbot.keyClick(page, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert page.folder.isVisible()
    assert not page.intro.isVisible()


def test_few_logs_in_an_archive_open_as_tabs_and_many_side_by_side(
    qtbot: QtBot, window: MainWindow, page: LogPage, uploads: Path, tmp_path: Path
) -> None:
    for count, name in ((2, "few.zip"), (7, "many.zip")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for path in sorted(uploads.iterdir())[:count]:
                archive.write(path, path.name)
    open_in(window, [tmp_path / "few.zip"])
    settle(qtbot, page)
    assert len(tabs(page)) == 2
    assert page.folder is None
    looked_at(qtbot, window, tmp_path / "many.zip")
    assert page.folder.isVisible()
    assert "many.zip" in tabs(page)[0]
    page.open_log(page.folder.work.log(page.folder.work.known()[0].name))
    settle(qtbot, page)
    assert page.viewer.isVisible()


def test_a_folder_is_asked_for_by_button(
    qtbot: QtBot, window: MainWindow, page: LogPage, uploads: Path
) -> None:
    qtbot.mouseClick(page.intro.folder_button, Qt.MouseButton.LeftButton)
    (dialog,) = page.findChildren(QFileDialog)
    assert dialog.isVisible()
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.filesSelected.emit([str(uploads)])
    dialog.reject()
    settle(qtbot, page)
    assert page.folder.isVisible()


def test_a_folder_is_asked_for_by_keyboard(qtbot: QtBot, window: MainWindow, page: LogPage) -> None:
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(page, Qt.Key.Key_O, keys)
    (dialog,) = page.findChildren(QFileDialog)
    assert dialog.isVisible()
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.reject()


def test_the_folder_is_judged_by_the_plan(
    qtbot: QtBot, window: MainWindow, page: LogPage, uploads: Path
) -> None:
    servers = (DraftServer("other1", "10.1.1.1"), DraftServer("other2", "10.1.1.2"))
    draft = Draft(option=Option.EXISTING_DOMAIN, domain="testserver.eslab.local", servers=servers)
    window.set_case(replace(window.case, draft=draft))
    assert window.case.plan is not None
    looked_at(qtbot, window, uploads)
    codes = {cause.said.finding.code for cause in page.folder.fleet.causes if cause.said}
    assert "registration.ok" not in codes  # The servers that were found are not the planned ones.


def test_a_folder_that_proves_nothing(
    qtbot: QtBot, window: MainWindow, page: LogPage, tmp_path: Path
) -> None:
    (tmp_path / "a.log").write_text("1015152006|sip  |4|00|Some line that nobody knows.\n")
    looked_at(qtbot, window, tmp_path)
    assert len(tabs(page)) == 1
    assert page.folder.isVisible()


def test_the_step_list_tells_of_the_folder_while_the_case_has_no_log(
    qtbot: QtBot, window: MainWindow, page: LogPage, uploads: Path
) -> None:
    page.open_paths([uploads])
    qtbot.waitUntil(lambda: told(window, Step.LOG) == "Reading…", timeout=30_000)
    looked_at(qtbot, window, uploads)
    assert told(window, Step.LOG) == "4 of 7 logs fail"
    opened(qtbot, page, BAD)
    assert told(window, Step.LOG) == "1 problem"
    page.close_log(page.shelf.shown)
    page.close_log(page.shelf.shown)
    assert told(window, Step.LOG) == "No log open"


def test_what_is_no_log_is_no_log_that_fails(
    qtbot: QtBot, window: MainWindow, page: LogPage, uploads: Path, tmp_path: Path
) -> None:
    for name in ("plan.txt", "notes.txt"):
        (uploads / name).write_text("The second floor has no coverage.\n")
    looked_at(qtbot, window, uploads)
    assert told(window, Step.LOG) == "4 of 7 logs fail"
    others = tmp_path / "others"
    others.mkdir()
    (others / "plan.txt").write_text("The second floor has no coverage.\n")
    (others / "0004f2000009-app.log").write_bytes(GOOD.read_bytes())
    looked_at(qtbot, window, others)
    assert told(window, Step.LOG) == "1 log read"
    said = page.folder.verdict.accessibleName()
    assert said.startswith("OK: Every handset that can be judged found its SIP servers: 1 of 1")


def test_tab_goes_down_the_page_and_passes_over_nothing(
    qtbot: QtBot, window: MainWindow, page: LogPage, uploads: Path
) -> None:
    looked_at(qtbot, window, uploads)
    view = page.folder
    qtbot.waitUntil(view.causes.hasFocus)
    page.logs.paste_button.setFocus()
    title, tabs = view.tabs._group.button(HANDSETS), view.tabs
    tools = (view.watch_box, view.again_button, view.save_button)
    way = (view.causes, title, *tools, tabs.wanted, tabs.order, tabs.table)
    for wanted in way:
        now = QApplication.focusWidget()
        assert now is not None
        qtbot.keyClick(now, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is wanted


CAUSES = ("", "site", "there", "another", "fifth", "sixth")
"""What makes a log's name another one: the fault is of that name, and so a cause of its own."""


def whole_rows(table: QTableView) -> int:
    """How many rows are seen whole."""
    height = table.viewport().height()
    return sum(
        table.rowViewportPosition(row) >= 0
        and table.rowViewportPosition(row) + table.rowHeight(row) <= height
        for row in range(table.model().rowCount())
    )


def test_the_smallest_window_shows_four_causes_or_what_one_of_them_means(
    qtbot: QtBot, settings: QSettings, tmp_path: Path
) -> None:
    folder = tmp_path / "uploads"
    folder.mkdir()
    for number, name in enumerate(CAUSES):
        text = BAD.read_text(encoding="utf-8").replace("testserver", f"testserver{name}")
        (folder / f"0004f200000{number}-app.log").write_text(text, encoding="utf-8")
    window = open_window(qtbot, settings, size=(800, 500))
    looked_at(qtbot, window, folder)
    view = log_page(window).folder
    QApplication.processEvents()
    assert whole_rows(view.causes) >= 4
    assert whole_rows(view.tabs.table) >= 1
    assert not view.counts.isVisible()
    assert "6 logs of 6 handsets" in view.verdict.toolTip()
    view.causes.setCurrentCell(1, 0)
    view.tabs.setCurrentIndex(MEANING)
    QApplication.processEvents()
    assert view.tabs.currentWidget().height() > 2 * view.causes.height()
    assert whole_rows(view.causes) >= 1  # The one that was chosen.
    titles = [one for one in view.tabs._group.buttons() if one.isVisible()]
    assert len({one.mapTo(view, QPoint()).y() for one in titles}) == 1
    last = max(one.mapTo(view, QPoint(one.width(), 0)).x() for one in titles)
    assert last <= view.watch_box.mapTo(view, QPoint()).x()
    assert (view.watch_box.text(), view.watch_box.accessibleName()) == ("&Watch", "Watch for new logs")
    window.resize(1366, 768)
    view.tabs.setCurrentIndex(HANDSETS)
    view.causes.setCurrentCell(0, 0)
    QApplication.processEvents()
    assert view.counts.isVisible()
    assert view.watch_box.text() == "&Watch for new logs"
    assert whole_rows(view.causes) == 7
    assert whole_rows(view.tabs.table) >= 4


def test_how_the_height_was_dragged_stays(
    qtbot: QtBot, window: MainWindow, page: LogPage, uploads: Path
) -> None:
    looked_at(qtbot, window, uploads)
    split, tabs = page.folder.split, page.folder.tabs
    before = split.sizes()[0]
    split.moveSplitter(before - 20, 1)
    dragged = split.sizes()[0]
    assert dragged == before - 20
    tabs.setCurrentIndex(SENDING)
    assert split.sizes()[0] == before
    tabs.setCurrentIndex(HANDSETS)
    page.folder._show()
    assert split.sizes()[0] == dragged


def test_the_focus_goes_to_what_is_shown_and_back_to_the_same_handset(
    qtbot: QtBot, window: MainWindow, page: LogPage, uploads: Path
) -> None:
    looked_at(qtbot, window, uploads)
    table = page.folder.tabs.table
    table.setCurrentIndex(table.logs.index(2, 0))
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    settle(qtbot, page)
    lines = page.viewer.lines.table
    qtbot.waitUntil(lines.hasFocus)
    qtbot.keyClick(lines, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert page.folder.isVisible()
    assert table.hasFocus()
    assert table.currentIndex().row() == 2
    for shown in (lines, page.intro.open_button):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(shown.hasFocus)
