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
from wizard.core.log.finder import Log
from wizard.gui.pages import log_opening
from wizard.gui.pages.base import Page
from wizard.gui.pages.log_folder_view import FolderView
from wizard.gui.pages.log_follow import LogFollow, can_follow
from wizard.gui.pages.log_opening import LogOpening, Source, Underway
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.busy_row import BusyRow
from wizard.gui.widgets.log_export import LogExport
from wizard.gui.widgets.log_intro import LogIntro, PastePane
from wizard.gui.widgets.log_tabs import LogTab, LogTabs, short_names
from wizard.gui.widgets.log_verdict import AttemptStrip, role_of, say_verdict, sentence_of
from wizard.gui.widgets.log_viewer import LogViewer
from wizard.gui.widgets.verdict_banner import VerdictBanner

ROOMY_FROM = 560
"""Pixels of height; with less, only the verdict's sentence and the lines are shown."""


FOLDER = "\0folder"
"""The name of the tab with a folder's logs; no file has it."""


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
        self._between_logs: list[QShortcut] = []
        self._pasting = False
        self._line_wanted = 0
        self._was_roomy = False
        self._closed: Case | None = None  # As it was before a log was closed.
        self._underway: Reading | None = None  # The lines that are there of a log that is being read.
        self.opening = LogOpening(judge, self.job, self)
        self.follow = LogFollow(judge, self.job, lambda: self._case, self)
        self.export = LogExport(self.job, self)
        self.logs = LogTabs()
        self.folder: FolderView | None = None
        self.notice = VerdictBanner()
        self.intro = LogIntro()
        self.pane = PastePane()
        self.verdict = VerdictBanner()
        self.attempts = AttemptStrip()
        self.viewer = LogViewer(judge.knowledge, self.job)
        self.busy_row = BusyRow()
        self.export_row = BusyRow()
        self._rest = QWidget()
        self._fill()
        self._connect()
        self._add_keys()
        self._show_parts()

    # How it is made

    def _fill(self) -> None:
        self.content.setSpacing(GRID)
        self._title.setWordWrap(False)
        self.add_beside_title(self.logs)
        self._title_row.setStretchFactor(self.logs, 100)
        self.logs.hide()
        for widget in (self.notice, self.busy_row, self.export_row, self.verdict, self.attempts):
            self.content.addWidget(widget)
            widget.hide()
        for filling in (self.intro, self.pane, self.viewer, self._rest):
            self.content.addWidget(filling, 1)

    def _connect(self) -> None:
        self.intro.open_button.clicked.connect(self.ask_which)
        self.intro.folder_button.clicked.connect(self.ask_which_folder)
        self.intro.paste_button.clicked.connect(self.open_pane)
        self.intro.samples_button.clicked.connect(self.open_samples)
        self.logs.open_button.clicked.connect(self.ask_which)
        self.logs.paste_button.clicked.connect(self.open_pane)
        self.logs.chosen.connect(self.show_log)
        self.logs.close_wanted.connect(self.close_log)
        self.pane.pasted.connect(self.open_text)
        self.pane.cancelled.connect(self.close_pane)
        self.notice.pressed.connect(self._answer_notice)
        self.busy_row.cancelled.connect(self._stop_opening)
        self.opening.changed.connect(self._show_opening)
        self.opening.opened.connect(self._take)
        self.opening.underway.connect(self._take_first_lines)
        self.opening.prepared.connect(self._prepared)
        self.opening.failed.connect(self._complain)
        self.verdict.pressed.connect(self.viewer.show_findings)
        self.attempts.line_wanted.connect(self.viewer.go_to)
        self.viewer.said.connect(self.said)
        self.viewer.bookmark_wanted.connect(self._set_bookmark)
        self.viewer.lines.toolbar.export_wanted.connect(self.ask_where_to)
        self.viewer.lines.toolbar.follow_wanted.connect(self.set_following)
        self.follow.grown.connect(self._take_newer)
        self.follow.happened.connect(self._tell_of_following)
        self.follow.changed.connect(self._show_following)
        self.export.changed.connect(lambda: self.export_row.show_work(self.export.work))
        self.export.said.connect(self.said)
        self.export.failed.connect(self._complain)
        self.export_row.cancelled.connect(self.export.cancel)

    def _add_keys(self) -> None:
        for keys, action in (
            (QKeySequence.StandardKey.Open, self.ask_which),
            (QKeySequence("Ctrl+Shift+O"), self.ask_which_folder),
            (QKeySequence.StandardKey.Paste, self.paste),
            (QKeySequence("Ctrl+W"), lambda: self.close_log(self._shown)),
            (QKeySequence("Ctrl+E"), self.ask_where_to),
        ):
            QShortcut(keys, self).activated.connect(action)
        for text, distance in (("Ctrl+Tab", +1), ("Ctrl+Shift+Tab", -1)):
            shortcut = QShortcut(QKeySequence(text), self)
            shortcut.activated.connect(partial(self.logs.step, distance))
            self._between_logs.append(shortcut)

    # Opening

    def ask_which(self) -> None:
        """Asks for files and opens them."""
        dialog = QFileDialog(self, self.tr("Open a log"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("Logs (*.log *.log.* *.txt *.gz *.zip)"), self.tr("All files (*)")])
        dialog.filesSelected.connect(lambda names: self.open_paths([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_which_folder(self) -> None:
        """Asks for a folder and shows its logs side by side."""
        dialog = QFileDialog(self, self.tr("Open a folder of logs"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.filesSelected.connect(lambda names: self.open_folders([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Opens log files and archives; each log joins the case, and the last one is shown.

        A folder, or more logs than one reads one by one, are shown side by side instead.
        """
        paths = [path.absolute() for path in paths]
        job = self.job(lambda _cancelled: log_opening.are_many(paths))
        job.finished.connect(lambda many: (self.open_folders if many else self._open_files)(paths))
        job.failed.connect(lambda summary, _details: self._complain(summary))
        job.start()

    def _open_files(self, paths: Sequence[Path]) -> None:
        names = short_names([str(path) for path in paths])
        self._open(log_opening.files(paths), ", ".join(names))

    def open_folders(self, paths: Sequence[Path]) -> None:
        """Shows the logs of folders, archives and files side by side."""
        if self.folder is None:
            self.folder = FolderView(self._judge.knowledge, self.job)
            self.folder.log_wanted.connect(self.open_log)
            self.folder.said.connect(self.said)
            self.folder.judged.connect(lambda: self.logs.show_logs(self._tabs(), self._shown))
            self.content.addWidget(self.folder, 1)
        self.notice.hide()
        self._pasting = False
        self._shown = FOLDER
        self.folder.review(paths, self._case.plan)
        self._show_log()
        if self.isVisible():
            self.folder.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_log(self, log: Log, line: int = 0) -> None:
        """Opens a log that was found in a folder or an archive, at a line if one is named."""
        self._line_wanted = line
        self._open(log_opening.logs([log]), short_names([log.name])[0])

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
        self._underway = None
        self.pane.editor.clear()
        self._shown = readings[-1].log.review.name
        line, self._line_wanted = self._line_wanted, 0
        for one in readings:
            self.follow.stop(one.log.review.name)
        self.case_changed.emit(partial(_with_logs, [one.log for one in readings]))
        if line and self._is_ready():
            self.viewer.go_to(line)
        if self.isVisible():
            self.viewer.lines.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_first_lines(self, far: Underway) -> None:
        """Shows what is there of a long log while the rest is being read."""
        if far.reading is None or self._pasting:
            return
        if self._underway is None or self._underway.log.review.name != far.name:
            self._shown = far.name  # Once: whoever goes to another log meanwhile stays there.
        self._underway = far.reading
        self._show_log()

    def _show_opening(self) -> None:
        if self._underway is not None and not self.opening.names:
            self._forget_first_lines()
        self._show_parts()

    def _complain(self, sentence: str) -> None:
        self._closed = None
        self.notice.show_verdict(Role.WARNING, sentence, "", self.tr("Dismiss"))
        self.said.emit(" ".join(sentence.split("\n")))

    # Closing

    def close_log(self, name: str) -> None:
        """Closes a log and gives its memory back; the notice offers to bring a short one back."""
        if self._underway is not None and self._underway.log.review.name == name:
            self._stop_opening()
            return
        if name == FOLDER:
            self._close_folder()
            return
        log = self._named(name)
        if log is None:
            return
        logs = self._case.logs
        kept = tuple(other for other in logs if other is not log)
        if name == self._shown:
            place = min(logs.index(log), len(kept) - 1)
            self._shown = kept[place].review.name if kept else self._last(kept)
        self.follow.stop(name)
        # What Undo brings back stays in memory; of a very long log that is too much.
        self._closed = self._case if log.is_whole else None
        self.case_edited.emit(self._case.without_log(log))
        self._judge.forget(log)
        said = self.tr("{name} was closed.").format(name=short_names([name])[0])
        undo = self.tr("Undo") if self._closed is not None else self.tr("Dismiss")
        self.notice.show_verdict(Role.INFO, said, "", undo)
        self.said.emit(said)

    def _close_folder(self) -> None:
        if self.folder is not None:
            self.folder.work.watch(watches=False)
            self.folder.work.cancel()
            self.folder.hide()
            self.folder.deleteLater()
            self.folder = None
        self._shown = self._last(self._case.logs)
        self._show_log()

    def _last(self, logs: Sequence[LogFile]) -> str:
        """What is shown when what was shown has gone."""
        if logs:
            return logs[-1].review.name
        return FOLDER if self.folder is not None else ""

    def _answer_notice(self) -> None:
        self.notice.hide()
        before, self._closed = self._closed, None
        if before is None:
            return
        open_now = {id(log) for log in self._case.logs}
        missing = [log for log in before.logs if id(log) not in open_now]
        known = {log.review.name for log in before.logs}
        later = [log for log in self._case.logs if log.review.name not in known]
        self._shown = missing[-1].review.name if missing else self._shown
        case = replace(self._case, logs=(*before.logs, *later))
        for log in missing:
            for line in before.marked_lines(log.review.name):
                case = case.with_bookmark(log.review.name, line, wanted=True)
        self.case_edited.emit(case)

    def _stop_opening(self) -> None:
        self.opening.cancel()
        self._forget_first_lines()

    def _forget_first_lines(self) -> None:
        """What was there of a log whose reading has ended without it."""
        self._underway = None
        if self._named(self._shown) is None and not self._shows_folder():
            self._shown = self._last(self._case.logs)
        self._show_log()

    # Following, bookmarks, export

    def set_following(self, wanted: bool) -> None:
        """Follows the log that is shown as its file grows, or does so no more."""
        reading = self.viewer.reading
        name = self._shown
        if not wanted:
            self.follow.stop(name)
            self.said.emit(self.tr("The file is no longer followed."))
        elif reading is not None and reading.log is self._named(name):
            self.follow.start(reading)
            self.said.emit(self.tr("What is written to the file shows here at once."))

    def _take_newer(self, before: LogFile, reading: Reading) -> None:
        if any(log is before for log in self._case.logs):
            self._readings[id(reading.log)] = reading
            self.case_changed.emit(lambda case: case.with_newer(reading.log))
            self._judge.forget(before)

    def _tell_of_following(self, sentence: str) -> None:
        self._closed = None
        self.notice.show_verdict(Role.INFO, sentence, "", self.tr("Dismiss"))
        self.said.emit(sentence)

    def _show_following(self) -> None:
        log = self._named(self._shown)
        possible = log is not None and can_follow(log)
        self.viewer.lines.toolbar.show_follow(possible=possible, running=self.follow.follows(self._shown))

    def _set_bookmark(self, line: int, wanted: bool) -> None:
        name = self._shown
        self.case_changed.emit(lambda case: case.with_bookmark(name, line, wanted=wanted))

    def ask_where_to(self) -> None:
        """Asks for a file and writes the lines shown into it."""
        reading = self.viewer.reading
        if self._is_ready() and reading is not None:
            self.export.ask(reading, self.viewer.lines.table.lines.rows)

    # Showing

    def show_case(self, case: Case) -> None:
        self._case = case
        kept = {id(log) for log in (*case.logs, *(self._closed.logs if self._closed else ()))}
        self._readings = {key: one for key, one in self._readings.items() if key in kept}
        if self._log() is None and self._underway is None and not self._shows_folder():
            self._shown = self._last(case.logs)
        self._show_log()

    def show_log(self, name: str) -> None:
        """Shows one of the open logs."""
        self._shown = name
        self._show_log()

    def _shows_folder(self) -> bool:
        return self._shown == FOLDER and self.folder is not None

    def _log(self) -> LogFile | None:
        return self._named(self._shown)

    def _named(self, name: str) -> LogFile | None:
        return next((log for log in self._case.logs if log.review.name == name), None)

    def _show_log(self) -> None:
        log = self._log()
        first = self._underway
        reading = self._readings.get(id(log))
        if first is not None and first.log.review.name == self._shown:
            if first is not self.viewer.reading:
                self.viewer.show_reading(first)
                self.viewer.show_bookmarks(())
        elif log is None:
            self.viewer.forget()
        elif reading is None or not reading.fits(self._case, log):
            self.opening.prepare(self._case, log)
        else:
            if reading is not self.viewer.reading:
                self.viewer.show_reading(reading)
                self._show_verdict()
                if log.extract_of:
                    self.notice.show_verdict(Role.INFO, " ".join(log.review.notes), "", self.tr("Dismiss"))
            self.viewer.show_bookmarks(self._case.marked_lines(self._shown))
            self._prepare_next()
        self.logs.show_logs(self._tabs(), self._shown)
        for shortcut in self._between_logs:  # With one log the keys belong to the tabs below the lines.
            shortcut.setEnabled(self.logs.bar.count() > 1)
        self._show_following()
        self._show_parts()

    def _prepare_next(self) -> None:
        """Judges the other logs too, so that their tabs tell what they say."""
        for log in self._case.logs:
            reading = self._readings.get(id(log))
            if reading is None or not reading.fits(self._case, log):
                self.opening.prepare(self._case, log)
                return

    def _tabs(self) -> list[LogTab]:
        tabs = []
        if self.folder is not None:
            tabs.append(LogTab(FOLDER, self.folder.role, title=self.folder.names()))
        for log in self._case.logs:
            reading = self._readings.get(id(log))
            if reading is None:
                tabs.append(LogTab(log.review.name))
            else:
                role, said = (
                    role_of(reading, self._judge.knowledge),
                    sentence_of(reading, self._judge.knowledge),
                )
                tabs.append(LogTab(log.review.name, role, said))
        underway = self._underway.log.review.name if self._underway is not None else ""
        if underway and underway not in {tab.name for tab in tabs}:
            tabs.append(LogTab(underway, None, self.tr("is being read")))
        return tabs

    def _prepared(self, reading: Reading) -> None:
        if any(log is reading.log for log in self._case.logs):
            self._readings[id(reading.log)] = reading
            self._show_log()

    def _is_ready(self) -> bool:
        """Whether the viewer shows the chosen log, if perhaps by an older plan or not all of it."""
        reading = self.viewer.reading
        if reading is None or self._shows_folder():
            return False
        return reading.log is self._log() or reading is self._underway

    def _is_roomy(self) -> bool:
        frame = self.parentWidget()  # The page itself may be higher than what is seen of it.
        return (frame if frame is not None else self).height() >= ROOMY_FROM

    def _show_parts(self) -> None:
        ready = self._is_ready() and not self._pasting
        self._choose_primary()
        self.busy_row.show_work(self._say_opening())
        self.pane.setVisible(self._pasting)
        any_log = self._has_any()
        in_folder = self._shows_folder() and not self._pasting
        judged = ready and self.viewer.reading is not self._underway
        self.intro.setVisible(not any_log and not self._pasting)
        self.verdict.setVisible(judged)
        self.attempts.setVisible(judged and self._is_roomy())
        self.viewer.setVisible(ready)
        self._rest.setVisible(any_log and not ready and not self._pasting and not in_folder)
        if self.folder is not None:
            self.folder.setVisible(in_folder)

    def _has_any(self) -> bool:
        return bool(self._case.logs) or self._underway is not None or self.folder is not None

    def _say_opening(self) -> str:
        names, opening = self.opening.names, self.opening
        if not names:
            return ""
        if not opening.count:
            return self.tr("Reading {names}…").format(names=names)
        said = self.tr("Reading {names}: {share} %, {count} lines")
        if not opening.share:  # Nobody knows how much is packed in it.
            said = self.tr("Reading {names}: {count} lines")
        share, count = int(100 * opening.share), f"{opening.count:,}"
        return said.format(names=names, share=share, count=count)

    def _choose_primary(self) -> None:
        before = self.primary
        first = None if self._has_any() else self.intro.open_button
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
        if self._was_roomy != self._is_roomy():
            self._was_roomy = self._is_roomy()
            self._show_verdict()
            self._show_parts()


def _with_logs(logs: Sequence[LogFile], case: Case) -> Case:
    for log in logs:
        case = case.with_log(log)
    return case
