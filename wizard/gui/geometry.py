"""Where the window was, kept over runs, and moved back on screen if that screen is gone."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QByteArray, QObject, QRect, QSettings, QSize, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

_KEY = "window/geometry"
_FIRST = QSize(1180, 720)
_VISIBLE = 64  # So much of the title bar must be within reach.


def keep(window: QWidget, settings: QSettings) -> None:
    """Stores the window's place and size."""
    settings.setValue(_KEY, window.saveGeometry())


def restore(window: QWidget, settings: QSettings) -> None:
    """Puts the window where it was, or in the middle of the screen the first time."""
    stored = settings.value(_KEY)
    if not (isinstance(stored, QByteArray) and window.restoreGeometry(stored)):
        room = QGuiApplication.primaryScreen().availableGeometry()
        window.resize(_FIRST.boundedTo(room.size()))
        return
    hold(window)


def hold(window: QWidget) -> None:
    """Brings the window back if no screen shows enough of it to take hold of, or if it fits none of them."""
    rooms = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if not rooms or window.isMaximized() or window.isFullScreen():
        return
    place = window.frameGeometry()
    seen = {number: _area(place.intersected(room)) for number, room in enumerate(rooms)}
    if not any(_reachable(window.geometry(), room) for room in rooms):
        bring_back(window, QGuiApplication.primaryScreen().availableGeometry())
    elif sum(seen.values()) < _area(place) and not any(_fits(place, room) for room in rooms):
        bring_back(window, rooms[max(seen, key=lambda number: seen[number])])


class Watch(QObject):
    """Holds the window on screen when a monitor goes, or becomes smaller, while the program runs."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        app = cast("QGuiApplication", QGuiApplication.instance())
        app.screenAdded.connect(self._follow)
        # Qt itself moves the window first, and may leave it out of reach.
        app.screenRemoved.connect(self._later)
        for screen in app.screens():
            self._follow(screen)

    def _follow(self, screen: QScreen) -> None:
        screen.availableGeometryChanged.connect(self._later)

    @Slot()
    def _later(self) -> None:
        QTimer.singleShot(0, self, lambda: hold(self._window))


def bring_back(window: QWidget, room: QRect) -> None:
    """Moves the window into ``room``, smaller if it must be."""
    frame = window.frameGeometry().size() - window.size()
    size = window.size().boundedTo(room.size() - frame).expandedTo(window.minimumSize())
    window.resize(size)
    whole = size + frame
    # Where it is too large even so, its upper left corner is seen: the title bar is there.
    window.move(
        max(room.left(), min(window.x(), room.right() + 1 - whole.width())),
        max(room.top(), min(window.y(), room.bottom() + 1 - whole.height())),
    )


def _area(place: QRect) -> int:
    return place.width() * place.height() if place.isValid() else 0


def _fits(place: QRect, room: QRect) -> bool:
    return place.width() <= room.width() and place.height() <= room.height()


def _reachable(place: QRect, screen: QRect) -> bool:
    seen = place.intersected(screen)
    return seen.width() >= _VISIBLE and seen.height() >= _VISIBLE and place.top() >= screen.top()
