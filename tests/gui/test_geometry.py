from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSettings, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import MakeWindow
from wizard.gui import geometry


def test_the_size_is_kept_over_runs(make_window: MakeWindow) -> None:
    window = make_window()
    window.show()
    room = QGuiApplication.primaryScreen().availableGeometry()
    wanted = QSize(min(810, room.width()), min(640, room.height() - 40))
    window.resize(wanted)
    window.close()
    assert make_window().size() == window.size()


def test_a_window_that_is_out_of_reach_comes_back(qtbot: QtBot, settings: QSettings) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(50, 60, 300, 200)
    geometry.bring_back(window, QRect(5000, 100, 400, 300))
    assert QRect(5000, 100, 400, 300).contains(window.geometry())
    geometry.bring_back(window, QRect(0, 0, 200, 150))
    assert QRect(0, 0, 200, 150).contains(window.geometry())


def test_a_stored_place_without_a_screen_is_not_used(qtbot: QtBot, settings: QSettings) -> None:
    gone = QWidget()
    qtbot.addWidget(gone)
    gone.setGeometry(9000, 9000, 300, 200)
    geometry.keep(gone, settings)
    window = QWidget()
    qtbot.addWidget(window)
    geometry.restore(window, settings)
    assert QGuiApplication.primaryScreen().geometry().intersects(window.geometry())


def test_rubbish_in_the_settings_is_ignored(qtbot: QtBot, settings: QSettings) -> None:
    settings.setValue("window/geometry", "rubbish")
    window = QWidget()
    qtbot.addWidget(window)
    geometry.restore(window, settings)
    assert window.width() > 0


def test_a_window_that_fits_no_screen_any_more_is_made_smaller(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    room = QGuiApplication.primaryScreen().availableGeometry()
    window.setGeometry(room.left() + 10, room.top() + 10, room.width() + 300, room.height() + 200)
    geometry.hold(window)
    assert room.contains(window.frameGeometry())


def test_a_window_that_hangs_over_an_edge_stays_where_its_owner_put_it(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    room = QGuiApplication.primaryScreen().availableGeometry()
    placed = QRect(room.right() - 200, room.top() + 50, 300, 200)
    window.setGeometry(placed)
    geometry.hold(window)
    assert window.geometry() == placed


def test_one_too_large_for_the_room_shows_its_upper_left_corner(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setMinimumSize(800, 500)
    geometry.bring_back(window, QRect(100, 50, 640, 480))
    assert (window.x(), window.y(), window.width(), window.height()) == (100, 50, 800, 500)


@pytest.mark.parametrize("what", ["a monitor goes", "it becomes smaller"])
def test_it_follows_while_the_program_runs(qtbot: QtBot, what: str) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    geometry.Watch(window)
    window.show()
    window.move(9000, 9000)
    screen = QGuiApplication.primaryScreen()
    assert not screen.availableGeometry().intersects(window.frameGeometry())
    app = QGuiApplication.instance()
    assert isinstance(app, QGuiApplication)
    if what == "a monitor goes":
        app.screenRemoved.emit(screen)
    else:
        screen.availableGeometryChanged.emit(screen.availableGeometry())
    qtbot.waitUntil(lambda: screen.availableGeometry().contains(window.frameGeometry()))


ROOT = Path(__file__).parents[2]
PLACED = """
import sys
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget
from wizard.gui import geometry
app = QApplication([])
settings = QSettings(sys.argv[1], QSettings.Format.IniFormat)
window = QWidget()
if sys.argv[2] == "keep":
    window.setGeometry(1500, 200, 1300, 800)
    window.show()
    geometry.keep(window, settings)
else:
    geometry.restore(window, settings)
    window.show()
print(*window.geometry().getRect())
"""
LAPTOP = {"name": "laptop", "x": 0, "y": 0, "width": 1366, "height": 768}
MONITOR = {"name": "monitor", "x": 1366, "y": 0, "width": 1920, "height": 1080}


def placed(tmp_path: Path, screens: list[dict[str, object]], what: str) -> QRect:
    """Where a window of another process is, on these screens."""
    (tmp_path / "screens.json").write_text(json.dumps({"screens": screens}))
    # Named without its folder: Qt would end the name at the colon behind a drive's letter.
    surroundings = {"QT_QPA_PLATFORM": "offscreen:configfile=screens.json", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", PLACED, str(tmp_path / "settings.ini"), what],
        cwd=tmp_path,
        env={**os.environ, **surroundings},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return QRect(*map(int, done.stdout.split()))


def test_a_monitor_that_is_gone_takes_no_window_along(tmp_path: Path) -> None:
    there = placed(tmp_path, [LAPTOP, MONITOR], "keep")
    assert QRect(1366, 0, 1920, 1080).contains(there)
    assert placed(tmp_path, [LAPTOP, MONITOR], "restore") == there
    assert QRect(0, 0, 1366, 768).contains(placed(tmp_path, [LAPTOP], "restore"))
