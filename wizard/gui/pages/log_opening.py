"""Reading logs off the GUI thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from wizard.core.about import told
from wizard.core.case.case import Case, LogFile
from wizard.core.case.judging import Judge
from wizard.core.case.reading import Reading, dismantle, first_lines, reading_of, unjudged
from wizard.core.diagnosis.fleet import FEW
from wizard.core.knowledge import Knowledge
from wizard.core.log.engine import stretch_of
from wizard.core.log.finder import Log, find
from wizard.core.log.large import Piece, assemble, lines_of
from wizard.core.log.opening import Opener
from wizard.core.log.origin import HEAD
from wizard.core.log.own import own_kind
from wizard.core.log.review import Review, notes_of
from wizard.core.log.source import LogText, decoded, mac_of, read
from wizard.core.log.stored import KeptBytes
from wizard.core.regular import is_folder
from wizard.core.trace.attempts import Story
from wizard.gui.garbage import without_pauses
from wizard.gui.job import Job, Work
from wizard.gui.pages.openings import Openings
from wizard.longlog import held, reading
from wizard.practice.lab import broken_log, repaired_log
from wizard.workers import courtesy

SHARE = 0.25
"""So much of the time that a log takes to be read may go into the marks of its first lines."""


@dataclass(frozen=True, slots=True)
class Underway:
    """A log that is being read: how far, and its first lines if there are more of them now.

    ``begins``: they are the first of it; reading goes on when they are shown (:meth:`LogOpening.go_on`).
    """

    name: str
    share: float
    count: int
    reading: Reading | None = None
    begins: bool = False


class Remark(str):
    """A sentence about what was opened, and no problem."""

    __slots__ = ()


Found = Reading | Underway | str
"""A log, how far one is, or a sentence about why one cannot be read."""
Source = Callable[[Case, Judge], Iterator[Found]]
"""Reads logs; runs in the job."""


class LogOpening(Openings):
    """Opens several logs at once, and makes those ready that came with a case.

    ``opened`` gives a list[Reading], at least one; ``prepared`` a Reading: a log of the case, judged by its
    plan.
    ``changed`` tells of ``work`` too.
    """

    underway = Signal(object)
    """Underway: how far a long log is."""
    noted = Signal(str)
    """What logs were read out of, a line a log."""

    def __init__(self, judge: Judge, job: Callable[[Work], Job], parent: QObject | None = None) -> None:
        super().__init__(job, parent)
        self._judge = judge
        self.share, self.count = 0.0, 0
        self._gone: list[Reading] = []

    @property
    def work(self) -> str:
        """What is being opened and how far it is, in a sentence; empty if nothing is."""
        if not self.names:
            return ""
        if not self.count:
            return self.tr("Reading {names}…").format(names=self.names)
        said = self.tr("Reading {names}: {share} %, {count} lines")
        if not self.share:  # Nobody knows how much is packed in it.
            said = self.tr("Reading {names}: {count} lines")
        return said.format(names=self.names, share=int(100 * self.share), count=f"{self.count:,}")

    def open(self, sources: Sequence[Source], names: str, case: Case) -> None:
        """Reads, reviews and judges logs as parts of ``case``."""
        job = self._job(lambda _cancelled: _opened(sources, case, self._judge))
        job.rest_behind(_begins)
        found: list[Reading | str] = []
        job.items.connect(lambda items: self._take(items, found))
        job.finished.connect(lambda _result: self._finish(found))
        self.share, self.count = 0.0, 0
        self._open(job, names)

    def go_on(self) -> None:
        """The first lines of a log are shown: the rest may be read, and what they took the place of goes."""
        for job in self._opening:
            job.go_on()
        gone, self._gone = self._gone, []
        if gone:
            self._job(lambda _cancelled: dismantle(gone)).start()

    def let_go(self, reading: Reading | None) -> None:
        """First lines of a log that are shown no more; they stay until :meth:`go_on`."""
        if reading is not None:
            self._gone.append(reading)

    def prepare(self, case: Case, log: LogFile) -> None:
        """Judges a log of the case."""
        self._prepare(lambda _cancelled: _read_again(case, log, self._judge))

    def _take(self, items: Sequence[Found], found: list[Reading | str]) -> None:
        far = [one for one in items if isinstance(one, Underway)]
        found += [one for one in items if not isinstance(one, Underway)]
        if far:
            self.share, self.count = far[-1].share, far[-1].count
            shown = next((one for one in reversed(far) if one.reading is not None), far[-1])
            self.underway.emit(shown)
            self.changed.emit()

    def _finish(self, found: Sequence[Reading | str]) -> None:
        remarks = [one for one in found if isinstance(one, Remark)]
        problems = [one for one in found if isinstance(one, str) and not isinstance(one, Remark)]
        readings = [one for one in found if isinstance(one, Reading)]
        if readings:
            self.opened.emit(readings)
        if problems:
            self.failed.emit("\n".join(problems))
        elif remarks:
            self.noted.emit("\n".join(remarks))


def _begins(found: Found) -> bool:
    return isinstance(found, Underway) and found.begins


# What can be opened; all of it runs in the job


def files(paths: Sequence[Path]) -> list[Source]:
    """Log files and archives."""
    return [partial(_files, [str(path) for path in paths])]


def logs(found: Sequence[Log]) -> list[Source]:
    """Logs that were found in folders and archives."""
    return [partial(_logs, found)]


def are_many(paths: Sequence[Path]) -> bool:
    """Whether they are looked at side by side: a folder, or more logs than one reads one by one."""
    if any(is_folder(path) for path in paths):
        return True
    return sum(isinstance(one, Log) for one in find(map(str, paths))) > FEW


def samples() -> list[Source]:
    """The practice case's logs, named by their files alone, the broken one last."""
    return [partial(_sample, path) for path in (repaired_log(), broken_log())]


def text(name: str, pasted: str) -> list[Source]:
    """A pasted text."""
    return [partial(_text, LogText(name, pasted))]


def _files(paths: Sequence[str], case: Case, judge: Judge) -> Iterator[Found]:
    found = list(find(paths))
    logs = [one for one in found if isinstance(one, Log)]
    yield from (one for one in found if isinstance(one, str))
    yield from _logs(logs, case, judge)


def _logs(logs: Sequence[Log], case: Case, judge: Judge) -> Iterator[Found]:
    with Opener(pipes=False) as opener:
        for log in logs:
            yield from _file(log, opener, case, judge)


def _file(log: Log, opener: Opener, case: Case, judge: Judge) -> Iterator[Found]:
    running = reading(log, opener, keep=True)
    marking = _Marking(log.name, case, judge.knowledge)
    begun = False
    while True:
        try:
            far = next(running)
            first = marking.reading(far.first) if far.first is not None else None
            yield Underway(log.name, far.share, far.count, first, first is not None and not begun)
            begun = begun or first is not None
        except StopIteration as stop:
            review: Review = stop.value
            break
        except GeneratorExit:
            running.close()
            raise
    yield review.problem or _judged(held(review), case, judge)
    yield from _notes(review) if not review.problem else ()


def _notes(review: Review) -> Iterator[str]:
    """What is to be told of a log that was opened."""
    yield from (Remark(one) if one in review.read_as else one for one in notes_of(review))


class _Marking:
    """Marks the first lines of a log while the rest is being read, as long as that holds nobody up."""

    def __init__(self, name: str, case: Case, knowledge: Knowledge) -> None:
        self._name = name
        self._case = case
        self._knowledge = knowledge
        self._began = time.monotonic()
        self._spent = 0.0

    def reading(self, first: Piece) -> Reading:
        """The lines of a beginning, with their marks if there is time for them."""
        now = time.monotonic()
        if self._spent > SHARE * (now - self._began):
            review = Review(self._name, mac_of(self._name), lines_of(first), (), Story(()))
            return unjudged(LogFile("", review, is_whole=False))
        log = LogFile("", assemble(self._name, [first], courtesy.wait, ended=False), is_whole=False)
        made = first_lines(self._case.with_log(log), log, self._knowledge)
        self._spent += time.monotonic() - now
        return made


def _sample(path: Path, case: Case, judge: Judge) -> Iterator[Found]:
    return _text(replace(read(path), name=path.name), case, judge)


def _text(found: LogText, case: Case, judge: Judge) -> Iterator[Found]:
    """A text at hand, read by the same engine as a file."""
    kind = own_kind(found.text[:HEAD].encode("utf-8", "replace"))
    if found.problem or kind:
        yield found.problem or told(f"log-file.is-{kind}", name=found.name)
        return
    plain, form = decoded(found.text.encode("utf-8", "replace"))
    data = plain.encode()
    stretch = stretch_of(data)
    stretch.form = form or found.form
    review = assemble(found.name, [Piece(found.name, stretch, KeptBytes(data))])
    yield _judged(LogFile(plain, review), case, judge)
    yield from _notes(review)


def _judged(log: LogFile, case: Case, judge: Judge) -> Reading:
    return reading_of(case.with_log(log), log, judge)


def _opened(sources: Sequence[Source], case: Case, judge: Judge) -> Generator[Found, None, None]:
    """What is to be told of each source."""
    with without_pauses():
        for source in sources:
            yield from source(case, judge)


def _read_again(case: Case, log: LogFile, judge: Judge) -> Reading:
    with without_pauses():
        return reading_of(case, log, judge)
