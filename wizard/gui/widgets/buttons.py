"""Buttons with an icon."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton, QToolButton

from wizard.gui import icons
from wizard.gui.icons import icon
from wizard.gui.theme import Role, mark

_GAP = 4  # Added to the icon's width: the style leaves too little between icon and text.


def button(text: str, name: str = "", *, primary: bool = False) -> QPushButton:
    """A button; ``name`` is its icon's. A page has one primary button at most."""
    made = QPushButton(text)
    if primary:
        mark(made, "kind", "primary")
    if name:
        set_icon(made, name, Role.ON_ACCENT if primary else Role.TEXT)
    return made


def set_icon(made: QPushButton, name: str, role: Role | QColor = Role.TEXT) -> None:
    """Gives a button another icon."""
    made.setIcon(icon(name, role))
    made.setIconSize(QSize(icons.SMALL + _GAP, icons.SMALL))


def tool_button(text: str, name: str) -> QToolButton:
    """A flat button with icon and text."""
    made = QToolButton()
    made.setText(text)
    made.setIcon(icon(name))
    made.setIconSize(QSize(icons.MEDIUM + _GAP, icons.MEDIUM))
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    return made


def icon_button(name: str, meaning: str) -> QToolButton:
    """A flat button with an icon alone; ``meaning`` is its tooltip and its name for screen readers."""
    made = QToolButton()
    made.setIcon(icon(name))
    made.setIconSize(QSize(icons.SMALL, icons.SMALL))
    made.setToolTip(meaning)
    made.setAccessibleName(meaning)
    return made


def give_word(made: QToolButton, word: str) -> None:
    """A word beside the icon of an :func:`icon_button`, for where there is room."""
    made.setText(word)
    made.setIconSize(QSize(icons.SMALL + _GAP, icons.SMALL))


def show_word(made: QToolButton, wanted: bool) -> None:
    """Whether the word stands there now."""
    style = Qt.ToolButtonStyle
    made.setToolButtonStyle(style.ToolButtonTextBesideIcon if wanted else style.ToolButtonIconOnly)
