"""The picture of a chain: by mouse, by keyboard, in words, in every theme."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wizard.core.diagnosis.picture import NodeState
from wizard.core.diagnosis.picture_chain import picture_of
from wizard.core.dns.answer import Server
from wizard.core.dns.question import ask
from wizard.core.handset.chain import Chain, asked
from wizard.core.handset.resolver import Lookfor
from wizard.gui.widgets.resolution_map import ResolutionMap, state_icon, state_role
from wizard.practice.lab import BROKEN, REPAIRED
from wizard.practice.server import PracticeServer


def chain_of(zone) -> Chain:
    with PracticeServer(zone) as server:
        return asked(
            Lookfor("testserver.eslab.local"),
            Server(server.address, server.port),
            lambda q, to: ask(q, to, 0.5),
        )


@pytest.fixture(scope="module")
def good() -> Chain:
    return chain_of(REPAIRED)


@pytest.fixture
def drawn(qtbot: QtBot, good: Chain):
    box = QWidget()
    column = QVBoxLayout(box)
    made = ResolutionMap()
    column.addWidget(made)
    column.addStretch(1)
    qtbot.addWidget(box)
    box.resize(1050, 700)
    made.show_picture(picture_of(good))
    with qtbot.waitExposed(box):
        box.show()
    yield made
    box.close()


def test_it_is_as_high_as_its_picture_at_any_width(drawn):
    for width in (1050, 500, 300):
        drawn.window().resize(width, 900)
        laid = drawn.laid_out(drawn.width())
        assert drawn.height() >= laid.height
        assert drawn.width() >= laid.width


def test_it_tells_itself_in_words(drawn):
    assert drawn.accessibleName()
    assert "1. piper.eslab.local. found. 10.225.2.31:5060 UDP" in drawn.accessibleDescription()


def test_a_click_chooses_the_answer_behind_a_node(drawn, qtbot, good):
    with qtbot.waitSignal(drawn.chosen, timeout=10_000) as chosen:
        qtbot.mouseClick(drawn, Qt.MouseButton.LeftButton, pos=drawn.place_of(3).center())
    assert chosen.args == [good.answers[2]]


def test_a_click_beside_or_on_the_name_chooses_nothing(drawn, qtbot):
    with qtbot.assertNotEmitted(drawn.chosen):
        qtbot.mouseClick(drawn, Qt.MouseButton.LeftButton, pos=drawn.place_of(0).center())
        qtbot.mouseClick(drawn, Qt.MouseButton.LeftButton, pos=drawn.rect().bottomLeft())


def test_arrow_keys_walk_and_stop_at_both_ends(drawn, qtbot, good):
    drawn.setFocus()
    for _ in range(9):
        qtbot.keyClick(drawn, Qt.Key.Key_Down)
    with qtbot.waitSignal(drawn.chosen, timeout=10_000) as chosen:
        qtbot.keyClick(drawn, Qt.Key.Key_Return)
    assert chosen.args == [good.answers[3]]
    for _ in range(9):
        qtbot.keyClick(drawn, Qt.Key.Key_Left)
    qtbot.keyClick(drawn, Qt.Key.Key_Right)
    with qtbot.waitSignal(drawn.chosen, timeout=10_000) as chosen:
        qtbot.keyClick(drawn, Qt.Key.Key_Space)
    assert chosen.args == [good.answers[0]]


def test_an_empty_picture_paints_and_takes_keys(qtbot):
    empty = ResolutionMap()
    qtbot.addWidget(empty)
    empty.resize(200, 50)
    empty.render(QPixmap(200, 50))
    with qtbot.assertNotEmitted(empty.chosen):
        qtbot.keyClick(empty, Qt.Key.Key_Down)
        qtbot.keyClick(empty, Qt.Key.Key_Return)


def test_a_shorter_picture_keeps_the_focus_inside(drawn, qtbot):
    drawn.setFocus()
    for _ in range(9):
        qtbot.keyClick(drawn, Qt.Key.Key_Down)
    drawn.show_picture(picture_of(Chain(Server("10.0.0.1"), Lookfor("x.eslab.local"))))
    with qtbot.assertNotEmitted(drawn.chosen):  # There is nothing to choose.
        qtbot.keyClick(drawn, Qt.Key.Key_Return)
    broken = chain_of(BROKEN)
    drawn.show_picture(picture_of(broken))
    qtbot.keyClick(drawn, Qt.Key.Key_Up)
    with qtbot.waitSignal(drawn.chosen) as chosen:
        qtbot.keyClick(drawn, Qt.Key.Key_Return)
    assert chosen.args[0] in broken.answers


def test_states_differ_in_shape_not_in_colour_alone():
    kinds = [(state, harmless) for state in NodeState for harmless in (False, True)]
    shapes = {(state_role(s, harmless=h), state_icon(s, harmless=h)) for s, h in kinds}
    assert len({icon for _, icon in shapes}) == 6
    assert len({role for role, _ in shapes}) == 5
