"""One text field of the plan: kept as typed, judged and cleaned once it is left."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from wizard.core.plan.cleaning import cleaned, text_of, with_text
from wizard.core.plan.draft import Draft
from wizard.core.plan.typed import Reading
from wizard.core.words import words
from wizard.gui.theme import Role
from wizard.gui.widgets.field import Field, Note


class TypedField(Field):
    """``name`` is the field's name in :class:`~wizard.core.plan.draft.Problem`."""

    edited = Signal(object)
    """The Draft with the new text."""

    def __init__(self, name: str, label: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        self.line = QLineEdit()
        super().__init__(label, self.line, hint=hint, check=self._judge, parent=parent)
        self._name = name
        self._draft = Draft()
        self._reading = self._draft.read()
        self._repaired = ""
        self.line.textEdited.connect(self._typed)
        self.left.connect(self._clean)

    def show_draft(self, draft: Draft, reading: Reading, *, fresh: bool) -> None:
        """Draws the draft; ``fresh`` where it comes from elsewhere and not from this page."""
        self._draft, self._reading = draft, reading
        text = text_of(draft, self._name)
        if self.line.text() != text:
            self.line.setText(text)
        if fresh:
            self._repaired = ""
            self.set_note(None)
        if (fresh and text) or (self.has_problem and not self.line.hasFocus()):
            self.check()

    def _judge(self) -> Note | None:
        problem = self._reading.problem(self._name)
        if problem and not (self._draft.is_blank and not self.line.text()):
            return Note(Role.FAILED, problem.in_words(words()))
        return Note(Role.INFO, self._repaired) if self._repaired else None

    def _typed(self, text: str) -> None:
        self._repaired = ""
        if not self.has_problem:
            self.set_note(None)
        self.edited.emit(with_text(self._draft, self._name, text))

    def _clean(self) -> None:
        done = cleaned(self._draft, self._name)
        self._repaired = done.said.in_words(words()) if done.said is not None else self._repaired
        if done.draft != self._draft:
            self.edited.emit(done.draft)
        self.check()
