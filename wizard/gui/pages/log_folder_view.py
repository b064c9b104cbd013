"""A folder's logs side by side: which handsets have which fault, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.case.steps import Progress, Status
from wizard.core.diagnosis.causes import Cause, Fleet
from wizard.core.diagnosis.fleet import Judged
from wizard.core.finding import Evidence
from wizard.core.knowledge import Knowledge
from wizard.core.plan.deployment import Deployment
from wizard.gui.job import Job, Work
from wizard.gui.pages.log_folder import FolderWork
from wizard.gui.pages.log_folder_head import FolderHead
from wizard.gui.pages.log_folder_survey import FolderSurvey, Surveyed
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.cause_choice import CauseChoice
from wizard.gui.widgets.fleet_model import role_of
from wizard.gui.widgets.fleet_saving import FleetSaving
from wizard.gui.widgets.fleet_split import FleetSplit
from wizard.gui.widgets.fleet_tabs import HANDSETS, MEANING, SENDING, FleetTabs
from wizard.gui.widgets.fleet_tools import FleetTools
from wizard.gui.widgets.fleet_words import gone_words, names_of, status_of
from wizard.gui.widgets.raw_text import spelled

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
        self._surveyed = Surveyed()
        self._news: list[Judged] = []  # What is to be told of as soon as it is shown.
        self.role: Role | None = None  # Of the gravest cause, as far as is known.
        self.status = Status(Progress.TODO, "")
        self.work = FolderWork(knowledge, job, self)
        self.survey = FolderSurvey(self.work, knowledge, job, self)
        self.saving = FleetSaving(job, self)
        self.head = head = FolderHead(self.work)
        self.verdict, self.busy_row, self.counts = head.verdict, head.busy_row, head.counts
        self._tools = tools = FleetTools()
        self.watch_box, self.again_button = tools.watch_box, tools.again_button
        self.save_button = tools.save_button
        self.causes = CauseChoice()
        self.tabs = FleetTabs(corner=tools)
        self.split = FleetSplit(self.causes, self.tabs)
        self._low = False
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addLayout(self.head)
        column.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.work.changed.connect(self.survey.begin_soon)
        self.work.arrived.connect(self._expect)
        self.survey.made.connect(self._take)
        self.survey.failed.connect(self.failed)
        self.work.failed.connect(self.said)
        self.busy_row.cancelled.connect(self._stop)
        self.watch_box.toggled.connect(self._watch)
        self.again_button.clicked.connect(self._again)
        self.save_button.clicked.connect(lambda: self.saving.ask(self.survey.of_now()))
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
        self.head.set_low(low)
        self.split.set_low(low)
        self.head.show_fleet(self.fleet)

    def review(self, paths: Sequence[Path], plan: Deployment | None) -> None:
        """Reads these folders, archives and files, and shows which handsets have which fault."""
        self.tabs.wanted.clear()
        self._review(paths, plan)

    def give_up(self) -> None:
        """Reads and shows no more."""
        self.work.watch(watches=False)
        self.work.cancel()
        self.survey.drop()

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
        self.survey.drop()
        self._surveyed, self._news = Surveyed(), []
        self._show()

    @property
    def settled(self) -> bool:
        """Whether all that can be read has been, and is shown."""
        return not self.work.running and self.survey.settled

    def names(self) -> str:
        """What is reviewed, for people."""
        return names_of(self.work.paths)

    # Showing

    @property
    def fleet(self) -> Fleet:
        """What is shown."""
        return self._surveyed.fleet

    def _take(self, surveyed: Surveyed) -> None:
        self._surveyed = surveyed
        self._show()
        news, self._news = self._news, []
        if news:
            self._greet(news)

    def _show(self) -> None:
        fleet = self.fleet
        counted, causes = fleet.counted, fleet.causes
        self.head.show_progress(fleet)
        self.role = role_of(causes[0].said) if causes and causes[0].said else None
        self.status = status_of(causes, counted)
        self.judged.emit()
        self.head.show_fleet(fleet)
        self._say_gone()
        self.causes.show_causes(causes, counted.total, handsets=counted.named)
        self.tabs.show_problems((*self.work.unfound, *fleet.problems))
        self._show_chosen()
        self.split.share_out()
        self.save_button.setEnabled(bool(counted.files))

    def _show_chosen(self) -> None:
        fleet = self.fleet
        self.tabs.show_causes(
            fleet.causes,
            self.causes.cause(),
            self._surveyed.rows,
            handsets=fleet.counted.named,
            waiting=self.work.running or len(fleet.judged) < self.work.done,
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
        self.survey.begin()
        self._show()

    def _again(self) -> None:
        self._review([Path(path) for path in self.work.paths], self._plan)

    def _watch(self, watches: bool) -> None:
        self.work.watch(watches)
        self.head.show_fleet(self.fleet)
        if watches:
            self.tabs.setCurrentIndex(SENDING)
        elif self.fleet.causes and self.tabs.currentIndex() == SENDING:
            self.tabs.setCurrentIndex(HANDSETS)

    def _expect(self, news: Sequence[Judged]) -> None:
        self._news += news
        self.survey.begin()

    def _greet(self, news: Sequence[Judged]) -> None:
        """Tells of what has come and is shown now; whoever reads what to do goes on reading."""
        last = news[-1]
        self.causes.choose_with(last)
        if self.tabs.currentIndex() != MEANING:
            self.tabs.setCurrentIndex(HANDSETS)
        self.tabs.table.choose(last.name)
        verdict = last.judgement.verdict
        title = self._knowledge.explain(verdict).title if verdict is not None else last.problem
        name = spelled(Path(last.name).name)
        self.said.emit(self.tr("New: {name}. {title}").format(name=name, title=spelled(title)).strip())
