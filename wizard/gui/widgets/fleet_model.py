"""The rows of a folder's table: a log each, in the order that is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from wizard.core.diagnosis.causes import Cause
from wizard.core.diagnosis.fleet import Judged
from wizard.core.knowledge import Explained
from wizard.gui.icons import ROLE_ICONS, icon
from wizard.gui.palette import Role
from wizard.gui.widgets.labels import escaped
from wizard.gui.widgets.log_tabs import short_names
from wizard.gui.widgets.log_verdict import verdict_role
from wizard.gui.widgets.raw_text import in_a_cell, spelled

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Column(IntEnum):
    """The table's columns."""

    HANDSET = 0
    SEEN = 1
    VERDICT = 2
    LOG = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A log, the cause under which it stands, and what it shows itself; empty if nothing can be judged."""

    judged: Judged
    said: Explained | None
    title: str
    file: str


def rows_of(causes: Sequence[Cause], wanted: str = "") -> list[Row]:
    """A row a log, in the causes' order; with ``wanted`` only those whose address or name has it."""
    every = [
        (cause, one, title) for cause in causes for one, title in zip(cause.logs, cause.titles, strict=True)
    ]
    part = _bare(wanted.strip())
    if part:
        every = [row for row in every if part in _bare(f"{row[1].mac}\n{row[1].name}")]
    files = short_names([one.name for _, one, _ in every]) if every else []
    return [Row(one, cause.said, title, file) for (cause, one, title), file in zip(every, files, strict=True)]


class Order(StrEnum):
    """Which row comes first."""

    GRAVE = "grave"
    HANDSET = "handset"
    SEEN = "seen"
    LOG = "log"


def in_order(rows: Sequence[Row], order: Order) -> list[Row]:
    """The rows, which come the gravest first, in another order; alike ones as they came."""
    match order:
        case Order.HANDSET:
            return sorted(rows, key=lambda row: (not row.judged.mac, row.judged.mac))
        case Order.SEEN:
            never = datetime.min
            return sorted(rows, key=lambda row: row.judged.last or never, reverse=True)
        case Order.LOG:
            return sorted(rows, key=lambda row: row.file.casefold())
        case _:
            return list(rows)


def _bare(text: str) -> str:
    """Without what people put between the parts of a MAC address."""
    return text.lower().replace(":", "").replace("-", "")


def role_of(said: Explained | None) -> Role:
    """The colour and icon of what was found."""
    return verdict_role(said) if said is not None else Role.MUTED


def icon_name(said: Explained | None) -> str:
    """The drawing that says the same as the colour."""
    if said is None:
        return "circle-question-mark"
    return ROLE_ICONS[role_of(said)]


class FleetModel(QAbstractTableModel):
    """Rows of plain text."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self._with_files = False

    def set_rows(self, rows: list[Row]) -> None:
        """Shows these instead."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def show_files(self, wanted: bool) -> None:
        """Whether a log of an unknown handset shows its file's name, as no other column does."""
        if wanted != self._with_files:
            self._with_files = wanted
            if self.rows:
                first, last = self.index(0, Column.HANDSET), self.index(len(self.rows) - 1, Column.HANDSET)
                self.dataChanged.emit(first, last)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return {
            Column.HANDSET: self.tr("Handset"),
            Column.SEEN: self.tr("Last seen"),
            Column.VERDICT: self.tr("Verdict"),
            Column.LOG: self.tr("Log"),
        }[Column(section)]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = self.rows[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return in_a_cell(self._text(row, column))
            case Qt.ItemDataRole.DecorationRole if column is Column.HANDSET:
                return icon(icon_name(row.said), role_of(row.said))
            case Qt.ItemDataRole.ToolTipRole:
                whole = row.judged.name if column is Column.LOG else self._text(row, column)
                return escaped(spelled(whole))
            case _:
                return None

    def _text(self, row: Row, column: Column) -> str:
        one = row.judged
        match column:
            case Column.HANDSET:
                pairs = (one.mac[place : place + 2] for place in range(0, 12, 2))
                unknown = row.file if self._with_files else self.tr("unknown")
                return ":".join(pairs) if one.mac else unknown
            case Column.SEEN:
                return f"{one.last:%Y-%m-%d %H:%M}" if one.last is not None else self.tr("unknown")
            case Column.VERDICT:
                return row.title or self.tr("No look-up in it to judge")
            case Column.LOG:
                more = len(one.parts) - 1
                text = self.tr("{file} and {count} more") if more > 0 else "{file}"
                return text.format(file=row.file, count=more)
