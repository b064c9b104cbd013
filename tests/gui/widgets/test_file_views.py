"""A file with a marked place, and lines before and after."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QTextCursor, QTextFormat
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wizard.core.handset.difference import Kind, Row
from wizard.gui import palette
from wizard.gui.theme import Appearance, Choice, Role, Theme
from wizard.gui.widgets.difference_view import MOST_ROWS, DifferenceView, alike
from wizard.gui.widgets.file_view import FileView


def file_view(qtbot: QtBot, *lines: str, first: int = 1) -> FileView:
    view = FileView("File")
    qtbot.addWidget(view)
    view.resize(400, 120)
    view.show()
    view.show_lines(lines, first)
    return view


def test_the_mark_is_on_the_text_that_was_meant(qtbot: QtBot) -> None:
    view = file_view(qtbot, "one", "\u202e\U0001f600 port='5060'/>", first=11)
    start = len("\u202e\U0001f600 ")
    view.mark(1, start, start + len("port='5060'"))
    assert view.marked_text() == "port='5060'"
    assert view.marked_number() == 12
    (selection,) = view.extraSelections()
    assert selection.cursor.selectedText() == "port='5060'"
    assert selection.format.fontUnderline()


def test_new_lines_have_no_mark(qtbot: QtBot) -> None:
    view = file_view(qtbot, "abc")
    view.mark(0, 0, 2)
    view.show_lines(["other"])
    assert (view.marked_text(), view.marked_number(), view.extraSelections()) == ("", 0, [])


def test_a_marked_line_far_down_is_brought_into_sight(qtbot: QtBot) -> None:
    view = file_view(qtbot, *(f"line {number}" for number in range(500)))
    view.mark(400, 0, 4)
    assert view.viewport().rect().contains(view.cursorRect())
    assert view.firstVisibleBlock().blockNumber() > 380


def test_hidden_signs_and_html_are_shown_as_text(qtbot: QtBot) -> None:
    view = file_view(qtbot, "a\u2028b\u202ec", "<b>bold</b>")
    assert view.toPlainText() == "a[U+2028]b[U+202E]c\n<b>bold</b>"
    assert view.blockCount() == 2


def test_the_numbers_get_the_room_that_they_need(qtbot: QtBot) -> None:
    few, many = file_view(qtbot, "a"), file_view(qtbot, "a", first=1_000_000)
    assert many.numbers_width() > few.numbers_width()


def test_it_can_be_read_by_keyboard_and_left_by_tab(qtbot: QtBot) -> None:
    view = file_view(qtbot, *(f"line {number}" for number in range(99)))
    assert view.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert view.tabChangesFocus()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert view.textCursor().blockNumber() == 98


ROWS = (
    Row(Kind.SAME, 9, "<a"),
    Row(Kind.REMOVED, 10, 'volpProt.x="5060"/>'),
    Row(Kind.ADDED, 10, 'voIpProt.x="5060"/>'),
    Row(Kind.GAP),
    Row(Kind.ADDED, 30, "new\u202e"),
)


def test_lines_are_told_apart_by_words_and_signs(qtbot: QtBot) -> None:
    view = DifferenceView("Difference")
    qtbot.addWidget(view)
    view.show_rows(ROWS)
    assert view.toPlainText().split("\n") == [
        "           9  <a",
        '- removed 10  volpProt.x="5060"/>',
        '+ added   10  voIpProt.x="5060"/>',
        "…",
        "+ added   30  new[U+202E]",
    ]


def test_what_differs_in_a_line_is_underlined(qtbot: QtBot, qapp: QApplication, settings: QSettings) -> None:
    view = DifferenceView("Difference")
    Appearance(qapp, settings, view)  # Only a theme of ours has tints for whole lines.
    qtbot.addWidget(view)
    view.show_rows(ROWS)
    view.show()
    strong = [one.cursor.selectedText() for one in view.extraSelections() if one.format.fontUnderline()]
    assert strong == ["l", "I"]
    wide = [
        one for one in view.extraSelections() if one.format.property(QTextFormat.Property.FullWidthSelection)
    ]
    assert len(wide) == 3


def coloured(view: DifferenceView) -> list[int]:
    """The lines with a colour of their own, each once."""
    return sorted({one.cursor.blockNumber() for one in view.extraSelections()})


def test_very_many_lines_are_coloured_in_turns_and_all_of_them(qtbot: QtBot) -> None:
    view = DifferenceView("Difference")
    qtbot.addWidget(view)
    view.show_rows([Row(Kind.ADDED, number, f"line {number}") for number in range(MOST_ROWS)])
    view.show()
    assert coloured(view)[:60] == list(range(60)), "what is seen at once has its colours at once"
    assert len(coloured(view)) < MOST_ROWS / 2
    qtbot.waitUntil(lambda: coloured(view) == list(range(MOST_ROWS)))
    assert len(view.extraSelections()) == MOST_ROWS


def test_other_lines_meanwhile_have_their_own_colours(qtbot: QtBot) -> None:
    view = DifferenceView("Difference")
    qtbot.addWidget(view)
    view.show_rows([Row(Kind.ADDED, number, f"line {number}") for number in range(MOST_ROWS)])
    view.show()
    view.hide()
    view.show_rows([Row(Kind.SAME, number, "same") for number in range(200)] + [Row(Kind.ADDED, 201, "new")])
    view.show()
    qtbot.waitUntil(lambda: coloured(view) == [200])
    QApplication.processEvents()
    assert len(view.extraSelections()) == 1


def test_lines_have_the_colours_of_the_theme_in_which_they_are_seen(
    qtbot: QtBot, qapp: QApplication, settings: QSettings
) -> None:
    view = DifferenceView("Difference")
    appearance = Appearance(qapp, settings, view)
    appearance.add(view)  # As the page is in which it stands.
    qtbot.addWidget(view)

    def grounds() -> set[str]:
        return {one.format.background().color().name() for one in view.extraSelections()}

    def expected() -> set[str]:
        return {palette.tint(role).name() for role in (Role.FAILED, Role.OK)}

    appearance.choose(Choice.LIGHT)
    view.show_rows(ROWS)
    assert not grounds(), "nobody sees it"
    view.show()
    light = grounds()
    assert light == expected()
    appearance.choose(Choice.DARK)
    assert light != expected()
    qtbot.waitUntil(lambda: grounds() == expected())
    view.hide()
    appearance.choose(Choice.LIGHT)
    view.show()
    assert grounds() == light
    view.show_rows(ROWS[1:2])
    assert len(view.extraSelections()) == 1


def test_what_differs_stands_out_in_high_contrast_too(
    qtbot: QtBot, qapp: QApplication, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Appearance, "theme", Theme.CONTRAST)
    view = DifferenceView("Difference")
    Appearance(qapp, settings, view)
    qtbot.addWidget(view)
    view.show_rows(ROWS)
    view.resize(500, 200)
    view.show()
    look = palette.current()
    grounds = {look.colour(Role.FAILED).name(), look.colour(Role.OK).name()}
    strong = [one for one in view.extraSelections() if one.format.fontUnderline()]
    assert {one.format.background().color().name() for one in strong} == grounds
    image = view.grab().toImage()
    ratio = image.devicePixelRatio()
    for one in strong:
        begin = QTextCursor(one.cursor)
        begin.setPosition(one.cursor.selectionStart())
        place = view.viewport().mapTo(view, view.cursorRect(begin).topLeft())
        wide, high = view.fontMetrics().horizontalAdvance("l"), view.cursorRect(begin).height()
        cell = [
            image.pixelColor(round((place.x() + x) * ratio), round((place.y() + y) * ratio))
            for x in range(wide)
            for y in range(high)
        ]
        assert cell.count(one.format.background().color()) > len(cell) / 3, "more ground than letter"


def test_it_is_as_high_as_its_lines_and_no_higher_than_a_screen(qtbot: QtBot) -> None:
    view = DifferenceView("Difference")
    qtbot.addWidget(view)
    view.resize(600, 100)
    view.show_rows(ROWS[:1])
    low = view.sizeHint().height()
    view.show_rows(ROWS)
    middle = view.sizeHint().height()
    view.show_rows(ROWS * 100)
    assert low < middle < view.sizeHint().height() < 40 * view.fontMetrics().lineSpacing()
    assert view.blockCount() == MOST_ROWS


def test_alike() -> None:
    assert (alike("abc", "abd"), alike("", "a"), alike("ab", "ab"), alike("b", "a")) == (2, 0, 2, 0)
