"""Parts that are shown together are laid out together."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wizard.gui.widgets.visible import laid_out_later, laid_out_once

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


class Unfolding(QWidget):
    """Has more to show as soon as it is wide enough, which it learns while it is laid out."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        self.parts = [Part() for _ in range(PARTS)]
        for part in self.parts:
            part.hide()
            column.addWidget(part)

    def resizeEvent(self, event: QResizeEvent) -> None:
        with laid_out_later(self):
            for part in self.parts:
                part.setVisible(self.width() > 300)
        super().resizeEvent(event)


def test_what_unfolds_while_it_is_laid_out_pushes_the_rest_down(qtbot: QtBot) -> None:
    outer = QWidget()
    qtbot.addWidget(outer)
    around, inner, under = QVBoxLayout(outer), Unfolding(), Part()
    for one in (Part(), inner, under):
        around.addWidget(one)
    around.addStretch(1)
    outer.resize(200, 600)
    with qtbot.waitExposed(outer):
        outer.show()
    for width, least in ((400, PARTS * HIGH), (200, 0), (400, PARTS * HIGH)):
        outer.resize(width, 600)
        QApplication.processEvents()
        assert inner.height() >= least
        assert under.geometry().top() > inner.geometry().bottom()
        bottoms = [part.geometry().bottom() for part in inner.parts if part.isVisible()]
        assert bottoms == sorted(bottoms)
        assert all(bottom < inner.height() for bottom in bottoms)
        assert all(part.height() >= HIGH for part in inner.parts if part.isVisible())


def test_what_is_hidden_is_laid_out_when_it_is_shown(page: QWidget) -> None:
    parts = page.findChildren(Part)
    page.hide()
    with laid_out_once(page):
        for part in parts:
            part.show()
    page.show()
    tops = [part.geometry().top() for part in parts]
    assert tops == sorted(set(tops))
    assert all(part.height() >= HIGH for part in parts)


class Disturbed(QObject):
    """Counts how often parts are moved or get another size."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() in (QEvent.Type.Move, QEvent.Type.Resize)
        return False


def test_what_comes_into_a_page_that_scrolls_squeezes_nothing_that_is_there(qtbot: QtBot) -> None:
    area, page, inner = QScrollArea(), QWidget(), QWidget()
    qtbot.addWidget(area)
    area.setWidget(page)
    area.setWidgetResizable(True)
    around, column = QVBoxLayout(page), QVBoxLayout(inner)
    content = QVBoxLayout()
    around.addLayout(content)
    content.addWidget(inner)
    around.addStretch(1)
    area.resize(200, 6 * HIGH)

    def grow() -> list[Part]:
        made = [Part() for _ in range(PARTS)]
        with laid_out_once(inner):
            for part in made:
                column.addWidget(part)
                part.show()
        return made

    with qtbot.waitExposed(area):
        area.show()
    old = [*grow(), *grow()]  # Twice: the scroll bar is there.
    assert page.height() > area.viewport().height()
    assert all(part.height() >= HIGH for part in old)
    disturbed = Disturbed()
    for part in old:
        part.installEventFilter(disturbed)
    before = page.height()
    new = grow()
    assert page.height() >= before + PARTS * HIGH, "the page has grown already"
    QApplication.processEvents()
    assert disturbed.count == 0
    tops = [part.geometry().top() for part in (*old, *new)]
    assert tops == sorted(set(tops))
    assert all(part.height() >= HIGH for part in new)
