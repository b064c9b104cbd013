"""A folder of logs in the window, on real files."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from wizard.core import knowledge
from wizard.core.csvtext import BYTE_ORDER_MARK
from wizard.core.plan.deployment import Option
from wizard.core.plan.draft import Draft
from wizard.core.plan.typed import DraftServer
from wizard.gui.job import Job
from wizard.gui.pages import log_folder
from wizard.gui.pages.log_folder_view import FolderView
from wizard.gui.theme import GRID
from wizard.gui.widgets.cause_choice import CauseChoice
from wizard.gui.widgets.evidence_row import EvidenceRow
from wizard.gui.widgets.fleet_model import Column
from wizard.gui.widgets.fleet_tabs import HANDSETS, MEANING, SENDING, UNREAD
from wizard.paths import resource

BULLETIN = Path(__file__).parents[2] / "data" / "bulletin"
BAD, GOOD = (BULLETIN / f"{which}-restored.log" for which in ("failed", "successful"))
KNOWLEDGE = knowledge.load(resource("knowledge"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "uploads"
    made.mkdir()
    for number in range(5):
        (made / f"0004f200000{number}-app.log").write_bytes((BAD if number < 3 else GOOD).read_bytes())
    (made / "notes.txt").write_text("nothing of a handset\n" * 3)
    (made / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    return made


@pytest.fixture
def view(qtbot: QtBot) -> FolderView:
    made = FolderView(KNOWLEDGE, Job)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    return made


def read(qtbot: QtBot, view: FolderView, *paths: Path) -> None:
    view.review(paths, None)
    qtbot.waitUntil(lambda: view.settled, timeout=30_000)


def causes(view: FolderView) -> list[list[str]]:
    table = view.causes
    return [[table.item(row, column).text() for column in range(2)] for row in range(table.rowCount())]


def handsets(view: FolderView) -> list[str]:
    model = view.tabs.table.logs
    return [model.index(row, Column.HANDSET).data() for row in range(model.rowCount())]


def banner(view: FolderView) -> str:
    return view.verdict.accessibleName()


def test_the_gravest_cause_is_the_verdict_and_every_log_stands_under_its_cause(
    qtbot: QtBot, view: FolderView, folder: Path
) -> None:
    read(qtbot, view, folder)
    assert banner(view).startswith("Critical: 3 of 5 handsets: The handset got nothing from DNS")
    counts = [row[0] for row in causes(view)]
    assert counts == ["5", "3", "2", "\N{EN DASH}"], "notes are nobody's handset"
    assert causes(view)[0][1] == "All of these"
    assert "notes.txt" in causes(view)[3][1]
    counted = view.counts.text().replace("\u200b", "")
    assert counted == "5 logs of 5 handsets in uploads; 1 file holds no handset's log"
    assert handsets(view)[:3] == [f"00:04:f2:00:00:0{number}" for number in range(3)]
    assert view.tabs._group.button(UNREAD).text() == "Not read (1)"


def test_many_files_at_once_are_named_by_the_first(
    qtbot: QtBot, view: FolderView, folder: Path, tmp_path: Path
) -> None:
    """Ten files that were dropped: a tab with all their names had its cross out of sight."""
    paths = sorted(folder.glob("*.log"))
    read(qtbot, view, *paths[:3])
    assert view.names() == "0004f2000000-app.log, 0004f2000001-app.log, 0004f2000002-app.log"
    read(qtbot, view, *paths)
    assert view.names() == "0004f2000000-app.log and 4 more"
    assert (
        view.counts.text().replace("\u200b", "") == "5 logs of 5 handsets in 0004f2000000-app.log and 4 more"
    )


def test_each_row_speaks_of_its_own_file(qtbot: QtBot, view: FolderView, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("nothing of a handset\n")
    (tmp_path / "c.log").write_text("")
    (tmp_path / "d.log").write_bytes(GOOD.read_bytes())
    read(qtbot, view, tmp_path)
    assert view.status.text == "1 log read", "a file without lines is no log that fails"
    model = view.tabs.table.logs
    shown = [model.index(row, Column.VERDICT).data() for row in range(model.rowCount())]
    assert sorted(shown)[1:] == [
        "a.txt lies among the logs, and is none of an 84-Series handset",
        "b.txt lies among the logs, and is none of an 84-Series handset",
        "c.log is empty",
    ]


@pytest.mark.skipif(os.name == "nt", reason="needs pipes with names")
def test_a_pipe_beside_a_folder_is_not_waited_for(
    qtbot: QtBot, view: FolderView, folder: Path, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe.log")
    read(qtbot, view, folder, tmp_path / "pipe.log")
    assert banner(view).startswith("Critical: 3 of 5 handsets")
    assert view.tabs._group.button(UNREAD).text() == "Not read (2)"


def test_handsets_are_counted_where_every_log_names_its_own(
    qtbot: QtBot, view: FolderView, folder: Path
) -> None:
    header = view.causes.horizontalHeaderItem
    (folder / "copy.log").write_bytes(BAD.read_bytes())
    read(qtbot, view, folder)
    assert header(0).text() == view.tabs._group.button(HANDSETS).text() == "Logs"
    (folder / "copy.log").unlink()
    (folder / "again").mkdir()
    (folder / "again" / "0004f2000000-app.log").write_bytes(BAD.read_bytes())
    read(qtbot, view, folder)
    assert banner(view).startswith("Critical: 3 of 5 handsets: The handset got nothing from DNS")
    assert "6 logs of 5 handsets in uploads" in view.counts.text().replace("\u200b", "")
    assert header(0).text() == view.tabs._group.button(HANDSETS).text() == "Handsets"
    assert [row[0] for row in causes(view)] == ["5", "3", "2", "\N{EN DASH}"]


def test_a_cause_that_was_the_only_one_while_reading_is_nobodys_choice(
    qtbot: QtBot, view: FolderView, folder: Path
) -> None:
    read(qtbot, view, folder)
    every = view.fleet.causes
    choice = CauseChoice()
    qtbot.addWidget(choice)
    choice.show_causes(every[:1], 3, handsets=True)
    assert choice.cause() is every[0]
    choice.show_causes(every, 6, handsets=True)
    assert choice.cause() is None  # All of them.
    choice.setCurrentCell(1, 0)
    choice.show_causes(every[:2], 4, handsets=True)
    assert choice.cause() is every[0]


def test_a_cause_is_chosen_by_keyboard_and_says_what_to_do(
    qtbot: QtBot, view: FolderView, folder: Path
) -> None:
    read(qtbot, view, folder)
    view.causes.setFocus()
    qtbot.keyClick(view.causes, Qt.Key.Key_Down)
    assert len(handsets(view)) == 3
    view.tabs.setCurrentIndex(MEANING)
    qtbot.keyClick(view.causes, Qt.Key.Key_Down)
    assert handsets(view) == ["00:04:f2:00:00:03", "00:04:f2:00:00:04"]
    qtbot.keyClick(view.causes, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert len(handsets(view)) == 6
    assert view.tabs.currentIndex() == HANDSETS  # All of them have no meaning in common.


def test_enter_opens_a_log_and_so_does_a_line_that_proves_it(
    qtbot: QtBot, view: FolderView, folder: Path
) -> None:
    read(qtbot, view, folder)
    table = view.tabs.table
    table.setCurrentIndex(table.logs.index(1, 0))
    table.setFocus()
    with qtbot.waitSignal(view.log_wanted) as heard:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    log, seen = heard.args
    assert (Path(log.name).name, seen) == ("0004f2000001-app.log", None)
    view.causes.setCurrentCell(1, 0)
    view.tabs.setCurrentIndex(MEANING)
    seen = view.tabs.findChild(EvidenceRow)
    with qtbot.waitSignal(view.log_wanted) as heard:
        seen.click()
    assert Path(heard.args[0].name).name == "0004f2000000-app.log"
    assert heard.args[1] == seen.evidence
    assert seen.evidence.line == 6


@pytest.mark.parametrize("typed", ["00:04:F2:00:00:03", "0004f2000003", "00-04-f2-00-00-03"])
def test_a_handset_is_found_however_its_address_is_written(
    qtbot: QtBot, view: FolderView, folder: Path, typed: str
) -> None:
    read(qtbot, view, folder)
    view.causes.setCurrentCell(1, 0)
    qtbot.keyClicks(view.tabs.wanted, typed)
    assert handsets(view) == ["00:04:f2:00:00:03"]  # Though another cause is chosen.
    assert not view.tabs.table.isColumnHidden(Column.VERDICT)


def test_what_a_table_shows_does_not_hang_on_its_scroll_bar(
    qtbot: QtBot, view: FolderView, folder: Path
) -> None:
    """Else the two could drive each other: Qt follows until the program has no stack left and ends."""
    read(qtbot, view, folder)
    table = view.tabs.table
    few = list(table.logs.rows)
    bar = table.verticalScrollBar()
    for width in range(480, 1000, 7):
        table.show_rows(few, verdicts=True)
        view.resize(width, 1400)
        qtbot.waitUntil(lambda: not bar.isVisible())
        shown = [table.isColumnHidden(column) for column in Column], table.rowHeight(0)
        table.show_rows(few * 40, verdicts=True)
        qtbot.waitUntil(bar.isVisible)
        assert ([table.isColumnHidden(column) for column in Column], table.rowHeight(0)) == shown, width


def test_the_least_height_of_a_review_does_not_hang_on_its_height(
    qtbot: QtBot, view: FolderView, folder: Path
) -> None:
    """Else a page that is a little higher than the window would change with every look at it."""
    read(qtbot, view, folder)
    least = []
    for height in (350, 400, 460, 800):
        view.resize(560, height)
        QApplication.processEvents()
        least.append(view.minimumSizeHint().height())
    assert len(set(least)) == 1, least


def test_where_there_is_room_every_cause_is_seen_at_once(
    qtbot: QtBot, view: FolderView, tmp_path: Path
) -> None:
    log = BAD.read_text(encoding="utf-8")
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(5):
        name = f"0004f2a1b2c{number}-app.log"
        (folder / name).write_text(log.replace("testserver", f"site{number}"), encoding="utf-8")
    view.resize(1100, 632)  # Of a window of 1366x768.
    view.show()
    read(qtbot, view, folder)
    assert len(causes(view)) == 6
    qtbot.waitUntil(lambda: not view.causes.verticalScrollBar().isVisible())
    assert view.tabs.table.height() > view.causes.height()
    view.resize(560, 380)  # Of the smallest one.
    qtbot.waitUntil(view.causes.verticalScrollBar().isVisible)


def whole_verdicts(view: FolderView) -> bool:
    """Whether every verdict has the room that its words take."""
    table, metrics = view.tabs.table, view.tabs.table.fontMetrics()
    inside = QRect(0, 0, table.columnWidth(Column.VERDICT) - 2 * GRID, 0)
    assert table.horizontalHeader().length() <= table.viewport().width()
    titles = [row.said.title for row in table.logs.rows if row.said is not None]
    assert titles
    return all(
        metrics.boundingRect(inside, Qt.TextFlag.TextWordWrap.value, title).height() <= table.rowHeight(0)
        and max(map(metrics.horizontalAdvance, title.split())) <= inside.width()
        for title in titles
    )


def test_in_a_narrow_table_the_verdict_has_the_room(qtbot: QtBot, view: FolderView, folder: Path) -> None:
    read(qtbot, view, folder)
    table = view.tabs.table
    view.resize(1500, 600)
    assert not any(table.isColumnHidden(column) for column in Column)
    assert whole_verdicts(view)
    one_line = table.rowHeight(0)
    assert "unknown" in handsets(view)
    view.resize(560, 600)
    assert table.isColumnHidden(Column.SEEN)
    assert table.isColumnHidden(Column.LOG)
    assert "notes.txt" in handsets(view)  # It has no handset's address.
    for width in (760, 640, 560, 480):
        view.resize(width, 600)
        assert whole_verdicts(view)
    assert table.rowHeight(0) > one_line
    view.resize(1500, 600)
    assert table.rowHeight(0) == one_line
    view.resize(560, 600)
    view.causes.setCurrentCell(1, 0)
    assert not table.isColumnHidden(Column.SEEN)
    assert not table.isColumnHidden(Column.LOG)


def test_what_is_not_there_says_so_and_leads_back(qtbot: QtBot, view: FolderView, folder: Path) -> None:
    read(qtbot, view, folder)
    qtbot.keyClicks(view.tabs.wanted, "nobody")
    assert view.tabs.empty.isVisible()
    view.tabs.wanted.clear()
    assert not view.tabs.empty.isVisible()
    assert len(handsets(view)) == 6


def test_a_log_that_comes_while_watched_is_told(
    qtbot: QtBot, view: FolderView, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.work._timer.setInterval(20)
    read(qtbot, view, folder)
    view.watch_box.click()
    assert view.tabs.currentIndex() == SENDING
    with qtbot.waitSignal(view.said, timeout=10_000) as heard:
        (folder / "0004f2ffffff-app.log").write_bytes(BAD.read_bytes())
    assert "0004f2ffffff-app.log" in heard.args[0]
    assert "got nothing from DNS" in heard.args[0]
    assert causes(view)[1][0] == "4"
    assert view.tabs.currentIndex() == HANDSETS
    with qtbot.waitSignal(view.said, timeout=10_000):
        (folder / "0004f2ffffff-app.log").write_bytes(GOOD.read_bytes())  # Mended, and sent again.
    qtbot.waitUntil(lambda: causes(view)[1][0] == "3")
    view.watch_box.click()
    assert not view.work._timer.isActive()


def test_while_nothing_comes_a_watched_folder_is_not_shown_anew(
    qtbot: QtBot, view: FolderView, folder: Path
) -> None:
    """Ten thousand logs take a while to be shown, and that every three seconds."""
    view.work._timer.setInterval(20)
    read(qtbot, view, folder)
    view.watch_box.click()
    changes: list[bool] = []
    view.work.changed.connect(lambda: changes.append(True))
    for _ in range(3):
        qtbot.waitUntil(lambda: view.work._looking is not None, timeout=10_000)
        qtbot.waitUntil(lambda: view.work._looking is None, timeout=10_000)
    assert changes == []
    (folder / "other.zip").write_bytes(b"PK\x03\x04 and no more")
    qtbot.waitUntil(lambda: view.tabs._group.button(UNREAD).text() == "Not read (2)", timeout=10_000)
    assert changes
    view.watch_box.click()


def test_cancel_keeps_what_was_read_and_says_so(qtbot: QtBot, view: FolderView, folder: Path) -> None:
    for number in range(200):
        (folder / f"0004f3{number:06x}-app.log").write_bytes(BAD.read_bytes())
    view.review([folder], None)
    qtbot.waitUntil(lambda: view.work.done > 0, timeout=30_000)
    view.busy_row.cancel_button.click()
    assert not view.work.running
    assert view.busy_row.isHidden()
    qtbot.waitUntil(lambda: view.settled)
    assert view.counts.text().startswith(f"Stopped after {view.work.done} of ")
    read(qtbot, view, folder)
    assert "205 logs" in view.counts.text()


def test_stopped_before_the_first_log_nothing_is_said_of_what_the_folder_holds(
    qtbot: QtBot, view: FolderView, folder: Path
) -> None:
    view.review([folder], None)
    assert view.counts.text() == ""
    view.busy_row.cancel_button.click()
    assert banner(view) == "Note: Stopped before a log was read. F5 reads the folder again."
    assert view.counts.text() == ""
    view.again_button.click()
    qtbot.waitUntil(lambda: view.settled, timeout=30_000)
    assert banner(view).startswith("Critical: 3 of 5 handsets")


def test_many_logs_are_judged_by_other_processes_as_one_would(
    qtbot: QtBot, view: FolderView, folder: Path
) -> None:
    for number in range(40):
        (folder / f"0004f3{number:06x}-app.log").write_bytes(GOOD.read_bytes())
    read(qtbot, view, folder)
    assert [row[0] for row in causes(view)] == ["45", "3", "42", "\N{EN DASH}"]


def test_an_empty_folder_and_one_that_is_gone(qtbot: QtBot, view: FolderView, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    read(qtbot, view, tmp_path / "empty")
    assert banner(view) == "Note: There is no log in empty"
    assert "Watch for new logs" in view.verdict.accessibleDescription()
    assert view.counts.text() == "No logs in empty"
    assert not view.save_button.isEnabled()
    assert view.tabs.currentIndex() == SENDING
    assert not view.tabs._group.button(HANDSETS).isVisible()
    read(qtbot, view, tmp_path / "gone")
    assert banner(view).startswith("Warning: gone is not there, or not within reach.")
    assert view.tabs.currentIndex() == UNREAD
    assert any("gone" in problem for problem in (*view.work.unfound, *view.fleet.problems))
    read(qtbot, view, BULLETIN)
    assert view.tabs.currentIndex() == HANDSETS
    read(qtbot, view, tmp_path / ("x" * 300))  # No file system here has such a name: asking for it fails.
    assert "is not there, or not within reach." in banner(view)


def test_the_first_log_of_a_watched_folder_is_waited_for_and_shown(
    qtbot: QtBot, view: FolderView, tmp_path: Path
) -> None:
    view.work._timer.setInterval(20)
    read(qtbot, view, tmp_path)
    view.watch_box.click()
    assert banner(view).startswith("Note: Waiting for the first log in")
    with qtbot.waitSignal(view.said, timeout=10_000):
        (tmp_path / "0004f2000001-app.log").write_bytes(BAD.read_bytes())
    assert banner(view).startswith("Critical: 1 of 1 handsets")
    assert view.tabs.currentIndex() == HANDSETS
    # Nobody chose the only cause there was: the next log is seen, and the cursor is on it.
    with qtbot.waitSignal(view.said, timeout=10_000):
        (tmp_path / "0004f2000002-app.log").write_bytes(GOOD.read_bytes())
    assert handsets(view) == ["00:04:f2:00:00:01", "00:04:f2:00:00:02"]
    chosen = view.tabs.table.chosen()
    assert chosen is not None
    assert chosen.mac == "0004f2000002"
    view.causes.setCurrentCell(1, 0)
    view.tabs.setCurrentIndex(MEANING)
    with qtbot.waitSignal(view.said, timeout=10_000):
        (tmp_path / "0004f2000003-app.log").write_bytes(BAD.read_bytes())
    assert view.tabs.currentIndex() == MEANING  # Whoever reads goes on reading.
    view.watch_box.click()


def test_a_watched_folder_that_goes_away_is_told_and_looked_for(
    qtbot: QtBot, view: FolderView, folder: Path
) -> None:
    view.work._timer.setInterval(20)
    read(qtbot, view, folder)
    view.watch_box.click()
    away = folder.with_name("elsewhere")
    with qtbot.waitSignal(view.said, timeout=10_000) as heard:
        folder.rename(away)
    assert heard.args[0].startswith("uploads is not there any more.")
    assert view.verdict.accessibleDescription().startswith("uploads is not there any more.")
    assert len(handsets(view)) == 6
    with qtbot.waitSignal(view.said, timeout=10_000) as heard:
        away.rename(folder)
    assert heard.args[0] == "uploads is there again."
    assert "is not there any more" not in view.verdict.accessibleDescription()
    view.watch_box.click()


def test_the_rows_come_in_the_order_that_is_chosen_by_box_or_title(
    qtbot: QtBot, view: FolderView, folder: Path
) -> None:
    read(qtbot, view, folder)
    grave = handsets(view)
    assert [grave.index(f"00:04:f2:00:00:0{number}") for number in (0, 3)] == [0, 3]
    assert grave[5] == "unknown"  # What is no log comes last.
    view.tabs.order.setFocus()
    qtbot.keyClick(view.tabs.order, Qt.Key.Key_Down)
    assert handsets(view) == [*(f"00:04:f2:00:00:0{number}" for number in range(5)), "unknown"]
    header = view.tabs.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(Column.LOG) + 10, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.tabs.order.currentText() == "By file name"
    assert handsets(view)[-1] == "unknown"
    view.tabs.order.setCurrentIndex(0)
    assert handsets(view) == grave


def test_another_plan_judges_the_folder_anew_once_it_is_seen(
    qtbot: QtBot, view: FolderView, tmp_path: Path
) -> None:
    (tmp_path / "0004f2000001-app.log").write_bytes(GOOD.read_bytes())
    read(qtbot, view, tmp_path)
    assert banner(view).startswith("OK:")
    servers = (DraftServer("other1", "10.1.1.1"), DraftServer("other2", "10.1.1.2"))
    draft = Draft(option=Option.EXISTING_DOMAIN, domain="testserver.eslab.local", servers=servers)
    other = draft.read().plan
    view.hide()
    view.take_plan(other)
    view.take_plan(other)
    assert banner(view).startswith("OK:")
    view.show()
    qtbot.waitUntil(lambda: view.settled, timeout=30_000)
    assert not banner(view).startswith("OK:")
    view.again_button.click()
    qtbot.waitUntil(lambda: view.settled, timeout=30_000)
    assert not banner(view).startswith("OK:")


def test_all_well_is_said(qtbot: QtBot, view: FolderView, tmp_path: Path) -> None:
    (tmp_path / "a.log").write_bytes(GOOD.read_bytes())
    read(qtbot, view, tmp_path)
    assert banner(view).startswith("OK: Every log that can be judged shows its SIP servers found: 1 of 1")
    (tmp_path / "a.log").rename(tmp_path / "0004f2000001-app.log")
    read(qtbot, view, tmp_path)
    assert banner(view).startswith("OK: Every handset that can be judged found its SIP servers: 1 of 1")


def test_the_table_is_saved_for_a_spreadsheet(
    qtbot: QtBot, view: FolderView, folder: Path, tmp_path: Path
) -> None:
    read(qtbot, view, folder)
    out = tmp_path / "handsets.csv"
    with qtbot.waitSignal(view.said) as heard:
        view.saving.save(out, view.survey.of_now())
    assert str(out) in heard.args[0]
    rows = list(csv.reader(io.StringIO(out.read_text("utf-8").removeprefix(BYTE_ORDER_MARK), newline="")))
    assert len(rows) == 7
    with qtbot.waitSignal(view.failed) as heard:
        view.saving.save(tmp_path / "nowhere" / "handsets.csv", view.survey.of_now())
    assert "was not saved" in heard.args[0]


def test_what_is_saved_is_all_that_was_judged_when_it_was_asked_for(
    qtbot: QtBot, view: FolderView, folder: Path, tmp_path: Path
) -> None:
    """What is shown is put together a moment later."""
    for number in range(100):
        (folder / f"0004f3{number:06x}-app.log").write_bytes(GOOD.read_bytes())
    counts: list[tuple[int, int]] = []

    def look() -> None:
        judged = view.survey.of_now()().judged
        counts.append((len(judged), view.work.done))

    view.work.changed.connect(look)
    read(qtbot, view, folder)
    assert len({count for count, _ in counts}) > 2
    assert all(count == done for count, done in counts)
    assert counts[-1][0] == len(view.fleet.judged) == 106


def test_of_another_folder_nothing_of_the_one_before_is_shown(
    qtbot: QtBot, view: FolderView, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "0004f2abcdef-app.log").write_bytes(GOOD.read_bytes())
    read(qtbot, view, folder)
    view.survey.begin()  # Of the first one.
    shown: list[list[str]] = []
    view.judged.connect(lambda: shown.append(handsets(view)))
    view.review([tmp_path / "other"], None)
    assert handsets(view) == []
    qtbot.waitUntil(lambda: view.settled, timeout=30_000)
    shown.append(handsets(view))
    del shown[0]  # When it began: the rows went a moment later.
    assert all(rows in ([], ["00:04:f2:ab:cd:ef"]) for rows in shown)
    assert shown[-1] == ["00:04:f2:ab:cd:ef"]


def test_hostile_names_stay_text(qtbot: QtBot, view: FolderView, tmp_path: Path) -> None:
    name = "<img src=x>\u202e.log"
    (tmp_path / name).write_bytes(b"no log at all\n")
    read(qtbot, view, tmp_path)
    model = view.tabs.table.logs
    assert model.index(0, Column.LOG).data() == "<img src=x>[U+202E].log"
    assert "<img" not in model.index(0, Column.LOG).data(Qt.ItemDataRole.ToolTipRole)
    for label in view.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or "<" not in label.text()


def test_a_defect_is_told(qtbot: QtBot, view: FolderView, folder: Path, monkeypatch) -> None:
    def fails(*_: object, **_named: object) -> None:
        raise RuntimeError("no such luck")

    monkeypatch.setattr(log_folder, "find", fails)
    read(qtbot, view, folder)
    assert any("no such luck" in problem for problem in (*view.work.unfound, *view.fleet.problems))
    assert not view.work.running


def test_it_says_how_a_log_comes_into_the_summary(qtbot: QtBot, view: FolderView, folder: Path) -> None:
    """The case knows nothing of a folder's logs, nor does the summary."""
    read(qtbot, view, folder)
    said = view.verdict.accessibleDescription()
    assert said == "To have a log in the fix summary, open it from the list."
