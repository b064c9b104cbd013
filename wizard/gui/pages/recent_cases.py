"""The cases of before on the start page: which are there, and which are missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.gui.job import Cancelled
from wizard.gui.pages.base import Page
from wizard.gui.recent import visits_beyond
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.action_card import ActionCard
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.labels import breakable, heading
from wizard.gui.widgets.notes import Remark
from wizard.gui.widgets.raw_text import spelled
from wizard.gui.widgets.reveal import reveal
from wizard.gui.widgets.tab_order import chain


class RecentCases(QWidget):
    """Rows to click on. Whether a file is there is asked off the GUI thread: its drive may be gone.

    ``kept`` is the folder of the visits that nobody saved: those without a row are behind a button.
    """

    opened = Signal(object)
    """The Path of a case that is there."""

    def __init__(self, page: Page, kept: Path | None = None) -> None:
        super().__init__()
        self._page = page
        self._kept = kept
        self.rows: dict[Path, ActionCard] = {}
        self.reason = Remark()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(heading(self.tr("Recent cases")))
        self._column.addSpacing(GRID // 2)
        self.visits_button = button("", "folder-open")
        self._below = QVBoxLayout()  # Without a gap above it where nothing is in it.
        self._below.setContentsMargins(0, GRID, 0, 0)
        self._below.addWidget(self.visits_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addLayout(self._below)
        self.visits_button.hide()
        self.hide()

    def show_paths(self, paths: Sequence[Path]) -> None:
        """Shows these, newest first, and finds out which are missing."""
        self.reason.setParent(None)
        if list(self.rows) != list(paths):
            self._make_rows(paths)
        self.setVisible(bool(paths) or not self.visits_button.isHidden())
        if paths:
            job = self._page.job(lambda cancelled: _reasons(paths, cancelled))
            job.items.connect(self._mark)
            job.start()
        self._count_visits(paths)

    def _make_rows(self, paths: Sequence[Path]) -> None:
        for card in self.rows.values():
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.rows = {}
        for path in paths:
            card = ActionCard("file-text", _shown(path.stem), _shown(path.parent), flat=True)
            card.clicked.connect(lambda _checked=False, wanted=path: self._ask(wanted))
            self.rows[path] = card
            self._column.insertWidget(self._column.indexOf(self._below), card)
        chain(self, [*self.rows.values(), self.visits_button])

    def _count_visits(self, listed: Sequence[Path]) -> None:
        folder = self._kept
        if folder is not None:
            job = self._page.job(lambda _cancelled: visits_beyond(folder, listed))
            job.finished.connect(self._offer_visits)
            job.start()

    def _offer_visits(self, count: int) -> None:
        text = self.tr("&More visits that nobody saved ({count})…")
        self.visits_button.setText(text.format(count=f"{count:,}"))
        self.visits_button.setVisible(count > 0)
        self.setVisible(bool(self.rows) or count > 0)

    def _mark(self, found: Sequence[tuple[Path, str]]) -> None:
        for path, reason in found:
            card = self.rows.get(path)
            if card is None:
                continue
            if reason:
                text = self.tr("Missing: {folder}").format(folder=_shown(path.parent))
                card.set_look("circle-dashed", Role.MUTED, text)
            else:
                card.set_look("file-text", Role.TEXT, _shown(path.parent))

    def _ask(self, path: Path) -> None:
        job = self._page.job(lambda cancelled: _reasons([path], cancelled))
        job.items.connect(self._answer)
        job.start()

    def _answer(self, found: Sequence[tuple[Path, str]]) -> None:
        self._mark(found)
        for path, reason in found:
            card = self.rows.get(path)
            if card is None:
                continue
            if reason:
                self._column.insertWidget(self._column.indexOf(card) + 1, self.reason)
                self.reason.say(_shown(reason), Role.WARNING)
                self._page.said.emit(spelled(reason))
                reveal(self.reason)
            else:
                self.reason.say("")
                self.opened.emit(path)


def _shown(text: Path | str) -> str:
    return breakable(spelled(str(text)))


def _reasons(paths: Sequence[Path], cancelled: Cancelled) -> Iterator[tuple[Path, str]]:
    """For each path why it cannot be opened, empty where it can."""
    for path in paths:
        if cancelled():
            return
        yield path, _reason(path)


def _reason(path: Path) -> str:
    try:
        if path.is_file():
            return ""
        if path.exists():
            return f"{path.name} is a folder. Open the case from where it is now."
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its name is not possible here"
        return f"{path.name} cannot be reached ({why}). Open the case from where it is now."
    return f"{path.name} is not there any more. Connect its drive, or open the case from where it is now."
