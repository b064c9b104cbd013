from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wizard.gui import fonts, palette
from wizard.gui.palette import DARK, LIGHT, Role, Theme, Tokens
from wizard.gui.stylesheet import style_sheet
from wizard.gui.theme import Appearance, Choice, mark
from wizard.gui.window import MainWindow

SEVERITIES = (Role.OK, Role.WARNING, Role.FAILED, Role.INFO)


@pytest.fixture
def bare(qtbot: QtBot) -> QWidget:
    """A window without anything."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def luminance(colour: QColor) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str | QColor, other: str | QColor) -> float:
    darker, lighter = sorted((luminance(QColor(one)), luminance(QColor(other))))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("look", "role"), list(product((LIGHT, DARK), SEVERITIES)))
def test_a_severity_can_be_read_wherever_it_lies(look: Tokens, role: Role) -> None:
    grounds = (look.page, look.field, look.side, look.tint(role), look.hover, look.selection)
    for ground in grounds:
        assert contrast(look.colour(role), ground) >= 4.5, ground
    assert contrast(look.text, look.tint(role)) >= 7


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_other_colours_can_be_read(look: Tokens) -> None:
    for ground in (look.page, look.field, look.side, look.hover, look.selection):
        assert contrast(look.text, ground) >= 7
        assert contrast(look.muted, ground) >= 4.5
    assert contrast(look.on_accent, look.accent) >= 4.5
    assert contrast(look.on_accent, look.accent_hover) >= 4.5
    for ground in (look.page, look.field, look.side):
        assert contrast(look.edge, ground) >= 3, "what can be operated is bounded"
        assert contrast(look.accent, ground) >= 3, "the focus ring"


def test_the_severity_colours_are_those_of_the_design() -> None:
    light = {role: palette.colour(role, Theme.LIGHT).name() for role in SEVERITIES}
    dark = {role: palette.colour(role, Theme.DARK).name() for role in SEVERITIES}
    assert list(light.values()) == ["#006d77", "#8f5f00", "#9b1c31", "#0b5cad"]
    assert list(dark.values()) == ["#56c7d9", "#f5c542", "#ff7b72", "#9cc4ff"]
    assert palette.tint(Role.FAILED, Theme.LIGHT).name() == "#fde6e8"
    assert palette.tint(Role.FAILED, Theme.DARK).name() == "#4a1d1a"


@pytest.mark.parametrize(("page", "text"), [("#000000", "#ffffff"), ("#ffffff", "#000000")])
def test_high_contrast_has_the_systems_colours_and_no_tints(page: str, text: str) -> None:
    system = QPalette()
    system.setColor(QPalette.ColorRole.Base, QColor(page))
    system.setColor(QPalette.ColorRole.Text, QColor(text))
    look = palette.contrast_tokens(system)
    assert (look.page, look.text, look.edge, look.tints) == (page, text, text, {})
    for role in SEVERITIES:
        assert look.tint(role).name() == page
        assert contrast(look.colour(role), page) >= 4.5


@pytest.mark.parametrize("look", [LIGHT, DARK, palette.contrast_tokens(QPalette())])
def test_the_style_sheet_is_complete(look: Tokens) -> None:
    sheet = style_sheet(look)
    assert "$" not in sheet
    assert look.accent in sheet


def test_the_theme_switches_at_once_and_is_kept(window: MainWindow, settings: QSettings) -> None:
    for choice, page in ((Choice.DARK, DARK.page), (Choice.LIGHT, LIGHT.page)):
        window.choose_theme(choice)
        assert QApplication.palette().color(QPalette.ColorRole.Window).name() == page
        assert palette.current().page == page
        assert settings.value("theme") == choice.value
        chosen = [
            action.data() for action in window.sidebar.theme_button.menu().actions() if action.isChecked()
        ]
        assert chosen == [choice.value]
    assert window.grab().toImage().pixelColor(window.width() - 30, 5).name() == LIGHT.page


def test_the_kept_theme_is_used_again(qapp: QApplication, settings: QSettings, bare: QWidget) -> None:
    settings.setValue("theme", "dark")
    assert Appearance(qapp, settings, bare).theme is Theme.DARK
    settings.setValue("theme", "no such theme")
    assert Appearance(qapp, settings, bare).choice is Choice.SYSTEM


def test_high_contrast_has_precedence(
    qapp: QApplication, settings: QSettings, bare: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Appearance, "theme", Theme.CONTRAST)
    Appearance(qapp, settings, bare)
    look = palette.current()
    assert look.theme is Theme.CONTRAST
    assert (look.tints, look.edge) == ({}, look.text)
    monkeypatch.undo()
    Appearance(qapp, settings, bare)
    assert palette.current().theme is not Theme.CONTRAST


def test_the_menu_chooses_the_theme(window: MainWindow) -> None:
    dark = next(one for one in window.sidebar.theme_button.menu().actions() if one.data() == "dark")
    dark.trigger()
    assert window.appearance.choice is Choice.DARK


def test_fonts_are_sane(qapp: QApplication) -> None:
    assert QFontInfo(fonts.fixed_font()).fixedPitch()
    assert not QFontInfo(fonts.ui_font()).fixedPitch()
    assert 9 <= fonts.ui_font().pointSizeF() <= 10


def test_marking_a_widget_changes_its_look(qtbot: QtBot, qapp: QApplication, settings: QSettings) -> None:
    settings.setValue("theme", "light")
    label = QLabel("x")
    qtbot.addWidget(label)
    Appearance(qapp, settings, label)
    for ready in (False, True):  # Before it is polished, and after.
        mark(label, "role", "failed" if ready else "ok")
        label.ensurePolished()
    assert label.palette().color(QPalette.ColorRole.WindowText).name() == "#9b1c31"


class Counting(QWidget):
    """Counts how often it is given another style."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def changeEvent(self, event: QEvent) -> None:
        self.count += event.type() == QEvent.Type.StyleChange
        super().changeEvent(event)


def test_what_is_built_is_styled_once_when_it_comes_into_the_window(window: MainWindow) -> None:
    inner = Counting()
    outer: QWidget = inner
    for _ in range(5):
        holder = QWidget()
        QVBoxLayout(holder).addWidget(outer)
        outer = holder
    assert inner.count == 0
    outer.setParent(window)
    assert inner.count == 1


def test_a_dialog_of_the_window_has_its_look(qtbot: QtBot, window: MainWindow) -> None:
    window.choose_theme(Choice.DARK)
    dialog = QDialog(window)
    label = QLabel("x", dialog)
    mark(label, "role", "failed")
    label.ensurePolished()
    assert label.palette().color(QPalette.ColorRole.WindowText) == palette.colour(Role.FAILED, Theme.DARK)
