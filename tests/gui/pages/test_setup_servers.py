"""The server table: every cell typed, judged, moved and taken away."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.pages.wizard_window import open_window, setup_page, words
from wizard.core.case.case import Case
from wizard.core.case.steps import Step
from wizard.core.plan.draft import Draft
from wizard.core.plan.typed import DraftServer
from wizard.gui.pages.setup_servers import ServerTable
from wizard.gui.shots import settle
from wizard.gui.window import MainWindow

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
LEFT = Qt.MouseButton.LeftButton
TWO = Draft(
    domain="eslab.local",
    subdomain="sip",
    servers=(DraftServer("piper", "10.225.2.31"), DraftServer("piper2", "10.225.2.32")),
)


@pytest.fixture
def window(qtbot: QtBot, settings: QSettings) -> MainWindow:
    return open_window(qtbot, settings, Case(draft=TWO), Step.SETUP)


@pytest.fixture
def table(window: MainWindow) -> ServerTable:
    return setup_page(window).servers


def cell(table: ServerTable, row: int, part: str) -> QLineEdit:
    return table.rows[row].editors[part]


def column(table: ServerTable, part: str) -> list[str]:
    return [row.editors[part].text() for row in table.rows]


def write(qtbot: QtBot, line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)


def order(window: MainWindow) -> list[str]:
    plan = window.case.plan
    assert plan is not None
    return [server.host.partition(".")[0] for server in plan.in_order()]


def test_priority_and_weight_are_filled_in_and_the_port_is_hinted_at(table: ServerTable) -> None:
    assert column(table, "priority") == ["10", "20"]
    assert column(table, "weight") == ["10", "10"]
    assert column(table, "port") == ["", ""]
    assert cell(table, 0, "port").placeholderText() == "5060"


def test_blank_rows_promise_their_numbers_and_show_them_once_in_use(
    qtbot: QtBot, window: MainWindow, table: ServerTable
) -> None:
    window.set_case(Case())
    assert column(table, "priority") == ["", ""]
    assert [cell(table, row, "priority").placeholderText() for row in (0, 1)] == ["10", "20"]
    write(qtbot, cell(table, 0, "host"), "p")
    assert column(table, "priority") == ["10", ""]
    assert window.case.draft.servers[0] == DraftServer("p")


def test_the_cs1ks_port_goes_into_the_plan(qtbot: QtBot, window: MainWindow, table: ServerTable) -> None:
    for row in (0, 1):
        write(qtbot, cell(table, row, "port"), "5070")
    assert window.case.plan is not None
    assert [server.port for server in window.case.plan.servers] == [5070, 5070]


@pytest.mark.parametrize(
    ("part", "typed", "word"),
    [
        ("host", "p_1", "underscore"),
        ("host", "10.0.0.1", "host name"),
        ("address", "10.225.2", "not an IP address"),
        ("address", "fe80::1", "IPv6"),
        ("address", "[::1]:5060", "IPv6"),
        ("address", "010.225.002.031", "Type 10.225.2.31."),
        ("address", "224.0.0.1", "one computer"),
        ("port", "5070x", "not a port"),
        ("priority", "x", "not allowed"),
        ("weight", "70000", "not allowed"),
    ],
)
def test_each_cell_tells_its_error_in_words_once_it_is_left(
    qtbot: QtBot, window: MainWindow, table: ServerTable, part: str, typed: str, word: str
) -> None:
    row, line = table.rows[0], cell(table, 0, part)
    write(qtbot, line, typed)
    assert not row.has_problem(part)
    qtbot.keyClick(line, Key.Key_Tab)
    assert row.has_problem(part)
    assert word in words(row)
    assert word in line.accessibleDescription()
    assert getattr(window.case.draft.servers[0], part) == typed
    line.setFocus()
    line.selectAll()
    qtbot.keyClick(line, Key.Key_Delete)
    if part in ("port", "priority", "weight"):
        assert not row.has_problem(part)
        assert line.text() == ""
        qtbot.keyClick(line, Key.Key_Tab)
        assert not row.has_problem(part)


def test_typing_in_the_middle_of_a_cell_keeps_the_cursor_there(qtbot: QtBot, table: ServerTable) -> None:
    line = cell(table, 0, "host")
    line.setFocus()
    line.setCursorPosition(1)
    qtbot.keyClicks(line, "xyz")
    assert (line.text(), line.cursorPosition()) == ("pxyziper", 4)


def test_a_priority_that_was_cleared_is_filled_in_again_after_leaving(
    qtbot: QtBot, window: MainWindow, table: ServerTable
) -> None:
    line = cell(table, 1, "priority")
    write(qtbot, line, "5")
    assert window.case.draft.servers[1].priority == "5"
    qtbot.keyClick(line, Key.Key_Backspace)
    assert line.text() == ""
    qtbot.keyClick(line, Key.Key_Tab)
    assert line.text() == "20"
    assert window.case.draft.servers[1].priority == ""


def test_a_pasted_port_goes_where_it_belongs_and_is_explained(
    qtbot: QtBot, window: MainWindow, table: ServerTable
) -> None:
    line = cell(table, 0, "address")
    write(qtbot, line, "10.225.2.31:5070")
    qtbot.keyClick(line, Key.Key_Tab)
    assert window.case.draft.servers[0] == DraftServer("piper", "10.225.2.31", "5070")
    assert (line.text(), cell(table, 0, "port").text()) == ("10.225.2.31", "5070")
    assert "5070 is the port" in words(table.rows[0])


@pytest.mark.parametrize("part", ["host", "priority"])
def test_alt_down_moves_the_row_with_focus_and_renumbers(
    qtbot: QtBot, window: MainWindow, table: ServerTable, part: str
) -> None:
    line = cell(table, 0, part)
    line.setFocus()
    qtbot.keyClick(line, Key.Key_Down, ALT)
    assert column(table, "host") == ["piper2", "piper"]
    assert column(table, "priority") == ["10", "20"]
    assert order(window) == ["piper2", "piper"]
    assert line.hasFocus()
    assert table.rows[1].editors[part] is line
    assert "piper2; when it fails, piper" in words(setup_page(window).sentence)
    qtbot.keyClick(line, Key.Key_Down, ALT)
    assert order(window) == ["piper2", "piper"]
    qtbot.keyClick(line, Key.Key_Up, ALT)
    assert order(window) == ["piper", "piper2"]


def test_the_buttons_move_too_and_the_tab_key_follows_the_rows(
    qtbot: QtBot, window: MainWindow, table: ServerTable
) -> None:
    assert not table.rows[0].up.isEnabled()
    assert not table.rows[1].down.isEnabled()
    qtbot.mouseClick(table.rows[1].up, LEFT)
    assert order(window) == ["piper2", "piper"]
    table.rows[0].remove.setFocus()
    qtbot.keyClick(table.rows[0].remove, Key.Key_Tab)
    assert cell(table, 1, "host").hasFocus()


def test_a_move_button_that_reaches_the_end_hands_the_focus_to_its_row(
    qtbot: QtBot, table: ServerTable
) -> None:
    up = table.rows[1].up
    up.setFocus()
    qtbot.keyClick(up, Key.Key_Space)
    assert cell(table, 0, "host").hasFocus()


def test_an_error_moves_with_its_row(qtbot: QtBot, window: MainWindow, table: ServerTable) -> None:
    line = cell(table, 0, "port")
    write(qtbot, line, "x")
    qtbot.keyClick(line, Key.Key_Tab)
    qtbot.mouseClick(table.rows[0].down, LEFT)
    assert not table.rows[0].has_problem("port")
    assert table.rows[1].has_problem("port")
    assert window.case.draft.servers[1].port == "x"


def test_typed_priorities_in_order_stay_at_their_places(
    qtbot: QtBot, window: MainWindow, table: ServerTable
) -> None:
    servers = tuple(replace(one, priority=str(n)) for n, one in enumerate(TWO.servers, 1))
    window.set_case(Case(draft=replace(TWO, servers=servers)))
    qtbot.mouseClick(table.rows[1].up, LEFT)
    assert column(table, "priority") == ["1", "2"]
    assert order(window) == ["piper2", "piper"]


def test_rows_out_of_order_are_noticed_and_numbered_by_a_button(
    qtbot: QtBot, window: MainWindow, table: ServerTable
) -> None:
    assert not table.renumber.isVisible()
    write(qtbot, cell(table, 0, "priority"), "30")
    assert table.renumber.isVisible()
    assert "not stand in failover order" in words(table)
    assert order(window) == ["piper2", "piper"]
    qtbot.mouseClick(table.renumber, LEFT)
    assert column(table, "priority") == ["10", "20"]
    assert order(window) == ["piper", "piper2"]
    assert not table.renumber.isVisible()


def test_a_server_is_added_at_the_end_with_the_cursor_in_it(
    qtbot: QtBot, window: MainWindow, table: ServerTable
) -> None:
    qtbot.mouseClick(table.add, LEFT)
    assert len(table.rows) == 3
    assert cell(table, 2, "host").hasFocus()
    qtbot.keyClicks(cell(table, 2, "host"), "piper3")
    qtbot.keyClicks(cell(table, 2, "address"), "10.225.2.33")
    assert order(window) == ["piper", "piper2", "piper3"]
    assert cell(table, 2, "priority").text() == "30"


def test_a_removed_server_can_be_brought_back(qtbot: QtBot, window: MainWindow, table: ServerTable) -> None:
    qtbot.mouseClick(table.rows[0].remove, LEFT)
    assert column(table, "host") == ["piper2"]
    assert column(table, "priority") == ["10"]
    assert cell(table, 0, "host").hasFocus()
    qtbot.mouseClick(table.undo, LEFT)
    assert order(window) == ["piper", "piper2"]
    assert window.case.draft.servers == TWO.servers
    assert not table.undo.isVisible()


def test_what_happened_to_a_server_last_is_said(qtbot: QtBot, window: MainWindow, table: ServerTable) -> None:
    for button, said in (
        (table.rows[1].up, "Server moved to place 1 of 2."),
        (table.rows[0].remove, "Server 2 removed."),
        (table.undo, "Server 2 is back."),
        (table.add, "Server 3 added."),
    ):
        qtbot.mouseClick(button, LEFT)
        assert said in words(window.bottom)


def test_removing_all_leaves_one_blank_row(qtbot: QtBot, window: MainWindow, table: ServerTable) -> None:
    for _ in range(2):
        qtbot.mouseClick(table.rows[0].remove, LEFT)
    assert column(table, "host") == [""]
    assert window.case.draft.servers == (DraftServer(),)


def test_a_removal_leaves_no_error_behind(qtbot: QtBot, window: MainWindow, table: ServerTable) -> None:
    line = cell(table, 0, "port")
    write(qtbot, line, "x")
    qtbot.mouseClick(table.rows[0].remove, LEFT)
    assert not table.rows[0].has_problem("port")
    assert window.case.plan is not None


def test_screen_readers_hear_which_server_a_field_belongs_to(table: ServerTable) -> None:
    assert cell(table, 1, "port").accessibleName() == "Port, server 2"
    assert table.rows[1].up.accessibleName() == "Move server 2 up (Alt+Up)"
    assert table.rows[1].remove.accessibleName() == "Remove server 2"


def test_the_same_server_twice_is_told_at_the_later_row(
    qtbot: QtBot, window: MainWindow, table: ServerTable
) -> None:
    write(qtbot, cell(table, 1, "host"), "piper")
    write(qtbot, cell(table, 1, "address"), "10.225.2.31")
    qtbot.keyClick(cell(table, 1, "address"), Key.Key_Tab)
    assert table.rows[1].has_problem("host")
    assert "stands in another row" in words(table.rows[1])


def test_rows_need_one_line_in_a_wide_window_and_two_in_a_narrow_one(
    qtbot: QtBot, window: MainWindow, table: ServerTable
) -> None:
    def in_one_line() -> bool:
        line = cell(table, 1, "weight")
        host = cell(table, 1, "host")
        return line.mapTo(table, line.rect().center()).y() == host.mapTo(table, host.rect().center()).y()

    qtbot.waitUntil(in_one_line)
    window.resize(800, 500)
    qtbot.waitUntil(lambda: not in_one_line())
    window.resize(1180, 720)
    qtbot.waitUntil(in_one_line)


def test_tab_goes_down_the_page(qtbot: QtBot, settings: QSettings) -> None:
    window = open_window(qtbot, settings, Case(), Step.SETUP)
    page = setup_page(window)
    page.where.subdomain.line.setFocus()
    names = []
    for _ in range(22):
        window.focusNextChild()
        focused = window.focusWidget()
        assert focused is not None
        names.append(focused.accessibleName() or getattr(focused, "text", str)())
    wanted = ["Host name, server 1", "Weight, server 1", "Host name, server 2", "&Add a server", "Transport"]
    places = [names.index(name) for name in wanted]
    assert places == sorted(places), names


NAMES = ("Host name", "IP address", "Port", "Priority", "Weight")


def test_a_row_has_only_what_it_shows_and_keeps_the_cursor_in_every_width(
    qtbot: QtBot, window: MainWindow, table: ServerTable
) -> None:
    address = cell(table, 1, "address")
    window.activateWindow()
    address.setFocus()
    for _ in range(3):
        window.resize(1366, 768)
        qtbot.waitUntil(lambda: table.rows[1].names() == ())
        assert table.rows[0].names() == NAMES
        window.resize(800, 500)
        qtbot.waitUntil(lambda: table.rows[1].names() == NAMES)
        assert table.rows[0].names() == NAMES
        assert len(table.rows[1].findChildren(QWidget)) <= 10
        assert window.focusWidget() is address
        assert [one.isVisible() for one in table.rows[1].editors.values()] == [True] * len(NAMES)


def inked(table: ServerTable, row: int, part: str) -> bool:
    """Whether anything is to be seen right above a field."""
    field = cell(table, row, part).geometry()
    picture = table.rows[row].grab().toImage()
    colours = {
        picture.pixel(x, y)
        for x in range(field.x() + 1, field.right() - 1)
        for y in range(field.y() - 14, field.y() - 6)
        if y > 2
    }
    return len(colours) > 1


@pytest.mark.parametrize("width", [800, 1366])
def test_the_names_stand_above_the_fields_of_the_row_that_is_first_now(
    qtbot: QtBot, window: MainWindow, table: ServerTable, width: int
) -> None:
    window.resize(width, 700)
    below = NAMES if width == 800 else ()
    for _ in range(2):
        qtbot.waitUntil(lambda: [row.names() for row in table.rows] == [NAMES, below])
        settle(window)
        for number, row in enumerate(table.rows):
            shown = bool(row.names())
            assert [inked(table, number, part) for part in row.editors] == [shown] * len(NAMES)
            assert row.height() >= row.heightForWidth(row.width())
        assert (table.rows[0].height() > table.rows[1].height()) == (below == ())
        host = cell(table, 0, "host")
        host.setFocus()
        qtbot.keyClick(host, Key.Key_Down, ALT)
        assert [row.names() for row in table.rows] == [NAMES, below]


def test_the_names_have_room_in_a_larger_font(qtbot: QtBot, window: MainWindow, table: ServerTable) -> None:
    settle(window)
    row = table.rows[0]
    before = row.editors["host"].y()
    font = row.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    row.setFont(font)
    settle(window)
    assert row.editors["host"].y() >= before + row.fontMetrics().height() // 2 - 2
    assert inked(table, 0, "host")
