from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from wizard.core.diagnosis.marks import Mark
from wizard.gui.widgets.overview_strip import OverviewStrip


@pytest.fixture
def strip(qtbot: QtBot) -> OverviewStrip:
    made = OverviewStrip()
    qtbot.addWidget(made)
    made.resize(14, 203)
    made.show()
    return made


Rows = dict[Mark, np.ndarray[tuple[int], np.dtype[np.int64]]]


def marks(count: int, **rows: list[int]) -> tuple[int, Rows]:
    return count, {Mark[name]: np.array(places, dtype=np.int64) for name, places in rows.items()}


def test_rows_are_spread_over_the_height(strip: OverviewStrip) -> None:
    strip.show_marks(*marks(101, FAILURE=[0, 50, 100]))
    assert [strip.height_of(row) for row in (0, 50, 100)] == [0, 100, 200]


def test_a_failure_lies_on_top_of_a_note_and_is_wider(strip: OverviewStrip) -> None:
    strip.show_marks(*marks(100_000, NOTE=[50_000], FAILURE=[50_001]))
    picture = strip.grab().toImage()
    y = strip.height_of(50_000) + 1
    assert picture.pixelColor(2, y) == picture.pixelColor(11, y)
    strip.show_marks(*marks(100_000, NOTE=[50_000]))
    alone = strip.grab().toImage()
    assert alone.pixelColor(2, y) != alone.pixelColor(11, y)


def test_a_click_goes_to_the_nearest_mark(qtbot: QtBot, strip: OverviewStrip) -> None:
    strip.show_marks(*marks(101, FAILURE=[10, 90], WARNING=[40]))
    for y, row in ((0, 10), (75, 40), (199, 90)):
        with qtbot.waitSignal(strip.chosen) as heard:
            qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(5, y))
        assert heard.args == [row]


def test_good_lines_are_no_marks_and_without_marks_a_click_does_nothing(
    qtbot: QtBot, strip: OverviewStrip
) -> None:
    strip.show_marks(*marks(10, OK=[3]))
    with qtbot.assertNotEmitted(strip.chosen):
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(5, 50))
    strip.show_marks(*marks(0))
    strip.repaint()
    assert strip.row_at(50) == -1


def test_a_single_line_is_drawn(strip: OverviewStrip) -> None:
    strip.show_marks(*marks(1, FAILURE=[0]))
    assert strip.height_of(0) == 0
    assert strip.row_at(150) == 0


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, 3_000), st.data())
def test_every_mark_is_drawn_at_its_height_and_found_there(
    strip: OverviewStrip, count: int, data: st.DataObject
) -> None:
    """However many rows there are: more than the strip has pixels, or fewer."""
    places = st.lists(st.integers(0, count - 1), max_size=30).map(lambda some: sorted(set(some)))
    failures, notes, bookmarks = data.draw(places), data.draw(places), data.draw(places)
    strip.show_marks(*marks(count, FAILURE=failures, NOTE=notes), np.array(bookmarks, dtype=np.int64))
    assert strip._heights(strip._rows[Mark.FAILURE]) == sorted({strip.height_of(row) for row in failures})
    marked = {*failures, *notes, *bookmarks}
    y = data.draw(st.integers(0, 203))
    found = strip.row_at(y)
    wanted = (y - 1.5) * max(count - 1, 1) / 200
    assert (found in marked) if marked else found == -1
    assert all(abs(found - wanted) <= abs(row - wanted) for row in marked)


def test_marks_side_by_side_are_drawn_in_one_piece_without_a_gap(strip: OverviewStrip) -> None:
    rows = [10, 11, 14, 18, 100]
    strip.show_marks(*marks(201, FAILURE=rows))
    picture = strip.grab().toImage()
    ground = picture.pixelColor(11, 150)
    drawn = [y for y in range(203) if picture.pixelColor(11, y) != ground]
    assert drawn == [10, 11, 12, 13, 14, 15, 16, 18, 19, 20, 100, 101, 102]
