"""What the GUI's tests share: settings of their own and a window with the demo's pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from tests.gui.demo import PAGES, statuses
from tests.gui.whole import whole_window
from wizard.gui.window import MainWindow

MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def make_window(qtbot: QtBot, settings: QSettings) -> MakeWindow:
    def make(**more: Any) -> MainWindow:
        given = {"case": "case", "pages": PAGES, "statuses": statuses, "settings": settings} | more
        window = whole_window(**given)
        qtbot.addWidget(window)
        return window

    return make


@pytest.fixture
def window(qtbot: QtBot, make_window: MakeWindow) -> Iterator[MainWindow]:
    """Shown, active, 1180 x 720."""
    made = make_window()
    made.resize(1180, 720)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()
