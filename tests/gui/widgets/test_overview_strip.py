from __future__ import annotations

import numpy as np
import pytest
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
