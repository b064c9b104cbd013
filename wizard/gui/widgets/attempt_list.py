"""The attempts to register that a log tells of."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Attempt, Ending
from wizard.gui.icons import role_icon
from wizard.gui.palette import Role
from wizard.gui.theme import GRID
from wizard.gui.widgets.labels import plain
from wizard.gui.widgets.raw_text import in_a_cell
from wizard.gui.widgets.tables import Padded, prepare

Index = QModelIndex | QPersistentModelIndex


def outcome(attempt: Attempt) -> tuple[Role, str]:
    """How an attempt ended: ok, failed or unknown, and in which words."""
    if attempt.ending is Ending.UNFINISHED:
        return Role.INFO, QCoreApplication.translate("Attempt", "end not in the log")
    if attempt.ending is Ending.NOTHING:
        return Role.FAILED, QCoreApplication.translate("Attempt", "failed, no server found")
    if attempt.failure is not None and isinstance(attempt.failure.event, ev.RegistrationFailed):
        if not attempt.failure.event.has_code:
            return Role.FAILED, QCoreApplication.translate("Attempt", "failed, error not in the log")
        said = QCoreApplication.translate("Attempt", "failed, error {code}")
        return Role.FAILED, said.format(code=attempt.failure.event.code)
    return Role.OK, QCoreApplication.translate("Attempt", "ok, servers found")


def first_line(attempt: Attempt) -> int:
    """The number of the line with which an attempt begins, 0 if there is none."""
    return attempt.entries[0].evidence.line if attempt.entries else 0


def last_line(attempt: Attempt) -> int:
    """The number of its last line, 0 if there is none."""
    return attempt.entries[-1].evidence.line if attempt.entries else 0


class _Column(IntEnum):
    NUMBER = 0
    OUTCOME = 1
    LINES = 2
    NAME = 3


class _Attempts(QAbstractTableModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.attempts: Sequence[Attempt] = ()

    def show(self, attempts: Sequence[Attempt]) -> None:
        self.beginResetModel()
        self.attempts = attempts
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.attempts)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(_Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        attempt = self.attempts[index.row()]
        if role == Qt.ItemDataRole.DecorationRole and index.column() == _Column.OUTCOME:
            return role_icon(outcome(attempt)[0])
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        match _Column(index.column()):
            case _Column.NUMBER:
                return str(index.row() + 1)
            case _Column.OUTCOME:
                return outcome(attempt)[1]
            case _Column.LINES:
                return f"{first_line(attempt)} - {last_line(attempt)}"
        return in_a_cell(f"{attempt.handset}: {attempt.name}" if attempt.handset else attempt.name)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return {
            _Column.NUMBER: self.tr("Attempt"),
            _Column.OUTCOME: self.tr("Result"),
            _Column.LINES: self.tr("Lines"),
            _Column.NAME: self.tr("Looked for"),
        }[_Column(section)]


class AttemptList(QWidget):
    """One row an attempt; choosing one jumps to where it begins."""

    line_wanted = Signal(int)
    """The number of the first line of the chosen attempt."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = QTableView()
        self._model = _Attempts(self)
        self.table.setModel(self._model)
        prepare(self.table, self.tr("Attempts to register"))
        self.table.setItemDelegate(Padded(self.table))
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self._none = plain(self.tr("This log shows no attempt to find the SIP servers."), role=Role.MUTED)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        column.addWidget(self._none)
        column.addStretch(0)
        self.table.clicked.connect(self._go)
        self.table.activated.connect(self._go)

    def show_attempts(self, attempts: Sequence[Attempt]) -> None:
        """Shows these."""
        self._model.show(attempts)
        self.table.setVisible(bool(attempts))
        self._none.setVisible(not attempts)
        metrics = self.table.fontMetrics()
        # Of a handset that has failed for days there are thousands: a few tell how wide the columns are.
        few = [*attempts[:20], *attempts[-20:]]
        longest = max((metrics.horizontalAdvance(outcome(attempt)[1]) for attempt in few), default=0)
        digits = len(str(max(map(last_line, few), default=0)))
        widths = {
            _Column.NUMBER: metrics.horizontalAdvance(self.tr("Attempt")),
            _Column.OUTCOME: longest + 3 * GRID,
            _Column.LINES: metrics.horizontalAdvance("0" * (2 * digits + 3)),
        }
        for column, width in widths.items():
            self.table.setColumnWidth(column, width + 3 * GRID)

    def _go(self, index: QModelIndex) -> None:
        if index.isValid():
            self.line_wanted.emit(first_line(self._model.attempts[index.row()]))
