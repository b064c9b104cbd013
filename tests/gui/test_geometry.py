from __future__ import annotations

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
