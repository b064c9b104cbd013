"""Left of the page: the product's name, the step list, the theme and help."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QFrame, QLabel, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from wizard.core.case.steps import Step
from wizard.gui import fonts
from wizard.gui.frame import product_name
from wizard.gui.icons import icon
from wizard.gui.stepper import Stepper
from wizard.gui.theme import GRID, Choice
from wizard.gui.widgets.buttons import tool_button

NARROW_BELOW = 960
_THEME_ICONS = {Choice.SYSTEM: "sun-moon", Choice.LIGHT: "sun", Choice.DARK: "moon"}


class Sidebar(QFrame):
    """Narrow or wide; in neither is a word cut."""

    theme_chosen = Signal(object)
    """A Choice."""
    help_requested = Signal()

    def __init__(self, names: Mapping[Step, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.stepper = Stepper(names)
        self._name = QLabel(product_name())
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setFont(fonts.scaled(1.15, bold=True))
        self._name.setWordWrap(True)
        self._name.setContentsMargins(2 * GRID, 2 * GRID, GRID, GRID)
        self.theme_button = self._tool("sun-moon", self.tr("Theme"))
        self.theme_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._actions = QActionGroup(self)
        self.theme_button.setMenu(self._theme_menu())
        self.help_button = self._tool("circle-question-mark", self.tr("Help (F1)"))
        self.help_button.clicked.connect(self.help_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GRID)
        column.setSpacing(0)
        column.addWidget(self._name)
        column.addWidget(self.stepper, 1)
        for button in (self.theme_button, self.help_button):
            row = QVBoxLayout()
            row.setContentsMargins(GRID, 0, GRID, 0)
            row.addWidget(button)
            column.addLayout(row)
        self._narrow = False
        self.stepper.widened.connect(lambda: self.set_narrow(self._narrow))
        self.set_narrow(False)

    def fit_into(self, width: int) -> None:
        """Is narrow in a window that has no room to spare."""
        self.set_narrow(width < NARROW_BELOW)

    def set_narrow(self, narrow: bool) -> None:
        """Fits the width to the step list's."""
        self._narrow = narrow
        self.stepper.set_narrow(narrow)
        buttons = max(button.sizeHint().width() for button in (self.theme_button, self.help_button))
        width = max(self.stepper.width_needed(narrow), buttons + 2 * GRID) + 1
        self.stepper.setFixedWidth(width - 1)
        self.setFixedWidth(width)

    def show_choice(self, choice: Choice) -> None:
        """Marks the theme that is chosen."""
        self.theme_button.setIcon(icon(_THEME_ICONS[choice]))
        for action in self._actions.actions():
            action.setChecked(action.data() == choice.value)

    def _theme_menu(self) -> QMenu:
        menu = QMenu(self)
        words = {
            Choice.SYSTEM: self.tr("As the &system"),
            Choice.LIGHT: self.tr("&Light"),
            Choice.DARK: self.tr("&Dark"),
        }
        for choice, text in words.items():
            action = menu.addAction(icon(_THEME_ICONS[choice]), text)
            action.setCheckable(True)
            action.setData(choice.value)
            self._actions.addAction(action)
        self._actions.triggered.connect(lambda action: self.theme_chosen.emit(Choice(action.data())))
        return menu

    @staticmethod
    def _tool(name: str, text: str) -> QToolButton:
        button = tool_button(text, name)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return button
