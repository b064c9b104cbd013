"""What stands on the log page, from above to below, and which of it is seen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from wizard.gui.pages.base import Page
from wizard.gui.pages.log_choosing import LogChoosing
from wizard.gui.pages.log_folder_tab import LogFolderTab
from wizard.gui.pages.log_notice import LogNotice
from wizard.gui.pages.log_shelf import LogShelf
from wizard.gui.pages.log_shown import LogShown
from wizard.gui.widgets.busy_row import BusyRow


class LogBody:
    """Lays the parts of ``page`` out; ``shelf`` and the height of the page say which of them are seen.

    One of them fills the page: the way to open a log, the pane to paste into, a log, or a folder's logs.
    """

    def __init__(
        self, page: Page, shelf: LogShelf, choosing: LogChoosing, shown: LogShown, folder: LogFolderTab
    ) -> None:
        self._page, self._shelf, self._folder = page, shelf, folder
        self._choosing, self._shown = choosing, shown
        self.notice = LogNotice(shelf)
        self.busy_row = BusyRow()
        self._rest = QWidget()  # Fills the page while a log is judged.

    def lay_out(self, export_row: BusyRow) -> None:
        """Fills the page."""
        content, shown = self._page.content, self._shown
        for widget in (self.notice, self.busy_row, export_row, shown.verdict, shown.attempts):
            content.addWidget(widget)
            widget.hide()
        for filling in (self._choosing.intro, self._choosing.pane, shown.viewer, self._rest):
            content.addWidget(filling, 1)

    def show_parts(self) -> None:
        """Shows what there is to be seen, and nothing else."""
        shelf, viewer = self._shelf, self._shown.viewer
        empty, pasting = shelf.is_empty(), self._choosing.pasting
        ready = shelf.is_shown(viewer.reading) and not pasting
        in_folder = shelf.shows_folder() and not pasting
        self._choosing.pane.setVisible(pasting)
        self._choosing.intro.setVisible(empty and not pasting)
        self.follow_height()
        self._shown.show_parts(ready=ready, judged=ready and viewer.reading is not shelf.first_lines)
        self._rest.setVisible(not (empty or ready or in_folder or pasting))
        self._folder.set_visible(in_folder)

    def follow_height(self) -> bool:
        """Whether the height that there is now changes what is shown; :meth:`show_parts` shows it then."""
        frame = self._page.parentWidget()  # The page itself may be higher than what is seen of it.
        changed = self._shown.set_height((frame if frame is not None else self._page).height())
        for part in (self._page, self._folder, self.notice):
            part.set_low(not self._shown.roomy)
        return changed

    def primary(self) -> QPushButton | None:
        """The button to press next: it opens the first log, or what was pasted."""
        if self._choosing.pasting:
            return self._choosing.pane.review_button
        return self._choosing.intro.open_button if self._shelf.is_empty() else None

    def take_focus(self) -> None:
        """Gives the focus to what is shown."""
        other = Qt.FocusReason.OtherFocusReason
        if self._shelf.shows_folder() and self._folder.view is not None:
            self._folder.view.take_focus()
        elif self._shown.viewer.isVisible():
            self._shown.viewer.lines.table.setFocus(other)
        elif self._choosing.intro.isVisible():
            self._choosing.intro.open_button.setFocus(other)
