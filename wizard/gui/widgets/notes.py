"""Remarks with an icon, and steps with numbers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from wizard.gui import icons
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.column import Grid
from wizard.gui.widgets.labels import plain, set_role
from wizard.gui.widgets.status_icon import StatusIcon
from wizard.gui.widgets.visible import set_visible

_TOP = Qt.AlignmentFlag.AlignTop


class Remark(QWidget):
    """An icon and words, made with the first thing to say: many a page has dozens that never say any.

    ``source`` says in a muted line who claims it.
    """

    def __init__(
        self, text: str = "", *, role: Role = Role.INFO, source: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon: StatusIcon | None = None
        self._words: QLabel | None = None
        self._source: QLabel | None = None  # Most have none.
        self._claimant = ""
        self._column = QVBoxLayout()
        self._column.setSpacing(2)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GRID)
        self._row.addLayout(self._column, 1)
        self.set_source(source)
        self.say(text, role)

    def say(self, text: str, role: Role = Role.INFO) -> None:
        """Says something else; hidden while there is nothing to say."""
        if text or self._words is not None:
            icon, words = self._made()
            icon.set_icon(icons.role_icon(role))
            words.setText(text)
            set_role(words, Role.TEXT if role is Role.INFO else role)
        set_visible(self, bool(text))

    def _made(self) -> tuple[StatusIcon, QLabel]:
        if self._icon is None or self._words is None:
            self._icon, self._words = StatusIcon(size=icons.SMALL), plain(selectable=True)
            self._words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self._row.insertWidget(0, self._icon, 0, _TOP)
            self._column.insertWidget(0, self._words)
            for one in (self._icon, self._words):
                one.show()  # Now: Qt would do so later, and lay the page out once more.
            self.set_source(self._claimant)
        return self._icon, self._words

    def set_source(self, text: str) -> None:
        """Another claimant, or none."""
        self._claimant = text
        if self._source is None:
            if not text or self._words is None:
                return
            self._source = plain(role=Role.MUTED)
            self._column.addWidget(self._source)
        self._source.setText(text)
        set_visible(self._source, bool(text))

    def text(self) -> str:
        """What it says."""
        return self._words.text() if self._words is not None else ""


class Steps(QWidget):
    """Numbered steps, one under the other; a step may be any widget."""

    def __init__(self, steps: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = Grid(self)
        self._grid.setColumnStretch(1, 1)
        self._count = 0
        for step in steps:
            self.add(plain(step, selectable=True))

    def add(self, step: QWidget) -> None:
        """Adds a step under the last one."""
        number = plain(f"{self._count + 1}.", wrap=False, role=Role.MUTED)
        self._grid.addWidget(number, self._count, 0, _TOP | Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(step, self._count, 1)
        for one in (number, step):
            one.show()
        self._count += 1
