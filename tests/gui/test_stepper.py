from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from pytestqt.qtbot import QtBot

from tests.gui.demo import STATUSES
from wizard.core.case.steps import Step
from wizard.gui import fonts, icons
from wizard.gui.stepper import Stepper
from wizard.gui.window import MainWindow

Key = Qt.Key


@pytest.fixture
def stepper(qtbot: QtBot) -> Stepper:
    made = Stepper({Step.START: "Start", Step.SETUP: "DNS setup", Step.LOG: "Log review"})
    qtbot.addWidget(made)
    made.set_statuses(STATUSES)
    made.set_shown(Step.START)
    return made


def test_keys_move_and_enter_chooses(qtbot: QtBot, stepper: Stepper) -> None:
    chosen: list[Step] = []
    stepper.chosen.connect(chosen.append)
    for key in (Key.Key_Down, Key.Key_Return, Key.Key_End, Key.Key_Space, Key.Key_Home, Key.Key_Enter):
        qtbot.keyClick(stepper, key)
    assert chosen == [Step.SETUP, Step.LOG, Step.START]


def test_moving_alone_chooses_nothing(qtbot: QtBot, stepper: Stepper) -> None:
    with qtbot.assertNotEmitted(stepper.chosen):
        qtbot.keyClick(stepper, Key.Key_Down)
        qtbot.keyClick(stepper, Key.Key_Up)


def test_a_click_chooses(qtbot: QtBot, stepper: Stepper) -> None:
    stepper.show()
    place = stepper.visualRect(stepper.steps.index(2)).center()
    with qtbot.waitSignal(stepper.chosen) as heard:
        qtbot.mouseClick(stepper.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert heard.args == [Step.LOG]


def test_a_screen_reader_hears_name_position_and_status(stepper: Stepper) -> None:
    interface = QAccessible.queryAccessibleInterface(stepper)
    names = [interface.child(number).text(QAccessible.Text.Name) for number in range(3)]
    assert names == [
        "Start, step 1 of 3, Done, shown",
        "DNS setup, step 2 of 3, No server yet",
        "Log review, step 3 of 3, Plan changed since",
    ]


def test_no_name_is_cut_in_either_width(stepper: Stepper) -> None:
    needed = QFontMetrics(fonts.bold()).horizontalAdvance("Log review") + icons.MEDIUM
    assert stepper.width_needed(narrow=True) > needed
    assert stepper.width_needed(narrow=False) > stepper.width_needed(narrow=True)


def test_the_list_needs_no_scroll_bar_in_the_smallest_window(window: MainWindow) -> None:
    window.resize(800, 500)
    assert window.sidebar.stepper.verticalScrollBar().maximum() == 0
