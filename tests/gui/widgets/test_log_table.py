from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QSettings, Qt
from PySide6.QtGui import QAccessible, QColor, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from wizard.core import knowledge
from wizard.core.case.case import Case, LogFile
from wizard.core.case.judging import Judge
from wizard.core.case.reading import LineFilter, Reading, Show, reading_of
from wizard.core.log.review import review
from wizard.core.log.source import LogText, read
from wizard.gui import palette
from wizard.gui.theme import Appearance, Choice, Role, tint
from wizard.gui.widgets.log_model import Column
from wizard.gui.widgets.log_table import LogTable
from wizard.paths import resource

DATA = Path(__file__).parents[2] / "data" / "bulletin"
JUDGE = Judge(knowledge.load(resource("knowledge")))


def reading(text: LogText) -> Reading:
    log = LogFile(text.text, review(text))
    return reading_of(Case(logs=(log,)), log, JUDGE)


FAILED = reading(read(DATA / "failed-restored.log"))
SUCCESSFUL = reading(read(DATA / "successful-restored.log"))


class PaintedRegions(QObject):
    """Notes what is painted of a widget."""

    def __init__(self, regions: list[QRegion]) -> None:
        super().__init__()
        self._regions = regions

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self._regions.append(event.region())
        return False


@pytest.fixture
def table(qtbot: QtBot, qapp: QApplication, settings: QSettings) -> LogTable:
    made = LogTable()
    Appearance(qapp, settings, made).choose(Choice.LIGHT)
    qtbot.addWidget(made)
    made.resize(1000, 400)
    made.show()
    return made


def show(table: LogTable, one: Reading, wanted: LineFilter | None = None) -> None:
    table.show_lines(one, one.rows(wanted or LineFilter()))


def painted(table: LogTable, row: int) -> str:
    """The colour at the right end of a row, where no text is."""
    table.scrollTo(table.lines.index(row, 0))
    QApplication.processEvents()
    picture = table.viewport().grab().toImage()
    y = table.rowViewportPosition(row) + table.rowHeight(row) // 2
    return QColor(picture.pixelColor(table.viewport().width() - 4, y)).name()


def test_marked_rows_are_tinted_and_others_are_not(table: LogTable) -> None:
    show(table, FAILED)
    plain = palette.current().field
    wanted = [plain, tint(Role.FAILED).name(), tint(Role.INFO).name()]
    assert [painted(table, row) for row in (0, 5, 8)] == wanted
    assert len(set(wanted)) == 3
    show(table, SUCCESSFUL)
    assert painted(table, 11) == tint(Role.WARNING).name()
    assert painted(table, 49) == plain


def test_the_current_row_is_painted_as_chosen(table: LogTable) -> None:
    show(table, FAILED)
    table.go_to(6)
    assert painted(table, 5) == palette.current().selection


def test_a_row_that_is_left_is_painted_anew_to_its_end(qtbot: QtBot, table: LogTable) -> None:
    """What was painted beyond the columns stayed: the end of a frame in every line that was left."""
    table.horizontalHeader().setStyleSheet("QHeaderView { border: 1px solid; }")  # As in the window.
    show(table, FAILED)
    table.go_to(6)
    qtbot.waitUntil(lambda: table.horizontalHeader().length() < table.viewport().width())
    view, regions = table.viewport(), list[QRegion]()
    view.installEventFilter(seen := PaintedRegions(regions))

    def goes_down() -> QRegion:
        regions.clear()
        qtbot.keyClick(table, Qt.Key.Key_Down)
        qtbot.waitUntil(lambda: bool(regions))
        return regions[-1]

    qtbot.waitUntil(lambda: not goes_down().contains(view.rect().topLeft()))  # At first all is painted.
    row = table.currentIndex().row()
    y = table.rowViewportPosition(row) + table.rowHeight(row) // 2
    picture, empty = view.grab().toImage(), QColor(palette.current().field)
    end = max(x for x in range(view.width()) if picture.pixelColor(x, y) != empty)
    assert goes_down().contains(QPoint(end, y))
    view.removeEventFilter(seen)


def test_every_mark_is_a_word_too(table: LogTable) -> None:
    show(table, FAILED)
    words = [table.lines.text(row, Column.MARK) for row in (0, 5, 8)]
    assert words == ["", "Failure", "Note"]


def test_a_narrow_table_leaves_time_and_level_to_the_pane(table: LogTable) -> None:
    show(table, FAILED)
    assert not table.isColumnHidden(Column.TIME)
    table.resize(560, 300)
    QApplication.processEvents()
    assert table.isColumnHidden(Column.TIME)
    assert table.isColumnHidden(Column.LEVEL)
    assert table.columnWidth(Column.MESSAGE) > 300


def test_columns_that_would_be_empty_are_not_there(table: LogTable) -> None:
    show(table, reading(read(DATA / "failed-as-printed.log")))
    assert table.isColumnHidden(Column.TIME)
    show(table, reading(LogText("letter.txt", "Dear Sir,\nhello")))
    assert table.isColumnHidden(Column.MODULE)
    assert not table.isColumnHidden(Column.MESSAGE)


def test_no_column_cuts_its_words(table: LogTable) -> None:
    show(table, FAILED)
    metrics = table.fontMetrics()
    for column in (Column.LINE, Column.MODULE, Column.LEVEL):
        longest = max(metrics.horizontalAdvance(table.lines.text(row, column)) for row in range(31))
        assert table.columnWidth(column) >= longest + 16
    assert table.columnWidth(Column.MARK) >= metrics.horizontalAdvance("Repaired") + 16 + 8


def test_the_current_line_survives_a_filter_that_hides_it(table: LogTable) -> None:
    show(table, FAILED)
    table.go_to(12)
    show(table, FAILED, LineFilter(Show.FAILURES))
    line = table.current_line()
    assert line is not None
    assert line.number == 15
    show(table, FAILED)
    line = table.current_line()
    assert line is not None
    assert line.number == 12


def test_all_lines_can_be_chosen_and_copied(qtbot: QtBot, table: LogTable) -> None:
    show(table, FAILED)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(table.copied) as heard:
        qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert heard.args == [31]
    assert QApplication.clipboard().text() == "\n".join(line.raw for line in FAILED.lines)


def test_tab_leaves_the_table_and_enter_opens_the_line(qtbot: QtBot, table: LogTable) -> None:
    show(table, FAILED)
    table.go_to(3)
    assert not table.tabKeyNavigation()
    with qtbot.waitSignal(table.line_opened):
        qtbot.keyClick(table, Qt.Key.Key_Return)


def test_a_screen_reader_reads_the_cells(table: LogTable) -> None:
    show(table, FAILED)
    found = QAccessible.queryAccessibleInterface(table)
    assert found.text(QAccessible.Text.Name) == "Lines of the log"
    model = table.lines
    cells = [model.data(model.index(5, column)) for column in Column]
    assert cells[:5] == ["Failure", "6", "1028091202", "dns", "3"]
