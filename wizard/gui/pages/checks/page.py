"""Live checks: asks the handset's DNS servers what the handset would ask, and judges the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QT_TR_NOOP
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.case.case import Case, CheckDraft, CheckReport, LogFile
from wizard.core.case.checking import CheckReading, read_checks
from wizard.core.case.judging import Judge
from wizard.core.case.steps import Step
from wizard.core.dns.answer import Answer
from wizard.gui.pages.base import Page
from wizard.gui.pages.checks.form import CheckForm
from wizard.gui.pages.checks.help import how_it_works
from wizard.gui.pages.checks.keeping import ReportKeeping
from wizard.gui.pages.checks.real_log import RealLog
from wizard.gui.pages.checks.remembering import RememberedNotes
from wizard.gui.pages.checks.results import CheckResults
from wizard.gui.pages.checks.run_button import RunButton
from wizard.gui.pages.checks.running import Checking, has_answers
from wizard.gui.pages.checks.saved import SavedAnswers
from wizard.gui.pages.checks.words import asked_line, progress_line, sends_line, show_notice, show_verdict
from wizard.gui.slices import Curtain
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.disclosure import Disclosure
from wizard.gui.widgets.labels import breakable, plain
from wizard.gui.widgets.reveal import to_top
from wizard.gui.widgets.rows import Flow
from wizard.gui.widgets.verdict_banner import VerdictBanner
from wizard.gui.widgets.visible import laid_out_once


class ChecksPage(Page):
    """Nothing is sent before Run checks or F5. What is typed goes into the case at once."""

    step = Step.CHECKS
    title = str(QT_TR_NOOP("Live checks"))
    by_parts = True
    lead = str(QT_TR_NOOP("Asks the handset's DNS servers what it would ask, and shows what it would find."))

    def __init__(self, judge: Judge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._judge = judge
        self._case = Case()
        self._drawn: CheckReport | None = None
        self._checking = Checking(judge, self.job, self)
        self._checking.arrived.connect(self._arrived)
        self._checking.finished.connect(self._finished)
        self._checking.failed.connect(self._failed)
        self._checking.ended.connect(self._ended)
        self._curtain = Curtain(self)
        self._changing = False
        self._broke = False
        self.notice = VerdictBanner()
        self.banner = VerdictBanner()
        self.remembered = RememberedNotes(judge, self.job)
        self.form = CheckForm()
        self.form.edited.connect(self._take)
        self.sends = plain(role=Role.MUTED)
        self._keeping = ReportKeeping(judge, self)
        self._keeping.said.connect(self.said)
        self.primary = self.run_button = RunButton()
        self.run_button.clicked.connect(self._press)
        self.change = button(self.tr("C&hange…"), "pencil")
        self.change.clicked.connect(self._open_form)
        self.saved = SavedAnswers(judge, self.job)
        self.saved.opened.connect(self._show_recorded)
        self.line = plain(role=Role.MUTED)
        self.results = CheckResults(judge, self.job)
        self.results.sip.asked.connect(self._asked)
        self.banner.pressed.connect(self.results.reveal_findings)
        self.real_log = RealLog(judge, self.job, lambda: self._case, self)
        self.results.predicted.open_wanted.connect(self.real_log.ask)
        self.real_log.opened.connect(self._compare_with)
        self.real_log.failed.connect(self.results.predicted.show_problem)
        self.help = Disclosure(self.tr("How this check works"), how_it_works)
        self._lay_out_content()
        QShortcut(QKeySequence("F5"), self).activated.connect(self.run)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.stop)
        self._refresh()

    def _lay_out_content(self) -> None:
        for widget in (self.notice, self.banner, self.remembered, self.form, self.sends):
            self.content.addWidget(widget)
        buttons = Flow()
        for one in (self.run_button, self.change, self.saved.save_button, self.saved.open_button):
            buttons.addWidget(one)
        top = QVBoxLayout()
        top.setSpacing(GRID)
        top.addLayout(buttons)
        top.addWidget(self.line)
        top.addWidget(self.saved)
        self.content.addLayout(top)
        self.content.addWidget(self.results)
        self.content.addWidget(self.help)

    def busy(self) -> bool:
        return super().busy() or self.results.waiting

    # The case

    def show_case(self, case: Case) -> None:
        self._case = case
        self.form.show_case(case)
        self.results.show_logs(case.logs)
        self._refresh()
        if not self._checking.running:
            self.results.sip.show_report(case.report, read_checks(case).timeout)

    def _take(self, draft: CheckDraft) -> None:
        self._case = replace(self._case, checks=draft)
        self.case_edited.emit(self._case)

    def _refresh(self) -> None:
        """Draws everything but the fields. A check under way shows itself."""
        with laid_out_once(self.results):
            self._refresh_all()

    def _refresh_all(self) -> None:
        case, running = self._case, self._checking.running
        self.set_underway(self.tr("Checking…") if running else "")
        report = case.report
        if report is not self._drawn and not running:
            self._changing = False
        asking = not running and (report is None or self._changing)
        self.form.setVisible(asking)
        self.sends.setVisible(asking)
        self.sends.setText(breakable(sends_line(read_checks(case), zone=case.checks.zone)))
        self.change.setVisible(not asking and not running)
        self.results.setVisible(running or report is not None)
        self.saved.save_button.setVisible(not running and report is not None)
        self.saved.open_button.setVisible(not running)
        if running:
            self.remembered.hide()
            return
        self.remembered.show_case(case)
        self.run_button.offer_run(again=report is not None and not report.recorded)
        self.saved.show_report(report)
        show_notice(self.notice, case)
        self.line.setText(breakable(asked_line(report)) if report is not None else "")
        if report is None:
            self.banner.hide()
        elif report is not self._drawn:
            self._draw(report)
        self._drawn = report

    def _draw(self, report: CheckReport) -> None:
        knowledge = self._judge.knowledge
        judgement = self._judge.check(self._case)
        explained = [knowledge.explain(finding) for finding in judgement.findings]
        verdict = knowledge.explain(judgement.verdict) if judgement.verdict is not None else None
        show_verdict(self.banner, verdict, explained, report)
        self.results.show_result(report, explained)
        if self.isVisible():
            self._curtain.drop()  # It is lifted behind the findings: never those of before beside this.

    def _open_form(self) -> None:
        self._changing = True
        self._refresh()
        self.form.servers[0].setFocus()

    # A real log

    def _compare_with(self, log: LogFile) -> None:
        self.case_changed.emit(lambda case: case.with_log(log))
        self.results.compare_with(log.review.name)

    # Recorded answers, and the SIP servers

    def _show_recorded(self, report: CheckReport) -> None:
        self.case_changed.emit(lambda case: self._keeping.recorded(report, case))

    def _asked(self, before: CheckReport, report: CheckReport) -> None:
        """What they said belongs to the check that found them."""
        self.case_changed.emit(lambda case: self._keeping.probed(before, report, case))

    # Running

    def _press(self) -> None:
        if self._checking.running:
            self.stop()
        else:
            self.run()

    def run(self) -> None:
        """Checks the fields and asks; does nothing while a check is under way."""
        if self._checking.running:
            return
        if not self.form.check():
            self._changing = True
            self._refresh()
            self.form.check()
            return
        reading = read_checks(self._case)
        if self.form.isAncestorOf(self.focusWidget() or self):
            self.run_button.setFocus()
        self._checking.start(self._case, reading)
        self._begin(reading)

    def _begin(self, reading: CheckReading) -> None:
        assert reading.lookfor is not None
        self._drawn = None
        self._broke = False
        self.notice.hide()
        self.banner.hide()
        self.saved.say("")
        self.said.emit("")  # What the check before found.
        self.results.begin(reading.lookfor, reading.servers)
        self.run_button.offer_cancel()
        self.line.setText(progress_line(0, len(reading.servers)))
        self._refresh()

    def stop(self) -> None:
        """Ends a check under way, or asking the SIP servers; what has come is kept."""
        self.results.sip.stop()
        if self._checking.running:
            self._checking.stop()
            self.line.setText(self.tr("Cancelling…"))

    def _arrived(self, answers: Sequence[Answer]) -> None:
        self.results.add(answers)
        if not self._checking.stopping:
            self.line.setText(progress_line(self._checking.answers, self._checking.servers))

    def _finished(self, before: Case, report: CheckReport) -> None:
        if report.cancelled and not has_answers(report):
            self.said.emit(self.tr("Checks cancelled before any answer came."))
        elif self.isVisible():
            # The window draws the page that is shown at every change, so its case is the one of now.
            self.case_edited.emit(self._keeping.checked(before, report, self._case))
        else:
            self.case_changed.emit(lambda case: self._keeping.checked(before, report, case))

    def _failed(self, summary: str) -> None:
        sentence = self.tr("The check ended early because of a defect in this program.")
        self._refresh()
        self.banner.show_verdict(Role.FAILED, sentence, summary)
        self._broke = True

    def _ended(self) -> None:
        if not self._broke:
            self._refresh()
        self.results.sip.show_report(self._case.report, read_checks(self._case).timeout)
        to_top(self)
