"""Which case is open in a window: a new one, the practice case, one of before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wizard.core.case.case import Case
from wizard.core.case.steps import Step
from wizard.gui.job import Job

if TYPE_CHECKING:
    from wizard.gui.jobs import Jobs
    from wizard.gui.late_judge import LateJudge
    from wizard.gui.opening import Opening
    from wizard.gui.practice import Practice
    from wizard.gui.unsaved import Unsaved
    from wizard.gui.window import MainWindow
    from wizard.practice.server import PracticeServer


class CaseChanging(QObject):
    """Puts another case in the place of the open one; what was entered there is kept first."""

    taken = Signal()
    """Another case has come, which belongs to no file."""

    def __init__(
        self,
        window: MainWindow,
        unsaved: Unsaved,
        opening: Opening,
        practice: Practice,
        judge: LateJudge,
        jobs: Jobs,
    ) -> None:
        super().__init__(window)
        self._window, self._unsaved, self._opening = window, unsaved, opening
        self._practice, self._judge, self._jobs = practice, judge, jobs
        self._count = 0  # Of the cases that were taken.
        practice.switched.connect(self._follow_practice)

    def new_case(self) -> None:
        """An empty case. The one that was open is kept among the recent cases."""
        if not self._unsaved.keep():
            return
        self._practice.stop()
        self._take(Case())
        self._window.say(self.tr("A new case is open."))

    def resume(self, case: Case, *, unsaved: bool = False) -> None:
        """Shows a case of before; ``unsaved``: it has work in it that nobody saved."""
        self._practice.stop()
        if case.practice:
            case = self._served(case)
        self._take(case, Case() if unsaved else case)
        if self._window.shown is Step.START:
            self._window.go(Step.SUMMARY)

    def _take(self, case: Case, loaded: Case | None = None) -> None:
        self._count += 1
        self._unsaved.base = case if loaded is None else loaded
        self.taken.emit()
        self._window.set_case(case)

    # The practice case

    def start_practice(self) -> None:
        """Opens the practice case with its DNS broken, served on this computer alone."""
        self._open_practice(self._made_practice())

    def ask_for_practice(self) -> None:
        """The same, once what it needs has been made: that takes too long for the GUI's thread.

        Whoever opens something else meanwhile wants that.
        """
        self._ask_for_practice(lambda: True)

    def offer_practice(self) -> None:
        """The same unasked, as at the first start: what somebody enters meanwhile is not replaced either."""
        before = self._window.case
        self._ask_for_practice(lambda: self._window.case is before)

    def _ask_for_practice(self, wanted: Callable[[], bool]) -> None:
        chosen = self._count, self._opening.asked

        def take(made: tuple[Case, PracticeServer]) -> None:
            if chosen == (self._count, self._opening.asked) and wanted():
                self._open_practice(made)

        job = Job(lambda _cancelled: self._made_practice())
        job.finished.connect(take)
        self._jobs.start(job)

    def _made_practice(self) -> tuple[Case, PracticeServer]:
        """The case, and a server for it that does not run yet. For any thread."""
        from wizard.practice.case import practice_case
        from wizard.practice.lab import BROKEN
        from wizard.practice.server import PracticeServer

        self._judge()  # Which the statuses of its steps need.
        return practice_case(), PracticeServer(BROKEN)

    def _open_practice(self, made: tuple[Case, PracticeServer]) -> None:
        from wizard.practice.case import served

        case, server = made
        if not self._unsaved.keep():
            return
        self._practice.stop()
        if not self._practice.start(server):
            return
        self._take(served(case, server))
        self._window.say(self.tr("The practice case is open."))

    def _served(self, case: Case) -> Case:
        """A practice case of before with a server that runs; as it is if none could start."""
        from wizard.practice.case import served
        from wizard.practice.lab import BROKEN
        from wizard.practice.server import PracticeServer

        server = PracticeServer(BROKEN)
        return served(case, server) if self._practice.start(server) else case

    def _follow_practice(self, repaired: bool) -> None:
        """Gives the practice case what its handset logs now. That alone is nothing to save."""
        from wizard.practice.case import in_state

        was_loaded = self._window.case == self._unsaved.base
        self._window.set_case(in_state(self._window.case, repaired=repaired))
        if was_loaded:
            self._unsaved.base = self._window.case
