"""Closing a log, also one that is being read."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from wizard.core.case.judging import Judge
from wizard.gui.heap import AFTER_MS, give_back
from wizard.gui.pages.base import Page
from wizard.gui.pages.log_arriving import LogArriving
from wizard.gui.pages.log_follow import LogFollow
from wizard.gui.pages.log_notice import LogNotice
from wizard.gui.pages.log_shelf import LogShelf


class LogClosing(QObject):
    """Gives its memory back, too. ``notice`` offers to bring a short one back."""

    case_edited = Signal(object)
    """The Case without it."""

    def __init__(
        self,
        judge: Judge,
        shelf: LogShelf,
        notice: LogNotice,
        arriving: LogArriving,
        follow: LogFollow,
        page: Page,
    ) -> None:
        super().__init__(page)
        self._judge = judge
        self._make_job = page.job
        self._shelf = shelf
        self._notice = notice
        self._arriving = arriving
        self._follow = follow
        self._tidying = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._tidying.timeout.connect(self._tidy)

    def close(self, name: str) -> None:
        """Closes the log of this name, or reads it no further."""
        log = self._shelf.named(name)
        if self._shelf.reads(name):
            self._arriving.stop()
        elif log is not None:
            without = self._shelf.close(log)
            self._follow.stop(name)
            self.case_edited.emit(without)
            self._judge.forget(log)
            self._notice.tell_closed(name)
            if not log.is_whole:
                self._tidying.start()

    def _tidy(self) -> None:
        self._make_job(lambda _cancelled: give_back()).start()
