"""What the window is filled with, and how it is laid out: loaded when the window is there already."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wizard.core.case.steps import Step
from wizard.gui.bottom_bar import BottomBar
from wizard.gui.page_stack import PageFactory, PageStack
from wizard.gui.pages.base import Page
from wizard.gui.sidebar import Sidebar
from wizard.gui.theme import Appearance
from wizard.gui.widgets.tab_order import chain, stops


def step_names() -> dict[Step, str]:
    """What the steps are called, in their order."""
    return {
        Step.START: QCoreApplication.translate("MainWindow", "Start"),
        Step.SETUP: QCoreApplication.translate("MainWindow", "DNS setup"),
        Step.HANDSET: QCoreApplication.translate("MainWindow", "Handset"),
        Step.CHECKS: QCoreApplication.translate("MainWindow", "Live checks"),
        Step.LOG: QCoreApplication.translate("MainWindow", "Log review"),
        Step.SUMMARY: QCoreApplication.translate("MainWindow", "Fix summary"),
    }


class Parts:
    """The step list, the bottom bar and the pages of a window; none of them is shown until :meth:`lay_out`.

    Tab goes from a page to the bottom bar, the step list and the page again. Qt appends each page, when it is
    made, so these are made before it and in this order. Each has its look before Qt polishes it, which it
    does with the next events.
    """

    def __init__(
        self,
        window: QWidget,
        pages: Mapping[Step, PageFactory],
        join: Callable[[Page], None],
        appearance: Appearance,
    ) -> None:
        self.names = {step: name for step, name in step_names().items() if step in pages}
        self.bottom = BottomBar(window)
        self.sidebar = Sidebar(self.names, window)
        self.stack = PageStack(pages, join, appearance, window)
        self._appearance = appearance
        self._column = QVBoxLayout()
        for part in (self.sidebar, self.bottom):
            appearance.add(part)

    @property
    def first(self) -> Step:
        """The step that is shown first."""
        return next(iter(self.names))

    def lay_out(self, window: QWidget) -> None:
        """Fills the window."""
        self._column.setSpacing(0)
        self._column.addWidget(self.stack, 1)
        self._column.addWidget(self.bottom)
        row = QHBoxLayout(window)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(self._column, 1)

    def set_bar(self, bar: QWidget) -> None:
        """Puts a bar above the pages."""
        self._column.insertWidget(self._column.indexOf(self.stack), bar)
        chain(stops(self.sidebar)[-1], stops(bar))
        self._appearance.add(bar)


def shortcut(window: QWidget, keys: str, action: Callable[[], None]) -> None:
    """A key of the whole window."""
    QShortcut(QKeySequence(keys), window).activated.connect(action)
