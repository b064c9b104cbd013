"""Pictures of every page, for the manual and for the people who look after the design."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QPoint, QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from wizard.gui.icons import drawn_for
from wizard.gui.slices import is_growing
from wizard.gui.theme import Choice
from wizard.gui.window import MainWindow

PATIENCE_MS = 15_000


def shoot(window: MainWindow, folder: Path, size: QSize, scale: float, theme: Choice) -> list[Path]:
    """Saves each page as ``<number>-<step>.png`` in ``folder``; returns the paths that were written.

    ``size`` is in logical pixels; at ``scale`` 1.5 a picture has 1.5 times as many.
    """
    folder.mkdir(parents=True, exist_ok=True)
    window.choose_theme(theme)
    window.resize(size)
    window.show()
    taken = []
    for number, step in enumerate(window.steps, 1):
        window.go(step)
        settle(window)
        path = folder / f"{number}-{step.value}.png"
        if picture(window, scale).save(str(path)):
            taken.append(path)
    return taken


def settle(window: MainWindow) -> None:
    """Lets the shown page finish its jobs, and the window what it does little by little, within a limit."""
    deadline = QDeadlineTimer(PATIENCE_MS)
    while (window.page(window.shown).busy() or is_growing(window)) and not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def picture(window: MainWindow, scale: float) -> QPixmap:
    """The window as a screen of this scale would show it."""
    drawn = QPixmap(window.size() * scale)
    drawn.setDevicePixelRatio(scale)
    with drawn_for(scale):
        window.render(drawn, QPoint())
    return drawn
