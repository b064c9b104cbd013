"""The start page: three intents, recent cases, the practice case."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from tests.gui.demo import PAGES
from tests.gui.pages.live import JUDGE, cut_off
from tests.gui.whole import whole_window
from wizard.core.case.case import Case
from wizard.core.case.status import statuses
from wizard.core.case.steps import Step
from wizard.gui.pages.start import StartPage
from wizard.gui.recent import MOST_RECENT, RECENT, recent_cases
from wizard.gui.shots import settle


@pytest.fixture
def start(qtbot: QtBot, settings: QSettings):
    windows = []

    def open_(*recent: Path | str):
        if recent:
            settings.setValue(RECENT, [str(path) for path in recent])
        pages = {**PAGES, Step.START: lambda: StartPage(JUDGE, settings)}
        window = whole_window(Case(), pages, lambda case: statuses(case, JUDGE), settings)
        qtbot.addWidget(window)
        windows.append(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        settle(window)
        return window, window.page(Step.START)

    yield open_
    for window in windows:
        window.close()


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "Aarhus hospital.json"
    path.write_text("{}")
    return path


@pytest.mark.parametrize("step", [Step.SETUP, Step.CHECKS, Step.LOG])
def test_each_intent_leads_to_its_page_by_mouse_and_by_key(qtbot, start, step):
    window, page = start()
    qtbot.mouseClick(page.intents[step], Qt.MouseButton.LeftButton)
    assert window.shown is step
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        window.go(Step.START)
        page.intents[step].setFocus()
        qtbot.keyClick(page.intents[step], key)
        assert window.shown is step


def test_tab_goes_from_intent_to_intent_to_the_cases(qtbot, start, saved):
    window, page = start(saved)
    first, *rest = page.intents.values()
    first.setFocus()
    for widget in (*rest, page.open_button, page.practice_button, page.recent.rows[saved]):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        assert window.focusWidget() is widget


def test_cards_tell_screen_readers_what_they_do(start):
    _, page = start()
    for card in page.intents.values():
        assert card.accessibleName()
        assert card.accessibleDescription().endswith(".")


def test_open_and_practice_ask_for_themselves(qtbot, start):
    _, page = start()
    with qtbot.waitSignal(page.open_requested, timeout=10_000) as asked:
        qtbot.mouseClick(page.open_button, Qt.MouseButton.LeftButton)
    assert asked.args == [None]
    with qtbot.waitSignal(page.practice_requested, timeout=10_000):
        qtbot.mouseClick(page.practice_button, Qt.MouseButton.LeftButton)


def test_ctrl_o_asks_which_case(qtbot, start):
    window, page = start()
    with qtbot.waitSignal(page.open_requested) as heard:
        qtbot.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert heard.args == [None]


def test_a_recent_case_opens(qtbot, start, saved):
    _, page = start(saved)
    card = page.recent.rows[saved]
    assert card.accessibleName() == "Aarhus hospital"
    with qtbot.waitSignal(page.open_requested, timeout=10_000) as asked:
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    assert asked.args == [saved]


def test_a_missing_case_is_grey_and_says_why_when_clicked(qtbot, start, saved, tmp_path):
    gone = tmp_path / "not" / "there.json"
    _, page = start(gone, saved)
    title, _text = page.recent.rows[gone].labels
    assert title.property("role") == "muted"
    assert page.recent.rows[gone].accessibleDescription().startswith("Missing: ")
    assert page.recent.rows[saved].labels[0].property("role") != "muted"
    with qtbot.assertNotEmitted(page.open_requested), qtbot.waitSignal(page.said, timeout=10_000) as said:
        qtbot.mouseClick(page.recent.rows[gone], Qt.MouseButton.LeftButton)
    assert "there.json is not there any more" in said.args[0]
    assert page.recent.reason.isVisible()


def test_a_case_that_is_back_opens(qtbot, start, tmp_path):
    path = tmp_path / "stick.json"
    _, page = start(path)
    path.write_text("{}")
    with qtbot.waitSignal(page.open_requested, timeout=10_000):
        qtbot.mouseClick(page.recent.rows[path], Qt.MouseButton.LeftButton)
    assert page.recent.rows[path].labels[0].property("role") != "muted"


def test_a_folder_is_no_case(qtbot, start, tmp_path):
    _, page = start(tmp_path)
    with qtbot.waitSignal(page.said, timeout=10_000) as said:
        qtbot.mouseClick(page.recent.rows[tmp_path], Qt.MouseButton.LeftButton)
    assert "is a folder" in said.args[0]


def test_the_list_is_read_anew_when_the_page_is_entered(start, settings, saved):
    window, page = start()
    assert not page.recent.isVisible()
    window.go(Step.LOG)
    settings.setValue(RECENT, [str(saved)])
    window.go(Step.START)
    assert page.recent.isVisible()
    assert list(page.recent.rows) == [saved]


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (None, []),
        (7, []),
        ({"a": 1}, []),
        ("C:/one.json", [Path("C:/one.json")]),
        (["a.json", 5, "", "a.json", "b.json"], [Path("a.json"), Path("b.json")]),
        ([f"{n}.json" for n in range(20)], [Path(f"{n}.json") for n in range(MOST_RECENT)]),
    ],
)
def test_unsound_settings_do_no_harm(settings, stored, expected):
    settings.setValue(RECENT, stored)
    assert recent_cases(settings) == expected


def test_a_name_with_a_null_byte_is_missing(qtbot, start, settings):
    bad = Path("bad\0name.json")
    _, page = start()
    page.recent.show_paths([bad])
    with qtbot.waitSignal(page.said, timeout=10_000) as said:
        qtbot.mouseClick(page.recent.rows[bad], Qt.MouseButton.LeftButton)
    assert "\0" not in said.args[0]


@pytest.mark.parametrize("size", [(800, 500), (1366, 768)])
def test_nothing_is_cut_off(start, saved, size):
    long = "/media/" + "x" * 90 + "/visits_of_the_year_2026/" + "Sundby_school-second_floor_" * 5 + ".json"
    window, page = start(saved, long, "C:\\Users\\technician\\Documents\\" + "y" * 80 + ".json")
    window.resize(*size)
    settle(window)
    assert cut_off(page) == []
