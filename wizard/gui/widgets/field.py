"""A labelled input with its hint or problem under it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from wizard.gui import icons
from wizard.gui.announce import announce
from wizard.gui.theme import GRID, Role, mark
from wizard.gui.widgets.labels import breakable, plain, set_role
from wizard.gui.widgets.status_icon import StatusIcon


@dataclass(frozen=True, slots=True)
class Note:
    """What is said under a field: a problem (failed), a doubt (warning) or a repair (info)."""

    role: Role
    text: str


class Field(QWidget):
    """``check`` is called when the user leaves the input, and while typing once there is a problem.

    It may write the repaired text back into the input. ``left`` comes after it, so that a page can
    take the value over; check ``has_problem`` first.
    """

    left = Signal()

    def __init__(
        self,
        label: str,
        editor: QWidget,
        *,
        hint: str = "",
        check: Callable[[], Note | None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._hint = hint
        self._check = check
        self._note: Note | None = None
        self.label = QLabel(label)  # Not plain text: that would show the & of its key.
        self.label.setBuddy(editor)
        if not editor.accessibleName():
            editor.setAccessibleName(label.replace("&", ""))
        self._icon = StatusIcon(size=icons.SMALL)
        self._words = plain()
        self._lay_out()
        editor.setAcceptDrops(False)  # A file dropped here is meant for the window.
        editor.installEventFilter(self)
        if isinstance(editor, QLineEdit):
            editor.textChanged.connect(self._while_typing)
        self.set_note(None)

    def _lay_out(self) -> None:
        under = QHBoxLayout()
        under.setSpacing(GRID // 2)
        under.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        under.addWidget(self._words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addWidget(self.label)
        column.addWidget(self.editor)
        column.addLayout(under)
        column.addStretch(1)

    @property
    def has_problem(self) -> bool:
        """Whether a problem is shown."""
        return self._note is not None and self._note.role is Role.FAILED

    def check(self) -> bool:
        """Checks the input now; whether it can be used."""
        if self._check:
            before = self._note
            self.set_note(self._check())
            if self._note is not None and self._note != before:
                announce(self.editor, self._note.text)
        return not self.has_problem

    def set_note(self, note: Note | None) -> None:
        """Says something under the field; with ``None`` the hint returns."""
        self._note = note
        text = note.text if note else self._hint
        self._words.setText(breakable(text))  # A name in a narrow field is wider than it.
        self._words.setVisible(bool(text))
        set_role(self._words, note.role if note else Role.MUTED)
        self._icon.setVisible(note is not None)
        if note:
            self._icon.set_icon(icons.role_icon(note.role))
        mark(self.editor, "problem", self.has_problem)
        self.editor.setAccessibleDescription(text)

    def _while_typing(self) -> None:
        if self.has_problem and self._check and self.editor.hasFocus():
            note = self._check()
            if note is None or note.role is not Role.FAILED:
                self.set_note(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.editor and event.type() == QEvent.Type.FocusOut:
            self.check()
            self.left.emit()
        return super().eventFilter(watched, event)
