"""How far the steps are, told without holding up the window."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wizard.core.case.status import judging, statuses
from wizard.core.case.steps import Status, Step
from wizard.gui.job import Cancelled, Job
from wizard.workers import courtesy

if TYPE_CHECKING:  # Loading it takes the whole diagnosis along, which the first window does not need.
    from wizard.core.case.case import Case
    from wizard.gui.late_judge import LateJudge


class Standing(QObject):
    """The statuses of a case. What takes its time is judged in a job, one case at a time.

    A long log takes a second, and every letter typed into the plan is another plan to judge it by.
    """

    changed = Signal()
    """More can be told: ask for the statuses again."""
    failed = Signal(str)
    """A defect of the program, in a line. Nothing is judged in the background any more."""

    def __init__(self, judge: LateJudge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._judge = judge
        self._job: Job | None = None
        self._over = False

    def statuses(self, case: Case) -> Mapping[Step, Status]:
        """The status of every step as far as it is known; ``judging()`` where it is not yet."""
        found = statuses(case, self._judge.there, wait=False)
        if self._job is None and not self._over and judging() in found.values():
            self._begin(case)
        return found

    def stop(self) -> None:
        """Wants nothing more."""
        self._over = True
        if self._job is not None:
            self._job.cancel()

    @property
    def busy(self) -> bool:
        """Whether something is being judged."""
        return self._job is not None

    def _begin(self, case: Case) -> None:
        judge = self._judge

        def work(_cancelled: Cancelled) -> None:
            from wizard.gui.garbage import without_pauses

            courtesy.wait()  # What made it another case is being painted.
            with without_pauses():
                judge().prepare(case)

        self._job = Job(work)
        self._job.failed.connect(self._give_up)
        self._job.ended.connect(self._ended)
        self._job.start()

    def _give_up(self, summary: str, _details: str) -> None:
        self._over = True  # The same would happen again and again.
        self.failed.emit(summary)

    def _ended(self) -> None:
        self._job = None
        if not self._over:
            self.changed.emit()
