"""DNS setup: who serves, what if a server is down, and where the hosts belong."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.pages.wizard_window import frame, open_window, setup_page, words
from wizard.core.case.case import Case
from wizard.core.case.steps import Step
from wizard.core.plan.draft import Draft
from wizard.core.plan.typed import DraftServer
from wizard.gui import palette
from wizard.gui.pages.checks.words import moment_text
from wizard.gui.pages.setup import SetupPage
from wizard.gui.theme import Choice
from wizard.gui.widgets.share_bars import Bar, ShareBars
from wizard.gui.window import MainWindow

SHARED = Draft(
    domain="eslab.local",
    subdomain="testserver",
    servers=(
        DraftServer("piper", "10.225.2.31", "5070", "10", "30"),
        DraftServer("piper2", "10.225.2.32", "5070", "10", "10"),
        DraftServer("pbx.other.example", "192.0.2.7", priority="20"),
    ),
)


@pytest.fixture
def window(qtbot: QtBot, settings: QSettings) -> MainWindow:
    return open_window(qtbot, settings, Case(draft=SHARED), Step.SETUP)


@pytest.fixture
def page(window: MainWindow) -> SetupPage:
    return setup_page(window)


def bars(page: SetupPage) -> list[tuple[str, float, str]]:
    return [(bar.name, bar.part, bar.words) for bar in page.serving.bars.bars()]


def test_equal_priorities_are_drawn_with_their_shares(page: SetupPage) -> None:
    assert bars(page) == [
        ("piper.eslab.local", 0.75, "75%: weight 30 of 40"),
        ("piper2.eslab.local", 0.25, "25%: weight 10 of 40"),
        ("pbx.other.example", 0.0, "waits"),
    ]
    assert "75%" in words(page.serving.bars)
    assert "share piper (75%) and piper2 (25%)" in words(page.sentence)


def test_a_weight_of_0_is_no_simple_fraction(window: MainWindow, page: SetupPage) -> None:
    first, second, third = SHARED.servers
    window.set_case(Case(draft=replace(SHARED, servers=(first, replace(second, weight="0"), third))))
    assert [one for _, _, one in bars(page)] == ["about 97%", "about 3%", "waits"]


def test_a_server_that_is_ticked_as_down_leaves_its_handsets_to_others(qtbot: QtBot, page: SetupPage) -> None:
    boxes = page.serving.whatif.boxes
    assert not page.serving.whatif.sentence.isVisible(), "the banner says it already"
    boxes[0].setFocus()
    qtbot.keyClick(boxes[0], Qt.Key.Key_Space)
    assert [part for _, part, _ in bars(page)] == [0.0, 1.0, 0.0]
    assert bars(page)[0][2] == "down"
    assert "With piper.eslab.local down, all handsets use piper2.eslab.local." in words(page.serving)
    qtbot.mouseClick(boxes[1], Qt.MouseButton.LeftButton)
    assert bars(page)[2] == ("pbx.other.example", 1.0, "100%")
    qtbot.mouseClick(boxes[2], Qt.MouseButton.LeftButton)
    assert {one for _, _, one in bars(page)} == {"down"}
    assert "no server is left" in words(page.serving)


def test_ticks_change_nothing_of_the_plan_and_stay_while_it_is_edited(
    qtbot: QtBot, window: MainWindow, page: SetupPage
) -> None:
    page.serving.whatif.boxes[0].setChecked(True)
    assert window.case.draft == SHARED
    weight = page.servers.rows[1].editors["weight"]
    weight.setFocus()
    qtbot.keyClick(weight, Qt.Key.Key_0)
    assert page.serving.whatif.boxes[0].isChecked()
    assert bars(page)[0][2] == "down"


def test_the_tab_key_comes_to_the_ticks_where_they_stand(
    qtbot: QtBot, window: MainWindow, page: SetupPage
) -> None:
    qtbot.mouseClick(page.servers.add, Qt.MouseButton.LeftButton)
    last = page.servers.rows[-1]
    for part, text in (("host", "piper4"), ("address", "10.225.2.34")):
        last.editors[part].setFocus()
        qtbot.keyClicks(last.editors[part], text)
    assert len(page.serving.whatif.boxes) == 4
    page.servers.add.setFocus()
    for box in page.serving.whatif.boxes:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert box.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert page.travel.transport.hasFocus()


def test_nothing_is_drawn_while_there_is_no_second_host(window: MainWindow, page: SetupPage) -> None:
    window.set_case(Case(draft=replace(SHARED, servers=SHARED.servers[:1])))
    assert not page.serving.isVisible()
    window.set_case(Case(draft=SHARED))
    assert page.serving.isVisible()
    window.set_case(Case())
    assert not page.serving.isVisible()
    assert not page.host_notes.isVisible()


def test_where_hosts_belong_is_said_and_other_zones_stand_apart(page: SetupPage) -> None:
    said = words(page.host_notes)
    assert "pbx.other.example (192.0.2.7) lies outside eslab.local" in said
    assert "would become piper.testserver.eslab.local" in said
    assert "pbx.other.example" not in [line.value for line in page.result.records.lines()]
    assert [line.value for line in page.result.elsewhere.lines()] == ["pbx.other.example"]
    assert "Records to create (5)" in words(page.result)
    assert len(page.result.records.lines()) == 5


def test_the_time_to_live_is_advised_with_its_reason(window: MainWindow, page: SetupPage) -> None:
    assert "3600 (one hour) is advised." in words(page.travel)
    assert "each of which can time out" in words(page.travel)
    assert not page.travel.ttl_doubt.isVisible()
    window.set_case(Case(draft=replace(SHARED, ttl="604800")))
    assert "only 7 days later" in words(page.travel)
    window.set_case(Case(draft=replace(SHARED, ttl="60")))
    assert "again and again" in words(page.travel)


def test_a_shared_address_is_a_warning_on_the_page(window: MainWindow, page: SetupPage) -> None:
    same = tuple(replace(server, address="10.225.2.31") for server in SHARED.servers)
    window.set_case(Case(draft=replace(SHARED, servers=same)))
    assert "share the address 10.225.2.31" in words(page.sentence)


def test_the_longest_names_push_nothing_out_of_the_smallest_window(qtbot: QtBot, settings: QSettings) -> None:
    hosts = [".".join(letter * 63 for letter in "abc") + ".eslab.local", "y" * 63 + ".eslab.local"]
    servers = tuple(DraftServer(host, f"10.225.2.{number}") for number, host in enumerate(hosts))
    window = open_window(
        qtbot, settings, Case(draft=replace(SHARED, servers=servers)), Step.SETUP, (800, 500)
    )
    page = setup_page(window)
    page.serving.whatif.boxes[0].setChecked(True)
    bar = frame(page).horizontalScrollBar()
    assert bar.maximum() == 0
    view = frame(page).viewport()
    for widget in (page.serving.bars, page.serving.whatif, page.host_notes, page.sentence):
        right = widget.mapTo(view, widget.rect().topRight()).x()
        assert right <= view.width()


@pytest.mark.parametrize("choice", [Choice.LIGHT, Choice.DARK])
def test_a_bar_is_filled_as_far_as_its_share(qtbot: QtBot, window: MainWindow, choice: Choice) -> None:
    window.choose_theme(choice)
    part = ShareBars()
    qtbot.addWidget(part)
    part.show_bars([Bar("a", 0.75, "75%"), Bar("b", 0.0, "down", is_down=True)])
    part.resize(600, part.sizeHint().height())
    part.show()
    painted = list(part.findChildren(type(part._rows[0][1])))
    assert [one.accessibleName() for one in painted] == ["a: 75%", "b: down"]
    image = painted[0].grab().toImage()
    middle = image.height() // 2
    filled = QColor(palette.current().accent)
    assert image.pixelColor(round(image.width() * 0.7), middle) == filled
    assert image.pixelColor(round(image.width() * 0.8), middle) != filled
    assert painted[1].grab().toImage().pixelColor(4, middle) != filled


def test_moments_read_the_same_in_every_language() -> None:
    assert moment_text("2026-11-22T17:47:13") == "2026-11-22 17:47"
    assert moment_text("yesterday") == "yesterday"
