"""Something that is shown when asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QWidget

from wizard.gui import icons
from wizard.gui.icons import icon
from wizard.gui.theme import GRID
from wizard.gui.widgets.buttons import tool_button
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.tab_order import chain, stops


class Disclosure(QWidget):
    """A button that opens and closes what is under it. The body is made when first opened."""

    toggled = Signal(bool)

    def __init__(
        self, text: str, body: Callable[[], QWidget], *, opened: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._make = body
        self._body: QWidget | None = None
        self.button = tool_button(text, "chevron-right")
        self.button.setIconSize(QSize(icons.SMALL, icons.SMALL))
        self.button.setCheckable(True)
        self.button.setProperty("disclosure", True)
        self.button.toggled.connect(self._show)
        self._column = Column(self, GRID // 2)
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.button.setChecked(opened)

    def _show(self, opened: bool) -> None:
        if opened and self._body is None:
            self._body = self._make()
            self._column.addWidget(self._body)
            chain(self.button, stops(self)[1:])
        if self._body is not None:
            self._body.setVisible(opened)
        self.button.setIcon(icon("chevron-down" if opened else "chevron-right"))
        self.toggled.emit(opened)
