"""What the log page tells until somebody dismisses it, and the way back to a log that was closed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from wizard.core.case.case import LogFile
from wizard.gui.announce import announce
from wizard.gui.pages.log_shelf import LogShelf
from wizard.gui.theme import Role
from wizard.gui.widgets.log_tabs import short_names
from wizard.gui.widgets.verdict_banner import VerdictBanner


class LogNotice(VerdictBanner):
    """One sentence at a time. A closed log can be brought back until its notice is dismissed or answered.

    Whoever sees it is told nothing else; on another page the bar below tells of it.
    """

    case_edited = Signal(object)
    """The Case with the log that was closed last."""
    said = Signal(str)
    """For the bar, while the notice itself is out of sight."""

    def __init__(self, shelf: LogShelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._undoes = False
        self._closed = ""  # What was said of the closed log.
        self._of = ""  # The name of the log that it speaks of, if of nothing else.
        self._in_bar = False
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
        self._show(Role.INFO, " ".join(log.review.notes), "", self.tr("Dismiss"))
        self._of = log.review.name

    def show_beside(self, name: str) -> None:
        """Another log is shown: what is to be known of one of them alone goes with it."""
        if self._of and self._of != name:
            self.take_back()

    def tell_closed(self, name: str) -> None:
        """A log was closed; Undo brings it back if the shelf still has it."""
        said = self.tr("{name} was closed.").format(name=short_names([name])[0])
        self._undoes = self._shelf.can_bring_back
        undo = self.tr("Undo close") if self._undoes else self.tr("Dismiss")
        self._closed = said
        self._show(Role.INFO, said, "", undo)
        self._say(said)

    def _tell(self, role: Role, sentence: str) -> None:
        if self._undoes and not self.isHidden():
            # Nobody has answered yet: what happens elsewhere must not take a log away for good.
            self._show(role, sentence, self._closed, self.tr("Undo close"))
        else:
            self._shelf.forget_closed()
            self._undoes = False
            self._show(role, sentence, "", self.tr("Dismiss"))
        problems = sentence.split("\n")
        # The bar has room for one, and nobody wants to hear more at once; all of them stand here.
        many = self.tr("{count} problems are listed above the log.")
        if role is Role.INFO:
            many = self.tr("{count} notes are listed above the log.")
        many = many.format(count=len(problems))
        self._say(sentence if len(problems) == 1 else many)

    def _show(self, role: Role, sentence: str, why: str, button: str) -> None:
        self._of = ""
        self.show_verdict(role, sentence, why, button)

    def _say(self, sentence: str) -> None:
        self._in_bar = not self.isVisible()
        if self._in_bar:
            self.said.emit(sentence)
        else:
            announce(self, sentence)

    def take_back(self) -> None:
        """What was told is out of date, here and in the bar below."""
        self.hide()
        self._leave_bar()

    def _leave_bar(self) -> None:
        if self._in_bar:
            self._in_bar = False
            self.said.emit("")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._leave_bar()

    def _answer(self) -> None:
        self.take_back()
        case = self._shelf.bring_back() if self._undoes else None
        if case is not None:
            self.case_edited.emit(case)
