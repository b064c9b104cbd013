"""The open logs: what is known of each, which one is shown, and the one that was closed last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from wizard.core.case.case import Case, LogFile
from wizard.core.case.reading import Reading
from wizard.core.diagnosis.fleet import LOG_ITSELF
from wizard.core.knowledge import Knowledge
from wizard.gui.widgets.log_tabs import LogTab
from wizard.gui.widgets.log_verdict import role_of, sentence_of

FOLDER = "\0folder"
"""The name of the tab with a folder's logs; no file has it."""


class LogShelf:
    """Draws nothing and changes no case: the page gives it each new one and hands on those that it makes.

    ``shown`` is the name of the log that is shown, ``FOLDER`` or empty.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self.case = Case()
        self.shown = ""
        self.has_folder = False
        self.first_lines: Reading | None = None  # What is there of a log that is being read.
        self._readings: dict[int, Reading] = {}  # By the identity of the case's log.
        self._closed: Case | None = None  # As it was before a log was closed.
        self._order: list[str] = []  # Of the tabs, where the user has moved one.

    # What is there

    @property
    def log(self) -> LogFile | None:
        """The log of the case that is shown."""
        return self.named(self.shown)

    def named(self, name: str) -> LogFile | None:
        """The log of the case with this name."""
        return next((log for log in self.case.logs if log.review.name == name), None)

    def is_empty(self) -> bool:
        """Whether nothing is open, nor being read."""
        return not self.case.logs and self.first_lines is None and not self.has_folder

    def shows_folder(self) -> bool:
        """Whether a folder's logs are shown side by side."""
        return self.has_folder and self.shown == FOLDER

    def shows_first_lines(self) -> bool:
        """Whether the log that is being read is the one shown."""
        return self.reads(self.shown)

    def reads(self, name: str) -> bool:
        """Whether the log of this name is being read and has lines already."""
        return self.first_lines is not None and self.first_lines.log.review.name == name

    def holds(self, log: LogFile) -> bool:
        """Whether it is one of the case's logs, and not one before or after it of the same name."""
        return any(one is log for one in self.case.logs)

    def is_shown(self, reading: Reading | None) -> bool:
        """Whether it is of the chosen log, if perhaps by an older plan or not of all of it."""
        if reading is None or self.shows_folder():
            return False
        return reading.log is self.log or reading is self.first_lines

    def tabs(self, folder: LogTab | None) -> list[LogTab]:
        """A tab a log, after the one of the folder, unless the user has moved them."""
        tabs = [folder] if folder is not None else []
        tabs += [self._tab(log) for log in self.case.logs]
        reading = self.first_lines.log.review.name if self.first_lines is not None else ""
        if reading and reading not in {tab.name for tab in tabs}:
            tabs.append(LogTab(reading, None, QCoreApplication.translate("Log", "is being read")))
        return sorted(tabs, key=lambda tab: self._place(tab.name))

    def put_in_order(self, names: Sequence[str]) -> None:
        """The tabs stand like this from now on, and logs that are opened later behind them.

        The case's own order stays: documents tell of its logs as they were opened.
        """
        self._order = list(names)

    def _place(self, name: str) -> int:
        return self._order.index(name) if name in self._order else len(self._order)

    def _tab(self, log: LogFile) -> LogTab:
        name, reading = log.review.name, self._readings.get(id(log))
        if reading is None:
            return LogTab(name)
        return LogTab(name, role_of(reading, self._knowledge), sentence_of(reading, self._knowledge))

    # What is known

    def reading(self, log: LogFile) -> Reading | None:
        """What the log says by the plan of now, if that is known."""
        reading = self._readings.get(id(log))
        return reading if reading is not None and reading.fits(self.case, log) else None

    def keep(self, reading: Reading) -> None:
        """Remembers what a log says for as long as it is open or can be brought back."""
        self._readings[id(reading.log)] = reading

    def unjudged(self) -> LogFile | None:
        """A log of the case that is not judged by the plan of now."""
        return next((log for log in self.case.logs if self.reading(log) is None), None)

    # What changes

    def take(self, case: Case) -> None:
        """The case is another one."""
        self.case = case
        kept = {id(log) for log in (*case.logs, *(self._closed.logs if self._closed else ()))}
        self._readings = {key: one for key, one in self._readings.items() if key in kept}
        if self.first_lines is None:
            self._go_on()

    def begin(self, name: str, first_lines: Reading) -> Reading | None:
        """More lines of a log that is being read; shown when its first ones come. Gives those before."""
        if not self.reads(name):
            self.shown = name  # Once: whoever goes to another log meanwhile stays there.
        before, self.first_lines = self.first_lines, first_lines
        return before

    def end(self) -> Reading | None:
        """All of a log was read. Gives its first lines."""
        before, self.first_lines = self.first_lines, None
        return before

    def drop_first_lines(self) -> Reading | None:
        """The reading of a log has ended without it. Gives its first lines."""
        before = self.end()
        self._go_on()
        return before

    def show_last(self) -> None:
        """What is shown when what was shown has gone."""
        self.shown = self._last(self.case.logs)

    def _go_on(self) -> None:
        if self.log is None and not self.shows_folder():
            self.show_last()

    def _last(self, logs: Sequence[LogFile]) -> str:
        if logs:
            return logs[-1].review.name
        return FOLDER if self.has_folder else ""

    # Closing

    @property
    def can_bring_back(self) -> bool:
        """Whether the log that was closed last is still at hand."""
        return self._closed is not None

    def close(self, log: LogFile) -> Case:
        """The case without a log; in its place the one beside it is shown."""
        logs, name = self.case.logs, log.review.name
        kept = tuple(other for other in logs if other is not log)
        if name == self.shown:
            shown = sorted((one.review.name for one in logs), key=self._place)
            beside = [*shown[shown.index(name) + 1 :], *reversed(shown[: shown.index(name)])]
            self.shown = beside[0] if beside else self._last(kept)
        # What Undo brings back stays in memory; of a very long log that is too much.
        self._closed = self.case if log.is_whole else None
        return self.case.without_log(log)

    def forget_closed(self) -> None:
        """Nobody can ask for it any more."""
        self._closed = None

    def bring_back(self) -> Case | None:
        """The case with the log that was closed last, in its place and with its bookmarks."""
        before, self._closed = self._closed, None
        if before is None:
            return None
        missing = [log for log in before.logs if not self.holds(log)]
        known = {log.review.name for log in before.logs}
        later = [log for log in self.case.logs if log.review.name not in known]
        self.shown = missing[-1].review.name if missing else self.shown
        case = replace(self.case, logs=(*before.logs, *later))
        for log in missing:
            for line in before.marked_lines(log.review.name):
                case = case.with_bookmark(log.review.name, line, wanted=True)
        return case


def most_telling(readings: Sequence[Reading], knowledge: Knowledge) -> Reading:
    """The log to look at first: what tells of a handset before what is no log, then the gravest, the last."""

    def rank(place: int) -> tuple[bool, float, int]:
        verdict = readings[place].judgement.verdict
        if verdict is None:
            return False, 0.0, place
        return not verdict.code.startswith(LOG_ITSELF), knowledge.severity(verdict).rank, place

    return readings[max(range(len(readings)), key=rank)]


def with_logs(logs: Sequence[LogFile], case: Case) -> Case:
    """The case with more logs."""
    for log in logs:
        case = case.with_log(log)
    return case
