"""A table whose cells wrap: widths are shared out, rows grow, the selection stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
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
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0, timeout=1000)
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
