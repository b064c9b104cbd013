"""Chips for the modules and levels of a log."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from wizard.core.log.index import LineIndex
from wizard.gui.theme import GRID, Role, mark
from wizard.gui.widgets.buttons import set_icon
from wizard.gui.widgets.labels import plain
from wizard.gui.widgets.log_model import level_word
from wizard.gui.widgets.rows import Flow

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
        """Offers these words, none of them chosen."""
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._chips = {word: self._chip(text(word)) for word in list(words)[:MOST_CHIPS]}
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
    """Which modules and which levels are shown."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.modules = Chips()
        self.levels = Chips()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._name(self.tr("Modules")), 0, 0)
        grid.addWidget(self.modules, 0, 1)
        grid.addWidget(self._name(self.tr("Levels")), 1, 0)
        grid.addWidget(self.levels, 1, 1)
        self.modules.changed.connect(self.changed)
        self.levels.changed.connect(self.changed)

    @staticmethod
    def _name(text: str) -> QLabel:
        return plain(text, role=Role.MUTED, wrap=False)

    def show_index(self, index: LineIndex) -> None:
        """Offers what occurs in a log."""
        self.modules.set_words(index.modules)
        self.levels.set_words(index.levels, self._level)

    @property
    def count(self) -> int:
        """How many chips are chosen."""
        return len(self.modules.chosen()) + len(self.levels.chosen())

    def clear(self) -> None:
        """Filters nothing; silent."""
        self.modules.clear()
        self.levels.clear()

    @staticmethod
    def _level(level: str) -> str:
        # The detail of an event's level is in the pane that explains the line.
        return f"{level}  {level_word(level).partition(',')[0]}"
