"""How the causes of a folder's logs and what stands below them share the height."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from wizard.gui.theme import GRID
from wizard.gui.widgets.cause_choice import LOWEST, CauseChoice
from wizard.gui.widgets.fleet_tabs import HANDSETS, FleetTabs

HIGHEST = 300
"""Pixels of the table of causes, which is what most people come for."""
_REST = 240
"""Pixels of what stands below it, with half a dozen handsets, where the window has them."""

_NO_LIMIT = 16_777_215


class FleetSplit(QSplitter):
    """The causes get the height that they need, as far as there is any, until the user drags the handle.

    How it was dragged counts as long as the same tab is shown, and when it is shown again.
    """

    def __init__(self, causes: CauseChoice, tabs: FleetTabs, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._causes, self._tabs = causes, tabs
        self._dragged: dict[int, int] = {}  # The height of the causes beside each tab.
        self._low = False
        causes.set_most_height(_NO_LIMIT)  # Whoever drags may see all of them.
        self.setChildrenCollapsible(False)
        self.setHandleWidth(GRID)
        self.addWidget(causes)
        self.addWidget(tabs)
        self.setStretchFactor(1, 1)
        self.splitterMoved.connect(self._keep)
        tabs.currentChanged.connect(lambda _tab: self.share_out())

    def set_low(self, low: bool) -> None:
        """With little height the causes come first, beside the list of the handsets that have them.

        Whoever goes to another tab wants to read what it says: there the causes have the least.
        """
        self._low = low
        self._tabs.set_low(low)
        self.share_out()

    def share_out(self) -> None:
        """Gives the causes their height; there may be others now."""
        room = self.height() - self.handleWidth()
        if room <= 0:
            return
        tab = self._tabs.currentIndex()
        most = max(min(self._most(room, tab), HIGHEST), LOWEST)
        above = self._dragged.get(tab, min(self._causes.sizeHint().height(), most))
        before = self._causes.height()
        self.setSizes([above, room - above])
        if self._causes.height() < before:  # Else it stays where somebody has scrolled it.
            self._causes.scrollTo(self._causes.currentIndex(), CauseChoice.ScrollHint.PositionAtTop)

    def _most(self, room: int, tab: int) -> int:
        if not self._low:
            return room - _REST
        return room - self._tabs.least_height(self.width()) if tab == HANDSETS else LOWEST

    def _keep(self) -> None:
        self._dragged[self._tabs.currentIndex()] = self.sizes()[0]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_out()
