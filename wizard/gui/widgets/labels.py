"""Labels that never take text for HTML."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy

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
    label = _Selectable() if selectable else QLabel()
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


class _Selectable(QLabel):
    """Hands out what was written, without the signs of :func:`breakable`, which no field would take."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) and self.hasSelectedText():
            self.copy_selected()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.make_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def make_menu(self) -> QMenu:
        """As Qt's own, with our way to copy."""
        menu = QMenu(self)
        copy = menu.addAction(self.tr("&Copy"), self.copy_selected)
        copy.setEnabled(self.hasSelectedText())
        menu.addAction(self.tr("Select &all"), lambda: self.setSelection(0, len(self.text())))
        return menu

    def copy_selected(self) -> None:
        """Puts what is selected on the clipboard."""
        QGuiApplication.clipboard().setText(self.selectedText().replace(_BREAK, ""))


def set_role(label: QLabel, role: Role) -> None:
    """Gives a label another colour."""
    mark(label, "role", "" if role is Role.TEXT else role.value)


def bold_font() -> QFont:
    """The system's font in semi-bold."""
    return fonts.scaled(1.0, bold=True)


def heading(text: str = "") -> QLabel:
    """Above a part of a page."""
    return plain(text, font=fonts.scaled(1.15, bold=True))


def breakable(text: str) -> str:
    """Text that a label may wrap inside names and paths; invisible signs are put in for that.

    IPv4 addresses stay in one piece. For showing only: a selectable label takes the signs out again
    when something is copied. Twice does no more than once.
    """
    return _PLACES.sub(lambda found: found["whole"] or found.group() + _BREAK, text)


def folded(text: str, most: int) -> str:
    """Text in lines of about so many characters, for what shows text and wraps none of it."""
    lines = [""]
    for piece in re.findall(rf"([^ {_BREAK}]+ ?){_BREAK}?", breakable(text)):
        if lines[-1] and len(lines[-1]) + len(piece) > most:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)


_BREAK = "\u200b"
# Behind what parts names and paths, and within what is long without any; “_sip” stays whole.
_PLACES = re.compile(
    rf"(?<![\d.])(?P<whole>\d{{1,3}}(?:\.\d{{1,3}}){{3}})(?![\d.]*\d)"
    rf"|(?:[./\\-]|(?<=\w)_)(?=[^\s{_BREAK}])|[^\s./\\_{_BREAK}-]{{24}}(?=[^\s{_BREAK}])"
)


def escaped(text: str) -> str:
    """Text for a tooltip, which would otherwise guess that it is HTML. Untrusted text is welcome."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<span style="white-space: pre-wrap">{safe}</span>' if safe else ""
