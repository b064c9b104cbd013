"""Tab goes down the page, whenever its parts were made."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.pages.wizard_window import open_window, setup_page
from wizard.core.case.case import Case
from wizard.core.case.steps import Step
from wizard.gui.widgets.cards import RadioCards
from wizard.gui.widgets.copy_rows import CopyRows, Line
from wizard.gui.widgets.disclosure import Disclosure
from wizard.gui.widgets.inputs import ChoiceBox, NumberBox
from wizard.gui.widgets.tab_order import stops
from wizard.practice.case import practice_draft

Key = Qt.Key


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.resize(900, 400)
    QVBoxLayout(made)
    qtbot.addWidget(made)
    return made


def put(host: QWidget, *widgets: QWidget) -> None:
    layout = host.layout()
    assert layout is not None
    for widget in widgets:
        layout.addWidget(widget)
    host.show()
    host.activateWindow()


def tabbed(qtbot: QtBot, first: QWidget, count: int) -> list[QWidget]:
    """Where the Tab key goes from ``first`` on."""
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    found: list[QWidget] = []
    for _ in range(count):
        now = QApplication.focusWidget()
        assert now is not None
        qtbot.keyClick(now, Key.Key_Tab)
        after = QApplication.focusWidget()
        assert after is not None
        found.append(after)
    return found


def test_lines_that_come_later_are_where_they_stand(qtbot: QtBot, host: QWidget) -> None:
    rows, before, after = CopyRows(), QLineEdit(), QLineEdit()
    put(host, before, rows, after)
    rows.set_lines([Line("A", "1"), Line("B", "", copies=""), Line("C", "3")])
    assert tabbed(qtbot, before, 3) == [rows.button(0), rows.button(2), after]
    rows.set_lines([Line("A", "1"), Line("B", "2"), Line("C", "3"), Line("D", "4")])
    qtbot.waitUntil(rows.button(3).isVisible)
    assert tabbed(qtbot, before, 5) == [*(rows.button(number) for number in range(4)), after]
    assert rows.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_what_is_disclosed_comes_after_its_button(qtbot: QtBot, host: QWidget) -> None:
    inside = QPushButton("inside")
    part, after = Disclosure("More", lambda: inside), QLineEdit()
    put(host, part, after)
    part.button.click()
    assert tabbed(qtbot, part.button, 2) == [inside, after]


def test_the_chosen_card_is_the_one_stop_of_its_group(qtbot: QtBot, host: QWidget) -> None:
    before, cards, after = QLineEdit(), RadioCards(), QLineEdit()
    radios = [cards.add(number, str(number), "") for number in range(3)]
    put(host, before, cards, after)
    cards.set_value(1)
    assert tabbed(qtbot, before, 2) == [radios[1], after]
    cards.set_value(2)
    assert tabbed(qtbot, before, 2) == [radios[2], after]
    radios[2].setFocus()
    qtbot.keyClick(radios[2], Key.Key_Left)
    assert radios[1].isChecked()
    assert tabbed(qtbot, before, 2) == [radios[1], after]
    cards.set_value(None)
    assert tabbed(qtbot, before, 1) == [radios[0]]


def test_parts_of_fields_are_no_stops(host: QWidget) -> None:
    number, choice = NumberBox(0, 9), ChoiceBox({1: "one", 2: "two"})
    put(host, number, choice)
    assert choice.view().window() is not host  # Its list is made now, a window of its own.
    assert stops(host) == [number, choice]


@pytest.mark.parametrize("size", [(1180, 720), (800, 500)])
def test_dns_setup_is_walked_from_top_to_bottom(
    qtbot: QtBot, settings: QSettings, size: tuple[int, int]
) -> None:
    draft = practice_draft()
    window = open_window(qtbot, settings, Case(draft=replace(draft, domain="")), Step.SETUP, size)
    page = setup_page(window)
    window.set_case(Case(draft=draft))  # The records come when the other fields are there already.
    qtbot.waitUntil(lambda: not page.busy())
    found = tabbed(qtbot, page.where.domain.line, len(stops(page)) + 60)  # Some come on the way.
    inside = found[: next(number for number, widget in enumerate(found) if not page.isAncestorOf(widget))]
    result = page.result
    order = (page.where.preview, page.servers, page.serving, page.travel, result.records, result.tabs)
    parts = [number for widget in inside for number, part in enumerate(order) if part.isAncestorOf(widget)]
    assert parts == sorted(parts)
    assert set(parts) == set(range(len(order)))
    steps = [widget.mapTo(page, QPoint()).y() for widget in inside if result.tabs.isAncestorOf(widget)]
    assert steps == sorted(steps)
    assert len(steps) > 20
