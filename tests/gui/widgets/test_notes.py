"""A remark has its icon and its words with the first thing to say."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from wizard.gui.theme import Role
from wizard.gui.widgets.notes import Remark


def test_a_remark_that_says_nothing_costs_one_widget(qtbot: QtBot) -> None:
    remark = Remark(source="CS-14-17")
    qtbot.addWidget(remark)
    assert remark.text() == ""
    assert not remark.findChildren(QWidget)
    remark.say("", Role.WARNING)
    assert not remark.findChildren(QWidget)


def test_it_says_something_later_where_it_stands(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    remark = Remark(source="CS-14-17")
    column.addWidget(QLabel("above"))
    column.addWidget(remark)
    page.resize(400, 300)
    page.show()
    assert not remark.isVisible()
    remark.say("The port must be 0.", Role.WARNING)
    labels = [one for one in remark.findChildren(QLabel) if one.isVisible()]
    assert [one.text() for one in labels] == ["The port must be 0.", "CS-14-17"]
    assert labels[0].property("role") == Role.WARNING.value
    column.activate()
    assert remark.height() >= sum(one.sizeHint().height() for one in labels)
    tops = [one.mapTo(page, one.rect().topLeft()) for one in labels]
    assert tops[0].y() < tops[1].y()
    assert min(top.x() for top in tops) > remark.x(), "the icon stands at the left"
    remark.say("")
    assert not remark.isVisible()
    assert remark.text() == ""
