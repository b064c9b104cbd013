"""The lines of a log and the way through them: filters, finding, failures."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSpacerItem, QVBoxLayout, QWidget

from wizard.core.case.reading import LineFilter, Reading, Show
from wizard.core.log.line import LogLine
from wizard.core.log.lineset import LineSet
from wizard.gui.job import Job, Work
from wizard.gui.theme import GRID
from wizard.gui.widgets.filter_bar import FilterBar
from wizard.gui.widgets.log_copy import LogCopy
from wizard.gui.widgets.log_find import number_of, step
from wizard.gui.widgets.log_model import is_same
from wizard.gui.widgets.log_search import LogSearch
from wizard.gui.widgets.log_sieve import LogSieve
from wizard.gui.widgets.log_table import LogTable
from wizard.gui.widgets.log_toolbar import LogToolbar
from wizard.gui.widgets.log_verdict import proof_of
from wizard.gui.widgets.no_lines import NoLines
from wizard.gui.widgets.overview_strip import OverviewStrip

_NONE = LineSet.none(0)
LEAST_HEIGHT = 13 * GRID


class LogLines(QWidget):
    """Lays out its table alone; the bars above it are for the viewer to place."""

    line_chosen = Signal(object)
    """The LogLine that is current now, or None."""
    stepped = Signal()
    """The user went to a failure or to a hit."""
    bookmark_wanted = Signal(int, bool)
    """A line's number, and whether it is to have a bookmark."""
    said = Signal(str)

    def __init__(self, job: Callable[[Work], Job], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reading: Reading | None = None
        self._filter = LineFilter()
        self.bookmarks: tuple[int, ...] = ()
        self.toolbar = LogToolbar()
        self.filter_bar = FilterBar()
        self.table = LogTable()
        self.search = LogSearch(job, self.table, self)
        self.find_bar, self.hunt = self.search.bar, self.search.hunt
        self._copy = LogCopy(job, self.table, self)
        self.strip = OverviewStrip()
        self.empty = NoLines()
        self.sieve = LogSieve(job, self)
        self._lay_out()
        self._connect()
        self._add_keys()

    def _lay_out(self) -> None:
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
        self.toolbar.find_button.clicked.connect(self.search.open)
        self.toolbar.reset_wanted.connect(self.show_all)
        self.toolbar.stepped.connect(self.step_failure)
        self.filter_bar.changed.connect(self._refilter)
        self.empty.reset.clicked.connect(self.show_all)
        self.search.stepped.connect(self.stepped)
        self.sieve.sieved.connect(self._take_rows)
        self.sieve.changed.connect(self._say_sieving)
        self.table.bookmark_wanted.connect(self.toggle_bookmark)
        self.table.line_chosen.connect(self._follow)
        self._copy.said.connect(self.said)
        self.strip.chosen.connect(self.table.go_to_row)

    def _add_keys(self) -> None:
        for keys, action in (
            (QKeySequence("F8"), lambda: self.step_failure(+1)),
            (QKeySequence("Shift+F8"), lambda: self.step_failure(-1)),
            (QKeySequence("Ctrl+F2"), self.toggle_bookmark),
            (QKeySequence("F2"), lambda: self.step_bookmark(+1)),
            (QKeySequence("Shift+F2"), lambda: self.step_bookmark(-1)),
            (QKeySequence("F3"), lambda: self.search.step(+1)),
            (QKeySequence("Shift+F3"), lambda: self.search.step(-1)),
            (QKeySequence(QKeySequence.StandardKey.Find), self.search.open),
        ):
            QShortcut(keys, self).activated.connect(action)

    # What is shown

    def show_reading(self, reading: Reading, line: int = 0) -> None:
        """Shows a log, at the line of this number or where its verdict is proven.

        The same log judged anew keeps its place and its filter; so does one that somebody reads while the
        rest of it comes.
        """
        before = self.reading
        same = is_same(before, reading)
        self.reading = reading
        if not same:
            self.filter_bar.clear()
            self.toolbar.set_show(Show.ALL)
        self.filter_bar.show_reading(reading)
        self._filter = self.filter_bar.value(self.toolbar.show_box.value())
        self._show_lines()
        if not same or (before is not None and before.partial and not self.table.touched):
            self.table.begin_at(line or proof_of(reading))
        self.search.search_in(reading)

    def forget(self) -> None:
        """Shows no log any more and gives its memory back."""
        self.sieve.stop()
        self.search.forget()
        self.reading = None
        self.table.show_lines(None, _NONE)

    def show_bookmarks(self, numbers: tuple[int, ...]) -> None:
        """The numbers of the lines that have a bookmark."""
        self.bookmarks = numbers
        self.table.lines.bookmarks = frozenset(numbers)
        self.table.viewport().update()
        self._show_marks()
        self._show_place()

    def _refilter(self) -> None:
        self.table.touch()
        self._filter = self.filter_bar.value(self.toolbar.show_box.value())
        self._show_lines()

    def _show_lines(self) -> None:
        if self.reading is not None:
            self.sieve.start(self.reading, self._filter)

    def _take_rows(self, reading: Reading, rows: LineSet) -> None:
        self.table.show_lines(reading, rows)
        self._show_marks()
        self.toolbar.show_count(len(rows), len(reading.lines))
        self.toolbar.show_chips(self.filter_bar.count)
        hidden = not len(rows) and not reading.partial
        if hidden:
            self.empty.tell(reading, self._filter, self.toolbar.show_box.currentText())
        self.table.setVisible(not hidden)
        self.strip.setVisible(not hidden)
        self.empty.setVisible(hidden)
        self._fit_least()
        self._show_place()
        self.search.show_hits()

    def set_low(self, low: bool) -> None:
        """With little height there is less air around what is said instead of lines."""
        self.empty.set_low(low)
        self._fit_least()

    def _fit_least(self) -> None:
        """What the empty view says must be seen whole; the table is content with a few lines."""
        needed = 0 if self.empty.isHidden() else self.empty.sizeHint().height()
        self.setMinimumHeight(max(LEAST_HEIGHT, needed))

    def _show_marks(self) -> None:
        rows, reading = self.table.lines.rows, self.table.lines.reading
        marks = {} if reading is None else {m: rows.ranks(places) for m, places in reading.marks.items()}
        bookmarks = np.array(self.bookmarks, dtype=np.int64) - 1
        self.strip.show_marks(len(rows), marks, rows.ranks(bookmarks))

    def _say_sieving(self) -> None:
        if self.sieve.running:
            self.toolbar.count.setText(self.tr("Filtering…"))

    def show_all(self) -> None:
        """Takes every filter off."""
        self.toolbar.set_show(Show.ALL)
        self.filter_bar.clear()
        self._refilter()

    # Where the user is

    @property
    def place(self) -> int:
        """The position of the current line in the log, -1 without one."""
        return self.table.current_place()

    def _follow(self, line: LogLine | None) -> None:
        self.line_chosen.emit(line)
        self._show_place()
        self.search.show_place()

    def _show_place(self) -> None:
        failures = self.reading.failures if self.reading is not None else _NONE
        judged = self.reading is None or not self.reading.partial
        self.toolbar.show_failures(number_of(failures, self.place), len(failures), judged=judged)

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
        shown = failures & self.table.lines.rows
        self.stepped.emit()
        # With all of them hidden it is the filter that has to go.
        self.go_to(step(shown if len(shown) else failures, self.place, distance) + 1)
        said = self.tr("Failure {number} of {total}, line {line}")
        number = number_of(failures, self.place)
        self.said.emit(
            said.format(number=f"{number:,}", total=f"{len(failures):,}", line=f"{self.place + 1:,}")
        )

    # Bookmarks

    def toggle_bookmark(self) -> None:
        """Sets a bookmark at the current line, or removes it."""
        number = self.place + 1
        if number > 0:
            wanted = number not in self.bookmarks
            self.bookmark_wanted.emit(number, wanted)
            said = (
                self.tr("Bookmark at line {n}.") if wanted else self.tr("No bookmark at line {n} any more.")
            )
            self.said.emit(said.format(n=number))

    def step_bookmark(self, distance: int) -> None:
        """Goes to the next bookmark, or the one before, round the end."""
        if self.reading is None or not self.bookmarks:
            self.said.emit(self.tr("This log has no bookmarks. Ctrl+F2 sets one at the current line."))
            return
        places = LineSet.of(np.array(self.bookmarks, dtype=np.int64) - 1, len(self.reading.lines))
        self.stepped.emit()
        self.go_to(step(places, self.place, distance) + 1)
        said = self.tr("Bookmark {number} of {total}, line {line}")
        self.said.emit(
            said.format(number=number_of(places, self.place), total=len(self.bookmarks), line=self.place + 1)
        )
