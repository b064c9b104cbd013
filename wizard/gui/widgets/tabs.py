"""Tabs as high as the one that is shown."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QTabWidget, QWidget


class Tabs(QTabWidget):
    """Titles are never cut; where they do not fit, the bar scrolls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setUsesScrollButtons(True)
        self.tabBar().setExpanding(False)
        self.tabBar().setDrawBase(False)
        self.currentChanged.connect(self._fit)

    def tabInserted(self, index: int) -> None:
        super().tabInserted(index)
        self._fit()

    def _fit(self) -> None:
        # The stack is as high as its highest page that is not "ignored".
        for number in range(self.count()):
            page: QWidget | None = self.widget(number)
            if page is not None:
                shown = number == self.currentIndex()
                wanted = QSizePolicy.Policy.Preferred if shown else QSizePolicy.Policy.Ignored
                page.setSizePolicy(page.sizePolicy().horizontalPolicy(), wanted)
        self.updateGeometry()
