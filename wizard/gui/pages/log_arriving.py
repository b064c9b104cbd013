"""Logs on their way: what was chosen is read, its first lines come while the rest is read, then all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from wizard.core.case.case import LogFile
from wizard.core.case.judging import Judge
from wizard.core.case.reading import Reading
from wizard.core.finding import Evidence
from wizard.core.log.review import Part, Review
from wizard.gui.job import Job, Work
from wizard.gui.pages.log_choosing import LogChoosing
from wizard.gui.pages.log_opening import LogOpening
from wizard.gui.pages.log_shelf import LogShelf, most_telling
from wizard.gui.pages.log_sources import Source, Underway
from wizard.gui.slices import Curtain


def line_of(seen: Evidence, review: Review) -> int:
    """The number that a line has in a log that was put together from several files; 0 if it is not there.

    ``seen`` names the one of the files in which it stands, and its number in that one.
    """
    parts = review.parts or (Part(review.name),)
    found = (one.first + seen.line - one.skipped - 1 for one in parts if one.name == seen.source)
    return next((line for line in found if review.place(line) == (seen.source, seen.line)), 0)


class LogArriving(QObject):
    """Puts on the shelf what is read. The page shows what stands there and gives it to the case.

    Reading goes on when ``page`` has painted what came before.
    """

    changed = Signal()
    """``opening`` has begun, is further, or has ended."""
    shelved = Signal()
    """Something else is to be shown."""
    arrived = Signal(object, int)
    """list[Reading]: whole logs that are to join the case; and the line to go to in the one shown, or 0."""

    def __init__(
        self,
        judge: Judge,
        job: Callable[[Work], Job],
        shelf: LogShelf,
        choosing: LogChoosing,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._judge = judge
        self._shelf = shelf
        self._choosing = choosing
        self._wanted: Evidence | None = None  # Of what is opened next.
        self._sought: Evidence | None = None  # Of what is being read.
        self.opening = LogOpening(judge, job, self)
        self._curtain = Curtain(page, self.opening.go_on)
        self.opening.changed.connect(self._show_opening)
        self.opening.opened.connect(self._take)
        self.opening.underway.connect(self._take_first_lines)
        self.opening.prepared.connect(self._prepared)

    def open(self, sources: Sequence[Source], names: str) -> None:
        """Reads these."""
        self._sought, self._wanted = self._wanted, None
        self.opening.open(sources, names, self._shelf.case)

    def cover(self) -> None:
        """Another log is about to be shown: the page is painted in a turn of its own."""
        self._curtain.drop()

    def want_line(self, seen: Evidence | None) -> None:
        """Of the log that is opened next, this line is to be shown."""
        self._wanted = seen

    def stop(self) -> None:
        """Reads no more; what has not come whole goes."""
        self.opening.cancel()
        if self._shelf.first_lines is not None:  # It told nobody: nothing was being read any more.
            self._drop_first_lines()

    def prepare(self, log: LogFile) -> None:
        """Judges a log of the case, which came with it or whose plan has changed."""
        self.opening.prepare(self._shelf.case, log)

    def prepare_next(self) -> None:
        """Judges the other logs too, so that their tabs tell what they say."""
        log = self._shelf.unjudged()
        if log is not None:
            self.prepare(log)

    def _take(self, readings: Sequence[Reading]) -> None:
        self._curtain.drop()
        for one in readings:
            self._shelf.keep(one)
        self._choosing.finish()
        self.opening.let_go(self._shelf.end())
        shown = most_telling(readings, self._judge.knowledge).log.review
        self._shelf.shown = shown.name
        seen, self._sought = self._sought, None
        self.arrived.emit(readings, line_of(seen, shown) if seen is not None else 0)

    def _take_first_lines(self, far: Underway) -> None:
        """Shows what is there of a long log while the rest is being read."""
        if far.begins:
            self._curtain.drop()
        if far.reading is not None and not self._choosing.pasting:
            self.opening.let_go(self._shelf.begin(far.name, far.reading))
            self.shelved.emit()
        self._curtain.start()  # Reading goes on when it is lifted.

    def _prepared(self, reading: Reading) -> None:
        if self._shelf.holds(reading.log):
            self._shelf.keep(reading)
            self.shelved.emit()

    def _show_opening(self) -> None:
        if self._shelf.first_lines is not None and not self.opening.names:
            self._drop_first_lines()
        self.changed.emit()

    def _drop_first_lines(self) -> None:
        self.opening.let_go(self._shelf.drop_first_lines())
        self.shelved.emit()
        self._curtain.start()
