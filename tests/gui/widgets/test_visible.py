"""Parts that are shown together are laid out together."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wizard.gui.widgets.visible import laid_out_once

HIGH, PARTS = 20, 5


class Counting(QVBoxLayout):
    """Counts how often it is laid out."""

    count = 0

    def setGeometry(self, rect):
        self.count += 1
        super().setGeometry(rect)


class Part(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(100, HIGH)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    """A shown widget around an inner one that has hidden parts."""
    outer = QWidget()
    qtbot.addWidget(outer)
    around, inner = Counting(outer), QWidget()
    around.addWidget(inner)
    column = QVBoxLayout(inner)
    for _ in range(PARTS):
        part = Part()
        part.hide()
        column.addWidget(part)
    outer.resize(200, 600)
    with qtbot.waitExposed(outer):
        outer.show()
    return outer


def parts(page: QWidget) -> list[QWidget]:
    return page.findChildren(Part)


def test_parts_shown_together_are_laid_out_once_and_at_the_end(page: QWidget) -> None:
    before = page.layout().count
    with laid_out_once(parts(page)[0].parentWidget()):
        for part in parts(page):
            part.show()
        assert page.layout().count == before
    assert page.layout().count == before + 1
    tops = [part.geometry().top() for part in parts(page)]
    assert len(set(tops)) == PARTS
    assert tops == sorted(tops)
    assert all(part.height() >= HIGH for part in parts(page))


def test_nested_waits_for_the_outermost_and_a_fault_leaves_nothing_frozen(page: QWidget) -> None:
    inner = parts(page)[0].parentWidget()
    before = page.layout().count

    def fail() -> None:
        with laid_out_once(inner):
            with laid_out_once(inner):
                parts(page)[0].show()
            assert page.layout().count == before
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert page.layout().count > before
    assert page.layout().isEnabled()
    assert inner.layout().isEnabled()
    assert parts(page)[0].height() >= HIGH
