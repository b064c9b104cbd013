"""Below the lines of a log: what the current one means, findings, attempts; folded up, a line of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from wizard.gui.icons import icon
from wizard.gui.theme import GRID
from wizard.gui.widgets.buttons import icon_button
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.labels import breakable, plain
from wizard.gui.widgets.tabs import Tabs

_LEAST = 12 * GRID
_NO_LIMIT = 16_777_215


class LogPane(QWidget):
    """Its tabs; folded up, their titles alone, below what the current line means in a few words."""

    open_wanted = Signal(bool)
    """Whether the user wants to see what the tabs show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self.fold_button = icon_button("chevron-down", "")
        self.tabs = Tabs(corner=self.fold_button)
        self.gist = plain()
        self._column = Column(self, 0)
        self._column.addWidget(self.gist)
        self._column.addWidget(self.tabs, 1)
        self.gist.hide()
        self.setMinimumHeight(_LEAST)
        self.fold_button.clicked.connect(lambda: self.open_wanted.emit(not self._open))
        self._name_button()

    @property
    def is_open(self) -> bool:
        """Whether the page of the chosen tab is there."""
        return self._open

    def set_open(self, wanted: bool) -> None:
        """Shows what the tabs show, or folds it up."""
        if wanted == self._open:
            return
        self._open = wanted
        self.gist.setVisible(not wanted)
        self.tabs.set_folded(not wanted)
        self._name_button()
        self._fit()

    def say(self, gist: str) -> None:
        """What the current line means, in a few words."""
        self.gist.setText(breakable(gist))
        self._fit()

    def _name_button(self) -> None:
        said = (
            self.tr("Fold this up: more lines (Esc)")
            if self._open
            else self.tr("Show what is behind these (Enter on a line)")
        )
        self.fold_button.setIcon(icon("chevron-down" if self._open else "chevron-up"))
        self.fold_button.setToolTip(said)
        self.fold_button.setAccessibleName(said)

    def _fit(self) -> None:
        """Folded up, it is as high as it must be; the lines get the rest."""
        if self._open:
            self.setMaximumHeight(_NO_LIMIT)
            self.setMinimumHeight(_LEAST)
        else:
            self.setFixedHeight(self._column.minimumHeightForWidth(max(self.width(), 1)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()
