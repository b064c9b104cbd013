"""What the handset would log, line by line, beside a real log if there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from wizard.core.case.case import LogFile
from wizard.core.case.foretelling import Foretold, foretold
from wizard.core.handset.chain import Chain
from wizard.core.handset.comparison import Comparison
from wizard.core.handset.prediction import Predicted, predicted_text
from wizard.gui.announce import announce
from wizard.gui.job import Job, Work
from wizard.gui.pages.checks.predicted_rows import pair_row, parting, rows_of
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.inputs import ChoiceBox
from wizard.gui.widgets.labels import plain
from wizard.gui.widgets.log_tabs import short_names
from wizard.gui.widgets.notes import Remark
from wizard.gui.widgets.rows import Flow, row
from wizard.gui.widgets.wrapped_table import WrappedTable
from wizard.gui.writing import write

MOST_ROWS = 120
"""Rows that are drawn at once; more would hold up the window. The saved text has all lines."""
MOST_AT_ONCE = 500
"""Entries that are predicted without a job; a search for twenty servers has so many."""
_BEFORE = 20


class PredictedLog(QWidget):
    """Greyed is what no vendor's log shows, with the reason in words."""

    open_wanted = Signal()
    """Open another log to compare with."""

    def __init__(self, job: Callable[[Work], Job], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make_job = job
        self._working: Job | None = None
        self._chain: Chain | None = None
        self._logs: tuple[LogFile, ...] = ()
        self._told = Foretold(None)
        self._lead = plain(role=Role.MUTED)
        self.log = ChoiceBox()
        self.log.setAccessibleName(self.tr("Real log to compare with"))
        self.log.activated.connect(self._draw)
        self._choice = self._labelled(self.tr("Compare &with:"), self.log)
        self.open_button = button(self.tr("Open a log…"), "folder-open")
        self.open_button.clicked.connect(self.open_wanted)
        self.copy_button = button(self.tr("Copy"), "copy")
        self.copy_button.clicked.connect(self._copy)
        self.save_button = button(self.tr("Save as…"), "save")
        self.save_button.clicked.connect(self._ask_where)
        self.remark = Remark()
        self.said = Remark()
        self._left_out = plain(role=Role.MUTED)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(3 * GRID, 0, 0, 0)
        self._column.setSpacing(GRID)
        buttons = Flow()
        for widget in (self._choice, self.open_button, self.copy_button, self.save_button):
            buttons.addWidget(widget)
        self._column.addWidget(self._lead)
        self._column.addLayout(buttons)
        self._column.addWidget(self.said)
        self._column.addWidget(self.remark)
        self.table = self._table((self.tr("Line"),))
        self._column.addWidget(self.table)
        self._column.addWidget(self._left_out)

    def _labelled(self, text: str, box: QWidget) -> QWidget:
        label = QLabel(text)
        label.setBuddy(box)
        both = QWidget()
        both.setLayout(row(label, box))
        return both

    def show_chain(self, chain: Chain | None, logs: Sequence[LogFile]) -> None:
        """Predicts for another chain, beside the log chosen before if it is still there."""
        self._chain = chain
        names = [log.review.name for log in logs]
        if names != [log.review.name for log in self._logs] or not self.log.count():
            before = self.log.value()
            titles = {"": self.tr("no log")} | dict(zip(names, short_names(names), strict=True))
            self.log.set_choices(titles)
            self.log.set_value(before if before in titles else "")
        self._logs = tuple(logs)
        self._draw()

    def choose(self, name: str) -> None:
        """Compares with the log of this name."""
        self.log.set_value(name)
        self._draw()

    def show_problem(self, sentence: str) -> None:
        """Says why a log could not be opened."""
        self._say(sentence, failed=True)

    # Drawing

    def _draw(self) -> None:
        """At once where that takes no time; a search for hundreds of servers is predicted in a job."""
        chain, before = self._chain, self._told
        log = next((log for log in self._logs if log.review.name == self.log.value()), None)
        if self._working is not None:
            self._working.cancel()
            self._working = None
        if chain is None or len(chain.entries) <= MOST_AT_ONCE:
            self._show(foretold(chain, log, before))
            return
        self._lead.setText(self.tr("Predicting…"))
        for widget in (self.table, self._left_out, self.remark):
            widget.hide()
        self._enable(can_keep=False)
        self._working = self._make_job(lambda _cancelled: foretold(chain, log, before))
        self._working.finished.connect(self._show)
        self._working.failed.connect(lambda summary, _details: self._say(summary, failed=True))
        self._working.start()

    def _enable(self, *, can_keep: bool) -> None:
        for one in (self.copy_button, self.save_button):
            one.setEnabled(can_keep)

    def _show(self, told: Foretold) -> None:
        self._told = told
        self._enable(can_keep=True)
        self._lead.setText(self._leading())
        if told.comparison is None:
            self._show_alone()
            self.remark.say(self._why_not() if told.log is not None else "", Role.WARNING)
        else:
            self._show_beside(told.comparison)

    @property
    def _lines(self) -> tuple[Predicted, ...]:
        return self._told.lines

    def _leading(self) -> str:
        if not self._lines:
            return self.tr("The prediction comes when the check has ended.")
        return self.tr(
            "Lines without a remark are worded as CS-14-17 prints them. Grey lines are not the vendor's "
            "word; the remark says why. Times, the user and the MAC are left out."
        )

    def _why_not(self) -> str:
        if self._chain is not None and self._chain.cancelled:
            return self.tr("Run the whole check first: a cancelled one predicts half a log.")
        name = self._chain.lookfor.address if self._chain is not None else ""
        return self.tr(
            "Choose another log: this one shows no whole search for {name}, or its level hides too much "
            "of it."
        ).format(name=name)

    def _table(self, headers: Sequence[str], stiff: Sequence[int] = ()) -> WrappedTable:
        return WrappedTable(self.tr("What the handset would log"), headers, stiff=stiff, most_height=420)

    def _replace(self, table: WrappedTable, shown: int, count: int) -> None:
        self._column.replaceWidget(self.table, table)
        self.table.hide()
        self.table.deleteLater()
        self.table = table
        table.setVisible(bool(shown))
        rest = self.tr("{shown} of {count} lines are shown. The saved text has all of them.")
        self._left_out.setText(rest.format(shown=shown, count=count) if shown < count else "")
        self._left_out.setVisible(shown < count)

    def _show_alone(self) -> None:
        table = self._table((self.tr("No."), self.tr("Line"), self.tr("How sure")), (0,))
        rows = rows_of(self._lines[:MOST_ROWS])
        table.set_rows(rows)
        self._replace(table, len(rows), len(self._lines))

    def _show_beside(self, comparison: Comparison) -> None:
        headers = (self.tr("Compared"), self.tr("Predicted"), self.tr("No."), self.tr("In the log"))
        table = self._table(headers, (2,))
        first = comparison.first
        start = max(first - _BEFORE, 0) if first is not None and first >= MOST_ROWS else 0
        pairs = comparison.pairs[start : start + MOST_ROWS]
        table.set_rows([pair_row(pair, first=start + n == first) for n, pair in enumerate(pairs)])
        self._replace(table, len(pairs), len(comparison.pairs))
        self.remark.say(*parting(comparison))
        if first is not None:
            above = table.model().index(max(first - start - 2, 0), 0)
            table.setCurrentCell(first - start, 0)
            table.scrollTo(above, table.ScrollHint.PositionAtTop)

    # Keeping

    def text(self) -> str:
        """What is copied and saved."""
        return predicted_text(self._lines)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        self._say(self.tr("Copied, with the remarks on top."))

    def _ask_where(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the predicted log"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Text (*.txt)"), self.tr("All files (*)")])
        dialog.setDefaultSuffix("txt")
        dialog.selectFile("predicted-log.txt")
        dialog.fileSelected.connect(lambda path: self.save_to(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, path: Path) -> None:
        """Saves the lines in the background; says where, or why not."""
        write(path, self.text().encode(), self, lambda problem: self._tell_saved(path, problem))

    def _tell_saved(self, path: Path, problem: str) -> None:
        self._say(problem or self.tr("Saved as {path}").format(path=path), failed=bool(problem))

    def _say(self, text: str, *, failed: bool = False) -> None:
        self.said.say(text, Role.FAILED if failed else Role.OK)
        announce(self, text)
