"""Labels and values to copy one by one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from wizard.gui import fonts
from wizard.gui.widgets.copy_rows import CopyRows, Line
from wizard.gui.widgets.text_lines import wrapped

HOSTILE = "<img src='//host/x'>" * 12
LINES = [
    Line("Domain", "testserver.eslab.local"),
    Line("Regular expression", "leave it empty", copies=""),
    Line("SRV", "_sip._udp.eslab.local", "priority 10", "the zone line"),
    Line("Odd", HOSTILE),
]


@pytest.fixture
def rows(qtbot: QtBot) -> CopyRows:
    made = CopyRows()
    qtbot.addWidget(made)
    made.set_lines(LINES)
    made.resize(600, 300)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def name(button: QAbstractButton) -> str:
    return button.accessibleName()


@pytest.mark.parametrize(("number", "text"), [(0, LINES[0].value), (2, "the zone line"), (3, HOSTILE)])
def test_a_click_copies_the_value_and_says_so(qtbot: QtBot, rows: CopyRows, number: int, text: str) -> None:
    QGuiApplication.clipboard().clear()
    with qtbot.waitSignal(rows.copied):
        qtbot.mouseClick(rows.button(number), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == text


def test_the_keyboard_copies_too_and_passes_by_what_cannot_be_copied(qtbot: QtBot, rows: CopyRows) -> None:
    rows.button(0).setFocus()
    qtbot.keyClick(rows.button(0), Qt.Key.Key_Tab)
    assert rows.focusWidget() is rows.button(2)
    with qtbot.waitSignal(rows.copied):
        qtbot.keyClick(rows.button(2), Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == "the zone line"


def test_what_cannot_be_copied_is_told_but_no_button(qtbot: QtBot, rows: CopyRows) -> None:
    assert not rows.button(1).isEnabled()
    assert name(rows.button(1)) == "Regular expression: leave it empty"
    assert rows.button(1).accessibleDescription() == ""
    assert rows.button(0).accessibleDescription() == "Copies it"


def test_fewer_and_more_lines_reuse_the_rows_and_keep_the_focus(rows: CopyRows) -> None:
    first = rows.button(0)
    first.setFocus()
    rows.set_lines(LINES[:1])
    assert rows.lines() == (LINES[0],)
    rows.set_lines([Line("Domain", "other"), *LINES])
    assert rows.button(0) is first
    assert first.hasFocus()
    assert len(rows.lines()) == 5


def test_a_row_grows_until_all_of_its_text_fits(rows: CopyRows) -> None:
    button = rows.button(3)
    assert button.heightForWidth(250) > button.heightForWidth(600)
    metrics = QFontMetricsF(fonts.fixed_font())
    lines = wrapped(HOSTILE, fonts.fixed_font(), 200)
    assert "".join(lines) == HOSTILE
    assert all(metrics.horizontalAdvance(line.rstrip()) <= 200 for line in lines)  # a space may hang over


def test_a_label_that_fits_is_not_wrapped(rows: CopyRows) -> None:
    one_line = rows.button(0).heightForWidth(600)
    assert rows.button(1).heightForWidth(600) == one_line


def test_a_value_stands_under_its_label_where_there_is_no_room_beside_it(rows: CopyRows) -> None:
    one_line = rows.button(0).heightForWidth(600)
    assert rows.button(0).heightForWidth(260) > one_line


def test_rows_follow_the_size_of_the_letters(rows: CopyRows, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rows.button(0).heightForWidth(400)
    usual = fonts.ui_font()
    larger = fonts.ui_font()
    larger.setPointSizeF(usual.pointSizeF() * 2)
    with monkeypatch.context() as user:
        user.setattr(fonts, "ui_font", lambda: larger)
        rows.setFont(larger)
        assert rows.button(0).heightForWidth(400) > before
    rows.setFont(usual)
    assert rows.button(0).heightForWidth(400) == before
