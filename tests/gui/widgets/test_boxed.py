"""Many widgets one below the other in boxes: their order, their look and the keys stay what they were."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wizard.gui.parted import dress
from wizard.gui.widgets.boxed import TOGETHER, Boxed

COUNT = 2 * TOGETHER + 3


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    QVBoxLayout(made)
    made.resize(300, 900)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def boxed(window: QWidget, count: int = COUNT) -> tuple[Boxed, list[QLineEdit]]:
    """In a window that is shown, and styled."""
    made = Boxed(window)
    window.layout().addWidget(made)
    dress(made)
    fields = [QLineEdit(str(number), made.place(number)) for number in range(count)]
    made.put(fields)
    return made, fields


def from_above(made: Boxed, fields: Sequence[QLineEdit]) -> list[QLineEdit]:
    QApplication.processEvents()
    return sorted(fields, key=lambda field: field.mapTo(made, field.rect().topLeft()).y())


def boxes(fields: Sequence[QLineEdit]) -> list[int]:
    """How many fields stand in each box."""
    places = [field.parentWidget() for field in fields]
    return [places.count(box) for box in dict.fromkeys(places)]


def test_it_is_hidden_until_something_is_in_it_and_afterwards(window: QWidget) -> None:
    made, fields = boxed(window, 1)
    assert made.isVisible()
    made.take(fields[0])
    made.put([])
    assert made.isHidden()


@pytest.mark.usefixtures("qapp")
@given(st.permutations(range(COUNT)), st.integers(0, COUNT))
def test_they_stand_in_the_order_that_is_wanted(order: list[int], gone: int) -> None:
    made = Boxed()
    fields = [QLineEdit(str(number), made.place(number)) for number in range(COUNT)]
    made.put(fields)
    for number in order[:gone]:
        made.take(fields[number])
    left = [fields[number] for number in order[gone:]]
    made.put(left)
    made.resize(200, made.heightForWidth(200))
    made.show()
    assert from_above(made, left) == left
    assert all(one <= TOGETHER for one in boxes(left))
    assert len(boxes(left)) == -(-len(left) // TOGETHER)
    made.close()


def test_each_box_has_the_style_sheet_and_nothing_in_it(window: QWidget) -> None:
    made, fields = boxed(window)
    assert made.styleSheet() == ""
    assert all(field.parentWidget().styleSheet() for field in fields)
    assert not any(field.styleSheet() for field in fields)


def test_who_is_moved_to_another_box_keeps_the_keys_and_leaves_nothing(window: QWidget) -> None:
    made, fields = boxed(window)
    fields[0].setFocus()
    QTest.keyClick(fields[0], "x")
    fields[0].setCursorPosition(1)
    left: list[bool] = []
    fields[0].editingFinished.connect(lambda: left.append(True))
    moved = [*fields[1:], fields[0]]
    made.put(moved)
    assert from_above(made, fields) == moved
    assert fields[0].hasFocus()
    assert fields[0].cursorPosition() == 1
    assert left == []
    QTest.keyClick(fields[0], "y")
    fields[0].clearFocus()
    assert left == [True], "it tells again what happens to it"
