from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from wizard.core.case.steps import Step
from wizard.gui.theme import Role
from wizard.gui.widgets.buttons import icon_button
from wizard.gui.widgets.cards import RadioCards
from wizard.gui.widgets.disclosure import Disclosure
from wizard.gui.widgets.empty_state import EmptyState
from wizard.gui.widgets.field import Field, Note
from wizard.gui.widgets.inputs import ChoiceBox, NumberBox
from wizard.gui.widgets.labels import escaped
from wizard.gui.widgets.rows import Flow
from wizard.gui.widgets.tables import prepare
from wizard.gui.widgets.tabs import Tabs

Key = Qt.Key


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    """An active window with a column for what is tested and a button behind it."""
    made = QWidget()
    qtbot.addWidget(made)
    column = QVBoxLayout(made)
    column.addWidget(QPushButton("Elsewhere"))
    made.resize(700, 300)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def put(host: QWidget, widget: QWidget) -> None:
    layout = host.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.insertWidget(0, widget)
    QApplication.processEvents()


def test_a_field_speaks_up_when_left_and_calms_down_while_typing(qtbot: QtBot, host: QWidget) -> None:
    edit = QLineEdit()

    def check() -> Note | None:
        return Note(Role.FAILED, "No spaces.") if " " in edit.text() else None

    field = Field("&Name", edit, hint="As in DNS.", check=check)
    put(host, field)
    edit.setFocus()
    qtbot.keyClicks(edit, "a b")
    assert not field.has_problem
    with qtbot.waitSignal(field.left):
        host.findChild(QPushButton).setFocus()
    assert field.has_problem
    assert edit.accessibleDescription() == "No spaces."
    assert edit.property("problem") is True
    edit.setFocus()
    qtbot.keyClick(edit, Key.Key_Backspace)
    qtbot.keyClick(edit, Key.Key_Backspace)
    assert not field.has_problem
    assert edit.accessibleDescription() == "As in DNS."


def test_a_long_name_in_what_a_narrow_field_says_is_wrapped_not_cut_off(host: QWidget) -> None:
    edit = QLineEdit()
    said = "“voice.example.com” is no port."
    field = Field("&Port", edit)
    put(host, field)
    field.set_note(Note(Role.FAILED, said))
    (words,) = (one for one in field.findChildren(QLabel) if "no port" in one.text())
    pieces = words.text().replace("\u200b", " ").split()
    assert max(map(words.fontMetrics().horizontalAdvance, pieces)) < 80
    assert edit.accessibleDescription() == said


def test_a_field_shows_a_repair(qtbot: QtBot, host: QWidget) -> None:
    edit = QLineEdit("eslab.local.")

    def check() -> Note | None:
        if edit.text().endswith("."):
            edit.setText(edit.text().rstrip("."))
            return Note(Role.INFO, "Cleaned up: the final dot was removed.")
        return None

    field = Field("&Domain", edit, check=check)
    put(host, field)
    assert field.check()
    assert edit.text() == "eslab.local"
    assert "Cleaned up: the final dot was removed." in [label.text() for label in field.findChildren(QLabel)]


def test_a_fields_key_reaches_its_input(qtbot: QtBot, host: QWidget) -> None:
    edit = QLineEdit()
    put(host, Field("&Domain", edit))
    host.findChild(QPushButton).setFocus()
    qtbot.keyClick(host, Key.Key_D, Qt.KeyboardModifier.AltModifier)
    assert edit.hasFocus()
    assert edit.accessibleName() == "Domain"


def test_cards_are_radio_buttons_for_the_keyboard(qtbot: QtBot, host: QWidget) -> None:
    cards = RadioCards()
    first = cards.add(Step.LOG, "&Existing", "In the domain.")
    second = cards.add(Step.SETUP, "&New", "In its own.")
    put(host, cards)
    assert cards.value() is None
    with qtbot.assertNotEmitted(cards.chosen):
        cards.set_value(Step.LOG)
    assert cards.value() is Step.LOG
    first.setFocus()
    with qtbot.waitSignal(cards.chosen) as heard:
        qtbot.keyClick(first, Key.Key_Right)
    assert heard.args == [Step.SETUP]
    assert second.isChecked()
    assert not first.isChecked()
    assert second.accessibleDescription() == "In its own."


def test_a_click_anywhere_on_a_card_chooses_it(qtbot: QtBot, host: QWidget) -> None:
    cards = RadioCards()
    cards.add("one", "One", "First.")
    second = cards.add("two", "Two", "Second.")
    put(host, cards)
    card = second.parentWidget()
    with qtbot.waitSignal(cards.chosen) as heard:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton, pos=QPoint(card.width() - 5, card.height() - 5))
    assert heard.args == ["two"]
    assert card.property("card") == "chosen-ring"


def test_no_card_is_chosen_for_an_unknown_value(qtbot: QtBot) -> None:
    cards = RadioCards()
    qtbot.addWidget(cards)
    cards.add("one", "One", "First.")
    cards.set_value("one")
    cards.set_value("no such")
    assert cards.value() is None


def wheel(widget: QWidget) -> None:
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(widget.mapToGlobal(QPoint(5, 5))),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_the_wheel_changes_an_input_only_when_it_has_the_focus(host: QWidget) -> None:
    number, choice = NumberBox(0, 10), ChoiceBox({Step.LOG: "Log", Step.SETUP: "Setup"})
    number.setValue(5)
    put(host, number)
    put(host, choice)
    host.findChild(QPushButton).setFocus()
    wheel(number)
    wheel(choice)
    assert (number.value(), choice.value()) == (5, Step.LOG)
    number.setFocus()
    wheel(number)
    assert number.value() == 4


def test_a_choice_is_the_value_itself(qtbot: QtBot) -> None:
    box = ChoiceBox({Step.LOG: "Log", Step.SETUP: "Setup"})
    qtbot.addWidget(box)
    box.set_value(Step.SETUP)
    assert box.value() is Step.SETUP
    box.set_value("no such")
    assert box.value() is None


def test_tabs_choose_by_key_and_wrap(qtbot: QtBot, host: QWidget) -> None:
    tabs = Tabs()
    for name in ("Records", "Windows DNS", "PowerShell", "BIND"):
        tabs.addTab(QLabel(name), name)
    put(host, tabs)
    assert tabs.currentIndex() == 0
    button = tabs._group.button(0)
    button.setFocus()
    with qtbot.waitSignal(tabs.currentChanged) as heard:
        qtbot.keyClick(button, Key.Key_Right)
    assert heard.args == [1]
    qtbot.keyClick(tabs, Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert tabs.currentIndex() == 2
    qtbot.keyClick(
        tabs, Key.Key_Backtab, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert tabs.currentIndex() == 1
    assert tabs._bar.heightForWidth(150) > tabs._bar.heightForWidth(1000)
    assert isinstance(tabs.currentWidget(), QLabel)


def test_tabs_are_as_high_as_the_page_shown(qtbot: QtBot) -> None:
    tabs = Tabs()
    qtbot.addWidget(tabs)
    low, high = QLabel("low"), QLabel("high")
    high.setMinimumHeight(400)
    tabs.addTab(low, "Low")
    tabs.addTab(high, "High")
    assert tabs.sizeHint().height() < 200
    tabs.setCurrentIndex(1)
    assert tabs.sizeHint().height() > 400


def test_a_disclosure_makes_its_body_when_opened(qtbot: QtBot) -> None:
    made: list[QLabel] = []

    def body() -> QLabel:
        made.append(QLabel("inside"))
        return made[-1]

    part = Disclosure("More", body)
    qtbot.addWidget(part)
    part.show()
    assert not made
    part.button.click()
    assert made[0].isVisible()
    part.button.click()
    assert not made[0].isVisible()
    assert len(made) == 1


def test_a_table_wraps_nothing_and_tab_leaves_it(qtbot: QtBot) -> None:
    table = QTableWidget(2, 2)
    qtbot.addWidget(table)
    prepare(table, "Servers")
    assert not table.wordWrap()
    assert not table.tabKeyNavigation()
    assert table.accessibleName() == "Servers"


def test_a_flow_takes_as_many_lines_as_it_needs(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    flow = Flow(box)
    for number in range(6):
        flow.addWidget(QPushButton(f"Button {number}"))
    assert flow.heightForWidth(10_000) < flow.heightForWidth(200)
    box.resize(200, flow.heightForWidth(200))
    box.show()
    QApplication.processEvents()
    assert all(box.rect().contains(child.geometry()) for child in box.findChildren(QPushButton))


def test_a_group_with_nothing_to_show_begins_no_line(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    flow = Flow(box)
    first, group = QPushButton("first"), QWidget()
    group.setMinimumHeight(30)
    inside = QPushButton("inside", group)
    QVBoxLayout(group).addWidget(inside)
    group.layout().setContentsMargins(0, 0, 0, 0)
    flow.addWidget(first)
    flow.addWidget(group)
    box.show()
    width = first.sizeHint().width()
    assert flow.heightForWidth(width) > first.sizeHint().height() + flow.spacing()
    inside.hide()
    QApplication.processEvents()
    assert flow.heightForWidth(width) == first.sizeHint().height()
    inside.show()
    QApplication.processEvents()
    assert flow.heightForWidth(width) > first.sizeHint().height() + flow.spacing()


def test_an_even_flow_stands_in_columns(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    flow = Flow(box, even=True)
    buttons = [QPushButton("a name as long as they get" if number == 4 else "short") for number in range(9)]
    for one in buttons:
        flow.addWidget(one)
    widest = max(one.sizeHint().width() for one in buttons)
    box.resize(3 * widest + 2 * flow.spacing(), 400)
    box.show()
    QApplication.processEvents()
    places = [(one.x(), one.y()) for one in buttons]
    assert len({x for x, _y in places}) == len({y for _x, y in places}) == 3
    assert all(one.width() == one.sizeHint().width() for one in buttons), "nobody clicks beside a word"


def test_a_flow_follows_what_its_parts_need(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    flow = Flow()
    QVBoxLayout(box).addLayout(flow)
    buttons = [QPushButton("Short") for _ in range(4)]
    for one in buttons:
        flow.addWidget(one)
    box.resize(500, 400)
    box.show()
    QApplication.processEvents()

    def lines() -> int:
        return len({one.y() for one in buttons if one.isVisible()})

    assert lines() == 1
    before = box.sizeHint()
    buttons[0].setText("A text that is so long that it needs nearly a whole line of its own, at least")
    QApplication.processEvents()
    assert lines() > 1
    assert box.sizeHint().width() > before.width()
    buttons[0].hide()
    QApplication.processEvents()
    assert lines() == 1
    assert flow.takeAt(0) is not None
    assert flow.heightForWidth(500) == buttons[1].sizeHint().height()


def test_an_icon_button_has_a_name(qtbot: QtBot) -> None:
    button = icon_button("trash-2", "Remove the server")
    qtbot.addWidget(button)
    assert button.accessibleName() == button.toolTip() == "Remove the server"


def test_an_empty_state_has_its_buttons(qtbot: QtBot) -> None:
    empty = EmptyState("phone", "Nothing here", "Open a log.")
    qtbot.addWidget(empty)
    with qtbot.waitSignal(empty.add_button("Open…", "folder-open").clicked) as heard:
        empty.findChild(QPushButton).click()
    assert heard.signal_triggered


@pytest.mark.parametrize("text", ["<b>x</b>", "a & b", "<img src='//host/x'>"])
def test_text_for_a_tooltip_is_harmless(text: str) -> None:
    assert escaped(text).count("<") == 2  # Its own span, nothing of the text's.


def test_choices_that_come_later_are_given_the_room_they_need(qtbot: QtBot) -> None:
    box = ChoiceBox({1: "a"})
    field = Field("File", box)
    qtbot.addWidget(field)
    before = field.minimumSizeHint().width()
    box.set_choices({1: "a longer choice, such as a file"})
    assert box.minimumSizeHint().width() == box.sizeHint().width() > before
    box.set_choices({1: "x" * 400})
    assert field.minimumSizeHint().width() <= 330, "a file's name pushes no page out of its window"


def test_cards_stand_under_each_other_where_they_would_push_the_page_wide(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    cards = RadioCards(page)
    for number in range(3):
        cards.add(number, f"A title of some length, number {number}", "What it means.")
    radios = cards.findChildren(QRadioButton)
    needed = sum(one.parentWidget().minimumSizeHint().width() for one in radios)
    assert cards.minimumSizeHint().width() < needed / 2
    page.show()
    for width, rows in ((needed + 100, 1), (needed - 100, 3), (needed + 100, 1)):
        cards.resize(width, 400)
        qtbot.waitUntil(lambda rows=rows: len({one.parentWidget().y() for one in radios}) == rows)
