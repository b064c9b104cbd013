"""How the lines of a log and the pane below them share the height."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSettings, Qt
from PySide6.QtWidgets import QSplitter, QWidget

from wizard.gui.theme import GRID
from wizard.gui.widgets.focus import has_focus
from wizard.gui.widgets.log_lines import LogLines
from wizard.gui.widgets.log_pane import LogPane
from wizard.gui.widgets.log_shares import Shares


class LogSplit(QSplitter):
    """Each tab of the pane has its share, which the user drags; ``first`` are the lines' before that.

    With little height the lines come first: the pane is folded up until it is asked for.
    ``settings`` keep it over runs.
    """

    def __init__(
        self,
        lines: LogLines,
        pane: LogPane,
        first: dict[int, float],
        settings: QSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._lines, self._pane = lines, pane
        self.low = False
        self.shares = Shares(first, settings, self)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(GRID)
        self.addWidget(lines)
        self.addWidget(pane)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self._lines.find_bar.installEventFilter(self)
        self._pane.tabs.currentChanged.connect(self._share)
        self._pane.open_wanted.connect(self.choose_open)
        self.splitterMoved.connect(self._keep_share)

    def set_low(self, low: bool) -> None:
        """Whether there is little height now."""
        if low != self.low:
            self.low = low
            searches = low and not self._lines.find_bar.isHidden()
            self._set_open(self.shares.is_open(low=low) and not searches)

    def restore(self) -> None:
        """As it was when the program ran last; once the tabs are in the pane."""
        self._set_open(self.shares.is_open(low=self.low))

    def uncover(self) -> None:
        """What was asked for stands in the pane, so it must be seen: now, not for good."""
        if not self._pane.is_open:
            self._set_open(True)

    def choose_open(self, wanted: bool) -> None:
        """So the user wants it from now on, in windows of this height."""
        self.shares.set_open(wanted, low=self.low)
        self._set_open(wanted)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShowToParent and watched is self._lines.find_bar and self.low:
            self._set_open(False)  # Who searches wants to see lines below the find bar.
        return super().eventFilter(watched, event)

    def _set_open(self, wanted: bool) -> None:
        if wanted and self.low and not self._lines.find_bar.isHidden():
            self._lines.search.close()
        if not wanted and has_focus(self._pane.tabs.currentWidget()):
            self._lines.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._pane.set_open(wanted)
        self.handle(1).setEnabled(wanted)
        self._share()

    def _keep_share(self) -> None:
        lines, pane = self.sizes()
        if self._pane.is_open:
            self.shares.set_lines(self._pane.tabs.currentIndex(), lines / max(lines + pane, 1))

    def _share(self) -> None:
        share = self.shares.of_lines(self._pane.tabs.currentIndex())
        self.setSizes([int(1000 * share), int(1000 * (1 - share))])
