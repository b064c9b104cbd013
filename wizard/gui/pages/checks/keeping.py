"""What a check brought becomes part of the case."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from wizard.core.case.case import Case, CheckReport
from wizard.core.case.judging import Judge
from wizard.core.case.status import check_status


class ReportKeeping(QObject):
    """Keeps it in the case that it was asked for. Where another one is open by now, that is said instead."""

    said = Signal(str)

    def __init__(self, judge: Judge, parent: QObject) -> None:
        super().__init__(parent)
        self._judge = judge

    def checked(self, before: Case, report: CheckReport, case: Case) -> Case:
        """The case with the report of a check that was started for ``before``."""
        if case.report is not before.report or case.checks != before.checks:
            self.said.emit(self.tr("Another case was opened meanwhile; the check before it was not kept."))
            return case
        done = replace(case, report=report)
        text = self.tr("Checks finished: {status}").format(status=check_status(done, self._judge).text)
        self.said.emit(self.tr("Checks cancelled. What came is kept.") if report.cancelled else text)
        return done

    def probed(self, before: CheckReport, report: CheckReport, case: Case) -> Case:
        """The case with what the SIP servers said that ``before`` had found."""
        if case.report is not before:
            self.said.emit(
                self.tr("Another check was made meanwhile; what the SIP servers said was not kept.")
            )
            return case
        done = replace(case, report=report)
        text = self.tr("SIP servers asked: {status}")
        self.said.emit(text.format(status=check_status(done, self._judge).text))
        return done

    def recorded(self, report: CheckReport, case: Case) -> Case:
        """The case with answers of a check that was saved."""
        self.said.emit(self.tr("Saved answers opened: nothing was asked now."))
        return case.with_recorded(report)
