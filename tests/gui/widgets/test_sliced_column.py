"""A long list of findings comes little by little: in order, whole, and reached by the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.gui.demo import explained
from wizard.core.finding import Severity, State
from wizard.core.knowledge import Explained
from wizard.gui.slices import is_growing
from wizard.gui.widgets.evidence_row import EvidenceRow
from wizard.gui.widgets.finding_card import FindingCard
from wizard.gui.widgets.finding_list import FindingList
from wizard.gui.widgets.sliced_column import MOST, SlicedColumn

SEVERITIES = sorted(Severity, key=lambda one: -one.rank)
MANY = [explained(severity, code=severity.value) for severity in SEVERITIES for _ in range(9)]


@pytest.fixture
def page(qtbot: QtBot):
    """A list between two buttons, on a page that scrolls."""
    area, made = QScrollArea(), QWidget()
    column = QVBoxLayout(made)
    column.addWidget(QPushButton("before"))
    column.addWidget(FindingList())
    column.addWidget(QPushButton("after"))
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(made)
    qtbot.addWidget(area)
    area.resize(700, 900)
    with qtbot.waitActive(area):
        area.show()
        area.activateWindow()
    yield made
    area.close()


def findings(page: QWidget) -> FindingList:
    return page.findChild(FindingList)


def cards(page: QWidget) -> list[Explained]:
    return [one.explained for one in page.findChildren(FindingCard)]


def top_of(page: QWidget, one: QWidget) -> int:
    return one.mapTo(page, one.rect().topLeft()).y()


IDLE_MS = 5_000
"""Each wait is for one part more: a busy computer takes longer for all of them, hardly for one."""


def bar_of(page: QWidget) -> QScrollBar:
    area = page.parentWidget().parentWidget()
    assert isinstance(area, QScrollArea)
    return area.verticalScrollBar()


def waiting(page: QWidget) -> bool:
    return any(one.waiting for one in page.findChildren(SlicedColumn))


def came(qtbot: QtBot, page: QWidget) -> None:
    """All parts have come to somebody who reads on to the end. It waits for as long as another one comes."""

    def another(before: int) -> bool:
        bar_of(page).setValue(bar_of(page).maximum())
        return len(cards(page)) > before or not waiting(page)

    while waiting(page):
        before = len(cards(page))
        qtbot.waitUntil(lambda before=before: another(before), timeout=IDLE_MS)


def rested(qtbot: QtBot, page: QWidget) -> None:
    """What is near has come."""
    qtbot.waitUntil(lambda: not is_growing(page), timeout=IDLE_MS)


def headings(page: QWidget, count: int = 9) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.text().endswith(f"({count})")]


def tabbed(qtbot: QtBot, page: QWidget) -> list[str]:
    """What Tab comes to between the two buttons, and the second one."""
    first, last = (one for one in page.findChildren(QPushButton) if one.text() in {"before", "after"})
    first.setFocus()
    seen: list[str] = []
    while QApplication.focusWidget() is not last and len(seen) < 1000:
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
        f"{word} (9)" for word in ("Critical", "Errors", "Warnings", "Notices", "Information")
    ]
    tops = [top_of(page, one) for one in page.findChildren(FindingCard)]
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
        focused.append(top_of(page, stop))
    assert focused == sorted(focused)


def test_what_is_far_below_comes_when_it_is_scrolled_to(qtbot: QtBot, page: QWidget) -> None:
    findings(page).show_findings(MANY)
    rested(qtbot, page)
    made = len(cards(page))
    assert made < len(MANY) // 2
    seen = bar_of(page).pageStep()
    assert top_of(page, page.findChildren(FindingCard)[-1]) > seen, "a screen of them is ready below"
    height = page.height()
    came(qtbot, page)
    assert cards(page) == MANY
    assert height == pytest.approx(page.height(), rel=0.2), "their room was kept free"


def test_tab_leaves_none_out_however_fast(qtbot: QtBot, page: QWidget) -> None:
    findings(page).show_findings(MANY)
    rested(qtbot, page)
    assert waiting(page)
    assert len(tabbed(qtbot, page)) == 2 * len(MANY) + 1
    assert cards(page) == MANY


def test_shift_tab_from_below_comes_to_the_last_one(qtbot: QtBot, page: QWidget) -> None:
    findings(page).show_findings(MANY)
    rested(qtbot, page)
    assert waiting(page)
    after = page.findChildren(QPushButton)[-1]
    after.setFocus()
    qtbot.keyClick(after, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: not waiting(page), timeout=IDLE_MS)
    assert cards(page) == MANY
    last = page.findChildren(FindingCard)[-1].findChild(EvidenceRow)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is last, timeout=IDLE_MS)
    qtbot.waitUntil(lambda: not last.visibleRegion().isEmpty(), timeout=IDLE_MS)
    qtbot.keyClick(last, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is after


def test_who_reads_below_the_list_needs_none_of_it_and_sees_nothing_move(qtbot: QtBot, page: QWidget) -> None:
    below = QLabel("below")
    below.setFixedHeight(3000)
    page.layout().addWidget(below)
    findings(page).show_findings(MANY)
    rested(qtbot, page)
    made = len(cards(page))
    bar_of(page).setValue(bar_of(page).maximum())
    rested(qtbot, page)
    assert len(cards(page)) == made
    after = page.findChildren(QPushButton)[-1]
    bar_of(page).setValue(top_of(page, after) - 100)
    places = set()
    while waiting(page):
        places.add(top_of(page.parentWidget(), after))
        QApplication.processEvents()
    assert cards(page) == MANY
    assert places == {top_of(page.parentWidget(), after)} == {100}


def test_other_findings_leave_nothing_of_a_list_that_was_still_coming(qtbot: QtBot, page: QWidget) -> None:
    findings(page).show_findings(MANY)
    few = [explained(Severity.NOTICE)]
    findings(page).show_findings(few)
    assert not findings(page).waiting
    qtbot.waitUntil(lambda: cards(page) == few, timeout=IDLE_MS)
    findings(page).show_findings(MANY)
    findings(page).show_findings([])
    qtbot.waitUntil(lambda: cards(page) == [], timeout=IDLE_MS)
    assert tabbed(qtbot, page) == ["after"]


VERY_MANY = [explained(Severity.ERROR, code=str(number)) for number in range(MOST + MOST + 20)]


def more(page: QWidget) -> list[QPushButton]:
    return [one for one in page.findChildren(QPushButton) if one.isVisible() and "more" in one.text()]


def test_the_rest_of_very_many_comes_when_asked_for(qtbot: QtBot, page: QWidget) -> None:
    findings(page).show_findings(VERY_MANY)
    came(qtbot, page)
    heading = 1
    assert cards(page) == VERY_MANY[: MOST - heading]
    asked = []
    while found := more(page):
        asked.append(found[0].text())
        before = cards(page)
        found[0].setFocus()
        qtbot.keyClick(found[0], Qt.Key.Key_Space)
        focused = QApplication.focusWidget()
        assert focused.isVisible()
        assert top_of(page, focused) > top_of(page, page.findChildren(FindingCard)[len(before) - 1])
        came(qtbot, page)
        assert cards(page)[: len(before)] == before
    assert asked == [f"Show {MOST} more of {MOST + 21}", "Show 21 more"]
    assert cards(page) == VERY_MANY
    tops = [top_of(page, one) for one in page.findChildren(FindingCard)]
    assert tops == sorted(set(tops))
    assert headings(page, len(VERY_MANY)) == [f"Errors ({len(VERY_MANY)})"]
    assert len(tabbed(qtbot, page)) == 2 * len(VERY_MANY) + 1


def test_headings_are_not_counted_among_what_is_left(qtbot: QtBot, page: QWidget) -> None:
    many = [
        explained(severity, code=f"{severity.value}.{n}")
        for severity in (Severity.ERROR, Severity.WARNING)
        for n in range(MOST)
    ]
    findings(page).show_findings(many)
    came(qtbot, page)
    assert [one.text() for one in more(page)] == [f"Show {MOST - 1} more of {len(many) - len(cards(page))}"]


def test_no_button_stands_for_a_single_one(qtbot: QtBot, page: QWidget) -> None:
    findings(page).show_findings(VERY_MANY[:MOST])  # With their heading one part too many.
    came(qtbot, page)
    assert not more(page)
    assert cards(page) == VERY_MANY[:MOST]
    findings(page).show_findings(VERY_MANY[: MOST + 1])
    came(qtbot, page)
    assert [one.text() for one in more(page)] == ["Show 2 more"]


def test_a_long_history_comes_little_by_little_too(qtbot: QtBot, page: QWidget) -> None:
    old = [explained(code=str(number), state=State.REPAIRED) for number in range(30)]
    findings(page).show_findings(old)
    came(qtbot, page)
    button = next(one for one in page.findChildren(QToolButton) if one.text().startswith("History"))
    button.click()
    assert 0 < len(cards(page)) < len(old)
    came(qtbot, page)
    assert cards(page) == old
    assert len(tabbed(qtbot, page)) == 2 * len(old) + 2
