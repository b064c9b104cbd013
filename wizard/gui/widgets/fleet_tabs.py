"""Under the causes: the handsets that have the chosen one, what it means, and what could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from wizard.core.diagnosis.causes import Cause
from wizard.gui.theme import GRID
from wizard.gui.widgets.empty_state import EmptyState
from wizard.gui.widgets.finding_card import FindingCard
from wizard.gui.widgets.fleet_model import Order, Row, in_order, rows_of
from wizard.gui.widgets.fleet_table import FleetTable
from wizard.gui.widgets.inputs import ChoiceBox
from wizard.gui.widgets.labels import breakable, plain
from wizard.gui.widgets.log_steps import LogSteps
from wizard.gui.widgets.raw_text import spelled
from wizard.gui.widgets.tab_order import keep_place
from wizard.gui.widgets.tabs import Tabs

HANDSETS, MEANING, UNREAD, SENDING = range(4)
MOST_PROBLEMS = 200
"""Sentences about files that are shown."""


class FleetTabs(Tabs):
    """The rows are found again by what is typed, among all causes."""

    seen_wanted = Signal(object, object)
    """The Cause and the Evidence, from its first log, that was clicked."""

    def __init__(self, parent: QWidget | None = None, *, corner: QWidget | None = None) -> None:
        super().__init__(parent, corner=corner)
        self._causes: Sequence[Cause] = ()
        self._cause: Cause | None = None
        self._every: Sequence[Row] = ()
        self._has_nothing = False  # No log was read, so there is no table of them to show.
        self.wanted = QLineEdit()
        self.wanted.setPlaceholderText(self.tr("Find a handset or a file"))
        self.wanted.setAccessibleName(self.wanted.placeholderText())
        self.wanted.setClearButtonEnabled(True)
        self.order = ChoiceBox(
            {
                Order.GRAVE: self.tr("Gravest first"),
                Order.HANDSET: self.tr("By handset"),
                Order.SEEN: self.tr("Last seen first"),
                Order.LOG: self.tr("By file name"),
            }
        )
        self.order.setAccessibleName(self.tr("Order of the rows"))
        self.table = FleetTable()
        self.empty = EmptyState("search", self.tr("No handset's address and no file's name has that"), "")
        self.empty.add_button(self.tr("Show all"), "x").clicked.connect(self.wanted.clear)
        self._meaning, self._card = _scrolled(self.tr("What to do"))
        self._unread, sentences = _scrolled(self.tr("Not read"))
        self._sentences = plain(selectable=True)
        sentences.addWidget(self._sentences)
        sentences.addStretch(1)
        self.addTab(self._handsets(), self.tr("Handsets"))
        self.addTab(self._meaning, self.tr("What to do"))
        self.addTab(self._unread, "")
        how = self.tr("How to get a log")
        self.addTab(_Late(lambda: _steps(how)), how)
        self.wanted.textChanged.connect(lambda _text: self._show_rows())
        self.order.currentIndexChanged.connect(lambda _number: self._show_rows())
        self.table.order_wanted.connect(self.order.set_value)
        self.show_problems(())

    def set_low(self, low: bool) -> None:
        super().set_low(low)
        self.table.set_low(low)

    def _handsets(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.wanted, 1)
        line.addWidget(self.order)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.empty.hide()
        return page

    def show_causes(
        self,
        causes: Sequence[Cause],
        cause: Cause | None,
        rows: Sequence[Row],
        *,
        handsets: bool,
        waiting: bool = False,
    ) -> None:
        """``cause`` is the chosen one of ``causes``; None for all. While ``waiting``, more may come.

        ``rows`` are those of all causes. ``handsets``: they are counted, and not their logs.
        """
        before, self._causes, self._cause, self._every = self._cause, causes, cause, rows
        said = cause.said if cause is not None else None
        if said is None and self.currentIndex() == MEANING:
            self.setCurrentIndex(HANDSETS)
        self.setTabVisible(MEANING, said is not None)
        self.setTabText(HANDSETS, self.tr("Handsets") if handsets else self.tr("Logs"))
        if before is None or cause is None or before != cause:
            self._show_meaning()
        self._show_rows()
        self._show_nothing(not causes and not waiting)

    def _show_nothing(self, nothing: bool) -> None:
        """Without logs there is how to get one, or what could not be read, in the place of the table."""
        if nothing == self._has_nothing:
            return
        self._has_nothing = nothing
        if not nothing:
            self.setTabVisible(HANDSETS, True)
            self.setCurrentIndex(HANDSETS)
            return
        if self.currentIndex() in (HANDSETS, MEANING):
            self.setCurrentIndex(UNREAD if self._has_unread else SENDING)
        self.setTabVisible(HANDSETS, False)

    def show_problems(self, problems: Sequence[str]) -> None:
        """Sentences about files that were not read, or not whole."""
        self._has_unread = bool(problems)
        if not problems and self.currentIndex() == UNREAD:
            self.setCurrentIndex(SENDING if self._has_nothing else HANDSETS)
        self.setTabVisible(UNREAD, bool(problems))
        self.setTabText(UNREAD, self.tr("Not read ({count})").format(count=f"{len(problems):,}"))
        shown = [breakable(spelled(one)) for one in problems[:MOST_PROBLEMS]]
        if len(problems) > MOST_PROBLEMS:
            shown.append(self.tr("… and {count} more.").format(count=f"{len(problems) - MOST_PROBLEMS:,}"))
        self._sentences.setText("\n".join(shown))

    def _show_rows(self) -> None:
        wanted = self.wanted.text()
        one = self._cause if not wanted.strip() else None
        rows: Sequence[Row] = self._every
        if one is not None or wanted.strip():
            rows = rows_of([one] if one is not None else self._causes, wanted)
        self.table.show_rows(in_order(rows, self.order.value()), verdicts=one is None)
        nothing = bool(wanted and self._causes and not self.table.logs.rows)
        self.empty.setVisible(nothing)
        self.table.setVisible(not nothing)

    def _show_meaning(self) -> None:
        while (item := self._card.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        cause = self._cause
        if cause is not None and cause.said is not None:
            card = FindingCard(cause.said, opened=True)
            card.evidence_activated.connect(lambda seen: self.seen_wanted.emit(cause, seen))
            self._card.addWidget(card)
            self._card.addStretch(1)
            keep_place(self._meaning)


class _Late(QWidget):
    """Makes its content when it is first shown."""

    def __init__(self, make: Callable[[], QWidget]) -> None:
        super().__init__()
        self._make: Callable[[], QWidget] | None = make
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def setVisible(self, visible: bool) -> None:
        if visible and self._make is not None and self.parentWidget() is not None:
            self._column.addWidget(self._make())
            self._make = None
            keep_place(self)
        super().setVisible(visible)


def _steps(name: str) -> QWidget:
    area, column = _scrolled(name)
    column.addWidget(LogSteps())
    column.addStretch(1)
    return area


def _scrolled(name: str) -> tuple[QScrollArea, QVBoxLayout]:
    """An area that scrolls, also by keyboard, and the column in it; ``name`` is for screen readers."""
    area, inside = QScrollArea(), QWidget()
    area.setAccessibleName(name)
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, GRID, 0)
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    return area, column
