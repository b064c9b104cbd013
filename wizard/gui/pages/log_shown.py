"""The log that is shown: its verdict, its attempts and its lines."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSettings

from wizard.core.case.reading import Reading
from wizard.core.knowledge import Knowledge
from wizard.gui.job import Job, Work
from wizard.gui.widgets.log_verdict import AttemptStrip, say_verdict
from wizard.gui.widgets.log_viewer import LogViewer
from wizard.gui.widgets.verdict_banner import VerdictBanner

ROOMY_FROM = 640
"""Pixels of the page's height; with less, the verdict is its sentence alone."""
LOW_BELOW = 560
"""With less than this, what stands below the lines is folded up."""


class LogShown(QObject):
    """Three widgets that say the same of one log; the page places them, each on its own.

    A widget of their own would ask the page for the height that they like, not for the least they need.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        job: Callable[[Work], Job],
        settings: QSettings | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._knowledge = knowledge
        self.roomy = True
        """Whether there is height for more than the verdict's sentence and the lines."""
        self.verdict = VerdictBanner()
        self.attempts = AttemptStrip()
        self.viewer = LogViewer(knowledge, job, settings)
        self.verdict.pressed.connect(self.viewer.show_findings)
        self.attempts.line_wanted.connect(self.viewer.go_to)
        self.attempts.all_wanted.connect(self.viewer.show_attempts)

    def show_first_lines(self, reading: Reading) -> None:
        """Shows what is there of a log that is being read; nothing is judged yet."""
        if reading is not self.viewer.reading:
            self.viewer.show_reading(reading)
            self.viewer.show_bookmarks(())

    def is_read_already(self) -> bool:
        """Whether somebody goes about in the first lines of a log while the rest is being read."""
        reading = self.viewer.reading
        return reading is not None and reading.partial and self.viewer.lines.table.touched

    def show_reading(self, reading: Reading) -> bool:
        """Shows a log and what it means; whether it was not shown before."""
        if reading is self.viewer.reading:
            return False
        self.viewer.show_reading(reading)
        self._say()
        return True

    def show_parts(self, *, ready: bool, judged: bool) -> None:
        """Whether the lines are to be seen, and whether their verdict is."""
        self.verdict.setVisible(judged)
        self.attempts.setVisible(judged and self.roomy)
        self.viewer.setVisible(ready)

    def set_height(self, height: int) -> bool:
        """Follows the height of the page: the less there is, the more of it is for the lines.

        If that changes what is shown, the answer is true and ``show_parts`` is to follow.
        """
        self.viewer.set_low(height < LOW_BELOW)
        roomy = height >= ROOMY_FROM
        if roomy == self.roomy:
            return False
        self.roomy = roomy
        self.verdict.set_low(not roomy)
        self._say()
        return True

    def _say(self) -> None:
        reading = self.viewer.reading
        if reading is not None:
            say_verdict(self.verdict, reading, self._knowledge, short=not self.roomy)
            self.attempts.show_reading(reading)
