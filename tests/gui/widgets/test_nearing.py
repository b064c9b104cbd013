"""What is far below comes when it is near, and when what hid it is gone."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from wizard.gui.slices import Slices
from wizard.gui.widgets.nearing import Nearing

SEEN = 200
"""Logical pixels of the page that are seen; it is ten times as high."""


class _Growing(QWidget):
    """Each slice makes its part 50 pixels higher, where that is near; the page stays as it is."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setGeometry(0, 0, 100, 10 * SEEN)
        self.part = QWidget(self)
        self.part.setGeometry(0, 0, 100, 50)
        self.slices = Slices(self, self._grow)
        self.nearing = Nearing(self, self.part, self.slices)

    def _grow(self) -> bool:
        near = self.nearing.is_near()
        if near:
            self.part.resize(100, self.part.height() + 50)
        return near


def a_page(qtbot: QtBot) -> tuple[QScrollArea, _Growing]:
    area, page = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    page.resize(100, 10 * SEEN)
    area.resize(150, SEEN)
    area.setWidget(page)
    return area, _Growing(page)


def test_it_grows_until_a_screen_below_what_is_seen(qtbot: QtBot) -> None:
    area, growing = a_page(qtbot)
    area.show()
    qtbot.waitUntil(lambda: not growing.slices.waiting)
    seen = area.viewport().height()
    assert 2 * seen <= growing.part.height() < 2 * seen + 50
    area.verticalScrollBar().setValue(400)
    qtbot.waitUntil(lambda: growing.part.height() >= 400 + 2 * seen)
    qtbot.waitUntil(lambda: not growing.slices.waiting)
    assert growing.part.height() < 450 + 2 * seen


def test_what_is_hidden_waits_until_it_is_shown(qtbot: QtBot) -> None:
    area, growing = a_page(qtbot)
    growing.hide()
    area.show()
    growing.slices.start()
    qtbot.waitUntil(lambda: not growing.slices.waiting)
    area.verticalScrollBar().setValue(400)
    assert not growing.slices.waiting
    assert growing.part.height() == 50
    growing.show()
    qtbot.waitUntil(lambda: growing.part.height() >= 400 + area.viewport().height())


def test_without_a_page_around_it_all_is_near(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    growing = _Growing(window)
    assert growing.nearing.is_near()
