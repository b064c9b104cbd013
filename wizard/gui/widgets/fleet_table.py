"""The logs of a folder as a table: whose they are, when each was seen last, what each shows."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nlargest

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from wizard.core.diagnosis.fleet import Judged
from wizard.gui import icons
from wizard.gui.theme import GRID
from wizard.gui.widgets.fleet_model import Column, FleetModel, Order, Row
from wizard.gui.widgets.tables import Padded, prepare

ICON = icons.SMALL
_VERDICT = 55
"""Letters of a verdict that stand in one line wherever there is room for any other column."""
_MEASURED = 200
"""So many files' names, and verdicts, the longest of them, tell how wide and high their cells are."""

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
        self._has_verdicts = self._low = False
        self.setModel(self.logs)
        prepare(self, self.tr("Handsets"))
        self.setWordWrap(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setItemDelegate(Padded(self))
        self.setIconSize(QSize(ICON, ICON))
        self.set_low(False)
        # The columns fit by themselves.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        columns = self.horizontalHeader()
        columns.setSectionsClickable(True)
        columns.sectionClicked.connect(lambda column: self.order_wanted.emit(_ORDERS[Column(column)]))
        columns.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.activated.connect(lambda index: self.opened.emit(self.logs.rows[index.row()].judged))

    def set_low(self, low: bool) -> None:
        """With little height in the window it is content with a single row."""
        self._low = low
        self._fit_least()

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
            self._fit_least()

    def _fit_least(self) -> None:
        around = self.horizontalHeader().sizeHint().height() + 2 * self.frameWidth()
        row = around + self.verticalHeader().defaultSectionSize()
        self.setMinimumHeight(row if self._low else 10 * GRID)
