"""Saving the answers of a check, and opening saved ones: support reruns a customer's case."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from wizard.core.case.case import Case, CheckReport
from wizard.core.case.evidence import open_report, save_report
from wizard.core.case.judging import Judge
from wizard.gui.announce import announce
from wizard.gui.job import Job, Work
from wizard.gui.pages.checks.words import when
from wizard.gui.theme import Role
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.labels import breakable
from wizard.gui.widgets.notes import Remark
from wizard.gui.widgets.raw_text import spelled

_LONGEST = 60


class SavedAnswers(Remark):
    """Two buttons, for the page to place, and what is said about them."""

    opened = Signal(object)
    """A CheckReport of recorded answers, to be shown instead of the one before."""

    def __init__(self, judge: Judge, job: Callable[[Work], Job], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._judge = judge
        self._make_job = job
        self._report: CheckReport | None = None
        self._kept: CheckReport | None = None
        self.save_button = button(self.tr("Save the answers…"), "save")
        self.save_button.clicked.connect(self._ask_where)
        self.open_button = button(self.tr("Open saved answers…"), "folder-open")
        self.open_button.clicked.connect(self._ask_which)

    def show_report(self, report: CheckReport | None) -> None:
        """The answers that can be saved."""
        if report is not self._report:
            self.say("")
        self._report = report
        self.save_button.setVisible(report is not None)

    def _tell(self, sentence: str, role: Role) -> None:
        self.say(breakable(spelled(sentence)), role)
        announce(self, sentence)

    # Saving

    def _ask_where(self) -> None:
        report = self._report
        if report is None:
            return
        dialog = self._dialog(self.tr("Save the answers"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile(default_name(report))
        dialog.fileSelected.connect(lambda path: self.save(report, Path(path)))
        dialog.open()

    def save(self, report: CheckReport, path: Path) -> None:
        """Writes them without holding up the window."""
        job = self._make_job(lambda _cancelled: save_report(report, path))
        job.finished.connect(lambda problem: self._saved(report, path, problem))
        job.start()

    def _saved(self, report: CheckReport, path: Path, problem: str) -> None:
        if problem:
            self._tell(problem, Role.FAILED)
            return
        self._kept = report
        self._tell(self.tr("Answers saved as {path}").format(path=path), Role.OK)

    # Opening

    def _ask_which(self) -> None:
        dialog = self._dialog(self.tr("Open saved answers"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.open(Path(path)))
        dialog.open()

    def open(self, path: Path) -> None:
        """Reads and judges them without holding up the window."""
        judge = self._judge

        def read(_cancelled: Callable[[], bool]) -> CheckReport | str:
            found = open_report(path)
            if isinstance(found, CheckReport):
                judge.check(Case(report=found))
            return found

        job = self._make_job(read)
        job.finished.connect(self._read)
        job.failed.connect(lambda summary, _details: self._tell(summary, Role.FAILED))
        job.start()

    def _read(self, found: CheckReport | str) -> None:
        if isinstance(found, str):
            self._tell(found, Role.FAILED)
        elif self._would_lose is None:
            self.opened.emit(found)
        else:
            self._confirm(found, self._would_lose)

    @property
    def _would_lose(self) -> CheckReport | None:
        """Answers that exist nowhere else."""
        report = self._report
        return None if report is None or report.recorded or report is self._kept else report

    def _confirm(self, found: CheckReport, lost: CheckReport) -> None:
        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.Question)
        text = self.tr("Keep the check of {when}, or show the saved answers instead?")
        box.setText(text.format(when=when(lost)))
        box.setInformativeText(self.tr("Its answers are not saved yet. Shown instead, they are gone."))
        keep = box.addButton(self.tr("&Keep the check"), QMessageBox.ButtonRole.RejectRole)
        show = box.addButton(self.tr("&Show the saved answers"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.buttonClicked.connect(lambda clicked: self.opened.emit(found) if clicked is show else None)
        box.finished.connect(box.deleteLater)
        box.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setNameFilters([self.tr("Saved answers (*.json)"), self.tr("All files (*)")])
        dialog.finished.connect(dialog.deleteLater)
        return dialog


def default_name(report: CheckReport) -> str:
    """``testserver.eslab.local-answers-2026-11-22.json``."""
    name = re.sub(r"[^A-Za-z0-9._-]", "-", report.lookfor.address)[:_LONGEST].strip("-.") or "dns"
    day = re.sub(r"[^0-9-]", "", report.started[:10])
    return "-".join(part for part in (name, "answers", day) if part) + ".json"
