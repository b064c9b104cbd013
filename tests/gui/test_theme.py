from __future__ import annotations

import shutil
import sys
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QDeadlineTimer, QEvent, QSettings
from PySide6.QtGui import QColor, QFontInfo, QImage, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QScrollBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from wizard.gui import fonts, palette
from wizard.gui.help import WIDTH, HelpDialog
from wizard.gui.palette import DARK, LIGHT, Role, Theme, Tokens
from wizard.gui.stylesheet import style_sheet
from wizard.gui.theme import GRID, Appearance, Choice, mark
from wizard.gui.window import MainWindow
from wizard.paths import resource
from wizard.workers import courtesy

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
    for ground in (look.page, look.field, look.side, look.hover, look.selection, *look.tints.values()):
        assert contrast(look.edge, ground) >= 3, "what can be operated is bounded, also in a banner"
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


FOLDERS = ("Program Files", "Prüfung am Gerät", "Jane O'Brien (1)", "a;b}{c,d", '"quoted" and \\ more')


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
@pytest.mark.qt_log_ignore("Cannot open file", extend=True)
@pytest.mark.parametrize("folder", FOLDERS)
def test_the_look_is_the_same_in_whatever_folder_the_program_lies(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str
) -> None:
    shutil.copytree(resource("icons", "control"), tmp_path / folder / "icons" / "control")
    usual = parts_drawn(qtbot)
    monkeypatch.setattr("wizard.gui.stylesheet.resource", (tmp_path / folder).joinpath)
    assert parts_drawn(qtbot) == usual
    monkeypatch.setattr("wizard.gui.stylesheet.resource", (tmp_path / "no folder").joinpath)
    assert parts_drawn(qtbot) != usual  # The drawings are seen.


def parts_drawn(qtbot: QtBot) -> list[QImage]:
    """A part with a drawing of its own, and one whose rules come after it in the sheet."""
    look = QWidget()
    qtbot.addWidget(look)
    look.setStyleSheet(style_sheet(LIGHT))
    drawn = []
    for part in (QComboBox(look), QScrollBar(look)):
        part.resize(part.sizeHint())
        drawn.append(part.grab().toImage())
    return drawn


def test_the_theme_switches_and_is_kept(qtbot: QtBot, window: MainWindow, settings: QSettings) -> None:
    for choice, page in ((Choice.DARK, DARK.page), (Choice.LIGHT, LIGHT.page)):
        window.choose_theme(choice)
        assert QApplication.palette().color(QPalette.ColorRole.Window).name() == page
        assert palette.current().page == page
        assert settings.value("theme") == choice.value
        chosen = [
            action.data() for action in window.sidebar.theme_button.menu().actions() if action.isChecked()
        ]
        assert chosen == [choice.value]
    qtbot.waitUntil(window.updatesEnabled)
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


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_a_hint_inside_a_field_can_be_read(qtbot: QtBot, look: Tokens) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    line.setStyleSheet(style_sheet(look))
    line.ensurePolished()
    hint = line.palette().color(QPalette.ColorRole.PlaceholderText)
    assert hint.alpha() == 255, "Qt's own is half transparent"
    assert contrast(hint, look.field) >= 4.5


def test_fonts_are_sane(qapp: QApplication) -> None:
    assert QFontInfo(fonts.fixed_font()).fixedPitch()
    assert not QFontInfo(fonts.ui_font()).fixedPitch()
    assert 9 <= fonts.ui_font().pointSizeF() <= 10


def test_marking_a_widget_changes_its_look(qtbot: QtBot, qapp: QApplication, settings: QSettings) -> None:
    settings.setValue("theme", "light")
    label = QLabel("x")
    qtbot.addWidget(label)
    Appearance(qapp, settings, label).add(label)
    for ready in (False, True):  # Before it is polished, and after.
        mark(label, "role", "failed" if ready else "ok")
        label.ensurePolished()
    assert label.palette().color(QPalette.ColorRole.WindowText).name() == "#9b1c31"


def test_what_never_had_a_mark_is_not_styled_anew_to_have_none(
    qtbot: QtBot, qapp: QApplication, settings: QSettings
) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    Appearance(qapp, settings, line).add(line)
    line.ensurePolished()
    line.setPalette(QPalette(QColor("#123456")))  # Styling it anew would take that away.
    mark(line, "problem", False)
    assert line.palette().color(QPalette.ColorRole.Button).name() == "#123456"
    mark(line, "problem", True)
    mark(line, "problem", False)
    assert line.property("problem") is False
    assert line.palette().color(QPalette.ColorRole.Button).name() != "#123456"


class Counting(QWidget):
    """Counts how often it is given another style."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def changeEvent(self, event: QEvent) -> None:
        self.count += event.type() == QEvent.Type.StyleChange
        super().changeEvent(event)


def test_what_is_built_is_styled_once_when_it_comes_into_its_page(window: MainWindow) -> None:
    inner = Counting()
    outer: QWidget = inner
    for _ in range(5):
        holder = QWidget()
        QVBoxLayout(holder).addWidget(outer)
        outer = holder
    assert inner.count == 0
    outer.setParent(window.page(window.shown))
    assert inner.count == 1


def failed_label(parent: QWidget) -> QLabel:
    """A label whose colour the style sheet decides."""
    label = QLabel("x", parent)
    mark(label, "role", "failed")
    label.ensurePolished()
    return label


def colour_of(label: QLabel) -> Theme | None:
    """The theme whose colour a label of :func:`failed_label` has."""
    shown = label.palette().color(QPalette.ColorRole.WindowText)
    return next((one for one in (Theme.LIGHT, Theme.DARK) if shown == palette.colour(Role.FAILED, one)), None)


def until_painted(window: MainWindow) -> None:
    """Turn after turn until the window may be painted, and none more."""
    deadline = QDeadlineTimer(5000)
    while not window.updatesEnabled() and not deadline.hasExpired():
        QApplication.processEvents()


def test_a_hidden_page_has_the_new_theme_when_it_is_shown(window: MainWindow) -> None:
    window.choose_theme(Choice.LIGHT)
    labels = {step: failed_label(window.page(step)) for step in window.steps}
    for choice, theme in ((Choice.DARK, Theme.DARK), (Choice.LIGHT, Theme.LIGHT)):
        for step in window.steps:
            was_shown = window.shown is step
            window.choose_theme(choice)
            window.go(step)  # At once: the event loop had no turn.
            if was_shown:
                until_painted(window)
            assert colour_of(labels[step]) is theme, step


def test_hidden_pages_follow_the_theme_one_after_the_other(qtbot: QtBot, window: MainWindow) -> None:
    window.choose_theme(Choice.LIGHT)
    labels = {step: failed_label(window.page(step)) for step in window.steps}
    window.choose_theme(Choice.DARK)
    until_painted(window)
    dark = [step for step in window.steps if colour_of(labels[step]) is Theme.DARK]
    assert dark == [window.shown], "only the page that is shown holds the window up"
    qtbot.waitUntil(lambda: all(colour_of(label) is Theme.DARK for label in labels.values()))


def test_threads_that_read_logs_wait_until_the_new_theme_is_seen(qtbot: QtBot, window: MainWindow) -> None:
    window.choose_theme(Choice.LIGHT)
    until_painted(window)
    window.choose_theme(Choice.DARK)
    assert courtesy._until > 0
    qtbot.waitUntil(lambda: courtesy._until == 0)


def test_the_last_of_quick_changes_counts(qtbot: QtBot, window: MainWindow) -> None:
    labels = [failed_label(window.page(step)) for step in window.steps]
    for choice in (Choice.DARK, Choice.LIGHT, Choice.DARK):
        window.choose_theme(choice)
    qtbot.waitUntil(lambda: all(colour_of(label) is Theme.DARK for label in labels))
    QApplication.processEvents()
    assert all(colour_of(label) is Theme.DARK for label in labels)


def test_every_part_of_the_window_follows_the_theme(qtbot: QtBot, window: MainWindow) -> None:
    window.set_bar(bar := QWidget())
    bar.show()
    parts = (window.sidebar, window.bottom, window.page(window.shown), bar)
    labels = [failed_label(part) for part in parts]
    for choice, theme in ((Choice.DARK, Theme.DARK), (Choice.LIGHT, Theme.LIGHT)):
        window.choose_theme(choice)
        until_painted(window)
        assert [colour_of(label) for label in labels] == [theme] * len(parts), "nothing is painted before"
        picture = window.grab().toImage()
        look = palette.tokens(theme)
        assert picture.pixelColor(window.width() - 30, window.height() // 2).name() == look.page
        assert picture.pixelColor(5, window.height() // 2).name() == look.side


def test_a_page_made_after_the_change_has_the_new_theme(window: MainWindow) -> None:
    window.choose_theme(Choice.DARK)
    made = failed_label(window.page(window.steps[-1]))
    assert colour_of(made) is Theme.DARK


@pytest.mark.parametrize("of_a_page", [False, True])
def test_a_dialog_has_the_look_and_follows_it(window: MainWindow, of_a_page: bool) -> None:
    window.choose_theme(Choice.DARK)
    until_painted(window)
    dialog = QDialog(window.page(window.shown) if of_a_page else window)
    label = QLabel("x", dialog)
    mark(label, "role", "failed")
    dialog.open()
    assert colour_of(label) is Theme.DARK
    window.choose_theme(Choice.LIGHT)
    until_painted(window)
    assert colour_of(label) is Theme.LIGHT
    dialog.close()


def test_a_dialog_that_is_gone_is_forgotten(qtbot: QtBot, window: MainWindow) -> None:
    help_dialog = HelpDialog(window)
    help_dialog.open()
    with qtbot.waitSignal(help_dialog.destroyed):
        help_dialog.close()
    window.choose_theme(Choice.DARK)
    label = failed_label(window.page(window.steps[-1]))
    qtbot.waitUntil(lambda: colour_of(label) is Theme.DARK)


def test_a_dialog_that_measures_itself_has_the_look_by_then(window: MainWindow) -> None:
    help_dialog = HelpDialog(window)
    before = help_dialog.minimumHeight()
    help_dialog.open()
    assert help_dialog.layout().totalHeightForWidth(WIDTH) <= before
    assert before - GRID <= help_dialog.layout().totalHeightForWidth(WIDTH)
    help_dialog.close()
