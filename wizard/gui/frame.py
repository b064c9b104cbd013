"""The window before anything is in it: its place, its size, its title, its icon and its colours.

It is shown first, so this loads next to nothing beyond what any window needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QChildEvent, QCoreApplication, QEvent, QSettings, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QIcon,
    QKeyEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from wizard.gui import geometry
from wizard.gui.ground import lay_ground
from wizard.paths import resource

if TYPE_CHECKING:
    from wizard.gui.theme import Appearance

SMALLEST = (800, 500)
MOST_IN_TITLE = 80
"""Characters of a case's name: a task bar shows fewer, and a name that was pasted may have thousands."""
PATIENCE_MS = 400
"""After this time an empty window says what it is doing; a word that is gone at once would only flicker."""


def product_name() -> str:
    """The product's name, in the user's language."""
    return QCoreApplication.translate("Product", "Handset Failover Wizard")


def title_of(case: str) -> str:
    """The title of a window with the case of this name; of one without a name, the product's."""
    if len(case) > MOST_IN_TITLE:
        case = f"{case[: MOST_IN_TITLE - 1]}…"
    return f"{case} - {product_name()}" if case else product_name()


class Frame(QWidget):
    """A window in the chosen theme, where its user left it. Until :meth:`set_full` it is empty."""

    needed = Signal()
    """A key was pressed, or files are dragged over it: what it lacks must be there before that counts."""
    painted = Signal()
    """It was painted for the first time."""
    closing = Signal()
    """The window is about to close; its pages are shut down."""

    def __init__(self, settings: QSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._full = self._was_painted = self._says_so = False
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self.setWindowTitle(product_name())
        self.setWindowIcon(QIcon(str(resource("icons", "app.png"))))
        if not lay_ground(self, settings):
            _ = self.appearance
            self.setPalette(QApplication.palette())  # At once: of a change it would hear only later.
        geometry.restore(self, settings)

    @cached_property
    def appearance(self) -> Appearance:
        """The theme in effect."""
        from wizard.gui.theme import Appearance

        app = QApplication.instance()
        assert isinstance(app, QApplication)
        return Appearance(app, self._settings, self)

    @property
    def full(self) -> bool:
        """Whether everything is in it."""
        return self._full

    def set_full(self) -> None:
        """Everything is in it now."""
        self._full = True

    def open_files(self, paths: Sequence[Path]) -> None:
        """Files were dropped."""

    def takes_files(self) -> bool:
        """Whether files can be dropped."""
        return False

    def shut_down(self) -> bool:
        """Ends what is going on in it, as it is to close. False: it must stay open."""
        return True

    def keep_work(self) -> bool:
        """Keeps what is in it, and stays open, since the program may end any moment. False: it could not."""
        geometry.keep(self, self._settings)
        self._settings.sync()
        return True

    # Qt's

    def event(self, event: QEvent) -> bool:
        # Before Qt looks for a shortcut, it sends the key here: one that is made now is found. By the class,
        # since PySide would make all the types of events to tell this one's.
        if not self._full and isinstance(event, QKeyEvent | QDragEnterEvent):
            self.needed.emit()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._full:
            return
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(PATIENCE_MS, self, self._say_so)
            self.painted.emit()
        elif self._says_so:
            from PySide6.QtCore import Qt
            from PySide6.QtGui import QPainter

            painter = QPainter(self)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Starting…"))
            painter.end()

    def childEvent(self, event: QChildEvent) -> None:
        # A dialog comes to have its look when it is first shown, if it did not fetch it before.
        super().childEvent(event)
        child = event.child() if event.polished() else None
        if isinstance(child, QWidget) and child.isWindow():
            self.appearance.add(child)

    def _say_so(self) -> None:
        self._says_so = True
        self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.takes_files() and _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.open_files(_files(event))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.shut_down():
            event.ignore()
            return
        geometry.keep(self, self._settings)
        self.closing.emit()
        super().closeEvent(event)


def _files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
