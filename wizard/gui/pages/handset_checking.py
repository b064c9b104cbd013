"""The side of the handset page that checks files: opening them, and what is done with what they say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from wizard.core.case.case import Case
from wizard.core.case.configured import Configured, Handset, with_check_of, with_plan_of
from wizard.core.case.steps import Step
from wizard.core.handset.resolver import Lookfor
from wizard.core.knowledge import Knowledge
from wizard.gui.job import Job, Work
from wizard.gui.pages.handset_counts import lookfor_words
from wizard.gui.pages.handset_files import REPAIR, FilesResult
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.busy_row import BusyRow
from wizard.gui.widgets.buttons import button, set_icon
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.empty_state import EmptyState
from wizard.gui.widgets.labels import breakable
from wizard.gui.widgets.notes import Remark
from wizard.gui.widgets.raw_text import spelled
from wizard.gui.widgets.rows import Flow
from wizard.gui.widgets.verdict_banner import VerdictBanner
from wizard.gui.widgets.visible import laid_out_once, set_visible

_MOST_NOTES = 6


class Checking(QWidget):
    """``job`` makes the jobs that save."""

    case_edited = Signal(object)
    step_requested = Signal(object)
    open_wanted = Signal()
    copy_wanted = Signal(object, object)
    cancel_wanted = Signal()
    primary_changed = Signal()
    said = Signal(str)

    def __init__(
        self, knowledge: Knowledge, job: Callable[[Work], Job], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._case = Case()
        self._undo: Callable[[Case], Case] | None = None
        self.busy_row = BusyRow()
        self.busy_row.cancelled.connect(self.cancel_wanted)
        self.notice = VerdictBanner()
        self.notice.pressed.connect(self._answer_notice)
        self.empty = EmptyState(
            "file-search",
            self.tr("Check what a handset is configured with"),
            self.tr(
                "Open its files, or drop them on this window: site.cfg, <MAC address>.cfg, and what the "
                "handset's menu and web page wrote, <MAC address>-phone.cfg and <MAC address>-web.cfg. "
                "Several together are read in the handset's own order. Nothing is sent and nothing is "
                "changed."
            ),
        )
        self.first = self.empty.add_button(self.tr("Open a &configuration…"), "folder-open")
        self.first.clicked.connect(self.open_wanted)
        self.result = FilesResult(knowledge, job)
        self.result.copy_wanted.connect(self.copy_wanted)
        self.result.said.connect(self.said)
        self.result.tabs.currentChanged.connect(lambda _number: self.primary_changed.emit())
        self.check_button = button(self.tr("&Check what it looks for…"), "play")
        self.check_button.clicked.connect(self.check)
        self.plan_button = button(self.tr("&Use it as the plan…"), "clipboard-list")
        self.plan_button.clicked.connect(self.use_as_plan)
        self.close_button = button(self.tr("C&lose the files"), "x")
        self.close_button.clicked.connect(self.close_files)
        self._notes = [Remark() for _ in range(_MOST_NOTES)]
        self._lay_out()

    def _lay_out(self) -> None:
        self._buttons = QWidget()
        flow = Flow(self._buttons)
        for one in (self.check_button, self.plan_button, self.close_button):
            flow.addWidget(one)
        column = Column(self, GRID + GRID // 2)
        for widget in (self.busy_row, self.notice, self.empty, *self._notes, self.result, self._buttons):
            column.addWidget(widget)
        column.addStretch(1)
        set_visible(self.result, False)
        set_visible(self._buttons, False)

    # What is shown

    @property
    def configured(self) -> Configured | None:
        """What is shown of the files."""
        return self.result.configured

    @property
    def is_up_to_date(self) -> bool:
        """Whether what is shown is what the case says of its files."""
        return self.configured is not None and self.configured.fits(self._case)

    @property
    def primary(self) -> QPushButton:
        """The one thing to do next."""
        if not self._case.configurations:
            return self.first
        repair = self.result.repair
        if self.result.tabs.currentIndex() == REPAIR and (repair.can_save or repair.must_reopen):
            return repair.save_button if repair.can_save else repair.again_button
        return self.result.verdict.button if self._repairable() else self.check_button

    def colour_icons(self, primary: QPushButton | None) -> None:
        """The icon of the primary button has the colour of its text."""
        for one, name in (
            (self.first, "folder-open"),
            (self.result.repair.save_button, "save"),
            (self.result.repair.again_button, "folder-open"),
            (self.check_button, "play"),
        ):
            set_icon(one, name, Role.ON_ACCENT if one is primary else Role.TEXT)

    def _repairable(self) -> bool:
        return self.configured is not None and bool(self.configured.edits)

    def show_case(self, case: Case) -> None:
        """Draws the case; its files as far as they are ready."""
        self._case = case
        known = self.configured is not None and self.configured.files is case.configurations
        set_visible(self.empty, not case.configurations)
        set_visible(self.result, known)
        set_visible(self._buttons, bool(case.configurations) and known)
        self._show_notes()

    def show_configured(self, configured: Configured) -> None:
        """Shows files that are ready."""
        with laid_out_once(self):
            self.result.show_configured(configured)
            set_visible(self.empty, False)
            set_visible(self.result, True)
            set_visible(self._buttons, True)
        self.check_button.setEnabled(bool(configured.lookfors))
        self.plan_button.setEnabled(any(one.planned is not None for one in configured.handsets))
        self.primary_changed.emit()

    def show_work(self, text: str) -> None:
        """What is being read, empty for nothing."""
        self.busy_row.show_work(text)

    def _show_notes(self) -> None:
        notes = dict.fromkeys(note for file in self._case.configurations for note in file.notes)
        for remark, text in zip(self._notes, [*notes, *[""] * _MOST_NOTES], strict=False):
            remark.say(breakable(spelled(text)), Role.WARNING)

    # What is said above the files

    def complain(self, sentence: str) -> None:
        """Says what could not be read."""
        self._undo = None
        self.notice.show_verdict(Role.WARNING, breakable(spelled_lines(sentence)), "", self.tr("Dismiss"))

    def forget_notice(self) -> None:
        """Nothing is said any more."""
        self._undo = None
        self.notice.hide()

    def _tell(self, sentence: str, why: str, undo: Callable[[Case], Case]) -> None:
        self._undo = undo
        self.notice.show_verdict(Role.INFO, sentence, why, self.tr("Undo"))
        self.said.emit(sentence)

    def _answer_notice(self) -> None:
        undo = self._undo
        self.forget_notice()
        if undo is not None:
            self.case_edited.emit(undo(self._case))

    # What is done with them

    def close_files(self) -> None:
        """Closes all files; the notice offers to bring them back."""
        files = self._case.configurations
        self.case_edited.emit(replace(self._case, configurations=()))
        self._tell(self.tr("The files were closed."), "", lambda case: replace(case, configurations=files))

    def check(self) -> None:
        """Goes to the live checks for what the files look for; asks which where there are several."""
        found = self.configured.lookfors if self.configured is not None else ()
        if len(found) == 1:
            self._check(found[0])
            return
        menu = QMenu(self)
        for one in found:
            menu.addAction(lookfor_words(one).replace("&", "&&"), partial(self._check, one))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.check_button.mapToGlobal(QPoint(0, self.check_button.height())))

    def _check(self, lookfor: Lookfor) -> None:
        self.case_edited.emit(with_check_of(self._case, lookfor))
        self.step_requested.emit(Step.CHECKS)

    def use_as_plan(self) -> None:
        """Makes the files the plan; asks which handset where there are several."""
        able = [one for one in self.configured.handsets if one.planned] if self.configured else []
        if len(able) == 1:
            self._use(able[0])
            return
        menu = QMenu(self)
        for one in able:
            text = self.tr("Handset {mac}").format(mac=one.configuration.mac)
            menu.addAction(text, partial(self._use, one))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.plan_button.mapToGlobal(QPoint(0, self.plan_button.height())))

    def _use(self, handset: Handset) -> None:
        assert handset.planned is not None
        before = self._case
        self.case_edited.emit(with_plan_of(before, handset.planned))
        missing = handset.planned.missing
        why = "\n".join([self.tr("What the files cannot tell:"), *missing]) if missing else ""
        self._tell(
            self.tr("The plan is now the one of these files. DNS setup shows it."),
            breakable(spelled_lines(why)),
            lambda case: replace(case, draft=before.draft, handset=before.handset),
        )


def spelled_lines(text: str) -> str:
    """Several lines, with every sign that cannot be seen spelled out."""
    return "\n".join(spelled(line) for line in text.split("\n"))
