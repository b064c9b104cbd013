"""A technician's hands on the window: finds things by the names that people know them by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QScrollArea, QTableView, QWidget

if TYPE_CHECKING:  # How the program loads them is what some scenes watch.
    from wizard.core.case.steps import Step
    from wizard.gui.session import Session

Kind = TypeVar("Kind", bound=QWidget)
CONTROL, ALT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)


@dataclass(frozen=True)
class Action:
    """Something done in one go. Over when ``done`` says so and the window is idle."""

    name: str
    do: Callable[[], object] = lambda: None
    done: Callable[[], bool] = lambda: True


class Desk:
    """The window, and what can be done with it. What is not there raises LookupError."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.window = session.window

    @property
    def page(self) -> QWidget:
        """The page that is shown."""
        return self.window.page(self.window.shown)

    def idle(self) -> bool:
        """Whether the page and the session have nothing to do any more."""
        from wizard.gui.slices import is_growing

        busy = self.session.busy or self.window.page(self.window.shown).busy()
        loading = is_growing(self.window) or self.window._parts.stack.missing() is not None
        return not (busy or loading)

    def go(self, step: Step) -> None:
        """Ctrl and the step's number."""
        number = self.window.steps.index(step) + 1
        self.key(getattr(Qt.Key, f"Key_{number}"), CONTROL)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, at: QWidget | None = None) -> None:
        """Presses a key."""
        QTest.keyClick(at or self.window, key, modifier)

    def named(self, kind: type[Kind], name: str) -> Kind:
        """The visible widget of the window that people know by this name, on the page before beside it."""
        for place in (self.page, self.window):
            for widget in place.findChildren(kind):
                if widget.isVisible() and name in _names(widget):
                    return widget
        raise LookupError(f"nothing called {name!r} is shown")

    def press(self, name: str) -> None:
        """Clicks a button."""
        QTest.mouseClick(self.named(QAbstractButton, name), Qt.MouseButton.LeftButton)

    def write(self, kind: type[QWidget], name: str, letter: str) -> None:
        """Types one character at the end of a field."""
        field = self.named(kind, name)
        if not field.hasFocus():
            field.setFocus(Qt.FocusReason.TabFocusReason)
            QTest.keyClick(field, Qt.Key.Key_End)
        if letter == "\b":
            QTest.keyClick(field, Qt.Key.Key_Backspace)
        else:
            QTest.keyClicks(field, letter)

    def choose(self, name: str, number: int) -> None:
        """Chooses an entry of a list."""
        self.named(QComboBox, name).setCurrentIndex(number)

    def theme(self, name: str) -> None:
        """Chooses light or dark."""
        from wizard.gui.theme import Choice

        self.window.choose_theme(Choice(name))

    def table(self) -> QTableView:
        """The first table of the page."""
        for table in self.page.findChildren(QTableView):
            if table.isVisible():
                table.setFocus()
                return table
        raise LookupError("no table is shown")

    def scroll(self, distance: int) -> None:
        """Moves the page up."""
        frame = self.page.parentWidget().parentWidget()
        assert isinstance(frame, QScrollArea)
        bar = frame.verticalScrollBar()
        bar.setValue(bar.value() + distance)

    def drop(self, path: Path) -> None:
        """Drops a file on the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        place, left = QPoint(300, 300), Qt.MouseButton.LeftButton
        enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, data, left, NONE)
        QApplication.sendEvent(self.window, enter)
        dropped = QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, left, NONE)
        QApplication.sendEvent(self.window, dropped)


def _names(widget: QWidget) -> set[str]:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return {widget.accessibleName(), text.replace("&", "")} - {""}
