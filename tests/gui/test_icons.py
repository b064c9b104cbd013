from __future__ import annotations

import gc
import re
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from wizard.core.case.steps import Progress
from wizard.core.finding import Severity
from wizard.gui import icons
from wizard.gui.icons import icon
from wizard.gui.palette import DARK, LIGHT, Role
from wizard.gui.theme import Choice
from wizard.gui.widgets.status_icon import StatusIcon
from wizard.gui.window import MainWindow
from wizard.paths import resource

NAMES = sorted(path.stem for path in resource("icons").glob("*.svg") if path.stem != "app")


def colours(image: QImage) -> set[str]:
    """The colours of all pixels that are nearly opaque."""
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() > 250}


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_drawn_in_its_colour_at_every_scaling(
    qapp: QApplication, name: str, scale: float
) -> None:
    picture = icon(name, QColor("#ff0000")).pixmap(QSize(20, 20), scale)
    assert picture.size() == QSize(20, 20) * scale
    assert picture.devicePixelRatio() == scale
    image = picture.toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    drawn = [pixel for pixel in pixels if pixel.alpha() > 100]
    assert len(drawn) > 15 * scale
    assert all(pixel.red() > 250 and pixel.green() < 5 for pixel in drawn)


def test_a_window_painted_into_a_picture_has_crisp_icons(qtbot: QtBot) -> None:
    button = QToolButton(autoRaise=True)
    button.setIcon(icon("pencil", QColor("#ff0000")))
    qtbot.addWidget(button)
    wanted = icons.pixmap("pencil", "#ff0000", button.iconSize().width(), 2.0).toImage()
    plain, crisp = QPixmap(button.size() * 2), QPixmap(button.size() * 2)
    for drawn, scale in (plain, 1.0), (crisp, 2.0):
        drawn.setDevicePixelRatio(2.0)
        drawn.fill(QColor("white"))
        with icons.drawn_for(scale):
            button.render(drawn, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)
    assert reds(crisp.toImage()) == reds(wanted) != reds(plain.toImage())


def reds(image: QImage) -> int:
    """How many pixels are wholly of the icon's colour: of a drawing that was stretched fewer are."""
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(pixel.getRgb() == (255, 0, 0, 255) for pixel in pixels)


@pytest.mark.parametrize("path", sorted(resource("icons").rglob("*.svg")), ids=lambda path: path.stem)
def test_every_drawing_is_valid(qapp: QApplication, path) -> None:
    assert QSvgRenderer(str(path)).isValid()
    links = re.findall(r"(?:href|url)\b", path.read_text(encoding="utf-8"))
    assert not links


def test_an_unknown_icon_is_a_defect(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")


def test_a_selected_icon_is_not_tinted_and_a_disabled_one_is_grey(window: MainWindow) -> None:
    window.choose_theme(Choice.LIGHT)
    failed = icons.role_icon(Role.FAILED)
    usual = failed.pixmap(QSize(24, 24), 1.0, QIcon.Mode.Normal).toImage()
    selected = failed.pixmap(QSize(24, 24), 1.0, QIcon.Mode.Selected).toImage()
    disabled = failed.pixmap(QSize(24, 24), 1.0, QIcon.Mode.Disabled).toImage()
    assert selected == usual
    assert LIGHT.off in colours(disabled)


def test_an_icon_follows_the_theme(qtbot: QtBot, window: MainWindow) -> None:
    picture = StatusIcon(icons.role_icon(Role.OK), 24)
    qtbot.addWidget(picture)
    picture.show()
    for choice, look in ((Choice.LIGHT, LIGHT), (Choice.DARK, DARK)):
        window.choose_theme(choice)
        assert look.roles[Role.OK] in colours(picture.grab().toImage())


def test_an_icon_that_qt_copies_outlives_the_garbage_collector(qapp: QApplication) -> None:
    for _ in range(50):
        copy = QIcon(icon("copy"))
        copy.addPixmap(QPixmap(4, 4))  # Makes Qt clone the engine.
        gc.collect()
        assert not copy.pixmap(20, 20).isNull()
        del copy
    assert len(icons._clones) <= 2


def test_the_engine_of_an_icon_never_goes(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """PySide ends the process now and then where one does, as when a row paints its icon and forgets it."""
    made = []

    class Counted(icons._Engine):
        def __init__(self, *how: Any) -> None:
            super().__init__(*how)
            made.append(self)

    monkeypatch.setattr(icons, "_Engine", Counted)
    drawn = QPixmap(20, 20)
    for _ in range(3):
        for colour in ("#0a0b0c", "#0b0c0d", "#0c0d0e"):
            painter = QPainter(drawn)
            icon("copy", QColor(colour)).paint(painter, QRect(0, 0, 16, 16))
            painter.end()
    gc.collect()
    assert len(made) == 3
    assert all(isValid(engine) for engine in made)


def test_an_icon_outlives_the_widget_that_it_was_made_for(qapp: QApplication) -> None:
    buttons = []
    for _ in range(50):
        made = icon("copy")
        circle: list[object] = [made]
        circle.append(circle)
        button = QToolButton()
        button.setIcon(made)
        buttons.append(button)
    del made, circle
    gc.collect()
    usual = icon("copy").pixmap(20, 20).toImage()
    assert not usual.isNull()
    assert all(button.icon().pixmap(20, 20).toImage() == usual for button in buttons)


def test_every_state_has_a_shape_of_its_own() -> None:
    assert len(set(icons.PROGRESS_ICONS.values())) == len(Progress)
    assert len(set(icons.ROLE_ICONS.values())) == len(icons.ROLE_ICONS)


@pytest.mark.parametrize("severity", list(Severity))
def test_every_severity_has_an_icon(qapp: QApplication, severity: Severity) -> None:
    assert not icons.severity_icon(severity).pixmap(16, 16).isNull()


def test_the_programs_own_icon(qapp: QApplication) -> None:
    assert not icons.app_icon().pixmap(32, 32).toImage().allGray()


def test_the_licence_is_with_the_icons() -> None:
    assert "ISC License" in resource("icons", "LICENSE").read_text(encoding="utf-8")
    assert "lucide-static" in resource("icons", "README.md").read_text(encoding="utf-8")
