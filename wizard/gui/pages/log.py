"""Step LOG: what a handset's log says, what it means and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QT_TR_NOOP, QSettings, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from wizard.core.case.case import Case
from wizard.core.case.judging import Judge
from wizard.core.case.reading import Reading
from wizard.core.case.steps import Step
from wizard.core.finding import Evidence
from wizard.core.log.finder import Log
from wizard.gui.pages.base import Page
from wizard.gui.pages.log_arriving import LogArriving
from wizard.gui.pages.log_body import LogBody
from wizard.gui.pages.log_choosing import LogChoosing
from wizard.gui.pages.log_closing import LogClosing
from wizard.gui.pages.log_folder_tab import LogFolderTab
from wizard.gui.pages.log_folder_view import FolderView
from wizard.gui.pages.log_shelf import FOLDER, LogShelf, with_logs
from wizard.gui.pages.log_shown import LogShown
from wizard.gui.pages.log_sources import Source
from wizard.gui.pages.log_tools import LogTools
from wizard.gui.theme import GRID
from wizard.gui.widgets.focus import focus_kept, has_focus
from wizard.gui.widgets.log_tabs import LogTabs


class LogPage(Page):
    """Opens logs and shows one of them."""

    step = Step.LOG
    title = str(QT_TR_NOOP("Log review"))
    fills = True
    by_parts = True

    folders_shown = Signal(object)
    """tuple[str, ...]: the paths whose logs stand side by side now; empty when they are closed."""

    def __init__(
        self, judge: Judge, settings: QSettings | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._seen = ""  # The name of what was shown last.
        self.shelf = LogShelf(judge.knowledge)
        self.choosing = LogChoosing(self.job, lambda: self.shelf.case, self)
        self.intro, self.pane = self.choosing.intro, self.choosing.pane
        self.arriving = LogArriving(judge, self.job, self.shelf, self.choosing, self)
        self.opening = self.arriving.opening
        self.logs = LogTabs()
        self._folder = LogFolderTab(judge.knowledge, self.job, self.shelf, self.content, self)
        self._shown = LogShown(judge.knowledge, self.job, settings, self)
        self.verdict, self.attempts = self._shown.verdict, self._shown.attempts
        self.viewer = self._shown.viewer
        self.tools = LogTools(judge, self.job, self.shelf, self.viewer, self)
        self.follow, self.export = self.tools.follow, self.tools.export
        self.export_row = self.tools.export_row
        self._body = LogBody(self, self.shelf, self.choosing, self._shown, self._folder)
        self.notice, self.busy_row = self._body.notice, self._body.busy_row
        self._closing = LogClosing(judge, self.shelf, self.notice, self.arriving, self.follow, self)
        self._fill()
        self._connect()
        self._connect_work()
        self._add_keys()
        self._show_parts()

    # How it is made

    def _fill(self) -> None:
        self.content.setSpacing(GRID)
        self._title.setWordWrap(False)
        self.add_beside_title(self.logs)
        self._title_row.setStretchFactor(self.logs, 100)
        self.logs.hide()
        self._body.lay_out(self.export_row)

    def _connect(self) -> None:
        self.logs.open_button.clicked.connect(self.choosing.ask_which)
        self.logs.paste_button.clicked.connect(self.choosing.open_pane)
        self.logs.chosen.connect(self.show_log)
        self.logs.close_wanted.connect(self.close_log)
        self.logs.moved.connect(self.shelf.put_in_order)
        self.notice.case_edited.connect(self.case_edited)
        self._closing.case_edited.connect(self.case_edited)
        self.busy_row.cancelled.connect(self.arriving.stop)
        for teller in (self.notice, self.viewer, self._folder, self.tools):
            teller.said.connect(self.said)
        for work in (self.choosing, self.opening, self._folder, self.tools):
            work.failed.connect(self.notice.complain)

    def _connect_work(self) -> None:
        self.choosing.wanted.connect(self._open)
        self.choosing.folders_wanted.connect(self.open_folders)
        self.choosing.changed.connect(self._show_parts)
        self.choosing.known.connect(self.show_log)
        self.arriving.changed.connect(self._show_parts)
        self.arriving.shelved.connect(self._show_log)
        self.arriving.arrived.connect(self._take)
        self.opening.noted.connect(self.notice.tell)
        self._folder.log_wanted.connect(self.open_log)
        self._folder.judged.connect(self._show_tabs)
        self._folder.judged.connect(self._say_status)
        self.tools.case_changed.connect(self.case_changed)
        self.tools.happened.connect(self.notice.tell)

    def _add_keys(self) -> None:
        for keys, action in (
            (QKeySequence("Ctrl+W"), lambda: self.close_log(self.shelf.shown)),
            (QKeySequence("Ctrl+E"), self.tools.ask_where_to),
        ):
            QShortcut(keys, self).activated.connect(action)
        self.logs.add_keys(self)

    # Opening

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Opens log files and archives; each log joins the case, and the most telling one is shown.

        A folder, or more logs than one reads one by one, are shown side by side instead.
        """
        self.choosing.open_paths(paths)

    def open_text(self, text: str) -> None:
        """Opens pasted text as a log of its own; the same text again is shown again."""
        self.choosing.open_text(text)

    def open_log(self, log: Log, seen: Evidence | None = None) -> None:
        """Opens a log that was found in a folder or an archive, at a line of its files if one is named."""
        self.arriving.want_line(seen)
        self.choosing.open_log(log)

    def open_folders(self, paths: Sequence[Path]) -> None:
        """Shows the logs of folders, archives and files side by side."""
        self.notice.take_back()
        self.choosing.pasting = False
        view = self._folder.open(paths)
        self.folders_shown.emit(tuple(map(str, paths)))
        self._show_log()
        if self.isVisible():
            view.take_focus()

    @property
    def folder(self) -> FolderView | None:
        """A folder's logs side by side, if one is open."""
        return self._folder.view

    def _open(self, sources: Sequence[Source], names: str) -> None:
        self.notice.take_back()
        self.arriving.open(sources, names)

    def _take(self, readings: Sequence[Reading], line: int) -> None:
        for one in readings:
            self.follow.stop(one.log.review.name)
        in_use = self._shown.is_read_already()
        self.case_changed.emit(partial(with_logs, [one.log for one in readings]))
        if line and not in_use and self.shelf.is_shown(self.viewer.reading):
            self.viewer.go_to(line)
        if self.isVisible() and not has_focus(self.viewer):
            self.viewer.lines.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # Closing

    def close_log(self, name: str) -> None:
        """Closes a log and gives its memory back; the notice offers to bring a short one back."""
        if name == FOLDER:
            self._close_folder()
        else:
            self._closing.close(name)

    def _close_folder(self) -> None:
        with focus_kept(self, self._body.take_focus):
            self._folder.close()
            self.folders_shown.emit(())
            self._show_log()

    def shutdown(self) -> None:
        self.viewer.keep_shares()
        super().shutdown()

    # Showing

    def show_case(self, case: Case) -> None:
        self.shelf.take(case)
        self._folder.take_plan(case.plan)
        self._show_log()

    def show_log(self, name: str) -> None:
        """Shows one of the open logs."""
        self.shelf.shown = name
        self._show_log()

    def _show_log(self) -> None:
        if self.shelf.shown != self._seen:
            self._seen = self.shelf.shown
            self.notice.show_beside(self._seen)
            if self.isVisible():
                self.said.emit("")  # What was said last was said of another log.
            self.arriving.cover()
        with focus_kept(self, self._body.take_focus):
            self._show_chosen()

    def _show_chosen(self) -> None:
        log, first = self.shelf.log, self.shelf.first_lines
        reading = self.shelf.reading(log) if log is not None else None
        if first is not None and self.shelf.shows_first_lines():
            self._shown.show_first_lines(first)
        elif log is None:
            self.viewer.forget()
        elif reading is None:
            self.arriving.prepare(log)
        else:
            if self._shown.show_reading(reading) and log.extract_of:
                self.notice.tell_of(log)
            self.viewer.show_bookmarks(self.shelf.case.marked_lines(self.shelf.shown))
            self.arriving.prepare_next()
        self._show_tabs()
        self.tools.show_following()
        self._show_parts()

    def _show_tabs(self) -> None:
        self.logs.show_logs(self.shelf.tabs(self._folder.tab()), self.shelf.shown)

    def _show_parts(self) -> None:
        self._choose_primary()
        self.busy_row.show_work(self.opening.work)
        self._say_status()
        self._body.show_parts()

    def _say_status(self) -> None:
        self.set_own_status(self._folder.status())
        self.set_underway(self.tr("Reading…") if self.opening.work or self._folder.reads else "")

    def _choose_primary(self) -> None:
        before = self.primary
        self.primary = self._body.primary()
        if self.primary is not before:
            self.primary_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._body.follow_height():
            self._show_parts()
