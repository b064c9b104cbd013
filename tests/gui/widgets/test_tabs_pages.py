"""Tabs with pages whose height follows from their width."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wizard.gui.widgets.labels import plain
from wizard.gui.widgets.tabs import Tabs


def page(lines: int) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    for _ in range(lines):
        column.addWidget(plain("Words that wrap where there is little room for them. " * 3))
    return made


def test_a_high_page_leaves_no_room_behind_once_another_is_shown(qtbot: QtBot) -> None:
    tabs = Tabs()
    qtbot.addWidget(tabs)
    tabs.addTab(page(1), "Low")
    tabs.addTab(page(40), "High")
    tabs.resize(400, 300)
    tabs.show()
    low = tabs.heightForWidth(400)
    tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: tabs.heightForWidth(400) > 10 * low)
    tabs.setCurrentIndex(0)
    qtbot.waitUntil(lambda: tabs.heightForWidth(400) == low)


def test_the_focus_stays_with_the_tabs_when_its_page_goes(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    column = QVBoxLayout(host)
    tabs = Tabs()
    line = QLineEdit()
    tabs.addTab(line, "One")
    tabs.addTab(QLineEdit(), "Two")
    column.addWidget(tabs)
    column.addWidget(QPushButton("Elsewhere"))
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert tabs.currentIndex() == 1
    focused = host.focusWidget()
    assert focused is not None
    assert tabs.isAncestorOf(focused)


def test_the_keys_between_tabs_take_the_focus_along_from_title_to_title(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    tabs = Tabs()
    for name in ("One", "Two", "Three"):
        tabs.addTab(QLineEdit(), name)
    QVBoxLayout(host).addWidget(tabs)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    one, two, three = tabs.findChildren(QToolButton)
    one.setFocus()
    qtbot.keyClick(one, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert (tabs.currentIndex(), host.focusWidget()) == (1, two)
    qtbot.keyClick(two, Qt.Key.Key_Right)
    assert (tabs.currentIndex(), host.focusWidget()) == (2, three)
