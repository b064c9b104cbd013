"""Work that could be lost: what was open when the program stopped, a file that somebody else changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from wizard.core.case.case import Case
from wizard.gui.job import Job
from wizard.gui.recent import Shelf, named
from wizard.gui.unclosed import Left, left_behind
from wizard.gui.widgets.raw_text import spelled


class Recovery(QObject):
    """Looks once for what no window holds any more, and asks about the latest.

    The other cases, and one that is not wanted now, go on the shelf. ``start`` runs a job.
    """

    wanted = Signal(object)
    """The Left to go on with. Whoever hears it has it kept anew, or gives it to :meth:`put_off`."""

    def __init__(
        self, folder: Path, shelf: Shelf, window: QWidget, start: Callable[[Job], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._shelf = shelf
        self._window = window
        self._start = start

    def look(self) -> None:
        """Begins, without holding up the window."""
        folder = self._folder
        job = Job(lambda _cancelled: left_behind(folder))
        job.finished.connect(self._ask)
        self._start(job)

    def put_off(self, left: Left) -> None:
        """Puts its case among the recent ones, where it stays."""
        self._shelf.take(left)

    def _ask(self, found: Sequence[Left]) -> None:
        for left in found[1:]:
            self.put_off(left)
        for left in found[:1]:
            box = Offer(left, self._window)
            box.wanted.connect(self.wanted)
            box.put_off.connect(self.put_off)
            box.open()


class Offer(QMessageBox):
    """Asks whether to go on with it. Whatever closes it, but the first button, keeps its case for later."""

    wanted = Signal(object)
    """The Left to go on with."""
    put_off = Signal(object)
    """The Left to keep for later."""

    def __init__(self, left: Left, window: QWidget) -> None:
        super().__init__(window)
        self.setIcon(QMessageBox.Icon.Question)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if left.case is not None:
            self.setText(self._words(left.case, left.at))
            self.setInformativeText(self.tr("“Not now” keeps it under recent cases. Nothing is lost."))
            go_on = self.tr("&Go on with it")
        else:
            self.setText(self._words_of_folders(left.folders))
            self.setInformativeText(self.tr("“Not now” changes nothing about them."))
            go_on = self.tr("&Open them again")
        self._first = self.addButton(go_on, QMessageBox.ButtonRole.AcceptRole)
        second = self.addButton(self.tr("&Not now"), QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(self._first)
        self.setEscapeButton(second)
        self._left = left
        self.finished.connect(self._answered)

    def _answered(self, _code: int) -> None:
        wanted = self.clickedButton() is self._first
        (self.wanted if wanted else self.put_off).emit(self._left)
        self.deleteLater()

    def _words(self, case: Case, at: datetime) -> str:
        today = at.date() == datetime.now().date()
        when = f"{at:%H:%M}" if today else f"{at:%Y-%m-%d, %H:%M}"
        what = named(case)
        if what:
            return self.tr(
                "The program stopped before this visit was closed: {what}. Its case was kept at {at}."
            ).format(what=what, at=when)
        return self.tr(
            "The program stopped before the last visit was closed. Its case was kept at {at}."
        ).format(at=when)

    def _words_of_folders(self, folders: Sequence[str]) -> str:
        from wizard.gui.widgets.fleet_words import names_of

        text = self.tr("The program stopped while these logs were open side by side: {names}.")
        return text.format(names=names_of(folders))


class ChangedMeanwhile(QMessageBox):
    """Asks what to do about a file that somebody else saved since it was opened here."""

    elsewhere = Signal()
    over = Signal()

    def __init__(self, name: str, window: QWidget) -> None:
        super().__init__(window)
        self.setIcon(QMessageBox.Icon.Warning)
        self.setTextFormat(Qt.TextFormat.PlainText)
        text = self.tr(
            "{name} was changed since you opened it here, perhaps in another window. Save yours under "
            "another name, and both are there."
        )
        self.setText(text.format(name=spelled(name)))
        self._other = self.addButton(self.tr("Save under &another name…"), QMessageBox.ButtonRole.AcceptRole)
        self._over = self.addButton(self.tr("&Replace it"), QMessageBox.ButtonRole.DestructiveRole)
        self.addButton(QMessageBox.StandardButton.Cancel)
        self.setDefaultButton(self._other)
        self.finished.connect(self._answered)

    def _answered(self, _code: int) -> None:
        if self.clickedButton() is self._other:
            self.elsewhere.emit()
        elif self.clickedButton() is self._over:
            self.over.emit()
        self.deleteLater()
