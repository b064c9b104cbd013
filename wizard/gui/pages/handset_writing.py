"""The handset's configuration for the plan: choices, and the forms that it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from wizard.core.case.case import Case
from wizard.core.case.steps import Step
from wizard.core.handset.configuration import Family, HandsetSettings
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.typed import Reading
from wizard.core.words import words
from wizard.gui.pages.handset_choices import HandsetChoices
from wizard.gui.pages.handset_tabs import CmsTab, LoggingTab, XmlTab
from wizard.gui.pages.setup_names import field_name
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.empty_state import EmptyState
from wizard.gui.widgets.inputs import ChoiceBox
from wizard.gui.widgets.rows import row
from wizard.gui.widgets.tabs import Tabs
from wizard.gui.widgets.verdict_banner import VerdictBanner
from wizard.gui.widgets.visible import laid_out_once, set_visible

VOIP, REG, CMS, LOGGING = range(4)
_FIRST_PROBLEMS = 3


class Writing(QWidget):
    """Looking at a tab changes nothing; copying from it takes that family."""

    case_edited = Signal(object)
    """A new Case."""
    step_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._case = Case()
        self._drawn: HandsetSettings | None = None
        self._had_plan = False
        self.stale = VerdictBanner()
        self.empty = EmptyState("network", "")
        self.to_setup = self.empty.add_button(self.tr("&Go to DNS setup"), "pencil")
        self.to_setup.clicked.connect(lambda: self.step_requested.emit(Step.SETUP))
        self.choices = HandsetChoices()
        self.choices.edited.connect(self._choose)
        self.form = ChoiceBox(
            {True: self.tr("A complete file"), False: self.tr("A block to paste into a file")}
        )
        self.form.currentIndexChanged.connect(lambda _number: self._draw_tabs(self._case.plan))
        self._undrawn: dict[QWidget, Callable[[], None]] = {}
        self.voip, self.reg = XmlTab(Family.VOIP), XmlTab(Family.REG)
        self.cms, self.logging = CmsTab(), LoggingTab()
        self.tabs = Tabs()
        for page, title in (
            (self.voip, self.tr("XML for all lines (voIpProt)")),
            (self.reg, self.tr("XML for one line (reg.x)")),
            (self.cms, self.tr("What to type in CMS")),
            (self.logging, self.tr("Logging")),
        ):
            self.tabs.addTab(page, title)
        self.tabs.currentChanged.connect(lambda _number: self._draw_shown())
        self.voip.taken.connect(lambda: self._take(Family.VOIP))
        self.reg.taken.connect(lambda: self._take(Family.REG))
        self.cms.taken.connect(lambda: self._take(None))
        self._lay_out()

    def _lay_out(self) -> None:
        show_as = QLabel(self.tr("Sho&w the XML as"))
        show_as.setBuddy(self.form)
        self.form.setAccessibleName(self.tr("Show the XML as"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        for widget in (self.stale, self.empty, self.choices):
            column.addWidget(widget)
        column.addLayout(row(show_as, self.form))
        column.addWidget(self.tabs)
        column.addSpacing(GRID)

    def show_case(self, case: Case) -> None:
        """Draws the case. Emits nothing."""
        self._case = case
        reading = case.draft.read()
        fresh = case.handset != self._drawn
        self._drawn = case.handset
        self.choices.show_settings(case.handset, case.draft.redundancy)
        self._draw_frame(reading)
        self._draw_tabs(reading.plan)
        if reading.plan is not None and (fresh or not self._had_plan):
            self._show_family(case.handset.family)
        self._had_plan = reading.plan is not None

    def _draw_frame(self, reading: Reading) -> None:
        plan = reading.plan
        set_visible(self.empty, plan is None)
        set_visible(self.choices, plan is not None)
        if plan is None:
            self.empty.set_text(*self._lacking(reading))
            self.tabs.setCurrentIndex(LOGGING)
        for number in (VOIP, REG, CMS):
            self.tabs.setTabVisible(number, plan is not None)
        if self._case.configuration_is_stale:
            self.stale.show_verdict(
                Role.WARNING,
                self.tr("The configuration has changed since you copied or saved it."),
                self.tr("Copy or save it again and give it to the handset."),
            )
        else:
            self.stale.hide()

    def _lacking(self, reading: Reading) -> tuple[str, str]:
        works = self.tr("The logging parameters below work without it.")
        if self._case.draft.is_blank:
            text = self.tr("The configuration follows from it: the domain and the SIP servers.")
            return self.tr("DNS setup comes first"), f"{text} {works}"
        first = reading.problems[:_FIRST_PROBLEMS]
        lines = [f"{field_name(problem.field)}: {problem.said.in_words(words())}" for problem in first]
        more = len(reading.problems) - len(lines)
        if more:
            lines.append(self.tr("And {count} more.").format(count=more))
        return self.tr("DNS setup is not complete"), "\n".join([*lines, works])

    def _draw_tabs(self, plan: Deployment | None) -> None:
        """Draws the tab that is shown; the others when they are."""
        whole, settings = bool(self.form.value()), self._case.handset
        self._undrawn = {self.logging: lambda: self.logging.show_form(whole=whole)}
        if plan is not None:
            self._undrawn[self.cms] = lambda: self.cms.show_plan(plan, settings)
            for tab in (self.voip, self.reg):
                its = replace(settings, family=tab.family)
                self._undrawn[tab] = partial(tab.show_plan, plan, its, whole=whole)
        self._draw_shown()

    def _draw_shown(self) -> None:
        shown = self.tabs.currentWidget()
        if shown is not None:
            with laid_out_once(shown):
                self._undrawn.pop(shown, lambda: None)()

    def _show_family(self, family: Family) -> None:
        self.tabs.setCurrentIndex(VOIP if family is Family.VOIP else REG)

    def _choose(self, settings: HandsetSettings) -> None:
        if settings.family is not self._case.handset.family:
            self._show_family(settings.family)
        self._keep(replace(self._case, handset=settings))

    def _take(self, family: Family | None) -> None:
        plan = self._case.plan
        if plan is None:
            return
        settings = self._case.handset
        if family is not None:
            settings = replace(settings, family=family)
        self._keep(replace(self._case, handset=settings, taken=(plan, settings)))

    def _keep(self, case: Case) -> None:
        """Takes a change over. Drawn first: what comes back from the window is no news."""
        if case == self._case:
            return
        self._drawn = case.handset
        self._case = case
        self.show_case(case)
        self.case_edited.emit(case)
