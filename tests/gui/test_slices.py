"""Long work of several widgets: in line, one slice a turn, gone with its widget, told when it fails."""

from __future__ import annotations

import sys
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from wizard.gui.faults import Faults
from wizard.gui.slices import Curtain, Slices
from wizard.workers import courtesy


class Turns(QObject):
    """Counts the turns of the event loop: in each of them Qt fires a timer without interval once."""

    def __init__(self) -> None:
        super().__init__()
        self.number = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._count)
        self._timer.start(0)

    def _count(self) -> None:
        self.number += 1


class Worker(QWidget):
    """Has so many slices to do, and writes down who did one in which turn."""

    def __init__(self, name: str, count: int, told: list[tuple[str, int]], turns: Turns) -> None:
        super().__init__()
        self.left = count
        self.slices = Slices(self, self.cut)
        self._name, self._told, self._turns = name, told, turns

    def cut(self) -> bool:
        self._told.append((self._name, self._turns.number))
        self.left -= 1
        return self.left > 0


@pytest.fixture
def turns(qtbot: QtBot) -> Turns:
    return Turns()


@pytest.fixture
def told() -> list[tuple[str, int]]:
    return []


def workers(
    qtbot: QtBot, told: list[tuple[str, int]], turns: Turns, counts: dict[str, int]
) -> dict[str, Worker]:
    made = {name: Worker(name, count, told, turns) for name, count in counts.items()}
    for one in made.values():
        qtbot.addWidget(one)
        one.slices.start()
    return made


def test_each_gets_a_slice_in_its_turn(qtbot: QtBot, told: list[tuple[str, int]], turns: Turns) -> None:
    made = workers(qtbot, told, turns, {"rows": 3, "bars": 1, "steps": 2})
    assert told == [], "nothing is done before the event loop turns"
    qtbot.waitUntil(lambda: not any(one.slices.waiting for one in made.values()))
    assert [name for name, _ in told] == ["rows", "bars", "steps", "rows", "steps", "rows"]


def test_qt_has_a_turn_after_each_slice(qtbot: QtBot, told: list[tuple[str, int]], turns: Turns) -> None:
    made = workers(qtbot, told, turns, {"rows": 4, "bars": 4, "steps": 4})
    qtbot.waitUntil(lambda: not any(one.slices.waiting for one in made.values()))
    numbers = [number for _, number in told]
    assert len(numbers) == 12
    assert all(after - before >= 2 for before, after in pairwise(numbers))


def test_whoever_starts_twice_stands_in_line_once(
    qtbot: QtBot, told: list[tuple[str, int]], turns: Turns
) -> None:
    made = workers(qtbot, told, turns, {"rows": 2, "bars": 2})
    made["rows"].slices.start()
    qtbot.waitUntil(lambda: len(told) >= 4)
    assert [name for name, _ in told] == ["rows", "bars", "rows", "bars"]


def test_nothing_comes_of_what_was_stopped(qtbot: QtBot, told: list[tuple[str, int]], turns: Turns) -> None:
    made = workers(qtbot, told, turns, {"rows": 5, "bars": 2})
    made["rows"].slices.stop()
    assert not made["rows"].slices.waiting
    qtbot.waitUntil(lambda: not made["bars"].slices.waiting)
    assert [name for name, _ in told] == ["bars", "bars"]


def test_what_is_started_by_its_own_last_slice_goes_on(
    qtbot: QtBot, told: list[tuple[str, int]], turns: Turns
) -> None:
    made = workers(qtbot, told, turns, {"rows": 1})
    again = ["once"]
    one = made["rows"]

    def cut() -> bool:
        if again:
            again.pop()
            one.slices.start()
        return one.cut()

    one.slices = Slices(one, cut)
    one.slices.start()
    qtbot.waitUntil(lambda: len(told) == 3)  # One of the first, two of this.
    assert not one.slices.waiting


@pytest.mark.parametrize("at_once", [True, False], ids=["deleted", "deleteLater"])
def test_it_ends_when_its_widget_goes(
    qtbot: QtBot, told: list[tuple[str, int]], turns: Turns, at_once: bool
) -> None:
    gone = Worker("gone", 3, told, turns)
    gone.slices.start()
    made = workers(qtbot, told, turns, {"bars": 2})
    if at_once:
        delete(gone)
    else:
        gone.deleteLater()
        QApplication.sendPostedEvents(gone, QEvent.Type.DeferredDelete.value)
    qtbot.waitUntil(lambda: not made["bars"].slices.waiting)
    assert [name for name, _ in told] == ["bars", "bars"]


@pytest.mark.qt_no_exception_capture
def test_a_defect_is_told_and_the_others_go_on(
    qtbot: QtBot, told: list[tuple[str, int]], turns: Turns, tmp_path
) -> None:
    def fail() -> bool:
        raise RuntimeError("no such row")

    faults = Faults(tmp_path)
    heard: list[str] = []
    faults.noticed.connect(heard.append)
    before = sys.excepthook
    faults.install()
    try:
        broken = QWidget()
        qtbot.addWidget(broken)
        slices = Slices(broken, fail)
        slices.start()
        made = workers(qtbot, told, turns, {"bars": 2})
        qtbot.waitUntil(lambda: not made["bars"].slices.waiting)
    finally:
        faults.remove()
    assert sys.excepthook is before
    assert len(heard) == 1
    assert "no such row" in heard[0]
    assert not slices.waiting
    assert [name for name, _ in told] == ["bars", "bars"]


def test_the_line_rests_when_all_is_done(qtbot: QtBot, told: list[tuple[str, int]], turns: Turns) -> None:
    made = workers(qtbot, told, turns, {"rows": 1})
    line = [
        timer for timer in QApplication.instance().findChildren(QTimer) if "_Line" in repr(timer.parent())
    ]
    assert [timer.isActive() for timer in line] == [True]
    qtbot.waitUntil(lambda: not made["rows"].slices.waiting)
    qtbot.waitUntil(lambda: not line[0].isActive())


class Painted(QWidget):
    """Writes down in which turn it is painted."""

    def __init__(self, told: list[tuple[str, int]], turns: Turns) -> None:
        super().__init__()
        self._told, self._turns = told, turns

    def paintEvent(self, event: QPaintEvent) -> None:
        self._told.append(("painted", self._turns.number))


def test_behind_a_curtain_it_is_painted_in_a_later_turn(
    qtbot: QtBot, told: list[tuple[str, int]], turns: Turns
) -> None:
    widget = Painted(told, turns)
    qtbot.addWidget(widget)
    with qtbot.waitExposed(widget):
        widget.show()
    curtain = Curtain(widget, lambda: told.append(("lifted", turns.number)))
    for _ in range(2):
        told.clear()
        curtain.drop()
        widget.update()
        changed = turns.number
        assert courtesy._until > 0, "threads wait"
        QCoreApplication.sendPostedEvents()
        assert told == [], "it is not painted in the same turn"
        qtbot.waitUntil(lambda: bool(told) and told[-1][0] == "lifted")
        assert {name for name, _ in told[:-1]} == {"painted"}
        assert all(turn > changed for _, turn in told)
        assert not curtain.waiting
        assert courtesy._until == 0, "threads go on"


def test_whoever_only_waits_for_the_painting_needs_no_curtain(
    qtbot: QtBot, told: list[tuple[str, int]], turns: Turns
) -> None:
    widget = Painted(told, turns)
    qtbot.addWidget(widget)
    curtain = Curtain(widget, lambda: told.append(("lifted", turns.number)))
    curtain.start()
    qtbot.waitUntil(lambda: told != [])
    assert widget.updatesEnabled()
    assert [name for name, _ in told] == ["lifted"]
