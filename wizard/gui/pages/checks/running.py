"""A check under way: its job, how far it is, how to stop it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from threading import Event

from PySide6.QtCore import QObject, Signal

from wizard.core.case.case import Case, CheckReport
from wizard.core.case.checking import CheckReading
from wizard.core.case.judging import Judge
from wizard.core.dns.answer import Answer, Outcome
from wizard.core.dns.own import own_servers
from wizard.gui.job import Job, Work
from wizard.live import live_check


@dataclass(frozen=True, slots=True)
class _Run:
    job: Job
    stop: Event
    case: Case
    servers: int


class Checking(QObject):
    """One check at a time."""

    arrived = Signal(object)
    """list[Answer]: what came just now."""
    finished = Signal(object, object)
    """The Case that it was started for, and its CheckReport, also of a check that was stopped."""
    failed = Signal(str)
    """It ended early because of a defect; one line for people."""
    ended = Signal()
    """It is over, last, in every case."""

    def __init__(self, judge: Judge, job: Callable[[Work], Job], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._judge = judge
        self._make_job = job
        self._run: _Run | None = None
        self.answers = 0
        """How many have come."""

    @property
    def running(self) -> bool:
        """Whether a check is under way."""
        return self._run is not None

    @property
    def stopping(self) -> bool:
        """Whether it was told to stop."""
        return self._run is not None and self._run.stop.is_set()

    @property
    def servers(self) -> int:
        """How many servers are asked."""
        return self._run.servers if self._run is not None else 0

    def start(self, case: Case, reading: CheckReading) -> None:
        """Begins; ``reading`` is ready."""
        stop = Event()
        job = self._make_job(_work(self._judge, case, reading, stop))
        self._run = _Run(job, stop, case, len(reading.servers))
        self.answers = 0
        job.items.connect(self._arrived)
        job.finished.connect(self._finished)
        job.failed.connect(self._failed)
        job.ended.connect(self._ended)
        job.start()

    def stop(self) -> None:
        """Ends it; what has come is kept."""
        if self._run is not None:
            self._run.stop.set()

    def _arrived(self, answers: Sequence[Answer]) -> None:
        if self._run is not None:
            self.answers += sum(answer.outcome is not Outcome.CANCELLED for answer in answers)
            self.arrived.emit(answers)

    def _finished(self, report: CheckReport) -> None:
        run, self._run = self._run, None
        if run is not None:
            self.finished.emit(run.case, report)

    def _failed(self, summary: str, _details: str) -> None:
        self._run = None
        self.failed.emit(summary)

    def _ended(self) -> None:
        self._run = None
        self.ended.emit()


def has_answers(report: CheckReport) -> bool:
    """Whether anything came before it was stopped."""
    return any(a.outcome is not Outcome.CANCELLED for chain in report.chains for a in chain.answers)


def _work(
    judge: Judge, case: Case, reading: CheckReading, stop: Event
) -> Callable[[Callable[[], bool]], Generator[Answer, None, CheckReport]]:
    """The check for a job. ``stop`` ends it with what there is; the job's own flag drops it."""
    lookfor = reading.lookfor
    assert lookfor is not None
    plan, checks = case.plan, case.checks

    def work(cancelled: Callable[[], bool]) -> Generator[Answer, None, CheckReport]:
        def ending() -> bool:
            return stop.is_set() or cancelled()

        own = [server for server in own_servers() if server not in reading.servers][:1] if checks.own else []
        asking = live_check(lookfor, reading.servers, plan, reading.timeout, ending, own, zone=checks.zone)
        report = yield from asking
        judge.check(Case(report=report))  # It is remembered: the window need not wait for it.
        return report

    return work
