"""Step LOG: where a log opens, and that nothing moves it while somebody reads it."""

from __future__ import annotations

import io
import shutil
import threading
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.pages.log_window import (
    FAILED,
    SUCCESSFUL,
    click_row,
    current,
    log_page,
    open_window,
    opened,
    settle,
)
from wizard.core.finding import Evidence, EvidenceKind
from wizard.core.log.engine import read_stretch
from wizard.core.log.finder import Log
from wizard.core.log.large import Piece, assemble
from wizard.core.log.origin import Origin
from wizard.core.log.review import Review
from wizard.core.log.stored import KeptBytes
from wizard.gui.pages import log_sources
from wizard.gui.pages.log import LogPage
from wizard.gui.window import MainWindow
from wizard.longlog import Progress
from wizard.workers import result_of

PARTS = Path(__file__).parents[2] / "data" / "logs" / "in-parts"
NAME = "0004f2a1b2c3-app.log"
NOISE = "1028091157|lldp |4|00|Ignoring corrupt LLDP packet.\n"
BEFORE = 400
"""Lines of noise before each attempt."""
ATTEMPT = BEFORE + 31


def attempts(count: int) -> str:
    """So many failed registrations of one kind, with noise before each."""
    return (NOISE * BEFORE + FAILED.read_text(encoding="utf-8")) * count


def in_sight(page: LogPage, line: int) -> bool:
    table = page.viewer.lines.table
    top = table.rowViewportPosition(table.lines.row_of(line - 1))
    return 0 <= top <= table.viewport().height() - table.rowHeight(0)


def chosen_lines(page: LogPage) -> list[int]:
    table = page.viewer.lines.table
    return [index.row() + 1 for index in table.selectionModel().selectedRows()]


# Where it opens


@pytest.mark.parametrize("count", [2, 40])
@pytest.mark.parametrize("size", [(800, 500), (1366, 768)])
def test_a_log_opens_at_the_attempt_that_its_verdict_is_about(
    qtbot: QtBot, settings: QSettings, tmp_path: Path, count: int, size: tuple[int, int]
) -> None:
    page = log_page(open_window(qtbot, settings, size=size))
    path = tmp_path / NAME
    path.write_text(attempts(count), encoding="utf-8")
    opened(qtbot, page, path)
    last = (count - 1) * ATTEMPT + BEFORE
    verdict = page.viewer.reading.judgement.verdict
    assert current(page) == verdict.evidence[0].line == last + 6
    assert chosen_lines(page) == [last + 6]
    assert all(in_sight(page, last + line) for line in (6, 7, 8))


def test_f8_goes_on_from_there(qtbot: QtBot, window: MainWindow, page: LogPage, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_text(attempts(3), encoding="utf-8")
    opened(qtbot, page, path)
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert current(page) == 2 * ATTEMPT + BEFORE + 7
    qtbot.keyClick(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert current(page) == ATTEMPT + BEFORE + 31  # The last failure of the attempt before.


def test_a_verdict_about_something_else_than_the_first_failure_is_shown_where_it_is_proven(
    qtbot: QtBot, page: LogPage, tmp_path: Path
) -> None:
    """What failed first is repaired; what the server says now stands at the end."""
    path = tmp_path / NAME
    end = "1028091301|sip  |4|00|Registration failed User: 1512, Error Code:403 Forbidden\n"
    good = SUCCESSFUL.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(FAILED.read_text(encoding="utf-8") + "".join(good) + NOISE * 300 + end, encoding="utf-8")
    opened(qtbot, page, path)
    assert current(page) == page.viewer.reading.judgement.verdict.evidence[0].line
    assert current(page) > 31


def test_a_healthy_log_opens_where_its_servers_were_found(qtbot: QtBot, page: LogPage) -> None:
    opened(qtbot, page, SUCCESSFUL)
    assert current(page) == page.viewer.reading.judgement.verdict.evidence[0].line == 48
    assert in_sight(page, 48)


def test_what_is_no_log_opens_at_its_first_line(qtbot: QtBot, page: LogPage, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("nothing\nof a handset\n", encoding="utf-8")
    opened(qtbot, page, path)
    assert current(page) == 1


def test_the_line_stays_in_sight_when_the_lines_get_less_room(
    qtbot: QtBot, window: MainWindow, page: LogPage, tmp_path: Path
) -> None:
    """Near the end of a log the last line would be kept in sight instead."""
    path = tmp_path / NAME
    path.write_text(attempts(2), encoding="utf-8")
    opened(qtbot, page, path)
    window.resize(800, 500)
    qtbot.waitUntil(lambda: page.viewer.lines.table.height() < 300)
    assert in_sight(page, ATTEMPT + BEFORE + 6)
    page.notice.tell("Something has happened.")
    QApplication.processEvents()
    assert in_sight(page, ATTEMPT + BEFORE + 6)


# From a folder's table


def looked_at(qtbot: QtBot, page: LogPage, folder: Path) -> None:
    page.open_folders([folder])
    settle(qtbot, page)
    qtbot.waitUntil(lambda: page.folder.settled)


def test_a_log_of_a_folder_opens_there_too(qtbot: QtBot, page: LogPage, tmp_path: Path) -> None:
    folder = tmp_path / "uploads"
    folder.mkdir()
    (folder / NAME).write_text(attempts(30), encoding="utf-8")
    looked_at(qtbot, page, folder)
    table = page.folder.tabs.table
    table.setCurrentIndex(table.logs.index(0, 0))
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert current(page) == 29 * ATTEMPT + BEFORE + 6
    assert in_sight(page, current(page))


def test_a_line_of_one_of_several_files_is_found_in_the_log_that_they_make(
    qtbot: QtBot, page: LogPage, tmp_path: Path
) -> None:
    """A folder's evidence names the file and the line in it; the log counts through all of them."""
    folder = tmp_path / "uploads"
    shutil.copytree(PARTS, folder)
    looked_at(qtbot, page, folder)
    cause = page.folder.fleet.causes[0]
    proof: tuple[Evidence, ...] = cause.said.finding.evidence
    assert len({seen.source for seen in proof}) > 1
    for seen in proof:
        page.folder.tabs.seen_wanted.emit(cause, seen)
        settle(qtbot, page)
        line = page.viewer.lines.table.current_line()
        assert line is not None
        assert line.raw == seen.text


def test_the_line_of_a_log_that_could_not_be_opened_is_not_sought_in_the_next(
    qtbot: QtBot, page: LogPage, tmp_path: Path
) -> None:
    gone = Log((Origin(str(tmp_path / "gone.log")),))
    page.open_log(gone, Evidence(EvidenceKind.LOG, str(tmp_path / NAME), "", 2))
    settle(qtbot, page)
    path = tmp_path / NAME
    path.write_text(attempts(1), encoding="utf-8")
    opened(qtbot, page, path)
    assert current(page) == BEFORE + 6


# While the rest of it is read


@pytest.fixture
def half_read(qtbot: QtBot, page: LogPage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """A log whose first lines are shown; calling it has the rest read."""
    data = attempts(5).encode()
    stretch = result_of(read_stretch(io.BytesIO(data), NAME))
    may_end = threading.Event()

    def reading(*_given: object, keep: bool) -> Generator[Progress, None, Review]:
        piece = Piece(NAME, stretch, KeptBytes(data))
        yield Progress(0.5, stretch.count, piece)
        assert may_end.wait(30)
        return assemble(NAME, [piece])

    monkeypatch.setattr(log_sources, "reading", reading)
    page._open([partial(log_sources._logs, [Log((Origin(NAME),))])], NAME)
    lines = page.viewer.lines
    qtbot.waitUntil(lambda: lines.reading is not None and lines.reading.partial, timeout=30_000)
    QApplication.processEvents()

    def end() -> None:
        may_end.set()
        settle(qtbot, page)

    yield end
    end()


PROOF = 4 * ATTEMPT + BEFORE + 6


def test_untouched_it_goes_to_the_proof_when_all_is_read(
    page: LogPage, half_read: Callable[[], None]
) -> None:
    assert current(page) == 1
    half_read()
    assert current(page) == PROOF
    assert in_sight(page, PROOF)


def roll(view: QWidget) -> None:
    place = QPointF(50, 50)
    wheel = QWheelEvent(
        place,
        view.mapToGlobal(place),
        QPoint(),
        QPoint(0, -360),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, wheel)


def test_who_has_scrolled_stays_there(page: LogPage, half_read: Callable[[], None]) -> None:
    table = page.viewer.lines.table
    roll(table.viewport())
    at = table.verticalScrollBar().value()
    assert at > 0
    half_read()
    assert page.verdict.isVisible()
    assert (table.verticalScrollBar().value(), current(page)) == (at, 1)


def test_who_has_chosen_the_first_line_stays_there(
    qtbot: QtBot, page: LogPage, half_read: Callable[[], None]
) -> None:
    click_row(qtbot, page, 0)
    half_read()
    assert (page.viewer.lines.table.verticalScrollBar().value(), current(page)) == (0, 1)


def test_who_pressed_a_key_stays_there(qtbot: QtBot, page: LogPage, half_read: Callable[[], None]) -> None:
    qtbot.keyClick(page.viewer.lines.table, Qt.Key.Key_Down)
    half_read()
    assert current(page) == 2


def test_who_types_into_the_search_goes_on_typing(
    qtbot: QtBot, window: MainWindow, page: LogPage, half_read: Callable[[], None]
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = page.viewer.lines.find_bar.field
    assert field.hasFocus()
    half_read()
    assert field.hasFocus()


def test_another_log_begins_at_its_proof_again(
    qtbot: QtBot, page: LogPage, half_read: Callable[[], None]
) -> None:
    qtbot.keyClick(page.viewer.lines.table, Qt.Key.Key_Down)
    half_read()
    page.viewer.lines.table.touch()
    page.open_text(FAILED.read_text(encoding="utf-8"))
    settle(qtbot, page)
    assert current(page) == 6
