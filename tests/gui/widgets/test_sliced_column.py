"""A long list of findings comes little by little: in order, whole, and reached by the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.demo import explained
from wizard.core.finding import Severity, State
from wizard.core.knowledge import Explained
from wizard.gui.widgets.evidence_row import EvidenceRow
from wizard.gui.widgets.finding_card import FindingCard
from wizard.gui.widgets.finding_list import FindingList

SEVERITIES = sorted(Severity, key=lambda one: -one.rank)
MANY = [explained(severity, code=severity.value) for severity in SEVERITIES for _ in range(12)]


@pytest.fixture
def page(qtbot: QtBot):
    """A list between two buttons."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.addWidget(QPushButton("before"))
    column.addWidget(FindingList())
    column.addWidget(QPushButton("after"))
    qtbot.addWidget(made)
    made.resize(700, 900)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def findings(page: QWidget) -> FindingList:
    return page.findChild(FindingList)


def cards(page: QWidget) -> list[Explained]:
    return [one.explained for one in page.findChildren(FindingCard)]


def came(qtbot: QtBot, page: QWidget) -> None:
    qtbot.waitUntil(lambda: not findings(page).waiting)


def headings(page: QWidget) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.text().endswith("(12)")]


def tabbed(qtbot: QtBot, page: QWidget) -> list[str]:
    """What Tab comes to between the two buttons, and the second one."""
    first, last = (one for one in page.findChildren(QPushButton) if one.text() in {"before", "after"})
    first.setFocus()
    seen: list[str] = []
    while QApplication.focusWidget() is not last and len(seen) < 400:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget().accessibleName() or QApplication.focusWidget().text())
    return seen


def test_the_gravest_are_there_at_once_and_all_of_them_soon(qtbot: QtBot, page: QWidget) -> None:
    findings(page).show_findings(MANY)
    made = cards(page)
    assert 0 < len(made) < len(MANY)
    assert made == MANY[: len(made)]
    assert findings(page).waiting
    came(qtbot, page)
    assert cards(page) == MANY
    assert headings(page) == [
        f"{word} (12)" for word in ("Critical", "Errors", "Warnings", "Notices", "Information")
    ]
    tops = [one.y() for one in page.findChildren(FindingCard)]
    assert tops == sorted(set(tops))
    assert all(one.isVisible() for one in page.findChildren(FindingCard))


def test_what_is_there_stays_where_it_is(qtbot: QtBot, page: QWidget) -> None:
    findings(page).show_findings(MANY)
    QApplication.sendPostedEvents()
    first = page.findChildren(FindingCard)[0]
    place = first.mapTo(page, first.rect().topLeft())
    first.findChild(EvidenceRow).setFocus()
    came(qtbot, page)
    assert page.findChildren(FindingCard)[0] is first
    assert first.mapTo(page, first.rect().topLeft()) == place
    assert QApplication.focusWidget() is first.findChild(EvidenceRow)


def test_tab_goes_through_all_of_them_in_order(qtbot: QtBot, page: QWidget) -> None:
    findings(page).show_findings(MANY)
    came(qtbot, page)
    seen = tabbed(qtbot, page)
    assert seen[-1] == "after"
    row = page.findChild(EvidenceRow).accessibleName()
    wrong = sum(one.severity.rank >= Severity.WARNING.rank for one in MANY)
    assert seen[:-1] == ["How to fix", row] * wrong + ["What to do", row] * (len(MANY) - wrong)
    focused: list[int] = []
    last = page.findChildren(QPushButton)[-1]
    page.findChildren(QPushButton)[0].setFocus()
    while QApplication.focusWidget() is not last:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        stop = QApplication.focusWidget()
        focused.append(stop.mapTo(page, stop.rect().topLeft()).y())
    assert focused == sorted(focused)


def test_other_findings_leave_nothing_of_a_list_that_was_still_coming(qtbot: QtBot, page: QWidget) -> None:
    findings(page).show_findings(MANY)
    few = [explained(Severity.NOTICE)]
    findings(page).show_findings(few)
    assert not findings(page).waiting
    qtbot.waitUntil(lambda: cards(page) == few)
    findings(page).show_findings(MANY)
    findings(page).show_findings([])
    qtbot.waitUntil(lambda: cards(page) == [])
    assert tabbed(qtbot, page) == ["after"]


def test_a_long_history_comes_little_by_little_too(qtbot: QtBot, page: QWidget) -> None:
    old = [explained(code=str(number), state=State.REPAIRED) for number in range(30)]
    findings(page).show_findings(old)
    came(qtbot, page)
    button = next(one for one in page.findChildren(QToolButton) if one.text().startswith("History"))
    button.click()
    assert 0 < len(cards(page)) < len(old)
    qtbot.waitUntil(lambda: cards(page) == old)
    assert len(tabbed(qtbot, page)) == 2 * len(old) + 2
