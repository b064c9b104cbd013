"""The fix summary: looked at, completed and handed over."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QT_TR_NOOP, QMetaMethod, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QGridLayout

from wizard.core import knowledge
from wizard.core.case.aliases import Replaced
from wizard.core.case.case import Case
from wizard.core.case.judging import Judge
from wizard.core.case.steps import Step
from wizard.core.case.summary import Summary, is_empty, this_moment
from wizard.core.case.summary_model import Grade
from wizard.core.plan.recipes import products
from wizard.core.words import ENGLISH, languages
from wizard.gui.job import Job
from wizard.gui.pages.base import Page
from wizard.gui.pages.summary_blocks import soft
from wizard.gui.pages.summary_handing import HandOver, usual_paper
from wizard.gui.pages.summary_key import KeyView
from wizard.gui.pages.summary_order import Order
from wizard.gui.pages.summary_preview import SummaryPreview
from wizard.gui.pages.summary_visit import VisitFields
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.empty_state import EmptyState
from wizard.gui.widgets.field import Field
from wizard.gui.widgets.inputs import ChoiceBox
from wizard.gui.widgets.verdict_banner import VerdictBanner
from wizard.gui.widgets.visible import set_visible
from wizard.paper import Paper
from wizard.paths import resource

ROLES = {Grade.FAILED: Role.FAILED, Grade.WARNING: Role.WARNING, Grade.OK: Role.OK, Grade.UNKNOWN: Role.INFO}


class SummaryPage(Page):
    """What is typed here goes into the case at once; the product chosen only decides how fixes are told."""

    step = Step.SUMMARY
    by_parts = True
    title = str(QT_TR_NOOP("Fix summary"))
    lead = str(
        QT_TR_NOOP("What is wrong, how to fix it, and what was not checked: one document to hand over.")
    )

    save_case_requested = Signal()
    """The whole case is to be saved; the window's owner asks where."""
    open_case_requested = Signal()
    """Another case is to be opened. The button is there if anybody listens."""

    def __init__(self, judge: Judge) -> None:
        super().__init__()
        self._judge = judge
        self._case = Case()
        self._making: Job | None = None
        self._outdated = False
        self.summary: Summary | None = None
        self.banner = VerdictBanner()
        self.empty = EmptyState("clipboard-list", "")
        self.preview = SummaryPreview()
        self.preview.ticked.connect(self._tick)
        self.banner.pressed.connect(self.preview.reveal_fix)
        self._make_buttons()
        self._make_fields()
        self.handing = HandOver(self._order, self.job)
        self.handing.said.connect(self.said)
        self.handing.failed.connect(self._show_defect)
        self.key.save_requested.connect(self.handing.ask_where_key)
        self._lay_out_content()

    # How it is made

    def _make_buttons(self) -> None:
        self.save_case_button = button(self.tr("Sa&ve case…"), "save")
        self.save_case_button.clicked.connect(self.save_case_requested)
        self.open_case_button = button(self.tr("Open c&ase…"), "folder-open")
        self.open_case_button.clicked.connect(self.open_case_requested)
        opening = QShortcut(QKeySequence(QKeySequence.StandardKey.Open), self)
        opening.activated.connect(self.open_case_button.click)
        for text, name, step in (
            (self.tr("Set &up DNS"), "server", Step.SETUP),
            (self.tr("Check a &live system"), "network", Step.CHECKS),
            (self.tr("&Review a log"), "file-search", Step.LOG),
        ):
            made = self.empty.add_button(text, name)
            made.clicked.connect(lambda _checked=False, wanted=step: self.step_requested.emit(wanted))

    def _make_fields(self) -> None:
        self._visit = VisitFields(self)
        self._visit.edited.connect(self._typed)
        self.site, self.technician, self.notes = self._visit.site, self._visit.technician, self._visit.notes
        self.product = ChoiceBox(products())
        self.paper = ChoiceBox({Paper.A4: self.tr("A4"), Paper.LETTER: self.tr("US Letter")})
        self.paper.set_value(usual_paper())
        self.outside = QCheckBox(self.tr("For send&ing outside: replace names and addresses"))
        self.key = KeyView()
        self.language = ChoiceBox(languages())
        self.language.set_value(ENGLISH)
        self.product.currentIndexChanged.connect(self._refresh)
        self.outside.toggled.connect(self._refresh)
        self.language.currentIndexChanged.connect(self._refresh)

    def _lay_out_content(self) -> None:
        self.handing.row.addWidget(self.save_case_button)
        self.handing.row.addWidget(self.open_case_button)
        fields = QGridLayout()
        fields.setHorizontalSpacing(2 * GRID)
        fields.setVerticalSpacing(GRID)
        fields.addWidget(Field(self.tr("&Site"), self.site), 0, 0)
        fields.addWidget(Field(self.tr("&Technician"), self.technician), 0, 1)
        fields.addWidget(Field(self.tr("N&otes"), self.notes), 1, 0, 1, 2)
        self.product_field = Field(self.tr("Steps and commands &for"), self.product)
        fields.addWidget(self.product_field, 2, 0)
        self.paper_field = Field(self.tr("Pap&er of a PDF"), self.paper)
        fields.addWidget(self.paper_field, 2, 1)
        self.language_field = Field(self.tr("Lan&guage of the document"), self.language)
        fields.addWidget(self.outside, 3, 0, 1, 2)
        fields.addWidget(self.key, 4, 0, 1, 2)
        fields.addWidget(self.language_field, 5, 0)
        fields.setColumnStretch(0, 1)
        fields.setColumnStretch(1, 1)
        self.content.addWidget(self.banner)
        self.content.addWidget(self.empty)
        self.content.addWidget(self.handing)
        self.content.addLayout(fields)
        self.content.addWidget(self.preview)

    # What the window asks for

    def show_case(self, case: Case) -> None:
        if (
            case.report is not self._case.report
            or case.logs != self._case.logs
            or case.draft != self._case.draft
        ):
            self.handing.saved.hide()  # What was saved is not what is shown any more.
        self._case = case
        self._visit.show_case(case)
        self._draw_frame()
        self._refresh()

    def _draw_frame(self) -> None:
        nothing = is_empty(self._case)
        if nothing:
            self.empty.set_text(*self._lacking())
            self.banner.hide()
            self.key.hide()
        set_visible(self.empty, nothing)
        for one in (*self.handing.buttons, self.preview, self.product_field, self.paper_field, self.outside):
            set_visible(one, not nothing)
        set_visible(self.language_field, not nothing and self.language.count() > 1)
        primary = None if nothing else self.handing.pdf_button
        if primary is not self.primary:
            self.primary = primary
            self.primary_changed.emit()
        listened = self.isSignalConnected(QMetaMethod.fromSignal(self.open_case_requested))
        set_visible(self.open_case_button, listened)

    def _lacking(self) -> tuple[str, str]:
        text = self.tr(
            "Any one of these steps fills it: a complete DNS setup gives the records, live checks and logs "
            "give the diagnosis."
        )
        if not self._case.draft.is_blank:
            count = len(self._case.draft.read().problems)
            fields = self.tr("1 field") if count == 1 else self.tr("{count} fields").format(count=count)
            half = self.tr("The DNS setup still has {fields} to mend.").format(fields=fields)
            text = f"{half} {text}"
        return self.tr("There is nothing to report yet"), text

    def busy(self) -> bool:
        return super().busy() or self._outdated or self.preview.is_drawing

    # What the summary says

    def _typed(self) -> None:
        case = self._visit.put_into(self._case)
        if case != self._case:
            self._case = case
            self.case_edited.emit(case)

    def _refresh(self) -> None:
        """Makes the summary in the background; what changes meanwhile is taken up afterwards."""
        self._outdated = True
        if self._making is None and not is_empty(self._case):
            self._make()
        elif is_empty(self._case):
            self._outdated = False

    def _make(self) -> None:
        self._outdated = False
        order = self._order()
        self.preview.set_frozen(order.outside)
        self._making = self.job(lambda _cancelled: order.told())
        self._making.finished.connect(self._show_summary)
        self._making.failed.connect(self._show_defect)
        self._making.ended.connect(self._made)
        self._making.start()

    def _order(self) -> Order:
        """What is handed over now."""
        language, judge = self.language.value() or ENGLISH, self._judge
        return Order(
            self._case,
            lambda: judge if language == ENGLISH else _judge_in(language),
            self.product.value(),
            language,
            self.paper.value(),
            self.outside.isChecked(),
        )

    def _tick(self, step: str, done: bool) -> None:
        case = self._case.with_step(step, this_moment() if done else "")
        self._case = case
        self.case_edited.emit(case)
        self._refresh()

    def _made(self) -> None:
        self._making = None
        if self._outdated:
            self._refresh()

    def _show_summary(self, told: tuple[Summary, tuple[Replaced, ...]]) -> None:
        if is_empty(self._case):
            return
        summary, replaced = told
        self.key.show_key(replaced)
        self.summary = summary
        verdict = summary.verdict
        details = " ".join(verdict.details)
        role, sentence = ROLES[verdict.grade], soft(verdict.sentence)
        fix = self.tr("Show the fi&x") if summary.causes and summary.fixes else ""
        self.banner.show_verdict(role, sentence, soft(details), fix, word=verdict.word)
        self.preview.show_summary(summary)

    def _show_defect(self, summary: str, _details: str) -> None:
        why = self.tr("This is a defect of the program: {error}").format(error=summary)
        self.banner.show_verdict(Role.FAILED, self.tr("The summary could not be made."), why)


@cache
def _judge_in(language: str) -> Judge:
    """The judge of another language than the window's, made when it is first wanted."""
    return Judge(knowledge.load(resource("knowledge"), language))
