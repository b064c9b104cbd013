"""The lines of a log as a table's model, filtered by a map from rows to lines."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from wizard.core.case.reading import Reading
from wizard.core.diagnosis.marks import Mark
from wizard.core.log.line import LogLine
from wizard.core.log.lineset import LineSet
from wizard.core.log.stored import AT_ONCE, StoredLines
from wizard.gui.palette import Role
from wizard.gui.widgets.raw_text import in_a_cell

Index = QModelIndex | QPersistentModelIndex
_NO_ROWS = LineSet.none(0)

MARK_ROLES = {
    Mark.OK: Role.OK,
    Mark.REPAIRED: Role.MUTED,
    Mark.NOTE: Role.INFO,
    Mark.WARNING: Role.WARNING,
    Mark.FAILURE: Role.FAILED,
}
MARK_ICONS = {
    Mark.OK: "circle-check",
    Mark.REPAIRED: "history",
    Mark.NOTE: "info",
    Mark.WARNING: "triangle-alert",
    Mark.FAILURE: "circle-x",
}


def mark_word(mark: Mark) -> str:
    """The word beside a mark's icon, empty for a line without a mark."""
    match mark:
        case Mark.FAILURE:
            return QCoreApplication.translate("Mark", "Failure")
        case Mark.WARNING:
            return QCoreApplication.translate("Mark", "Warning")
        case Mark.NOTE:
            return QCoreApplication.translate("Mark", "Note")
        case Mark.REPAIRED:
            return QCoreApplication.translate("Mark", "Repaired")
        case Mark.OK:
            return QCoreApplication.translate("Mark", "OK")
        case _:
            return ""


def level_word(level: str) -> str:
    """What a level is called. A higher one is graver."""
    return {
        "*": QCoreApplication.translate("Level", "always written"),
        "0": QCoreApplication.translate("Level", "debug"),
        "1": QCoreApplication.translate("Level", "event, high detail"),
        "2": QCoreApplication.translate("Level", "event, moderate detail"),
        "3": QCoreApplication.translate("Level", "event, low detail"),
        "4": QCoreApplication.translate("Level", "minor error"),
        "5": QCoreApplication.translate("Level", "major error"),
        "6": QCoreApplication.translate("Level", "fatal error"),
    }.get(level, "")


class Column(IntEnum):
    """The table's columns."""

    MARK = 0
    LINE = 1
    TIME = 2
    MODULE = 3
    LEVEL = 4
    MESSAGE = 5


def is_same(one: Reading | None, other: Reading | None) -> bool:
    """Whether both are of one log, perhaps read further or judged anew."""
    return one is not None and other is not None and one.log.review.name == other.log.review.name


class LogModel(QAbstractTableModel):
    """``rows`` are the lines of the log that are shown, so a filter is one bit a line."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.reading: Reading | None = None
        self.rows = _NO_ROWS
        self.bookmarks: frozenset[int] = frozenset()
        # The line that was asked for last, whole and as its row shows it: rows ask again for every cell.
        self._whole: tuple[int, LogLine] | None = None
        self._head: tuple[int, LogLine] | None = None

    def show(self, reading: Reading | None, rows: LineSet = _NO_ROWS) -> None:
        """Shows these lines of a log, or none. Lines that come to those before leave them in peace."""
        before = self.rows
        self._whole = self._head = None
        if is_same(self.reading, reading) and before.begins(rows):
            if len(rows) > len(before):
                self.beginInsertRows(QModelIndex(), len(before), len(rows) - 1)
                self.reading, self.rows = reading, rows
                self.endInsertRows()
            else:
                self.reading, self.rows = reading, rows
            return
        self.beginResetModel()
        self.reading, self.rows = reading, rows
        self.endResetModel()

    def line(self, row: int) -> LogLine | None:
        """The line in a row; of one of megabytes the beginning."""
        if self.reading is None or not 0 <= row < len(self.rows):
            return None
        place = self.rows.place(row)
        if self._whole is None or self._whole[0] != place:
            lines = self.reading.lines
            whole = lines.head(place, AT_ONCE) if isinstance(lines, StoredLines) else lines[place]
            self._whole = (place, whole)
        return self._whole[1]

    def _shown(self, row: int) -> LogLine | None:
        """The line in a row as far as a row can show it."""
        if self.reading is None or not 0 <= row < len(self.rows):
            return None
        place = self.rows.place(row)
        if self._head is None or self._head[0] != place:
            lines = self.reading.lines
            self._head = (place, lines.head(place) if isinstance(lines, StoredLines) else lines[place])
        return self._head[1]

    def mark(self, row: int) -> Mark:
        """What the line in a row proves."""
        assert self.reading is not None
        return self.reading.mark(self.rows.place(row))

    def continues(self, row: int) -> bool:
        """Whether the line in a row belongs to the message of a line before."""
        assert self.reading is not None
        place = self.rows.place(row)
        return self.reading.index.parent(place) != place

    def row_of(self, place: int) -> int:
        """The row of the line at a position of the log, -1 if it is hidden."""
        return self.rows.rank(place) if place in self.rows else -1

    def nearest_row(self, place: int) -> int:
        """The row of that line, or of the next one that is shown; -1 if none is."""
        return min(self.rows.rank(place), len(self.rows) - 1)

    def text(self, row: int, column: Column) -> str:
        """What a cell says."""
        line = self._shown(row)
        if line is None:
            return ""
        match column:
            case Column.MARK:
                return mark_word(self.mark(row))
            case Column.LINE:
                return str(line.number)
            case Column.TIME:
                return line.time
            case Column.MODULE:
                return line.module
            case Column.LEVEL:
                return line.level
        return in_a_cell(line.message)

    # Qt's

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and index.isValid():
            return self.text(index.row(), Column(index.column()))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return self.titles()[Column(section)]

    def titles(self) -> dict[Column, str]:
        """The columns' names."""
        return {
            Column.MARK: self.tr("Mark"),
            Column.LINE: self.tr("Line"),
            Column.TIME: self.tr("Time"),
            Column.MODULE: self.tr("Module"),
            Column.LEVEL: self.tr("Level"),
            Column.MESSAGE: self.tr("Message"),
        }
