"""Reading logs off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence

from PySide6.QtCore import QObject, Signal

from wizard.core.case.case import Case, LogFile
from wizard.core.case.judging import Judge
from wizard.core.case.reading import Reading, dismantle, reading_of
from wizard.gui.garbage import without_pauses
from wizard.gui.job import Job, Work
from wizard.gui.pages.log_sources import Found, Remark, Source, Underway
from wizard.gui.pages.openings import Openings


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


def _opened(sources: Sequence[Source], case: Case, judge: Judge) -> Generator[Found, None, None]:
    """What is to be told of each source."""
    with without_pauses():
        for source in sources:
            yield from source(case, judge)


def _read_again(case: Case, log: LogFile, judge: Judge) -> Reading:
    with without_pauses():
        return reading_of(case, log, judge)
