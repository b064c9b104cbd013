"""Reading logs off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from wizard.core.case.case import Case, LogFile
from wizard.core.case.judging import Judge
from wizard.core.case.reading import Reading, reading_of
from wizard.core.log.review import review
from wizard.core.log.source import LogText, read
from wizard.gui.garbage import without_pauses
from wizard.gui.job import Job, Work
from wizard.practice.lab import broken_log, repaired_log

Source = Callable[[], LogText]
"""Reads one log; runs in the job."""


class LogOpening(QObject):
    """Opens several logs at once, and makes those ready that came with a case."""

    opened = Signal(object)
    """list[Reading]: what was opened together, at least one."""
    prepared = Signal(object)
    """Reading: a log of the case, judged by its plan."""
    failed = Signal(str)
    """A sentence for each one that could not be read, one a line."""
    changed = Signal()
    """``names`` has changed."""

    def __init__(self, judge: Judge, job: Callable[[Work], Job], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._judge = judge
        self._make_job = job
        self._opening: dict[Job, str] = {}
        self._preparing: Job | None = None

    @property
    def names(self) -> str:
        """What is being opened, empty if nothing is."""
        return ", ".join(self._opening.values())

    def open(self, sources: Sequence[Source], names: str, case: Case) -> None:
        """Reads, reviews and judges logs as parts of ``case``."""
        job = self._make_job(lambda _cancelled: _opened(sources, case, self._judge))
        found: list[Reading | str] = []
        job.items.connect(found.extend)
        job.finished.connect(lambda _result: self._finish(found))
        job.failed.connect(lambda summary, _details: self.failed.emit(summary))
        job.ended.connect(lambda: self._forget(job))
        self._opening[job] = names
        job.start()
        self.changed.emit()

    def cancel(self) -> None:
        """Wants none of those that are being opened."""
        for job in self._opening:
            job.cancel()
        self._opening.clear()
        self.changed.emit()

    def prepare(self, case: Case, log: LogFile) -> None:
        """Judges a log of the case; only the last one asked for is answered."""
        if self._preparing is not None:
            self._preparing.cancel()
        job = self._make_job(lambda _cancelled: _read_again(case, log, self._judge))
        job.finished.connect(self.prepared)
        job.failed.connect(lambda summary, _details: self.failed.emit(summary))
        self._preparing = job.start()

    def _finish(self, found: Sequence[Reading | str]) -> None:
        problems = [one for one in found if isinstance(one, str)]
        readings = [one for one in found if isinstance(one, Reading)]
        if readings:
            self.opened.emit(readings)
        if problems:
            self.failed.emit("\n".join(problems))

    def _forget(self, job: Job) -> None:
        if self._opening.pop(job, None) is not None:
            self.changed.emit()


def files(paths: Sequence[Path]) -> list[Source]:
    """Log files."""
    return [partial(read, path) for path in paths]


def samples() -> list[Source]:
    """The practice case's logs, named by their files alone, the broken one last."""
    return [partial(_sample, path) for path in (repaired_log(), broken_log())]


def text(name: str, pasted: str) -> list[Source]:
    """A pasted text."""
    return [partial(LogText, name, pasted)]


def _sample(path: Path) -> LogText:
    return replace(read(path), name=path.name)


def _opened(sources: Sequence[Source], case: Case, judge: Judge) -> Generator[Reading | str, None, None]:
    """A reading of each source, or the sentence about why it cannot be read."""
    with without_pauses():
        for source in sources:
            found = source()
            if found.problem:
                yield found.problem
                continue
            log = LogFile(found.text, review(found))
            yield reading_of(case.with_log(log), log, judge)


def _read_again(case: Case, log: LogFile, judge: Judge) -> Reading:
    with without_pauses():
        return reading_of(case, log, judge)
