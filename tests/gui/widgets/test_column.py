"""What layouts remember of their height is what Qt would say, at any time."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QGridLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wizard.gui.widgets.column import Column, Grid
from wizard.gui.widgets.labels import plain

WIDTHS = (120, 333, 500, 120, 333)
TEXT = "Only one SRV record for _sip._udp.testserver.eslab.local: there is nothing to fail over to. "


class Measured(QWidget):
    """Higher the narrower it is; counts how often it is asked."""

    def __init__(self, area: int = 9000) -> None:
        super().__init__()
        self.area, self.asked = area, 0
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(100, 10)

    def minimumSizeHint(self) -> QSize:
        return QSize(50, 10)

    def heightForWidth(self, width: int) -> int:
        self.asked += 1
        return self.area // max(width, 1)


def nested(qtbot: QtBot, make: Callable[[QWidget], QLayout]) -> tuple[QWidget, QWidget]:
    outer, inner = QWidget(), QWidget()
    qtbot.addWidget(outer)
    around = make(outer)
    around.setContentsMargins(0, 0, 0, 0)
    around.setSpacing(8)
    within = make(inner)
    within.setContentsMargins(0, 0, 0, 0)
    within.setSpacing(8)
    around.addWidget(inner)
    within.addWidget(Measured())
    within.addWidget(plain(TEXT * 3))
    outer.resize(333, 400)
    with qtbot.waitExposed(outer):
        outer.show()
    return outer, inner


def heights(outer: QWidget) -> list[tuple[int, int]]:
    layout = outer.layout()
    return [(layout.heightForWidth(width), layout.minimumHeightForWidth(width)) for width in WIDTHS]


PAIRS = pytest.mark.parametrize(("ours", "qts"), [(Column, QVBoxLayout), (Grid, QGridLayout)])


@PAIRS
def test_it_says_what_qt_says(qtbot: QtBot, ours, qts) -> None:
    (mine, within), (peer, peers) = nested(qtbot, ours), nested(qtbot, qts)
    assert heights(mine) == heights(peer)
    for change in (
        lambda box: (
            box.findChild(Measured).__setattr__("area", 40_000) or box.findChild(Measured).updateGeometry()
        ),
        lambda box: box.layout().addWidget(plain(TEXT * 5)),
        lambda box: box.layout().itemAt(1).widget().setText("Short."),
        lambda box: box.layout().itemAt(1).widget().hide(),
        lambda box: box.layout().setSpacing(20),
        lambda box: (
            box.layout().removeWidget(box.findChild(Measured)) or box.findChild(Measured).setParent(None)
        ),
    ):
        before = heights(mine)
        for box in (within, peers):
            change(box)
        QApplication.processEvents()
        assert heights(mine) == heights(peer)
        assert heights(mine) != before, "each of these changes the height"


@PAIRS
def test_what_was_measured_is_not_measured_again(qtbot: QtBot, ours, qts) -> None:
    outer, inner = nested(qtbot, ours)
    heights(outer)
    measured = inner.findChild(Measured)
    measured.asked = 0
    heights(outer)
    outer.layout().invalidate()  # Something beside it has changed.
    heights(outer)
    assert measured.asked == 0
