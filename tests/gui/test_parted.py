"""A long page has the style sheet part by part: all of it, always, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import MakeWindow
from tests.gui.pages.wizard_window import frame, open_window, setup_page
from wizard.core.case.case import Case
from wizard.core.case.steps import Step
from wizard.core.plan.draft import Draft
from wizard.core.plan.typed import DraftServer
from wizard.gui import palette
from wizard.gui.pages.base import Page
from wizard.gui.palette import Role, Theme
from wizard.gui.parted import Parted, dress
from wizard.gui.stylesheet import style_sheet
from wizard.gui.theme import Choice, mark
from wizard.gui.window import MainWindow

LONG = Draft(
    domain="eslab.local",
    subdomain="sip",
    servers=tuple(DraftServer(f"piper{n}", f"10.225.2.{n}") for n in range(1, 13)),
)
PARTS = 4


class LongPage(Page):
    step = Step.START
    title = "Long"
    by_parts = True

    def __init__(self) -> None:
        super().__init__()
        self.inner = Parted()
        column = QVBoxLayout(self.inner)
        self.parts = [failed() for _ in range(PARTS)]
        for part in self.parts[1:]:
            column.addWidget(part)
        self.content.addWidget(self.parts[0])
        self.content.addWidget(self.inner)


def failed(parent: QWidget | None = None) -> QLabel:
    """A label whose colour the style sheet decides."""
    label = QLabel("x", parent)
    mark(label, "role", "failed")
    return label


def looks(label: QLabel, theme: Theme) -> bool:
    return label.palette().color(QPalette.ColorRole.WindowText) == palette.colour(Role.FAILED, theme)


@pytest.fixture
def window(qtbot: QtBot, make_window: MakeWindow) -> Iterator[MainWindow]:
    made = make_window(pages={Step.START: LongPage})
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()


@pytest.fixture
def page(window: MainWindow) -> Any:
    return window.page(Step.START)


def show_in(qtbot: QtBot, window: MainWindow, choice: Choice) -> None:
    window.choose_theme(choice)
    qtbot.waitUntil(window.updatesEnabled)


def test_it_is_dressed_a_part_at_a_time(qtbot: QtBot, window: MainWindow, page: Any) -> None:
    show_in(qtbot, window, Choice.LIGHT)
    window.choose_theme(Choice.DARK)
    area = frame(page)
    dark: list[int] = []
    while dress(area, enough=lambda: True):
        dark.append(sum(looks(part, Theme.DARK) for part in page.parts))
    assert {0, *dark} == set(range(PARTS + 1))
    assert not dress(area)


def test_what_comes_later_has_the_look_and_follows_it(qtbot: QtBot, window: MainWindow, page: Any) -> None:
    show_in(qtbot, window, Choice.DARK)
    late = failed()
    page.inner.layout().addWidget(late)
    late.show()
    box = Parted()
    inside = failed()
    QVBoxLayout(box).addWidget(inside)
    page.content.addWidget(box)
    box.show()
    assert [looks(one, Theme.DARK) for one in (late, inside)] == [True, True]
    assert box.styleSheet() == ""
    show_in(qtbot, window, Choice.LIGHT)
    assert [looks(one, Theme.LIGHT) for one in (late, inside)] == [True, True]


def test_its_dialog_has_the_look_and_follows_it(qtbot: QtBot, window: MainWindow, page: Any) -> None:
    show_in(qtbot, window, Choice.DARK)
    dialog = QDialog(page)
    label = failed(dialog)
    dialog.open()
    assert looks(label, Theme.DARK)
    show_in(qtbot, window, Choice.LIGHT)
    assert looks(label, Theme.LIGHT)
    dialog.close()


def test_within_what_has_the_sheet_it_is_a_widget_like_any_other(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    box, label = Parted(), failed()
    QVBoxLayout(around).addWidget(box)
    QVBoxLayout(box).addWidget(label)
    dress(around)
    around.show()
    late = failed(box)
    late.show()
    assert [one.styleSheet() for one in (box, label, late)] == [""] * 3
    assert late.palette().color(QPalette.ColorRole.WindowText) == label.palette().color(
        QPalette.ColorRole.WindowText
    )


def sheets(widget: QWidget, top: QWidget) -> list[str]:
    """Those of the widget and of what is around it in ``top``."""
    found: list[str] = []
    one: QWidget | None = widget
    while one is not None and one is not top:
        found += [one.styleSheet()] if one.styleSheet() else []
        one = one.parentWidget()
    return found


def wrong(page: QWidget, window: MainWindow) -> list[QWidget]:
    """What is to be seen on a page and has not the style sheet of the look in effect, once."""
    wanted = [style_sheet(palette.current())]
    seen = [one for one in page.findChildren(QWidget) if one.isVisibleTo(page)]
    assert len(seen) > 50
    styled = [one for one in seen if sheets(one, window) or not isinstance(one, Parted)]
    bars = (frame(page).verticalScrollBar(), frame(page).horizontalScrollBar())
    return [one for one in (*styled, *bars) if sheets(one, window) != wanted]


def test_everything_on_a_long_plans_pages_has_one_sheet_around_it(qtbot: QtBot, settings: QSettings) -> None:
    window = open_window(qtbot, settings, Case(draft=LONG), Step.SETUP)
    pages = [window.page(step) for step in (Step.HANDSET, Step.SETUP)]
    for page in pages:
        window.go(page.step)
        qtbot.waitUntil(lambda page=page: not page.busy(), timeout=20_000)
    setup_page(window).result.zone_lines.button.click()
    setup_page(window).servers.add.click()
    setup_page(window).result.tabs.setCurrentIndex(2)
    for choice in (Choice.DARK, Choice.LIGHT):
        show_in(qtbot, window, choice)
        assert wrong(pages[-1], window) == []
        for page in pages:
            qtbot.waitUntil(lambda page=page: wrong(page, window) == [])
