"""Start: what to do, which case to go on with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TR_NOOP, QSettings, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QWidget

from wizard.core.case.steps import Step
from wizard.gui.pages.base import Page
from wizard.gui.pages.recent_cases import RecentCases
from wizard.gui.recent import recent_cases
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.action_card import ActionCard
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.labels import plain
from wizard.gui.widgets.rows import Flow

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
