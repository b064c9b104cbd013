"""Start: what to do, which case to go on with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TR_NOOP, QSettings, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from wizard.core.case.steps import Step
from wizard.gui.job import Cancelled
from wizard.gui.pages.base import Page
from wizard.gui.recent import recent_cases, visits_beyond
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.action_card import ActionCard
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.labels import breakable, heading, plain
from wizard.gui.widgets.notes import Remark
from wizard.gui.widgets.raw_text import spelled
from wizard.gui.widgets.reveal import reveal
from wizard.gui.widgets.rows import Flow
from wizard.gui.widgets.tab_order import chain

if TYPE_CHECKING:
    from wizard.core.case.case import Case
    from wizard.core.case.judging import Judge

STACKED_BELOW = 44
"""In line heights: with larger letters it is less that fits."""


class StartPage(Page):
    """Three intents, the cases of before, the practice case. Reads ``recentCases`` of the settings."""

    step = Step.START
    title = str(QT_TR_NOOP("What do you want to do?"))
    lead = str(
        QT_TR_NOOP(
            "Sets up and checks DNS failover for Spectralink 84-Series handsets, so that they find "
            "the next SIP server when the first one fails."
        )
    )

    open_requested = Signal(object)
    """The Path of a case to open; None: ask which."""
    practice_requested = Signal()
    new_requested = Signal()
    visits_requested = Signal()
    """Visits that nobody saved, and that the list has no room for: ask which one to open."""

    def __init__(
        self,
        judge: Judge | None = None,
        settings: QSettings | None = None,
        parent: QWidget | None = None,
        *,
        kept: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings if settings is not None else QSettings()
        self.intents = {
            Step.SETUP: ActionCard(
                "server",
                self.tr("Set up DNS"),
                self.tr("Plan the servers; get the records and the steps for your DNS product."),
            ),
            Step.CHECKS: ActionCard(
                "network",
                self.tr("Check a live system"),
                self.tr("Ask the site's DNS servers what a handset would ask, and see what is wrong."),
            ),
            Step.LOG: ActionCard(
                "file-search",
                self.tr("Review a log"),
                self.tr("Open a handset's log: it tells which look-up failed and how to fix it."),
            ),
        }
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(2 * GRID)
        for step, card in self.intents.items():
            card.clicked.connect(lambda _checked=False, wanted=step: self.step_requested.emit(wanted))
            self._cards.addWidget(card, 1)
        self.new_button = button(self.tr("&New case"), "plus")
        self.new_button.clicked.connect(self.new_requested)
        self.open_button = button(self.tr("&Open a case…"), "folder-open")
        self.open_button.clicked.connect(lambda: self.open_requested.emit(None))
        self.practice_button = button(self.tr("&Try the practice case"), "play")
        self.practice_button.clicked.connect(self.practice_requested)
        self.recent = RecentCases(self, kept)
        self.recent.opened.connect(self.open_requested)
        self.recent.visits_button.clicked.connect(self.visits_requested)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Open), self).activated.connect(self.open_button.click)
        self._lay_out_content()

    def _lay_out_content(self) -> None:
        practice = self.tr(
            "The practice case is a small lab on this computer alone. Its DNS is broken; find out why."
        )
        drop = self.tr(
            "You can also drop logs, a folder of them, configuration files or a case anywhere on this window."
        )
        honest = self.tr(
            "An independent tool, based on Technical Bulletin CS-14-17; Spectralink neither made nor "
            "approved it. It sends nothing before you click, and says beforehand what it will send to whom."
        )
        self.content.addLayout(self._cards)
        buttons = Flow()
        for made in (self.new_button, self.open_button, self.practice_button):
            buttons.addWidget(made)
        self.content.addLayout(buttons)
        self.content.addWidget(plain(practice, role=Role.MUTED))
        self.content.addWidget(self.recent)
        self.content.addWidget(plain(drop, role=Role.MUTED))
        self.content.addWidget(plain(honest, role=Role.MUTED))

    def enter(self) -> None:
        self.recent.show_paths(recent_cases(self._settings))

    def show_case(self, case: Case) -> None:
        self.new_button.setEnabled(not case.is_blank)
        if self.isVisible():
            self.enter()  # What was open before is among the recent ones now.

    def resizeEvent(self, event: QResizeEvent) -> None:
        stacked = event.size().width() < STACKED_BELOW * self.fontMetrics().height()
        direction = QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        if direction != self._cards.direction():
            self._cards.setDirection(direction)
            self._cards.setSpacing(GRID if stacked else 2 * GRID)
        super().resizeEvent(event)


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
        self._column.addWidget(self.visits_button, 0, Qt.AlignmentFlag.AlignLeft)
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
            self._column.insertWidget(self._column.indexOf(self.visits_button), card)
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
