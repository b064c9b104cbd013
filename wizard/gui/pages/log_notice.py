"""What the log page tells until somebody dismisses it, and the way back to a log that was closed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from wizard.core.case.case import LogFile
from wizard.gui.pages.log_shelf import LogShelf
from wizard.gui.theme import Role
from wizard.gui.widgets.log_tabs import short_names
from wizard.gui.widgets.verdict_banner import VerdictBanner


class LogNotice(VerdictBanner):
    """One sentence at a time. A closed log can be brought back until its notice is dismissed or answered."""

    case_edited = Signal(object)
    """The Case with the log that was closed last."""
    said = Signal(str)

    def __init__(self, shelf: LogShelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._undoes = False
        self._closed = ""  # What was said of the closed log.
        self.pressed.connect(self._answer)

    def complain(self, sentence: str) -> None:
        """Something could not be done; a line a problem."""
        self._tell(Role.WARNING, sentence)

    def tell(self, sentence: str) -> None:
        """Something has happened."""
        self._tell(Role.INFO, sentence)

    def tell_of(self, log: LogFile) -> None:
        """What is to be known of a log that is an extract."""
        self._undoes = False
        self.show_verdict(Role.INFO, " ".join(log.review.notes), "", self.tr("Dismiss"))

    def tell_closed(self, name: str) -> None:
        """A log was closed; Undo brings it back if the shelf still has it."""
        said = self.tr("{name} was closed.").format(name=short_names([name])[0])
        self._undoes = self._shelf.can_bring_back
        undo = self.tr("Undo close") if self._undoes else self.tr("Dismiss")
        self._closed = said
        self.show_verdict(Role.INFO, said, "", undo)
        self.said.emit(said)

    def _tell(self, role: Role, sentence: str) -> None:
        if self._undoes and not self.isHidden():
            # Nobody has answered yet: what happens elsewhere must not take a log away for good.
            self.show_verdict(role, sentence, self._closed, self.tr("Undo close"))
        else:
            self._shelf.forget_closed()
            self._undoes = False
            self.show_verdict(role, sentence, "", self.tr("Dismiss"))
        problems = sentence.split("\n")
        # The bar below has room for one; all of them stand here.
        many = self.tr("{count} problems are listed above the log.")
        if role is Role.INFO:
            many = self.tr("{count} notes are listed above the log.")
        many = many.format(count=len(problems))
        self.said.emit(sentence if len(problems) == 1 else many)

    def take_back(self) -> None:
        """What was told is out of date, here and in the bar below."""
        if not self.isHidden():
            self.hide()
            self.said.emit("")

    def _answer(self) -> None:
        self.take_back()
        case = self._shelf.bring_back() if self._undoes else None
        if case is not None:
            self.case_edited.emit(case)
