from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.gui.conftest import MakeWindow
from tests.gui.demo import PAGES, STATUSES, SummaryPage
from wizard.core.case.steps import Progress, Status, Step
from wizard.gui.bottom_bar import WARN_AGAIN_MS
from wizard.gui.help import HelpDialog
from wizard.gui.window import MainWindow

Key = Qt.Key
Control = Qt.KeyboardModifier.ControlModifier


def test_the_first_page_is_shown_and_the_others_are_not_made(window: MainWindow) -> None:
    assert window.shown is Step.START
    assert list(window._parts.stack.made) == [Step.START]


@pytest.mark.parametrize(("number", "step"), list(enumerate(Step, 1)))
def test_a_key_jumps_to_each_step(qtbot: QtBot, window: MainWindow, number: int, step: Step) -> None:
    qtbot.keyClick(window, Key(Key.Key_0 + number), Control)
    assert window.shown is step
    assert window.page(step).isVisible()


def test_back_and_next_walk_through_all_pages(qtbot: QtBot, window: MainWindow) -> None:
    assert window.bottom.back.isHidden()
    for name in ("DNS setup", "Handset", "Live checks", "Log review", "Fix summary"):
        assert window.bottom.forward.text() == f"&Next: {name}"
        qtbot.mouseClick(window.bottom.forward, Qt.MouseButton.LeftButton)
    assert window.shown is Step.SUMMARY
    assert window.bottom.forward.isHidden()
    qtbot.keyClick(window, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.shown is Step.LOG


def test_next_is_primary_only_where_the_page_has_no_primary_button(window: MainWindow) -> None:
    window.go(Step.CHECKS)
    assert window.bottom.forward.property("kind") == ""
    assert window.page(Step.CHECKS).primary.property("kind") == "primary"
    window.go(Step.LOG)
    assert window.bottom.forward.property("kind") == "primary"


def test_control_enter_presses_the_primary_button(qtbot: QtBot, window: MainWindow) -> None:
    window.go(Step.CHECKS)
    with qtbot.waitSignal(window.page(Step.CHECKS).primary.clicked):
        qtbot.keyClick(window, Key.Key_Return, Control)


def test_a_page_gets_the_case_when_shown_and_again_only_when_it_changed(make_window: MakeWindow) -> None:
    window = make_window()
    window.go(Step.SUMMARY)
    page = window.page(Step.SUMMARY)
    assert isinstance(page, SummaryPage)
    assert page.cases == ["case"]
    window.go(Step.START)
    window.go(Step.SUMMARY)
    assert page.cases == ["case"]
    page.case_edited.emit("edited")
    assert page.cases == ["case", "edited"]
    window.go(Step.START)
    window.page(Step.START).case_edited.emit("again")
    window.page(Step.START).case_edited.emit("and again")
    assert page.cases == ["case", "edited"]
    page_request = window.page(Step.START).step_requested
    page_request.emit(Step.SUMMARY)
    assert page.cases == ["case", "edited", "and again"]
    assert window.case == "and again"


def test_statuses_and_title_follow_the_case(make_window: MakeWindow) -> None:
    def statuses(case: Any) -> dict[Step, Status]:
        return STATUSES | {Step.SETUP: Status(Progress.OK, case)}

    window = make_window(statuses=statuses, name_of=lambda case: case)
    assert window.windowTitle() == "case - Handset Failover Wizard"
    window.page(Step.START).case_edited.emit("Aarhus")
    assert window.windowTitle() == "Aarhus - Handset Failover Wizard"
    assert window.sidebar.stepper.steps.row(1).status.text == "Aarhus"
    window.page(Step.START).case_edited.emit("N" * 32_000)
    assert window.windowTitle() == f"{'N' * 79}… - Handset Failover Wizard"


def test_a_message_is_shown_as_plain_text(window: MainWindow) -> None:
    window.page(Step.START).said.emit("<b>2 problems</b>")
    label = next(one for one in window.bottom.findChildren(QLabel) if one.text())
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_however_long_a_message_is_the_page_keeps_its_height(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(800, 500)
    window.say("Copied.")
    short = window.bottom.height()
    window.say("\n".join(["What it says goes on <b>and on</b>."] * 400))
    label = next(one for one in window.bottom.findChildren(QLabel) if one.text())
    qtbot.waitUntil(lambda: window.bottom.height() >= label.heightForWidth(label.width()))
    assert window.bottom.height() < short + 6 * label.fontMetrics().lineSpacing()
    assert "\n" not in label.text()
    assert label.text().endswith("…")
    assert label.toolTip().count("&lt;b&gt;") == 400
    window.say("Copied.")
    assert label.toolTip() == ""
    window.warn("word " * 100)
    window.warn("")
    assert label.text() == ""


def test_a_message_goes_when_the_user_goes_on_and_a_lasting_one_stays(
    qtbot: QtBot, window: MainWindow
) -> None:
    def shown() -> str:
        return " ".join(one.text() for one in window.bottom.findChildren(QLabel))

    window.page(Step.START).said.emit("Checks finished: 2 problems")
    window.page(Step.START).step_requested.emit(
        Step.CHECKS
    )  # The page that said it leads on: it is about that.
    assert shown() == "Checks finished: 2 problems"
    qtbot.keyClick(window, Key.Key_4, Control)
    assert shown() == "Checks finished: 2 problems"
    qtbot.mouseClick(window.bottom.forward, Qt.MouseButton.LeftButton)
    assert shown() == ""
    window.warn("What you enter is not being kept.")
    qtbot.keyClick(window, Key.Key_1, Control)
    assert shown() == "What you enter is not being kept."
    window.say("Copied.")
    assert shown() == "Copied."
    with qtbot.waitSignal(window.bottom._again.timeout, timeout=2 * WARN_AGAIN_MS):
        window.bottom._again.start(0)
    assert shown() == "What you enter is not being kept.", "it is so still"
    window.warn("")
    assert shown() == ""
    window.say("Copied.")
    window.warn("")
    assert shown() == "Copied.", "nothing was taken back"


def test_closing_shuts_every_page_down(make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window = make_window()
    closed: list[Step] = []
    for step in (Step.START, Step.LOG):
        page = window.page(step)
        monkeypatch.setattr(page, "shutdown", lambda step=step: closed.append(step))
    window.close()
    assert closed == [Step.START, Step.LOG]


def test_files_dropped_on_the_window_reach_the_opener(make_window: MakeWindow) -> None:
    opened: list[Path] = []
    window = make_window(opener=opened.extend)
    window.show()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/logs/one.log"), QUrl("https://example.org/two.log")])
    enter = QDragEnterEvent(
        QPoint(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    drop = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window, drop)
    assert opened == [Path("/logs/one.log")]


def test_text_dropped_on_the_window_is_refused(make_window: MakeWindow) -> None:
    window = make_window(opener=lambda _paths: None)
    data = QMimeData()
    data.setText("no file")
    enter = QDragEnterEvent(
        QPoint(50, 50),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter.ignore()
    QApplication.sendEvent(window, enter)
    assert not enter.isAccepted()


def test_help_opens_with_f1_and_closes(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Key.Key_F1)
    dialog = window.findChild(HelpDialog)
    assert dialog is not None
    assert dialog.isVisible()
    keys = ", ".join(label.text() for label in dialog.findChildren(QLabel)).split(", ")
    assert {"Ctrl+O", "Ctrl+S", "Ctrl+V", "Ctrl+E"} <= set(keys)
    dialog.reject()
    qtbot.waitUntil(lambda: not isValid(dialog))


def test_help_is_whole_on_a_small_laptop_at_150_percent(window: MainWindow) -> None:
    window.show_help()
    dialog = window.findChild(HelpDialog)
    assert dialog is not None
    assert dialog.height() <= 768 / 1.5 - 40 - 32  # Without the task bar and the title.
    dialog.close()


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("size", [(800, 500), (1366, 768)])
def test_nothing_is_wider_than_the_window(window: MainWindow, step: Step, size: tuple[int, int]) -> None:
    window.resize(*size)
    window.go(step)
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    area = window.page(step).parent().parent()
    assert isinstance(area, QScrollArea)
    assert area.horizontalScrollBar().maximum() == 0


def test_a_page_that_fills_has_no_scroll_bar_of_the_window(window: MainWindow) -> None:
    window.resize(800, 500)
    window.go(Step.LOG)
    QApplication.processEvents()
    area = window.page(Step.LOG).parent().parent()
    assert area.verticalScrollBar().maximum() == 0


def test_the_step_list_narrows_with_the_window(window: MainWindow) -> None:
    wide = window.sidebar.width()
    window.resize(900, 600)
    QApplication.processEvents()
    assert window.sidebar.stepper.narrow
    assert window.sidebar.width() < wide
    window.resize(1000, 600)
    QApplication.processEvents()
    assert window.sidebar.width() == wide


def test_a_bar_stands_above_the_pages(window: MainWindow) -> None:
    bar = QLabel("Practice case")
    window.set_bar(bar)
    QApplication.processEvents()
    assert bar.isVisible()
    assert bar.mapTo(window, QPoint()).y() == 0


def test_closing_is_told_after_the_pages_were_shut_down(make_window: MakeWindow) -> None:
    window = make_window()
    heard: list[bool] = []
    window.closing.connect(lambda: heard.append(window.page(Step.START).busy()))
    window.close()
    assert heard == [False]


def test_making_pages_flashes_no_other_window(qtbot: QtBot, window: MainWindow) -> None:
    """A part that is shown before it has a parent becomes a window for a moment and takes the focus."""

    class Watcher(QObject):
        shown: ClassVar[list[QObject]] = []

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                self.shown.append(watched)
            return False

    watcher = Watcher()
    app = QApplication.instance()
    app.installEventFilter(watcher)
    for step in Step:
        window.go(step)
    app.removeEventFilter(watcher)
    assert not watcher.shown
    assert window.isActiveWindow()


def test_all_steps_are_there() -> None:
    assert list(PAGES) == list(Step)
