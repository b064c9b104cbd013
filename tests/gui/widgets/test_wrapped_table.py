"""A table whose cells wrap: widths are shared out, rows grow, the selection stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget
from pytestqt.qtbot import QtBot

from wizard.gui.widgets.wrapped_table import Cell, WrappedTable, shared

NAME = "SRV _sip._udp.testserver.eslab.local"


@given(
    st.lists(st.tuples(st.integers(1, 400), st.integers(1, 400)), min_size=1, max_size=6),
    st.integers(1, 3000),
)
def test_widths_fill_the_room_and_are_never_too_small(columns, room):
    wanted = [max(pair) for pair in columns]
    least = [min(pair) for pair in columns]
    widths = shared(wanted, least, room)
    assert all(width >= small for width, small in zip(widths, least, strict=True))
    if room >= sum(least):
        assert room - len(widths) < sum(widths) <= room
    else:
        assert widths == least


@pytest.fixture
def table(qtbot: QtBot) -> WrappedTable:
    made = WrappedTable("Steps", ("Result", "Question", "Answer"), stiff=(0,))
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    made.set_rows(
        [[Cell("Found", "circle-check"), Cell(NAME), Cell("2 records, TTL 3600")] for _ in range(3)]
    )
    return made


def test_rows_grow_when_the_table_gets_narrow(table, qtbot):
    wide = table.rowHeight(0)
    table.resize(320, 300)
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0, timeout=10_000)
    assert table.rowHeight(0) > wide
    table.resize(700, 300)
    assert table.rowHeight(0) == wide


def test_the_selection_stays_when_rows_change(table, qtbot):
    table.setCurrentCell(1, 0)
    table.set_rows([[Cell("None"), Cell("other"), Cell("")] for _ in range(2)])
    assert table.currentRow() == 1
    table.set_rows([])
    assert table.currentRow() == -1


def test_its_height_follows_its_rows_up_to_a_limit(table):
    low = table.sizeHint().height()
    table.add_rows([[Cell("Found"), Cell(NAME), Cell("more")] for _ in range(60)])
    assert low < table.sizeHint().height() <= 360


def test_cells_are_plain_text_for_screen_readers(table):
    table.set_rows([[Cell("<b>x</b>"), Cell("a.b.c"), Cell("")]])
    assert table.item(0, 0).data(Qt.ItemDataRole.DisplayRole) == "<b>x</b>"
    assert table.accessibleName() == "Steps"


def test_tab_leaves_the_table(table):
    assert not table.tabKeyNavigation()


def test_a_header_wraps_instead_of_being_cut(qtbot):
    made = WrappedTable("Servers", ("Question", "[2001:db8:1234:5678::5]:5353 (this computer's)"))
    qtbot.addWidget(made)
    made.resize(240, 200)
    made.show()
    made.set_rows([[Cell("A x"), Cell("10.0.0.1")]])
    assert "\n" in made.horizontalHeaderItem(1).text()
    assert made.horizontalHeader().sectionSizeFromContents(1).width() <= made.columnWidth(1)


def many(table: WrappedTable, count: int = 2000) -> None:
    table.set_rows([[Cell("Found"), Cell(f"{NAME} {n}"), Cell("word " * (n % 30))] for n in range(count)])


def height_needed(table: WrappedTable, row: int) -> int:
    return max(table.itemDelegate().height(table.item(row, c), table.columnWidth(c)) for c in range(3))


def test_of_thousands_of_rows_only_those_in_sight_are_made_at_once(table, qtbot):
    many(table)
    assert table.rowCount() == 2000
    made = [row for row in range(2000) if QTableWidget.item(table, row, 0) is not None]
    assert made == list(range(len(made)))
    assert 1 < len(made) < 100
    qtbot.waitUntil(lambda: QTableWidget.item(table, 1999, 2) is not None, timeout=10_000)
    qtbot.waitUntil(lambda: all(table.rowHeight(r) == height_needed(table, r) for r in range(0, 2000, 37)))


def test_a_far_row_is_whole_when_it_comes_into_sight(table):
    many(table)
    table.setCurrentCell(1500, 0)
    seen = range(table.rowAt(0), table.rowAt(table.viewport().height() - 1) + 1)
    assert 1500 in seen
    assert all(table.rowHeight(row) == height_needed(table, row) for row in seen)


def test_what_is_seen_stays_in_place_while_rows_above_it_grow(table, qtbot):
    many(table)
    table.setCurrentCell(1500, 0)
    place = table.rowViewportPosition(1500)
    qtbot.waitUntil(lambda: QTableWidget.item(table, 1499, 2) is not None, timeout=10_000)
    qtbot.waitUntil(lambda: QTableWidget.item(table, 1999, 2) is not None, timeout=10_000)
    assert abs(table.rowViewportPosition(1500) - place) <= 1
