"""What a folder's logs show together, put together off the GUI thread whenever there are more of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from wizard.core.diagnosis.causes import Fleet, side_by_side
from wizard.core.knowledge import Knowledge
from wizard.gui.job import Job, Work
from wizard.gui.pages.log_folder import FolderWork
from wizard.gui.widgets.fleet_model import Row, rows_of

REFRESH_MS = 250
"""At most so often the logs are put together anew while results come."""

MakeFleet = Callable[[], Fleet]


@dataclass(frozen=True, slots=True)
class Surveyed:
    """Logs by cause, and all of them as rows of the table, the gravest first."""

    fleet: Fleet = field(default_factory=Fleet)
    rows: tuple[Row, ...] = ()


class FolderSurvey(QObject):
    """Ten thousand logs take longer to be counted and grouped than the window may stand still."""

    made = Signal(object)
    """The Surveyed of all logs that had been judged when it was begun."""
    failed = Signal(str)
    """A defect, in a line."""

    def __init__(
        self,
        work: FolderWork,
        knowledge: Knowledge,
        job: Callable[[Work], Job],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._knowledge = knowledge
        self._make_job = job
        self._job: Job | None = None
        self._has_more = False  # Since the job began.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.begin)

    @property
    def settled(self) -> bool:
        """Whether what was made last is of all that has been judged."""
        return self._job is None and not self._timer.isActive()

    def of_now(self) -> MakeFleet:
        """Makes, in whatever thread, the Fleet of what has been judged by this moment."""
        return partial(side_by_side, self._work.known(), self._work.paths, self._knowledge)

    def begin_soon(self) -> None:
        """There is more."""
        if self._job is not None:
            self._has_more = True
        elif not self._timer.isActive():
            self._timer.start()

    def begin(self) -> None:
        """Makes one of what has been judged by now; one that is being made is of less and is dropped."""
        self.drop()
        make = self.of_now()
        job = self._make_job(lambda _cancelled: _surveyed(make))
        job.finished.connect(self.made)
        job.failed.connect(lambda summary, _details: self.failed.emit(summary))
        job.ended.connect(lambda: self._end(job))
        self._job = job.start()

    def drop(self) -> None:
        """What is being made is not wanted any more."""
        self._timer.stop()
        self._has_more = False
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _end(self, job: Job) -> None:
        if job is not self._job:
            return
        self._job = None
        if self._has_more:
            self._has_more = False
            self._timer.start()


def _surveyed(make: MakeFleet) -> Surveyed:
    fleet = make()
    return Surveyed(fleet, tuple(rows_of(fleet.causes)))
