"""A window with everything in it, made at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSettings

from wizard.gui.window import MainWindow


def whole_window(case: Any, pages: Any, statuses: Any, settings: QSettings, **more: Any) -> MainWindow:
    """As the program's, but filled before it is shown."""
    window = MainWindow(settings)
    for _part in window.filling(case, pages, statuses, **more):
        pass
    return window
