"""Which lines of a log are shown: modules, levels, marks, an attempt, a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from wizard.core.case.reading import LineFilter, Reading, Show
from wizard.core.diagnosis.marks import Mark
from wizard.core.log.spans import Span, is_bound
from wizard.gui.theme import GRID, Role, mark
from wizard.gui.widgets.buttons import set_icon
from wizard.gui.widgets.inputs import NumberBox
from wizard.gui.widgets.labels import plain
from wizard.gui.widgets.log_model import level_word, mark_word
from wizard.gui.widgets.rows import Flow
from wizard.gui.widgets.tab_order import keep_place

PAUSE_MS = 200
"""Typing pauses for so long before the filter works."""
MOST_CHIPS = 24
"""More modules than this are in no handset's log; a file made up to have them must not fill the page."""


class Chips(QWidget):
    """Buttons of which any number can be chosen; with none chosen there is no filter."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = Flow(self, spacing=GRID // 2)
        self._chips: dict[str, QPushButton] = {}

    def set_words(self, words: Iterable[str], text: Callable[[str], str] = str) -> None:
        """Offers these words; those of before that were chosen stay chosen."""
        words = list(words)[:MOST_CHIPS]
        if words == list(self._chips):
            return
        chosen = self.chosen()
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._chips = {word: self._chip(text(word)) for word in words}
        for word in chosen & set(words):
            self._chips[word].blockSignals(True)
            self._chips[word].setChecked(True)
            set_icon(self._chips[word], "check")
            self._chips[word].blockSignals(False)
        keep_place(self)
        self.updateGeometry()

    def _chip(self, text: str) -> QPushButton:
        chip = QPushButton(text)
        chip.setCheckable(True)
        mark(chip, "kind", "chip")
        chip.toggled.connect(lambda chosen: set_icon(chip, "check") if chosen else chip.setIcon(QIcon()))
        chip.toggled.connect(self.changed)
        self._flow.addWidget(chip)
        return chip

    def chip(self, word: str) -> QPushButton:
        """The button of a word."""
        return self._chips[word]

    def chosen(self) -> frozenset[str]:
        """The chosen words."""
        return frozenset(word for word, chip in self._chips.items() if chip.isChecked())

    def clear(self) -> None:
        """Chooses none; silent."""
        for chip in self._chips.values():
            chip.blockSignals(True)
            chip.setChecked(False)
            chip.setIcon(QIcon())
            chip.blockSignals(False)


class FilterBar(QWidget):
    """Which modules, levels and marks are shown, which attempt, and between which times."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.modules = Chips()
        self.levels = Chips()
        self.marks = Chips()
        self.attempt = NumberBox(0, 0, empty=self.tr("all"))
        self.begin, self.end = QLineEdit(), QLineEdit()
        self._times = QWidget()
        self._problem = plain(role=Role.FAILED)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._lay_out()
        for chips in (self.modules, self.levels, self.marks):
            chips.changed.connect(self.changed)
        self.attempt.valueChanged.connect(lambda _number: self._pause.start())
        for field in (self.begin, self.end):
            field.textChanged.connect(self._look_at_times)
        self._pause.timeout.connect(self.changed)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        for row, (name, chips) in enumerate(
            (
                (self.tr("Modules"), self.modules),
                (self.tr("Levels"), self.levels),
                (self.tr("Marks"), self.marks),
            )
        ):
            grid.addWidget(plain(name, role=Role.MUTED, wrap=False), row, 0)
            grid.addWidget(chips, row, 1)
        spans = QWidget()
        flow = Flow(spans)
        flow.addWidget(_named(self.tr("Att&empt"), self.attempt))
        line = QHBoxLayout(self._times)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GRID)
        for text, field in ((self.tr("Ti&me from"), self.begin), (self.tr("&to"), self.end)):
            field.setMaximumWidth(field.fontMetrics().horizontalAdvance("0" * 12) + 3 * GRID)
            line.addWidget(_named(text, field))
        flow.addWidget(self._times)
        grid.addWidget(plain(self.tr("Part"), role=Role.MUTED, wrap=False), 3, 0)
        grid.addWidget(spans, 3, 1)
        grid.addWidget(self._problem, 4, 1)
        self._problem.hide()

    def show_reading(self, reading: Reading) -> None:
        """Offers what occurs in a log; what is chosen and occurs stays chosen."""
        index = reading.index
        self.modules.set_words(index.modules)
        self.levels.set_words(index.levels, self._level)
        names = {mark.name: mark for mark in sorted(reading.marks, reverse=True) if len(reading.marks[mark])}
        self.marks.set_words(names, lambda name: mark_word(Mark[name]))
        attempts = len(reading.log.review.story.attempts)
        self.attempt.blockSignals(True)
        self.attempt.setRange(0, attempts)
        self.attempt.blockSignals(False)
        self.attempt.setEnabled(attempts > 0)
        self._times.setVisible(index.has_times)
        facts = reading.log.review.facts
        first = facts.first.time if facts.first is not None else ""
        last = facts.last.time if facts.last is not None else ""
        for field, time in ((self.begin, first), (self.end, last)):
            field.setPlaceholderText(time)
            field.setToolTip(
                self.tr("As it stands in the log, or its beginning: {example} is enough.").format(
                    example=first[:4] or "0115"
                )
            )

    def value(self, show: Show) -> LineFilter:
        """The filter that is chosen here, together with ``show``."""
        begin, end = self.begin.text().strip(), self.end.text().strip()
        return LineFilter(
            show,
            self.modules.chosen(),
            self.levels.chosen(),
            frozenset(Mark[name] for name in self.marks.chosen()),
            self.attempt.value(),
            Span(begin if is_bound(begin) else "", end if is_bound(end) else ""),
        )

    @property
    def count(self) -> int:
        """How many filters are set."""
        wanted = self.value(Show.ALL)
        chips = len(wanted.modules) + len(wanted.levels) + len(wanted.marks)
        return chips + (wanted.attempt > 0) + (not wanted.span.is_open)

    def clear(self) -> None:
        """Filters nothing; silent."""
        for chips in (self.modules, self.levels, self.marks):
            chips.clear()
        for box in (self.attempt, self.begin, self.end):
            box.blockSignals(True)
        self.attempt.setValue(0)
        self.begin.clear()
        self.end.clear()
        for box in (self.attempt, self.begin, self.end):
            box.blockSignals(False)
        self._pause.stop()
        self._say_problem()

    def _look_at_times(self) -> None:
        self._say_problem()
        self._pause.start()

    def _say_problem(self) -> None:
        wrong = [field for field in (self.begin, self.end) if not is_bound(field.text().strip())]
        for field in (self.begin, self.end):
            mark(field, "problem", field in wrong)
        text = self.tr("A time is written as in the log: {example}, or the beginning of it. Correct it.")
        self._problem.setText(text.format(example=self.begin.placeholderText() or "0115115820"))
        self._problem.setVisible(bool(wrong))

    @staticmethod
    def _level(level: str) -> str:
        # Three levels are events: what tells them apart is how much detail they have.
        return f"{level}  {level_word(level).rpartition(', ')[2]}"


def _named(text: str, field: QWidget) -> QWidget:
    """A field with its label before it."""
    box = QWidget()
    label = plain(text, role=Role.MUTED, wrap=False)
    label.setBuddy(field)
    field.setAccessibleName(text.replace("&", ""))
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID)
    row.addWidget(label)
    row.addWidget(field)
    return box
