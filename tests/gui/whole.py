"""A window with everything in it, made at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from wizard.core.case.steps import Step
from wizard.gui.window import MainWindow


def whole_window(case: Any, pages: Any, statuses: Any, settings: QSettings, **more: Any) -> MainWindow:
    """As the program's, but filled before it is shown."""
    window = MainWindow(settings)
    for _part in window.filling(case, pages, statuses, **more):
        pass
    return window


def shown(qtbot: QtBot, window: MainWindow, step: Step, size: tuple[int, int]) -> MainWindow:
    """The window on this step, in this size, shown and active; it is closed when the test has ended."""
    qtbot.addWidget(window)
    window.resize(*size)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.go(step)
    return window
