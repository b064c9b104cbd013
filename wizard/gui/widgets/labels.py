"""Labels that never take text for HTML."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QSizePolicy

from wizard.gui import fonts
from wizard.gui.theme import Role, mark


def plain(
    text: str = "",
    *,
    role: Role = Role.TEXT,
    wrap: bool = True,
    selectable: bool = False,
    font: QFont | None = None,
) -> QLabel:
    """A label of plain text; ``role`` colours it and follows the theme."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    if wrap:
        # Otherwise a long word pushes its row wider than the page.
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        label.setMinimumWidth(1)
    if selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if font is not None:
        label.setFont(font)
    if role is not Role.TEXT:
        set_role(label, role)
    return label


def set_role(label: QLabel, role: Role) -> None:
    """Gives a label another colour."""
    mark(label, "role", role.value)


def bold_font() -> QFont:
    """The system's font in semi-bold."""
    return fonts.scaled(1.0, bold=True)


def heading(text: str = "") -> QLabel:
    """Above a part of a page."""
    return plain(text, font=fonts.scaled(1.15, bold=True))


def breakable(text: str) -> str:
    """Text that a label may wrap inside names and paths; invisible signs are put in for that.

    For showing only: whoever copies it would copy them too.
    """
    return _PLACES.sub("\\g<0>\u200b", text)


# Behind what parts names and paths, and within what is long without any.
_PLACES = re.compile(r"[./\\_-](?=\S)|[^\s./\\_-]{24}(?=\S)")


def escaped(text: str) -> str:
    """Text for a tooltip, which would otherwise guess that it is HTML. Untrusted text is welcome."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<span style="white-space: pre-wrap">{safe}</span>' if safe else ""
