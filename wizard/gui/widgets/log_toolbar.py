"""Above the lines of a log: which are shown, finding, and the way through the failures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from wizard.core.case.reading import Show
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button, give_word, icon_button, show_word
from wizard.gui.widgets.inputs import ChoiceBox
from wizard.gui.widgets.labels import plain
from wizard.gui.widgets.rows import Flow

ROOMY_FROM = 720
"""Pixels of width; with less, everything is still on one line as long as no line is hidden."""
WORDS_FROM = 880
"""With less, the icons of finding and saving stand without their words."""


class LogToolbar(QWidget):
    """Three groups, beside each other or in as many lines as it takes."""

    show_chosen = Signal()
    """``show_box`` has another value."""
    reset_wanted = Signal()
    """All lines are to be shown again."""
    stepped = Signal(int)
    """+1: the next failure. -1: the one before."""
    export_wanted = Signal()
    """The lines shown are to be saved."""
    follow_wanted = Signal(bool)
    """Whether the file is to be followed as it grows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.show_box = ChoiceBox(
            {
                Show.ALL: self.tr("All lines"),
                Show.EXPLAINING: self.tr("What explains it"),
                Show.FAILURES: self.tr("Failures only"),
            }
        )
        self.show_box.setAccessibleName(self.tr("Which lines are shown"))
        self.filter_button = button(self.tr("&Filter"), "funnel")
        self.filter_button.setCheckable(True)
        self.find_button = icon_button("search", self.tr("Find (Ctrl+F)"))
        self.count = plain(role=Role.MUTED, wrap=False)
        self.reset = icon_button("undo-2", self.tr("Show all lines"))
        self.failures = plain(wrap=False)
        self.back = icon_button("arrow-up", self.tr("Previous failure (Shift+F8)"))
        self.forward = icon_button("arrow-down", self.tr("Next failure (F8)"))
        self.export = icon_button("save", self.tr("Save the lines shown (Ctrl+E)"))
        self.follow = icon_button("refresh-cw", self.tr("Follow the file as it grows"))
        for one, word in (
            (self.find_button, self.tr("Find")),
            (self.export, self.tr("Save…")),
            (self.follow, self.tr("F&ollow")),
        ):
            give_word(one, word)
        self.follow.setCheckable(True)
        self._hides = False
        self._groups: list[QWidget] = []
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        flow = Flow(self)
        for group in (
            (self.show_box, self.filter_button, self.find_button),
            (self.back, self.forward, self.failures),
            (self.export, self.follow),
            (self.count, self.reset),
        ):
            box = _group(*group)
            self._groups.append(box)
            flow.addWidget(box)

    def _connect(self) -> None:
        self.show_box.currentIndexChanged.connect(self.show_chosen)
        self.reset.clicked.connect(self.reset_wanted)
        self.export.clicked.connect(self.export_wanted)
        self.follow.clicked.connect(self.follow_wanted)
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.forward.clicked.connect(lambda: self.stepped.emit(+1))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            for box in self._groups:
                box.setMinimumHeight(self.show_box.sizeHint().height())  # So that all are on one line.

    def set_show(self, show: Show) -> None:
        """Chooses which lines are shown; silent."""
        self.show_box.blockSignals(True)
        self.show_box.set_value(show)
        self.show_box.blockSignals(False)

    def show_count(self, shown: int, total: int) -> None:
        """How many lines are shown."""
        if shown != total:
            text = self.tr("{shown} of {total} lines")
        else:
            text = self.tr("1 line") if total == 1 else self.tr("{total} lines")
        self.count.setText(text.format(shown=f"{shown:,}", total=f"{total:,}"))
        self._hides = shown != total
        self.reset.setVisible(self._hides)
        self.count.setVisible(self._hides or self.width() >= ROOMY_FROM)
        self.updateGeometry()

    def show_chips(self, count: int) -> None:
        """How many modules and levels are chosen."""
        text = self.tr("&Filter ({count})").format(count=count) if count else self.tr("&Filter")
        self.filter_button.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        roomy = self.width() >= ROOMY_FROM
        show_word(self.follow, roomy)
        for one in (self.find_button, self.export):
            show_word(one, self.width() >= WORDS_FROM)
        self.count.setVisible(roomy or self._hides)

    def show_follow(self, *, possible: bool, running: bool) -> None:
        """Whether the log can be followed, and whether it is."""
        self.follow.setVisible(possible)
        self.follow.setChecked(running)
        self.updateGeometry()

    def show_failures(self, number: int, total: int, *, judged: bool = True) -> None:
        """Which failure the current line is, from 1; 0 if it is none.

        Of a log that is still being read, ``judged`` is false: there may be more, or fewer in the end.
        """
        if not judged:
            text = self.tr("{total} failures so far") if total > 1 else self.tr("1 failure so far")
            text = text.format(total=f"{total:,}") if total else self.tr("Not judged yet")
        elif not total:
            text = self.tr("No failures")
        elif number:
            text = self.tr("Failure {number} of {total}").format(number=f"{number:,}", total=f"{total:,}")
        else:
            text = (
                self.tr("1 failure") if total == 1 else self.tr("{total} failures").format(total=f"{total:,}")
            )
        self.failures.setText(text)
        for one in (self.back, self.forward):
            one.setEnabled(total > 0)
        self.updateGeometry()


def _group(*widgets: QWidget) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID)
    for widget in widgets:
        row.addWidget(widget)
    return box
