"""The window is there before what is in it, and right whatever happens until it is full."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QTimer, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.demo import PAGES, statuses
from wizard.core.case.steps import Step
from wizard.gui import palette, starting
from wizard.gui.frame import product_name
from wizard.gui.session import Session
from wizard.gui.starting import Filling, loading
from wizard.gui.window import MainWindow


class Late:
    """A window that is filled as the program's, and what came when."""

    def __init__(self, settings: QSettings) -> None:
        self.seen: list[str] = []
        self.dropped: list[Path] = []
        self.window = MainWindow(settings)
        self.window.resize(1180, 720)
        self.window.painted.connect(lambda: self.seen.append("painted"))
        self.window.closing.connect(lambda: self.seen.append("closing"))
        self.filling = Filling(self.window, self._parts())
        self.filling.filled.connect(lambda: self.seen.append("full"))
        self.filling.failed.connect(lambda error: self.seen.append(repr(error)))

    def _parts(self) -> Iterator[None]:
        for part in self.window.filling("case", PAGES, statuses, opener=self.dropped.extend):
            self.seen.append("part")
            yield part


@pytest.fixture
def late(qtbot: QtBot, settings: QSettings) -> Iterator[Late]:
    made = Late(settings)
    qtbot.addWidget(made.window)
    yield made
    made.window.close()


def shown(qtbot: QtBot, late: Late) -> None:
    """Shown, active and full."""
    with qtbot.waitActive(late.window):
        late.window.show()
        late.window.activateWindow()
    qtbot.waitUntil(lambda: late.window.full)


def test_the_frame_is_painted_before_anything_is_made(qtbot: QtBot, late: Late) -> None:
    shown(qtbot, late)
    assert late.seen[0] == "painted"
    assert late.seen.count("part") > 1
    assert late.seen[-1] == "full"


def test_the_frame_has_the_window_s_place_title_and_icon(late: Late) -> None:
    assert late.window.windowTitle() == product_name()
    assert not late.window.windowIcon().isNull()
    assert (late.window.minimumWidth(), late.window.minimumHeight()) == (800, 500)


def test_focus_is_where_it_is_in_a_window_that_was_full_from_the_start(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    usual = QApplication.focusWidget()
    assert usual is window.sidebar.stepper
    other = Late(QSettings(str(tmp_path / "other.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(other.window)
    shown(qtbot, other)
    assert QApplication.focusWidget() is other.window.sidebar.stepper
    other.window.close()


def test_closed_meanwhile_it_is_never_filled(
    qtbot: QtBot, late: Late, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "TURN_S", 0.0)  # One part in each turn.
    late.window.painted.connect(lambda: QTimer.singleShot(0, late.window.close))
    late.window.show()
    qtbot.waitUntil(lambda: "closing" in late.seen)
    late.filling.finish()
    for _ in range(5):
        QApplication.processEvents()
    assert late.seen[0] == "painted"
    assert late.seen[-1] == "closing"
    assert "full" not in late.seen
    assert not late.window.full
    assert not late.window.isVisible()


def test_a_shortcut_meanwhile_is_obeyed(
    qtbot: QtBot, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "UNSEEN_MS", 60_000)
    late = Late(settings)
    qtbot.addWidget(late.window)
    late.window.painted.connect(late.filling._slices.stop)  # Nothing comes by itself.
    with qtbot.waitActive(late.window):
        late.window.show()
        late.window.activateWindow()
    assert not late.window.full
    qtbot.keyClick(late.window, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
    assert late.window.full
    assert late.window.shown is Step.LOG
    late.window.close()


def test_files_dropped_meanwhile_are_opened(late: Late, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "one.log"))])
    place, buttons, keys = QPoint(50, 50), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place, Qt.DropAction.CopyAction, data, buttons, keys)
    assert not late.window.full
    QApplication.sendEvent(late.window, enter)
    assert enter.isAccepted()
    drop = QDropEvent(QPointF(place), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(late.window, drop)
    assert late.dropped == [tmp_path / "one.log"]


def test_a_window_that_is_never_painted_is_filled_all_the_same(qtbot: QtBot, late: Late) -> None:
    qtbot.waitUntil(lambda: late.window.full)
    assert "painted" not in late.seen


def test_what_fails_is_told_once_and_nothing_more_is_made(
    qtbot: QtBot, late: Late, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> None:
        raise RuntimeError("no pages today")

    monkeypatch.setattr("wizard.gui.window_parts.Sidebar", broken)
    late.window.show()
    qtbot.waitUntil(lambda: late.seen[-1:] == ["RuntimeError('no pages today')"])
    late.filling.finish()
    assert late.seen == ["painted", "part", "RuntimeError('no pages today')"]
    assert not late.window.full


@pytest.mark.parametrize("system", ["light", "dark"])
@pytest.mark.parametrize("chosen", ["system", "light", "dark"])
def test_every_frame_has_the_colour_of_the_theme(
    qtbot: QtBot, settings: QSettings, monkeypatch: pytest.MonkeyPatch, system: str, chosen: str
) -> None:
    """From the first one on: nobody who works in the dark is dazzled."""
    ours = {"light": palette.LIGHT, "dark": palette.DARK}
    before = QApplication.palette()
    QApplication.setPalette(palette.qt_palette(ours[system]))
    monkeypatch.setattr(starting, "TURN_S", 0.0)
    settings.setValue("theme", chosen)
    wanted = QColor(ours[system if chosen == "system" else chosen].page)
    late = Late(settings)
    late.window.painted.disconnect()
    try:
        late.window.painted.connect(late.filling._slices.stop)
        for _part in range(20):
            corner = late.window.grab().toImage().pixelColor(late.window.width() - 3, 3)
            assert corner == wanted
            late.filling._turn()
            QApplication.processEvents()
        assert late.window.full
    finally:
        late.window.close()
        QApplication.setPalette(before)


def test_after_a_while_the_empty_window_says_what_it_does(
    qtbot: QtBot, settings: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wizard.gui.frame.PATIENCE_MS", 0)
    window = MainWindow(settings)
    qtbot.addWidget(window)
    window.resize(800, 500)
    empty = window.grab().toImage()
    assert {empty.pixel(x, y) for x in range(0, 800, 5) for y in range(0, 500, 5)} == {empty.pixel(0, 0)}
    qtbot.waitUntil(lambda: window.grab().toImage() != empty)
    ink = window.grab().toImage().pixelColor
    assert any(ink(x, 250).lightness() < 128 for x in range(300, 500))


def test_the_whole_window_loads_nothing_in_its_last_turn(qtbot: QtBot, settings: QSettings) -> None:
    """What is not loaded module by module is loaded with the part that needs it, and holds the window up."""
    code = """
import sys
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
app = QApplication([])
from wizard.gui.starting import loading
for _ in loading():
    pass
before = set(sys.modules)
from wizard.gui.session import Session
Session(QSettings(sys.argv[1], QSettings.Format.IniFormat))
print(*(set(sys.modules) - before))
"""
    given = [sys.executable, "-c", code, settings.fileName()]
    done = subprocess.run(given, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_practice_session_is_the_same_in_turns_as_at_once(qtbot: QtBot, settings: QSettings) -> None:
    window = MainWindow(settings)
    qtbot.addWidget(window)
    session = Session(settings, window=window)

    def parts() -> Iterator[None]:
        yield from loading()
        yield from session.filling()

    filling = Filling(window, parts())
    window.show()
    qtbot.waitUntil(lambda: window.full)
    filling.stop()
    session.cases.start_practice()
    assert session.case.practice
    assert window.steps == tuple(Step)
    window.close()


def test_the_ground_is_the_page_of_the_palette() -> None:
    for look in (palette.LIGHT, palette.DARK):
        of_theme = palette.qt_palette(look).color(QPalette.ColorRole.Window)
        assert of_theme == QColor(look.page)
