"""Step LOG: what a handset's log says, what it means and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QT_TR_NOOP, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from wizard.core.case.case import Case, LogFile
from wizard.core.case.judging import Judge
from wizard.core.case.reading import Reading
from wizard.core.case.steps import Step
from wizard.gui.pages import log_opening
from wizard.gui.pages.base import Page
from wizard.gui.pages.log_opening import LogOpening, Source
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.busy_row import BusyRow
from wizard.gui.widgets.log_intro import LogIntro, PastePane
from wizard.gui.widgets.log_picker import LogPicker, short_names
from wizard.gui.widgets.log_verdict import AttemptStrip, say_verdict
from wizard.gui.widgets.log_viewer import LogViewer
from wizard.gui.widgets.verdict_banner import VerdictBanner

ROOMY_FROM = 560
"""Pixels of height; with less, only the verdict's sentence and the lines are shown."""


class LogPage(Page):
    """Opens logs and shows one of them."""

    step = Step.LOG
    title = str(QT_TR_NOOP("Log review"))
    fills = True

    def __init__(self, judge: Judge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._judge = judge
        self._case = Case()
        self._shown = ""  # The name of the log that is shown.
        self._readings: dict[int, Reading] = {}  # By the identity of the case's log.
        self._pasting = False
        self._closed: tuple[LogFile, ...] = ()
        self.opening = LogOpening(judge, self.job, self)
        self.picker = LogPicker()
        self.notice = VerdictBanner()
        self.intro = LogIntro()
        self.pane = PastePane()
        self.verdict = VerdictBanner()
        self.attempts = AttemptStrip()
        self.viewer = LogViewer(judge.knowledge, self.job)
        self.busy_row = BusyRow()
        self._rest = QWidget()
        self._fill()
        self._connect()
        self._add_keys()
        self._show_parts()

    # How it is made

    def _fill(self) -> None:
        self.content.setSpacing(GRID)
        self._title.setWordWrap(False)
        self.add_beside_title(self.picker)
        self.picker.hide()
        for widget in (self.notice, self.busy_row, self.verdict, self.attempts):
            self.content.addWidget(widget)
            widget.hide()
        for filling in (self.intro, self.pane, self.viewer, self._rest):
            self.content.addWidget(filling, 1)

    def _connect(self) -> None:
        self.intro.open_button.clicked.connect(self.ask_which)
        self.intro.paste_button.clicked.connect(self.open_pane)
        self.intro.samples_button.clicked.connect(self.open_samples)
        self.picker.open_button.clicked.connect(self.ask_which)
        self.picker.paste_button.clicked.connect(self.open_pane)
        self.picker.chosen.connect(self.show_log)
        self.picker.close_wanted.connect(self.close_log)
        self.pane.pasted.connect(self.open_text)
        self.pane.cancelled.connect(self.close_pane)
        self.notice.pressed.connect(self._answer_notice)
        self.busy_row.cancelled.connect(self.opening.cancel)
        self.opening.changed.connect(self._show_parts)
        self.opening.opened.connect(self._take)
        self.opening.prepared.connect(self._prepared)
        self.opening.failed.connect(self._complain)
        self.verdict.pressed.connect(self.viewer.show_findings)
        self.attempts.line_wanted.connect(self.viewer.go_to)
        self.viewer.said.connect(self.said)

    def _add_keys(self) -> None:
        for keys, action in (
            (QKeySequence.StandardKey.Open, self.ask_which),
            (QKeySequence.StandardKey.Paste, self.paste),
            (QKeySequence("Ctrl+W"), self.close_log),
        ):
            QShortcut(keys, self).activated.connect(action)

    # Opening

    def ask_which(self) -> None:
        """Asks for files and opens them."""
        dialog = QFileDialog(self, self.tr("Open a log"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("Logs (*.log *.txt)"), self.tr("All files (*)")])
        dialog.filesSelected.connect(lambda names: self.open_paths([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Opens log files; each becomes a log of the case, and the last one is shown."""
        names = short_names([str(path) for path in paths])
        self._open(log_opening.files(paths), ", ".join(names))

    def open_samples(self) -> None:
        """Opens the practice case's logs, the broken one in front."""
        self._open(log_opening.samples(), self.tr("the sample logs"))

    def paste(self) -> None:
        """Opens what is on the clipboard: files, or text."""
        source = QGuiApplication.clipboard().mimeData()
        paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
        if paths:
            self.open_paths(paths)
        elif source.text().strip():
            self.open_text(source.text())
        else:
            self.open_pane()

    def open_pane(self) -> None:
        """Shows the pane to paste a log into."""
        self._pasting = True
        self._show_parts()
        self.pane.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_pane(self) -> None:
        """Back to what was shown; the pane keeps its text."""
        self._pasting = False
        self._show_parts()

    def open_text(self, text: str) -> None:
        """Opens pasted text as a log of its own; the same text again is shown again."""
        known = next((log for log in self._case.logs if log.text == text), None)
        if known is None:
            name = self._free_name()
            self._open(log_opening.text(name, text), name)
        else:
            self._pasting = False
            self.show_log(known.review.name)

    def _free_name(self) -> str:
        taken = {log.review.name for log in self._case.logs}
        number, name = 1, self.tr("Pasted log")
        while name in taken:
            number += 1
            name = self.tr("Pasted log {number}").format(number=number)
        return name

    def _open(self, sources: Sequence[Source], names: str) -> None:
        self.notice.hide()
        self.opening.open(sources, names, self._case)

    def _take(self, readings: Sequence[Reading]) -> None:
        for one in readings:
            self._readings[id(one.log)] = one
        self._pasting = False
        self.pane.editor.clear()
        self._shown = readings[-1].log.review.name
        self.case_changed.emit(partial(_with_logs, [one.log for one in readings]))
        if self.isVisible():
            self.viewer.lines.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _complain(self, sentence: str) -> None:
        self._closed = ()
        self.notice.show_verdict(Role.WARNING, sentence, "", self.tr("Dismiss"))
        self.said.emit(" ".join(sentence.split("\n")))

    # Closing

    def close_log(self) -> None:
        """Closes the log that is shown; the notice offers to bring it back."""
        log = self._log()
        if log is None:
            return
        self._closed = self._case.logs
        kept = tuple(other for other in self._closed if other is not log)
        place = min(self._closed.index(log), len(kept) - 1)
        self._shown = kept[place].review.name if kept else ""
        self.case_edited.emit(replace(self._case, logs=kept))
        said = self.tr("{name} was closed.").format(name=short_names([log.review.name])[0])
        self.notice.show_verdict(Role.INFO, said, "", self.tr("Undo"))
        self.said.emit(said)

    def _answer_notice(self) -> None:
        self.notice.hide()
        before, self._closed = self._closed, ()
        if not before:
            return
        open_now = {id(log) for log in self._case.logs}
        missing = [log for log in before if id(log) not in open_now]
        known = {log.review.name for log in before}
        later = [log for log in self._case.logs if log.review.name not in known]
        self._shown = missing[-1].review.name if missing else self._shown
        self.case_edited.emit(replace(self._case, logs=(*before, *later)))

    # Showing

    def show_case(self, case: Case) -> None:
        self._case = case
        kept = {id(log) for log in (*case.logs, *self._closed)}
        self._readings = {key: one for key, one in self._readings.items() if key in kept}
        if self._log() is None:
            self._shown = case.logs[-1].review.name if case.logs else ""
        self._show_log()

    def show_log(self, name: str) -> None:
        """Shows one of the open logs."""
        self._shown = name
        self._show_log()

    def _log(self) -> LogFile | None:
        return next((log for log in self._case.logs if log.review.name == self._shown), None)

    def _show_log(self) -> None:
        log = self._log()
        self.picker.show_logs(self._case.logs, self._shown)
        reading = self._readings.get(id(log))
        if log is not None and (reading is None or not reading.fits(self._case, log)):
            self.opening.prepare(self._case, log)
        elif reading is not None and reading is not self.viewer.reading:
            self.viewer.show_reading(reading)
            self._show_verdict()
        self._show_parts()

    def _prepared(self, reading: Reading) -> None:
        if any(log is reading.log for log in self._case.logs):
            self._readings[id(reading.log)] = reading
            self._show_log()

    def _is_ready(self) -> bool:
        """Whether the viewer shows the chosen log, if perhaps by an older plan."""
        log = self._log()
        return log is not None and self.viewer.reading is not None and self.viewer.reading.log is log

    def _is_roomy(self) -> bool:
        return self.height() >= ROOMY_FROM

    def _show_parts(self) -> None:
        ready = self._is_ready() and not self._pasting
        self._choose_primary()
        names = self.opening.names
        self.busy_row.show_work(self.tr("Reading {names}…").format(names=names) if names else "")
        self.pane.setVisible(self._pasting)
        self.intro.setVisible(not self._case.logs and not self._pasting)
        self.verdict.setVisible(ready)
        self.attempts.setVisible(ready and self._is_roomy())
        self.viewer.setVisible(ready)
        self._rest.setVisible(bool(self._case.logs) and not ready and not self._pasting)

    def _choose_primary(self) -> None:
        before = self.primary
        first = None if self._case.logs else self.intro.open_button
        self.primary = self.pane.review_button if self._pasting else first
        if self.primary is not before:
            self.primary_changed.emit()

    def _show_verdict(self) -> None:
        if self.viewer.reading is not None:
            knowledge = self._judge.knowledge
            say_verdict(self.verdict, self.viewer.reading, knowledge, short=not self._is_roomy())
            self.attempts.show_reading(self.viewer.reading)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        was_roomy = event.oldSize().height() >= ROOMY_FROM
        if was_roomy != self._is_roomy():
            self._show_verdict()
            self._show_parts()


def _with_logs(logs: Sequence[LogFile], case: Case) -> Case:
    for log in logs:
        case = case.with_log(log)
    return case
