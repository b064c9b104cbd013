"""Labels: plain text that wraps inside names, and what is copied from it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from wizard.gui.theme import Role
from wizard.gui.widgets.labels import breakable, folded, plain
from wizard.gui.widgets.verdict_banner import VerdictBanner

BREAK = "\u200b"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("piper.eslab.local", ["piper.", "eslab.", "local"]),
        ("with 10.225.2.31, the rest", ["with 10.225.2.31, the rest"]),
        ("127.0.0.1:53 (10.0.0.1)", ["127.0.0.1:53 (10.0.0.1)"]),
        ("31.2.225.10.in-addr.arpa", ["31.2.225.10.", "in-", "addr.", "arpa"]),
        ("1.2.3.4.5", ["1.", "2.", "3.", "4.", "5"]),
        ("The end.", ["The end."]),
        ("at _sip._udp.es", ["at _sip.", "_udp.", "es"]),
        ("under_scored", ["under_", "scored"]),
        ("x" * 50, ["x" * 24, "x" * 24, "xx"]),
    ],
)
def test_names_may_break_and_addresses_stay_whole(text: str, parts: list[str]) -> None:
    assert breakable(text).split(BREAK) == parts


@given(st.text(st.sampled_from("ab19.-_/\\ :,\u200b"), max_size=60))
def test_breaking_adds_nothing_else_and_twice_is_once(text: str) -> None:
    once = breakable(text)
    assert once.replace(BREAK, "") == text.replace(BREAK, "")
    assert breakable(once) == once


@given(st.text(st.sampled_from("ab19.-_ "), max_size=120))
def test_folding_loses_nothing_but_spaces(text: str) -> None:
    lines = folded(text, 30).split("\n")
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(len(line) <= 30 for line in lines)


def test_what_is_copied_from_a_label_has_no_invisible_signs(qtbot: QtBot) -> None:
    label = plain(breakable("piper.eslab.local is silent"), selectable=True)
    qtbot.addWidget(label)
    label.show()
    label.setSelection(0, len("piper.eslab.local") + 2)
    qtbot.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "piper.eslab.local"


def test_the_menu_of_a_label_copies_the_same(qtbot: QtBot) -> None:
    label = plain(breakable("piper.eslab.local"), selectable=True)
    qtbot.addWidget(label)
    label.show()
    QGuiApplication.clipboard().setText("before")
    for name in ("Select &all", "&Copy"):
        menu = label.make_menu()
        assert isinstance(menu, QMenu)
        next(one for one in menu.actions() if one.text() == name).trigger()
        menu.deleteLater()
    assert QGuiApplication.clipboard().text() == "piper.eslab.local"


def test_a_long_name_without_hyphens_wraps_in_a_banner(qtbot: QtBot) -> None:
    banner = VerdictBanner()
    qtbot.addWidget(banner)
    name = "x" * 63 + ".eslab.local"
    banner.show_verdict(Role.FAILED, f"Nothing is known of {name}", f"{name} is missing")
    assert f"{'x' * 24}{BREAK}" in banner._sentence.text()
    assert f"{'x' * 24}{BREAK}" in banner._why.text()
    assert banner.accessibleName() == f"Failed: Nothing is known of {name}"
