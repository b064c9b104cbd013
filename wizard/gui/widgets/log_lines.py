"""The lines of a log and the way through them: filters, finding, failures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSpacerItem, QVBoxLayout, QWidget

from wizard.core.case.reading import LineFilter, Reading, Show
from wizard.core.log.index import Rows, among
from wizard.core.log.line import LogLine
from wizard.gui.job import Job, Work
from wizard.gui.theme import GRID
from wizard.gui.widgets.empty_state import EmptyState
from wizard.gui.widgets.filter_bar import FilterBar
from wizard.gui.widgets.find_bar import FindBar
from wizard.gui.widgets.log_find import LogFind, step
from wizard.gui.widgets.log_table import LogTable
from wizard.gui.widgets.log_toolbar import LogToolbar
from wizard.gui.widgets.overview_strip import OverviewStrip

_NONE: Rows = np.zeros(0, dtype=np.int32)
LEAST_HEIGHT = 13 * GRID


class LogLines(QWidget):
    """Lays out its table alone; the bars above it are for the viewer to place."""

    line_chosen = Signal(object)
    """The LogLine that is current now, or None."""
    stepped = Signal()
    """The user went to a failure or to a hit."""
    said = Signal(str)

    def __init__(self, job: Callable[[Work], Job], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reading: Reading | None = None
        self._filter = LineFilter()
        self._shown_hits = _NONE
        self.toolbar = LogToolbar()
        self.find_bar = FindBar()
        self.filter_bar = FilterBar()
        self.table = LogTable()
        self.strip = OverviewStrip()
        self.empty = EmptyState("funnel", "")
        self.hunt = LogFind(job, self)
        self._lay_out()
        self._connect()
        self._add_keys()

    def _lay_out(self) -> None:
        reset = self.empty.add_button(self.tr("Show all lines"), "undo-2")
        reset.clicked.connect(self.show_all)
        self._beside = beside = QVBoxLayout()
        beside.setSpacing(0)
        self._above = QSpacerItem(0, 0)
        beside.addItem(self._above)
        beside.addWidget(self.strip)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.table, 1)
        row.addWidget(self.empty, 1)
        row.addLayout(beside)
        self.setMinimumHeight(LEAST_HEIGHT)
        self.find_bar.hide()
        self.filter_bar.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            # The strip is as high as the scroll bar's part of the table: without the header.
            header = self.table.horizontalHeader().sizeHint().height() + self.table.frameWidth()
            self._above.changeSize(0, header)
            self._beside.invalidate()

    def _connect(self) -> None:
        self.toolbar.show_chosen.connect(self._refilter)
        self.toolbar.filter_button.toggled.connect(self.filter_bar.setVisible)
        self.toolbar.find_button.clicked.connect(self.open_find)
        self.toolbar.reset_wanted.connect(self.show_all)
        self.toolbar.stepped.connect(self.step_failure)
        self.filter_bar.changed.connect(self._refilter)
        self.find_bar.wanted.connect(lambda text, regex: self.hunt.start(self.reading, text, regex=regex))
        self.find_bar.stepped.connect(self.step_hit)
        self.find_bar.closed.connect(self.close_find)
        self.hunt.changed.connect(self._take_hits)
        self.hunt.ended.connect(lambda: self.step_hit(+1, here=True))
        self.table.line_chosen.connect(self._follow)
        self.table.copied.connect(self._say_copied)
        self.strip.chosen.connect(self.table.go_to_row)

    def _add_keys(self) -> None:
        for keys, action in (
            (QKeySequence("F8"), lambda: self.step_failure(+1)),
            (QKeySequence("Shift+F8"), lambda: self.step_failure(-1)),
            (QKeySequence("F3"), lambda: self.step_hit(+1)),
            (QKeySequence("Shift+F3"), lambda: self.step_hit(-1)),
            (QKeySequence(QKeySequence.StandardKey.Find), self.open_find),
        ):
            QShortcut(keys, self).activated.connect(action)

    # What is shown

    def show_reading(self, reading: Reading, line: int = 0) -> None:
        """Shows a log, at the line of this number or at the one that says most.

        The same log judged anew keeps its place and its filter.
        """
        same = self.reading is not None and self.reading.log is reading.log
        self.reading = reading
        if not same:
            self.filter_bar.show_index(reading.index)
            self.toolbar.set_show(Show.ALL)
            self._filter = LineFilter()
        self._show_lines()
        if not same:
            self.table.begin_at(line or self._telling_line(reading))
            if self.find_bar.isVisible():
                self.find_bar.ask()

    @staticmethod
    def _telling_line(reading: Reading) -> int:
        """The first failure, else the first line."""
        return int(reading.failures[0]) + 1 if len(reading.failures) else 1

    def _refilter(self) -> None:
        self._filter = LineFilter(
            self.toolbar.show_box.value(),
            self.filter_bar.modules.chosen(),
            self.filter_bar.levels.chosen(),
        )
        self._show_lines()

    def _show_lines(self) -> None:
        if self.reading is None:
            return
        rows = self.reading.rows(self._filter)
        self.table.show_lines(self.reading, rows)
        self.strip.show_marks(self.table.lines.marks())
        self.toolbar.show_count(len(rows), len(self.reading.lines))
        self.toolbar.show_chips(self.filter_bar.count)
        hidden = not len(rows) and bool(self.reading.lines)
        if hidden:
            self.empty.set_text(*self._why_empty(self.reading))
        self.table.setVisible(not hidden)
        self.strip.setVisible(not hidden)
        self.empty.setVisible(hidden)
        self._show_place()
        self._take_hits()

    def _why_empty(self, reading: Reading) -> tuple[str, str]:
        parts = []
        if self._filter.show is not Show.ALL:
            parts.append(self.tr("“{choice}”").format(choice=self.toolbar.show_box.currentText()))
        if self._filter.modules:
            parts.append(self.tr("module {names}").format(names=", ".join(sorted(self._filter.modules))))
        if self._filter.levels:
            parts.append(self.tr("level {names}").format(names=", ".join(sorted(self._filter.levels))))
        if self._filter == LineFilter(Show.FAILURES):
            title = self.tr("This log has no line that is marked as a failure")
        else:
            title = self.tr("No line passes the filter")
        said = self.tr("All {count} lines are hidden by: {filters}.")
        return title, said.format(count=f"{len(reading.lines):,}", filters=" + ".join(parts))

    def show_all(self) -> None:
        """Takes every filter off."""
        self.toolbar.set_show(Show.ALL)
        self.filter_bar.clear()
        self._refilter()

    # Where the user is

    @property
    def place(self) -> int:
        """The position of the current line in the log, -1 without one."""
        line = self.table.current_line()
        return line.number - 1 if line is not None else -1

    def _follow(self, line: LogLine | None) -> None:
        self.line_chosen.emit(line)
        self._show_place()
        self._show_hits()

    def _show_place(self) -> None:
        failures = self.reading.failures if self.reading is not None else _NONE
        self.toolbar.show_failures(self._number(failures), len(failures))

    def _number(self, places: Rows) -> int:
        """Which of these places the current line is, from 1; 0 if it is none of them."""
        found = int(np.searchsorted(places, self.place))
        return found + 1 if found < len(places) and places[found] == self.place else 0

    def go_to(self, number: int) -> None:
        """Goes to a line; if a filter hides it, all lines are shown again."""
        if not self.table.go_to(number):
            self.show_all()
            self.table.go_to(number)
            said = self.tr("Line {number} was hidden: all lines are shown again.")
            self.said.emit(said.format(number=number))

    def step_failure(self, distance: int) -> None:
        """Goes to the next failure among the lines shown, or the one before, round the end."""
        if self.reading is None or not len(self.reading.failures):
            return
        failures = self.reading.failures
        shown = among(failures, self.table.lines.rows)
        self.stepped.emit()
        # With all of them hidden it is the filter that has to go.
        self.go_to(step(shown if len(shown) else failures, self.place, distance) + 1)
        said = self.tr("Failure {number} of {total}, line {line}")
        number = self._number(failures)
        self.said.emit(said.format(number=number, total=len(failures), line=self.place + 1))

    # Finding

    def open_find(self) -> None:
        """Opens the search, with the cursor in it."""
        self.find_bar.open()

    def close_find(self) -> None:
        """Closes the search and goes back to the lines."""
        self.hunt.start(None, "", regex=False)
        self.find_bar.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_hit(self, distance: int, *, here: bool = False) -> None:
        """Goes to the next line that was found, or the one before, round the end."""
        if not self.find_bar.isVisible():
            self.open_find()
            return
        found = step(self._shown_hits, self.place, distance, here=here)
        if found >= 0:
            self.stepped.emit()
            self.table.go_to(found + 1)

    def _take_hits(self) -> None:
        self._shown_hits = among(self.hunt.hits, self.table.lines.rows)
        self._show_hits()

    def _show_hits(self) -> None:
        self.find_bar.show_result(self._count_hits(), self.hunt.problem)

    def _count_hits(self) -> str:
        if not self.hunt.text or self.hunt.problem:
            return ""
        shown = len(self._shown_hits)
        hidden = len(self.hunt.hits) - shown
        number = self._number(self._shown_hits)
        if number:
            text = self.tr("{number} of {total}").format(number=f"{number:,}", total=f"{shown:,}")
        elif shown:
            text = self.tr("1 line") if shown == 1 else self.tr("{n} lines").format(n=f"{shown:,}")
        else:
            text = self.tr("Searching…") if self.hunt.running else self.tr("Not found")
        return self.tr("{text}, {hidden} hidden").format(text=text, hidden=f"{hidden:,}") if hidden else text

    def _say_copied(self, count: int) -> None:
        said = self.tr("Copied 1 line.") if count == 1 else self.tr("Copied {n} lines.")
        self.said.emit(said.format(n=f"{count:,}"))
