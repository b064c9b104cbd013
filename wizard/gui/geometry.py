"""Where the window was, kept over runs, and moved back on screen if that screen is gone."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRect, QSettings, QSize
from PySide6.QtGui import QGuiApplication
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
    screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if not any(_reachable(window.geometry(), screen) for screen in screens):
        bring_back(window, QGuiApplication.primaryScreen().availableGeometry())


def bring_back(window: QWidget, room: QRect) -> None:
    """Moves the window into ``room``, smaller if it must be."""
    size = window.size().boundedTo(room.size())
    window.resize(size)
    window.move(
        min(max(window.x(), room.left()), room.right() + 1 - size.width()),
        min(max(window.y(), room.top()), room.bottom() + 1 - size.height()),
    )


def _reachable(place: QRect, screen: QRect) -> bool:
    seen = place.intersected(screen)
    return seen.width() >= _VISIBLE and seen.height() >= _VISIBLE and place.top() >= screen.top()
