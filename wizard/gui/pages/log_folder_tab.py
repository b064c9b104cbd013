"""The tab of a folder's review: its view is made when a folder is opened, and goes with the tab."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from wizard.core.case.steps import Status
from wizard.core.knowledge import Knowledge
from wizard.core.plan.deployment import Deployment
from wizard.gui.job import Job, Work
from wizard.gui.pages.log_folder_view import FolderView
from wizard.gui.pages.log_shelf import FOLDER, LogShelf
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.log_tabs import LogTab


class LogFolderTab(QObject):
    """One folder's review at most is open; the view stands at the end of ``content``."""

    log_wanted = Signal(object, object)
    """A Log to open, and the Evidence for a line in its files or None."""
    judged = Signal()
    """What the tab and the step list say may be something else now."""
    said = Signal(str)
    failed = Signal(str)

    def __init__(
        self,
        knowledge: Knowledge,
        job: Callable[[Work], Job],
        shelf: LogShelf,
        content: Column,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._knowledge = knowledge
        self._make_job = job
        self._shelf = shelf
        self._content = content
        self._low = False
        self.view: FolderView | None = None

    def open(self, paths: Sequence[Path]) -> FolderView:
        """Reads these, in place of those before."""
        if self.view is None:
            self.view = self._make()
        self._shelf.shown = FOLDER
        self.view.review(paths, self._shelf.case.plan)
        return self.view

    def close(self) -> None:
        """Stops reading; another log is shown instead."""
        if self.view is not None:
            self.view.give_up()
            self.view.hide()
            self.view.deleteLater()
            self.view = None
        self._shelf.has_folder = False
        self._shelf.show_last()

    def tab(self) -> LogTab | None:
        """The tab, if a folder is open."""
        return LogTab(FOLDER, self.view.role, title=self.view.names()) if self.view is not None else None

    def status(self) -> Status | None:
        """What the step list says of a folder beside no other log: of its logs the case knows nothing."""
        return self.view.status if self.view is not None and not self._shelf.case.logs else None

    @property
    def reads(self) -> bool:
        """Whether logs are being read."""
        return self.view is not None and self.view.work.running

    def take_plan(self, plan: Deployment | None) -> None:
        """The logs are to be judged by this plan."""
        if self.view is not None:
            self.view.take_plan(plan)

    def set_low(self, low: bool) -> None:
        """With little height it is the causes that are seen."""
        self._low = low
        if self.view is not None:
            self.view.set_low(low)

    def set_visible(self, visible: bool) -> None:
        """Whether the review is what the page shows."""
        if self.view is not None:
            self.view.setVisible(visible)

    def _make(self) -> FolderView:
        made = FolderView(self._knowledge, self._make_job)
        made.set_low(self._low)
        made.log_wanted.connect(self.log_wanted)
        made.said.connect(self.said)
        made.failed.connect(self.failed)
        made.judged.connect(self.judged)
        self._content.addWidget(made, 1)
        self._shelf.has_folder = True
        return made
