"""Finding text in a log: the field, the count, forwards and backwards."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from wizard.gui.theme import GRID, Role, mark
from wizard.gui.widgets.buttons import icon_button
from wizard.gui.widgets.labels import plain

PAUSE_MS = 150
"""Typing pauses for so long before the search begins."""
_FIELD = 22 * GRID


class FindBar(QWidget):
    """Enter and Shift+Enter go on and back, Escape closes it."""

    wanted = Signal(str, bool)
    """What to look for, and whether it is a regular expression."""
    stepped = Signal(int)
    """+1: the next hit. -1: the one before."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find in the log"))
        self.field.setAccessibleName(self.tr("Find in the log"))
        self.field.setClearButtonEnabled(False)
        self.field.setMinimumWidth(_FIELD)
        self.regex = QCheckBox(self.tr("&Regular expression"))
        self.back = icon_button("chevron-up", self.tr("Previous hit (Shift+F3)"))
        self.forward = icon_button("chevron-down", self.tr("Next hit (F3)"))
        self.close_button = icon_button("x", self.tr("Close the search (Escape)"))
        self.count = plain(role=Role.MUTED, wrap=False)
        self._problem = plain(role=Role.FAILED)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._lay_out()
        self._pause.timeout.connect(self.ask)
        self.field.textChanged.connect(self._wait)
        self.regex.toggled.connect(self.ask)
        self.back.clicked.connect(lambda: self._step(-1))
        self.forward.clicked.connect(lambda: self._step(+1))
        self.close_button.clicked.connect(self.closed)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.field, 1)
        for widget in (self.regex, self.count, self.back, self.forward, self.close_button):
            line.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(line)
        column.addWidget(self._problem)
        self._problem.hide()

    def open(self) -> None:
        """Shows it and puts the cursor into it."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def ask(self) -> None:
        """Asks for the text in the field now."""
        self._pause.stop()
        self.wanted.emit(self.field.text(), self.regex.isChecked())

    def show_result(self, count: str, problem: str = "") -> None:
        """``count`` is such as "3 of 25"; ``problem`` says what is wrong with the expression."""
        self.count.setText(count)
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        mark(self.field, "problem", bool(problem))
        self.field.setAccessibleDescription(problem or count)

    def _wait(self) -> None:
        self._pause.start()

    def _step(self, distance: int) -> None:
        if self._pause.isActive():
            self.ask()
        self.stepped.emit(distance)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self._step(-1 if back else +1)
            case Qt.Key.Key_Escape:
                self.closed.emit()
            case _:
                super().keyPressEvent(event)
