"""What has been entered since the open case was opened or saved: nothing of it goes without a word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wizard.core.case.case import Case

if TYPE_CHECKING:
    from wizard.gui.keeping import Keeping
    from wizard.gui.recent import Shelf
    from wizard.gui.window import MainWindow


class Unsaved(QObject):
    """The work in a window's case that nobody saved: autosaved as it grows, kept before it makes way.

    ``shelf`` None keeps nothing. Whoever gives the window another case sets ``base`` first.
    """

    problem = Signal(str)
    """One sentence for a box: work could not be kept, so what is open stays open."""

    def __init__(self, window: MainWindow, keeping: Keeping, shelf: Shelf | None, parent: QObject) -> None:
        super().__init__(parent)
        self.base = Case()
        """The case as it was opened or saved last: what is in it is no unsaved work."""
        self._window = window
        self._keeping = keeping
        self._shelf = shelf
        self._leaves = False
        window.case_set.connect(self.watch)
        keeping.failed.connect(self._tell_not_autosaved)
        keeping.works_again.connect(self._tell_autosaved)

    def has_work(self) -> bool:
        """Whether there is more in the case than in ``base``; a practice check alone is no work."""
        case, base = self._window.case, self.base
        if case.practice:
            case = replace(case, report=base.report, checks=base.checks, logs=base.logs, taken=base.taken)
        return not case.is_blank and case != base

    def watch(self) -> None:
        """Has the case autosaved while there is such work, and no longer."""
        if self.has_work():
            self._keeping.watch(self._window.case)
        else:
            self._keeping.watch(None)
            self._window.warn("")  # There is nothing to keep.

    def keep(self) -> bool:
        """Puts the work under the recent cases, as something else takes its place.

        Whether that may be: there was none, or it is kept. If not, ``problem`` has said why.
        """
        problem = self._keep()
        if problem:
            self.problem.emit(problem)
        return not problem

    def may_close(self) -> bool:
        """As :meth:`keep`, but a second try to close the window leaves behind what cannot be kept."""
        problem = "" if self._leaves else self._keep()
        if not problem:
            return True
        self._leaves = True
        text = self.tr("{problem} Save it elsewhere with Ctrl+S, or close the window again to leave it.")
        self.problem.emit(text.format(problem=problem))
        return False

    def _keep(self) -> str:
        """The sentence if it went wrong."""
        case = self._window.case
        if self._shelf is None or not self.has_work():
            return ""
        problem = self._shelf.keep(case)
        if not problem:
            self.base = case
            self.watch()
            self._window.say(self.tr("What was open is kept under recent cases."))
        return problem

    def _tell_not_autosaved(self, problem: str) -> None:
        text = self.tr("What you enter is not being kept: {problem} Save it elsewhere with Ctrl+S.")
        self._window.warn(text.format(problem=problem))

    def _tell_autosaved(self) -> None:
        self._window.warn("")
        self._window.say(self.tr("What you enter is being kept again."))
