"""The logs of a folder as a table: whose they are, when each was seen last, what each shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from heapq import nlargest
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableView,
    QWidget,
)

from wizard.core.diagnosis.fleet import Cause, Judged
from wizard.core.knowledge import Explained
from wizard.gui import icons
from wizard.gui.icons import ROLE_ICONS, icon
from wizard.gui.palette import Role
from wizard.gui.theme import GRID
from wizard.gui.widgets.labels import escaped
from wizard.gui.widgets.log_tabs import short_names
from wizard.gui.widgets.log_verdict import verdict_role
from wizard.gui.widgets.raw_text import in_a_cell, spelled
from wizard.gui.widgets.tables import Padded, prepare

ICON = icons.SMALL
_VERDICT = 55
"""Letters of a verdict that stand in one line wherever there is room for any other column."""
_MEASURED = 200
"""So many files' names, and verdicts, the longest of them, tell how wide and high their cells are."""

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
    part = wanted.strip().lower().replace(":", "").replace("-", "")
    if part:
        every = [row for row in every if part in _key(row[1])]
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


def _key(one: Judged) -> str:
    return f"{one.mac}\n{one.name}".lower().replace(":", "").replace("-", "")


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


_ORDERS = {
    Column.HANDSET: Order.HANDSET,
    Column.SEEN: Order.SEEN,
    Column.VERDICT: Order.GRAVE,
    Column.LOG: Order.LOG,
}


class FleetTable(QTableView):
    """Enter or a double click opens a log, a click on a column's title wants its order."""

    opened = Signal(object)
    """The Judged that was chosen."""
    order_wanted = Signal(object)
    """The Order of a column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.logs = FleetModel(self)
        self._has_verdicts = False
        self.setModel(self.logs)
        prepare(self, self.tr("Handsets"))
        self.setWordWrap(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(Padded(self))
        self.setIconSize(QSize(ICON, ICON))
        self.setMinimumHeight(10 * GRID)
        # The columns fit by themselves.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        columns = self.horizontalHeader()
        columns.setSectionsClickable(True)
        columns.sectionClicked.connect(lambda column: self.order_wanted.emit(_ORDERS[Column(column)]))
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.activated.connect(lambda index: self.opened.emit(self.logs.rows[index.row()].judged))

    def show_rows(self, rows: list[Row], *, verdicts: bool) -> None:
        """Shows these; the log that was chosen stays chosen if it is still there.

        Without ``verdicts`` all of them have the same one, and it is told elsewhere.
        """
        chosen = self.chosen()
        self.logs.set_rows(rows)
        self._has_verdicts = verdicts
        self.setColumnHidden(Column.VERDICT, not verdicts)
        if chosen is not None:
            self.choose(chosen.name)
        self._fit()

    def choose(self, name: str) -> None:
        """Puts the cursor on the log of this name, if it is shown."""
        place = next((n for n, row in enumerate(self.logs.rows) if row.judged.name == name), -1)
        if place >= 0:
            self.setCurrentIndex(self.logs.index(place, 0))

    def chosen(self) -> Judged | None:
        """The log under the cursor."""
        place = self.currentIndex().row()
        return self.logs.rows[place].judged if 0 <= place < len(self.logs.rows) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Gives the short columns what they need, and whole verdicts the rest: no word of them is cut.

        What has no room goes: first when a handset was seen, then the log. A verdict that is longer still
        stands in several lines, in all rows alike.
        """
        measure = self.fontMetrics().horizontalAdvance
        around = 4 * GRID
        rows = self.logs.rows[:_MEASURED]
        files = max(map(measure, [self.tr("Log"), *(row.file for row in rows)])) + around
        nameless = [measure(row.file) for row in rows if not row.judged.mac]
        handset = measure("00:00:00:00:00:00") + around + ICON
        seen = measure("2026-12-30 00:00") + around
        titles = nlargest(_MEASURED, {row.title for row in self.logs.rows}, key=len)
        verdict = min(max(map(measure, titles), default=0), measure("x") * _VERDICT) + around
        # Without a scroll bar that may not be there: it comes and goes with the height of the rows, which
        # hangs on the room, and Qt would follow the two in a circle until the program ends.
        room = self.contentsRect().width() - self.verticalScrollBar().sizeHint().width()
        few = self._has_verdicts and handset + seen + files + verdict > room
        fewest = few and handset + files + verdict > room
        if fewest and nameless:  # Its file's name is all that tells such a log from others.
            handset = max(handset, min(max(nameless) + around + ICON, room // 2))
        self.logs.show_files(fewest)
        self.setColumnHidden(Column.SEEN, few)
        self.setColumnHidden(Column.LOG, fewest)
        left = room - handset - (0 if few else seen) - (0 if fewest else files)
        for column, width in zip(Column, (handset, seen, left), strict=False):
            self.setColumnWidth(column, width)
        self._fit_rows(titles if self._has_verdicts else (), left - around)

    def _fit_rows(self, titles: Iterable[str], width: int) -> None:
        metrics = self.fontMetrics()
        place = QRect(0, 0, max(width, 1), 0)
        wrap = Qt.TextFlag.TextWordWrap.value
        heights = (metrics.boundingRect(place, wrap, title).height() for title in titles)
        height = max(heights, default=metrics.height()) + GRID
        if height != self.verticalHeader().defaultSectionSize():
            self.verticalHeader().setDefaultSectionSize(height)
