"""The window on the log page, which most tests here are about; those of other pages make their own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from tests.gui.pages.log_window import log_page, open_window
from wizard.gui.pages.log import LogPage
from wizard.gui.window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, settings: QSettings) -> MainWindow:
    """Shown, active, 1366 x 768, with an empty case."""
    return open_window(qtbot, settings)


@pytest.fixture
def page(window: MainWindow) -> LogPage:
    """The log page of that window."""
    return log_page(window)
