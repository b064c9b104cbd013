"""Reading and judging a folder's logs off the GUI thread, once or again and again."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from wizard.core.diagnosis.fleet import Judged, briefly
from wizard.core.knowledge import Knowledge
from wizard.core.log.finder import Log, find
from wizard.core.log.watching import Stamp, changed, stamp
from wizard.core.plan.deployment import Deployment
from wizard.core.regular import is_there
from wizard.crew import judge_logs
from wizard.gui.garbage import without_pauses
from wizard.gui.job import Cancelled, Job, Work

LOOK_EVERY_MS = 3000
"""While a folder is watched. By asking, not by the system's notices: a network share sends none."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a folder holds: how many logs are to be judged, and sentences about what cannot be read.

    ``gone`` are the chosen paths that are not there, or not within reach.
    """

    count: int
    problems: tuple[str, ...]
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A log, how its files were before it was read, and what it shows."""

    log: Log
    stamp: Stamp
    judged: Judged


class FolderWork(QObject):
    """The logs of the chosen paths, as far as they have been judged."""

    changed = Signal()
    """There is more to show, or it has ended."""
    arrived = Signal(object)
    """list[Judged]: logs that came, or grew, while the folder was watched."""
    failed = Signal(str)
    """A defect, in a line."""

    def __init__(
        self, knowledge: Knowledge, job: Callable[[Work], Job], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._knowledge = knowledge
        self._make_job = job
        self._job: Job | None = None
        self._looking: Job | None = None
        self._plan: Deployment | None = None
        self._told: dict[str, Told] = {}
        self._found: tuple[str, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self.paths: tuple[str, ...] = ()
        self.gone: tuple[str, ...] = ()
        self.total = 0
        self.stopped = False
        self.watches = False

    @property
    def running(self) -> bool:
        """Whether the folder is being read for the first time."""
        return self._job is not None

    @property
    def done(self) -> int:
        """How many logs have been judged so far."""
        return len(self._told)

    @property
    def unfound(self) -> tuple[str, ...]:
        """A sentence for each path or file in which no log could be looked for."""
        return self._found

    def known(self) -> list[Judged]:
        """What has been judged so far, each by itself."""
        return [told.judged for told in self._told.values()]

    def log(self, name: str) -> Log:
        """The files behind a judged log."""
        return self._told[name].log

    def start(self, paths: Sequence[Path], plan: Deployment | None) -> None:
        """Reads folders anew; what was known before is forgotten."""
        self.cancel()
        self.paths, self._plan = tuple(map(str, paths)), plan
        self._told, self._found, self.total, self.stopped = {}, (), 0, False
        self.gone = ()
        job = self._begin(partial(_reviewed, self.paths, self._knowledge, plan), self._take)
        job.ended.connect(lambda: self._end(job))
        self._job = job
        self.changed.emit()

    def cancel(self) -> None:
        """Reads no more; what has been judged stays."""
        if self._job is not None:
            self._job.cancel()
            self._job, self.stopped = None, True
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None
        self._timer.stop()
        self.changed.emit()

    def watch(self, watches: bool) -> None:
        """Looks from now on for logs that come or grow, or does so no more."""
        self.watches = watches
        if watches and self._job is None and self._looking is None:
            self._timer.start()
        elif not watches:
            self._timer.stop()

    def _begin(self, work: Work, take: Callable[[list[Found | Told]], object]) -> Job:
        job = self._make_job(work)
        job.items.connect(take)
        job.failed.connect(lambda summary, _details: self._fail(summary))
        return job.start()

    def _take(self, items: Sequence[Found | Told]) -> list[Judged]:
        told = [one for one in items if isinstance(one, Told)]
        before = self.total, self._found, self.gone
        for one in items:
            if isinstance(one, Found):
                self.total, self._found = max(self.total, len(self._told) + one.count), one.problems
                self.gone = one.gone
        for one in told:
            self._told[one.judged.name] = one
        if told or before != (self.total, self._found, self.gone):
            self.changed.emit()
        return [one.judged for one in told]

    def _end(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.watch(self.watches)
            self.changed.emit()

    def _fail(self, summary: str) -> None:
        self._found = (*self._found, summary)
        self.failed.emit(summary)

    # Watching

    def _look(self) -> None:
        before = {name: told.stamp for name, told in self._told.items()}
        paths, knowledge, plan = self.paths, self._knowledge, self._plan
        work = partial(_looked, paths, before, knowledge, plan)
        job = self._begin(work, self._take_news)
        job.ended.connect(lambda: self._end_looking(job))
        self._looking = job

    def _take_news(self, items: list[Found | Told]) -> None:
        news = self._take(items)
        self.total = len(self._told)
        if news:
            self.arrived.emit(news)

    def _end_looking(self, job: Job) -> None:
        if job is self._looking:
            self._looking = None
            self.watch(self.watches)


def _reviewed(
    paths: Sequence[str], knowledge: Knowledge, plan: Deployment | None, cancelled: Cancelled
) -> Generator[Found | Told, None, None]:
    # What ten thousand logs show is some 300,000 objects: to look through them takes up to 90 ms.
    with without_pauses():
        logs, problems = _sorted(paths, cancelled)
        yield Found(len(logs), problems, _gone(paths))
        yield from _judged(logs, knowledge, plan)


def _looked(
    paths: Sequence[str],
    before: dict[str, Stamp],
    knowledge: Knowledge,
    plan: Deployment | None,
    cancelled: Cancelled,
) -> Generator[Found | Told, None, None]:
    logs, problems = _sorted(paths, cancelled)
    news = changed(logs, before)
    yield Found(0, problems, _gone(paths))
    yield from _judged(news, knowledge, plan)


def _gone(paths: Sequence[str]) -> tuple[str, ...]:
    return tuple(path for path in paths if not is_there(path))


def _sorted(paths: Sequence[str], cancelled: Cancelled) -> tuple[list[Log], tuple[str, ...]]:
    logs: list[Log] = []
    problems: list[str] = []
    for one in find(paths, pipes=False):  # A pipe would wait for whoever writes into it.
        if cancelled():
            break
        if isinstance(one, Log):
            logs.append(one)
        else:
            problems.append(one)
    return logs, tuple(problems)


def _judged(
    logs: Sequence[Log], knowledge: Knowledge, plan: Deployment | None
) -> Generator[Told, None, None]:
    # Taken before they are read: what a file gets meanwhile shows as a change later.
    stamps = [stamp(log) for log in logs]
    for log, taken, judged in zip(logs, stamps, judge_logs(logs, knowledge, plan), strict=True):
        yield Told(log, taken, briefly(judged))
