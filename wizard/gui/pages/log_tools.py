"""What can be done with the log that is shown: follow its file, export its lines, set bookmarks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wizard.core.case.case import LogFile
from wizard.core.case.judging import Judge
from wizard.core.case.reading import Reading
from wizard.gui.job import Job, Work
from wizard.gui.pages.log_follow import LogFollow, can_follow
from wizard.gui.pages.log_shelf import LogShelf
from wizard.gui.widgets.busy_row import BusyRow
from wizard.gui.widgets.log_export import LogExport
from wizard.gui.widgets.log_viewer import LogViewer


class LogTools(QObject):
    """Answers the toolbar of ``viewer``; its ``export_row`` is for the page to place."""

    case_changed = Signal(object)
    """A function from the case as it is now to a new one."""
    said = Signal(str)
    happened = Signal(str)
    """A sentence about a file that is followed, to be seen until it is dismissed."""
    failed = Signal(str)

    def __init__(
        self, judge: Judge, job: Callable[[Work], Job], shelf: LogShelf, viewer: LogViewer, window: QWidget
    ) -> None:
        super().__init__(window)
        self._judge = judge
        self._shelf = shelf
        self._viewer = viewer
        self.follow = LogFollow(judge, job, lambda: shelf.case, self)
        self.export = LogExport(job, window)
        self.export_row = BusyRow()
        self._connect()

    def _connect(self) -> None:
        self._viewer.bookmark_wanted.connect(self._set_bookmark)
        self._viewer.lines.toolbar.export_wanted.connect(self.ask_where_to)
        self._viewer.lines.toolbar.follow_wanted.connect(self.set_following)
        self.follow.grown.connect(self._take_newer)
        self.follow.happened.connect(self.happened)
        self.follow.changed.connect(self.show_following)
        self.export.changed.connect(lambda: self.export_row.show_work(self.export.work))
        self.export.said.connect(self.said)
        self.export.failed.connect(self.failed)
        self.export_row.cancelled.connect(self.export.cancel)

    def set_following(self, wanted: bool) -> None:
        """Follows the log that is shown as its file grows, or does so no more."""
        reading = self._viewer.reading
        if not wanted:
            self.follow.stop(self._shelf.shown)
            self.said.emit(self.tr("The file is no longer followed."))
        elif reading is not None and reading.log is self._shelf.log:
            self.follow.start(reading)
            self.said.emit(self.tr("What is written to the file shows here at once."))

    def show_following(self) -> None:
        """Tells the toolbar whether the log that is shown can be followed, and whether it is."""
        log, running = self._shelf.log, self.follow.follows(self._shelf.shown)
        # What was rotated away makes two files of one: who follows it must be able to stop.
        possible = running or (log is not None and can_follow(log))
        self._viewer.lines.toolbar.show_follow(possible=possible, running=running)

    def _take_newer(self, before: LogFile, reading: Reading, dropped: int) -> None:
        if self._shelf.holds(before):
            self._shelf.keep(reading)
            self.case_changed.emit(lambda case: case.with_newer(reading.log, dropped))
            self._judge.forget(before)

    def _set_bookmark(self, line: int, wanted: bool) -> None:
        name = self._shelf.shown
        self.case_changed.emit(lambda case: case.with_bookmark(name, line, wanted=wanted))

    def ask_where_to(self) -> None:
        """Asks for a file and writes the lines shown into it."""
        reading = self._viewer.reading
        if reading is not None and self._shelf.is_shown(reading):
            self.export.ask(reading, self._viewer.lines.table.lines.rows)
