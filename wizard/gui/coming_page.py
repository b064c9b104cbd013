"""Where a page will be that is still being loaded: its name, and the keys that were meant for it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from wizard.gui.pages.base import Page


class ComingPage(Page):
    """Looks like the page that comes, and is empty. Has the keyboard meanwhile, if the page before had it."""

    title = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: list[QKeyEvent] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lead.setText(self.tr("Loading…"))
        self._lead.show()

    def stand_for(self, name: str) -> None:
        """The page of this name comes."""
        self._keys.clear()
        self._title.setText(name)
        self.setAccessibleName(self.tr("{name} is being loaded").format(name=name))

    def hand_over(self) -> None:
        """The page is there and has the keyboard: it gets the keys that were pressed before."""
        keys, self._keys = self._keys, []
        for key in keys:
            target = QApplication.focusWidget()
            if target is None:
                return
            if key.type() != QKeyEvent.Type.KeyPress or not _press_shortcut(target, key.keyCombination()):
                QCoreApplication.sendEvent(target, key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._keys.append(_copied(event))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._keys.append(_copied(event))


def _copied(event: QKeyEvent) -> QKeyEvent:
    """Qt's own event is gone when it has been delivered."""
    return QKeyEvent(
        event.type(), event.key(), event.modifiers(), event.text(), event.isAutoRepeat(), event.count()
    )


def _press_shortcut(target: QWidget, keys: QKeyCombination) -> bool:
    """As Qt does before a key reaches a widget: a page brings shortcuts that were not there yet."""
    wanted = QKeySequence(keys)
    for shortcut in target.window().findChildren(QShortcut):
        owner = shortcut.parent()
        visible = isinstance(owner, QWidget) and owner.isVisible()
        if visible and shortcut.isEnabled() and shortcut.key() == wanted:
            shortcut.activated.emit()
            return True
    return False
