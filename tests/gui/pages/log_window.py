"""The real window on the log page, and what the tests look at in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSettings, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.demo import StartPage
from tests.gui.whole import shown, whole_window
from wizard.core import knowledge
from wizard.core.case.case import Case
from wizard.core.case.judging import Judge
from wizard.core.case.status import statuses
from wizard.core.case.steps import Step
from wizard.gui.pages.log import LogPage
from wizard.gui.widgets.log_model import Column
from wizard.gui.window import MainWindow
from wizard.paths import resource

BULLETIN = Path(__file__).parents[2] / "data" / "bulletin"
FAILED = BULLETIN / "failed-restored.log"
SUCCESSFUL = BULLETIN / "successful-restored.log"
FAILURES = [6, 7, 8, 11, 15, 16, 17, 20, 25, 26, 27, 30, 31]
JUDGE = Judge(knowledge.load(resource("knowledge")))


def open_window(
    qtbot: QtBot,
    settings: QSettings,
    case: Case | None = None,
    step: Step = Step.LOG,
    size: tuple[int, int] = (1366, 768),
) -> MainWindow:
    """Shown and active; files that are dropped on it go to the log page."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    window = whole_window(
        case or Case(),
        {Step.START: StartPage, Step.LOG: lambda: LogPage(JUDGE, settings)},
        lambda one: statuses(one, JUDGE),
        settings,
        opener=lambda paths: open_in(window, paths),
    )
    return shown(qtbot, window, step, size)


def open_in(window: MainWindow, paths: Sequence[Path]) -> None:
    window.go(Step.LOG)
    log_page(window).open_paths(paths)


def log_page(window: MainWindow) -> LogPage:
    return cast("LogPage", window.page(Step.LOG))


def told(window: MainWindow, step: Step) -> str:
    """What the step list says of a step."""
    rows = map(window.sidebar.stepper.steps.row, range(window.sidebar.stepper.steps.rowCount()))
    return next(row.status.text for row in rows if row.step is step)


def settle(qtbot: QtBot, page: LogPage) -> None:
    """Until nothing is read, judged or searched any more."""
    qtbot.waitUntil(lambda: not page.busy(), timeout=60_000)
    QCoreApplication.processEvents()


def opened(qtbot: QtBot, page: LogPage, *paths: Path) -> None:
    page.open_paths(paths)
    settle(qtbot, page)


def pasted(qtbot: QtBot, page: LogPage, text: str) -> None:
    page.open_text(text)
    settle(qtbot, page)


def shown_lines(page: LogPage) -> list[int]:
    """The numbers of the lines in the table."""
    model = page.viewer.lines.table.lines
    return [int(model.text(row, Column.LINE)) for row in range(model.rowCount())]


def marks(page: LogPage) -> dict[str, list[int]]:
    """The lines by the word in their first column."""
    model = page.viewer.lines.table.lines
    found: dict[str, list[int]] = {}
    for row in range(model.rowCount()):
        word = model.text(row, Column.MARK)
        if word:
            found.setdefault(word, []).append(int(model.text(row, Column.LINE)))
    return found


def current(page: LogPage) -> int:
    """The number of the line that the user is at, 0 without one."""
    line = page.viewer.lines.table.current_line()
    return line.number if line is not None else 0


def words(widget: QWidget) -> str:
    """All that its visible labels say, without the invisible places where they may wrap."""
    QCoreApplication.processEvents()  # A label that was just made shows with the next round.
    labels = (label for label in widget.findChildren(QLabel) if label.isVisible())
    return "\n".join(label.text().replace("\u200b", "") for label in labels)


def press(qtbot: QtBot, widget: QWidget, text: str) -> None:
    """Clicks the visible button of this text."""
    found = [
        one
        for one in widget.findChildren(QPushButton)
        if one.isVisible() and one.text().replace("&", "") == text
    ]
    assert len(found) == 1, [one.text() for one in widget.findChildren(QPushButton)]
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def click_row(qtbot: QtBot, page: LogPage, row: int) -> None:
    table = page.viewer.lines.table
    place = QPoint(200, table.rowViewportPosition(row) + 4)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
