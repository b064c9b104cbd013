"""A folder's logs side by side: which handsets have which fault, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.case.steps import Progress, Status
from wizard.core.diagnosis.fleet import Cause, Judged, by_cause, tally
from wizard.core.finding import Evidence
from wizard.core.knowledge import Knowledge
from wizard.core.plan.deployment import Deployment
from wizard.gui.job import Job, Work
from wizard.gui.pages.log_folder import FolderWork
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.busy_row import BusyRow
from wizard.gui.widgets.cause_choice import CauseChoice
from wizard.gui.widgets.fleet_model import role_of
from wizard.gui.widgets.fleet_saving import FleetSaving
from wizard.gui.widgets.fleet_split import FleetSplit
from wizard.gui.widgets.fleet_tabs import HANDSETS, MEANING, SENDING, FleetTabs
from wizard.gui.widgets.fleet_tools import FleetTools
from wizard.gui.widgets.fleet_words import (
    count_words,
    gone_words,
    names_of,
    say_causes,
    say_nothing,
    status_of,
)
from wizard.gui.widgets.labels import breakable, escaped, plain
from wizard.gui.widgets.raw_text import spelled
from wizard.gui.widgets.verdict_banner import VerdictBanner

REFRESH_MS = 250
"""At most so often the tables are made anew while results come."""
_WIDE = 88
"""Letters of a line; with less room the titles of the tabs need that of some words beside them."""


class FolderView(QWidget):
    """Shows what :class:`FolderWork` finds; opening a log is the page's."""

    log_wanted = Signal(object, object)
    """A :class:`wizard.core.log.finder.Log`, and the Evidence for the line to show or None."""
    judged = Signal()
    """``role`` may be another one."""
    said = Signal(str)
    """A short message for the bottom bar and for screen readers."""
    failed = Signal(str)
    """A sentence about what could not be done, to be seen until it is dismissed."""

    def __init__(
        self, knowledge: Knowledge, job: Callable[[Work], Job], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._knowledge = knowledge
        self._plan: Deployment | None = None
        self._is_outdated = False  # Judged by another plan than that of now.
        self._gone: tuple[str, ...] = ()
        self._causes: list[Cause] = []
        self._counted = tally([])
        self.role: Role | None = None  # Of the gravest cause, as far as is known.
        self.status = Status(Progress.TODO, "")
        self.work = FolderWork(knowledge, job, self)
        self.saving = FleetSaving(job, self)
        self.verdict = VerdictBanner()
        self.busy_row = BusyRow()
        self.counts = plain(role=Role.MUTED)
        self._tools = tools = FleetTools()
        self.watch_box, self.again_button = tools.watch_box, tools.again_button
        self.save_button = tools.save_button
        self.causes = CauseChoice()
        self.tabs = FleetTabs(corner=tools)
        self.split = FleetSplit(self.causes, self.tabs)
        self._low = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self.busy_row)
        column.addWidget(self.verdict)
        column.addWidget(self.counts)
        column.addWidget(self.split, 1)

    def _connect(self) -> None:
        self._timer.timeout.connect(self._show)
        self.work.changed.connect(self._later)
        self.work.arrived.connect(self._greet)
        self.work.failed.connect(self.said)
        self.busy_row.cancelled.connect(self._stop)
        self.watch_box.toggled.connect(self._watch)
        self.again_button.clicked.connect(self._again)
        self.save_button.clicked.connect(lambda: self.saving.ask(self._causes))
        self.saving.said.connect(self.said)
        self.saving.failed.connect(self.failed)
        self.causes.changed.connect(self._show_chosen)
        self.tabs.table.opened.connect(lambda one: self.log_wanted.emit(self.work.log(one.name), None))
        self.tabs.seen_wanted.connect(self._open_seen)

    # What the page uses

    def set_low(self, low: bool) -> None:
        """With little height there is one sentence above the causes; its tooltip has the others."""
        if low == self._low:
            return
        self._low = low
        self.verdict.set_low(low)
        self.split.set_low(low)
        self._show_head()

    def review(self, paths: Sequence[Path], plan: Deployment | None) -> None:
        """Reads these folders, archives and files, and shows which handsets have which fault."""
        self.tabs.wanted.clear()
        self._review(paths, plan)

    def take_plan(self, plan: Deployment | None) -> None:
        """Judges the same logs by another plan, as soon as they are shown."""
        self._is_outdated = self._is_outdated or plan != self._plan
        self._plan = plan
        if self._is_outdated and self.isVisible():
            self._again()

    def take_focus(self) -> None:
        """The keys go to where they went last, at first to the causes.

        A focus proxy would make Tab pass over what stands before them.
        """
        last = self.focusWidget()
        wanted = last if last is not None and last.isEnabled() else self.causes
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_outdated:
            self._again()

    def _review(self, paths: Sequence[Path], plan: Deployment | None) -> None:
        self._plan, self._is_outdated, self._gone = plan, False, ()
        self.verdict.hide()
        self.work.start(paths, plan)
        self._show()

    def names(self) -> str:
        """What is reviewed, for people."""
        return names_of(self.work.paths)

    # Showing

    def _later(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _show(self) -> None:
        self._timer.stop()
        judged = self.work.judged
        read = [one for one in judged if not one.problem]
        counted = self._counted = tally(read)
        self._causes = by_cause(read, self._knowledge, handsets=counted.named)
        self.busy_row.show_work(self._progress() if self.work.running else "")
        self.role = role_of(self._causes[0].said) if self._causes and self._causes[0].said else None
        self.status = status_of(self._causes, counted)
        self.judged.emit()
        self._show_head()
        self._say_gone()
        self.causes.show_causes(self._causes, counted.total, handsets=counted.named)
        self.tabs.show_problems(self.work.problems)
        self._show_chosen()
        self.split.share_out()
        self.save_button.setEnabled(bool(read))

    def _show_chosen(self) -> None:
        named, waiting = self._counted.named, self.work.running
        self.tabs.show_causes(self._causes, self.causes.cause(), handsets=named, waiting=waiting)

    def _progress(self) -> str:
        if not self.work.total:
            return self.tr("Looking for logs in {folder}…").format(folder=self.names())
        done, total = f"{self.work.done:,}", f"{self.work.total:,}"
        return self.tr("Reading logs: {done} of {total}").format(done=done, total=total)

    def _show_head(self) -> None:
        """What was read, and the verdict of it."""
        read, work = self._counted.files, self.work
        counted = count_words(self._counted, self.names(), stopped_of=work.total if work.stopped else 0)
        # Before the first one is read, what stands above tells how far it is.
        unknown = not read and (work.running or work.stopped)
        self.counts.setText("" if unknown else breakable(counted))
        self.counts.setVisible(not unknown and (work.stopped or not self._low))
        if work.running and not read:
            return
        if self._causes:
            hint = self.tr("To have a log in the fix summary, open it from the list.")
            gone = gone_words(work.gone, watches=work.watches)
            say_causes(
                self.verdict, self._causes, self._counted, gone if self._low else f"{gone} {hint}".strip()
            )
            self.verdict.setToolTip(escaped(f"{counted}\n{hint}") if self._low else "")
        else:
            self.verdict.setToolTip("")
            say_nothing(
                self.verdict,
                self.names(),
                problems=bool(work.problems),
                gone=work.gone,
                watches=work.watches,
                stopped=work.stopped,
            )

    def _say_gone(self) -> None:
        gone = self.work.gone
        if gone != self._gone and self.work.watches:
            self.said.emit(
                gone_words(gone, watches=True)
                or self.tr("{folder} is there again.").format(folder=names_of(self._gone))
            )
        self._gone = gone

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE * self.fontMetrics().horizontalAdvance("x")
        self._tools.set_narrow(not wide)

    # What the user does

    def _open_seen(self, cause: Cause, seen: Evidence) -> None:
        self.log_wanted.emit(self.work.log(cause.logs[0].name), seen if seen.line else None)

    def _stop(self) -> None:
        self.work.cancel()
        self._show()

    def _again(self) -> None:
        self._review([Path(path) for path in self.work.paths], self._plan)

    def _watch(self, watches: bool) -> None:
        self.work.watch(watches)
        self._show_head()
        if watches:
            self.tabs.setCurrentIndex(SENDING)
        elif self._causes and self.tabs.currentIndex() == SENDING:
            self.tabs.setCurrentIndex(HANDSETS)

    def _greet(self, news: Sequence[Judged]) -> None:
        """Shows and tells what has come; whoever reads what to do goes on reading."""
        last = news[-1]
        self._show()
        self.causes.choose_with(last)
        if self.tabs.currentIndex() != MEANING:
            self.tabs.setCurrentIndex(HANDSETS)
        self.tabs.table.choose(last.name)
        verdict = last.judgement.verdict
        title = self._knowledge.explain(verdict).title if verdict is not None else last.problem
        name = spelled(Path(last.name).name)
        self.said.emit(self.tr("New: {name}. {title}").format(name=name, title=spelled(title)).strip())
