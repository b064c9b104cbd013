"""What is to be seen is scrolled into sight: whole, or from its beginning."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wizard.gui.widgets.reveal import reveal

HEIGHT = 300


@pytest.mark.parametrize("height", [40, 280, 2000], ids=["small", "about as high", "higher"])
@pytest.mark.parametrize("below", [False, True], ids=["from above", "from below"])
def test_its_beginning_is_seen(qtbot: QtBot, height: int, below: bool) -> None:
    area, page, wanted = QScrollArea(), QWidget(), QWidget()
    qtbot.addWidget(area)
    column = QVBoxLayout(page)
    for part, tall in ((QWidget(), 1500), (wanted, height), (QWidget(), 1500)):
        part.setFixedHeight(tall)
        column.addWidget(part)
    area.setWidget(page)
    area.resize(400, HEIGHT)
    area.show()
    bar = area.verticalScrollBar()
    bar.setValue(bar.maximum() if below else 0)
    reveal(wanted)
    qtbot.waitUntil(lambda: bar.value() not in (0, bar.maximum()))
    top = wanted.mapTo(area.viewport(), QPoint()).y()
    assert top >= 0
    assert top + min(height, 100) <= area.viewport().height()
