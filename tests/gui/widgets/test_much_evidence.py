from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.demo import explained
from wizard.core.finding import Evidence, EvidenceKind
from wizard.gui.widgets.evidence_row import EvidenceRow
from wizard.gui.widgets.finding_card import FindingCard


def card_of(qtbot: QtBot, *evidence: Evidence) -> FindingCard:
    one = explained()
    card = FindingCard(replace(one, finding=replace(one.finding, evidence=evidence)))
    qtbot.addWidget(card)
    return card


def log_line(number: int, text: str = "text", source: str = "a.log") -> Evidence:
    return Evidence(EvidenceKind.LOG, source, text, number)


def press(card: FindingCard, text: str) -> None:
    next(one for one in card.findChildren(QPushButton) if not one.isHidden() and one.text() == text).click()


def test_thousands_of_lines_are_offered_some_at_a_time_and_stay_in_order(qtbot: QtBot) -> None:
    card = card_of(qtbot, *(log_line(number) for number in range(1, 10_001)))
    press(card, "Show 50 more of 9,997")
    press(card, "Show 50 more of 9,947")
    rows = [card._words.itemAt(n).widget() for n in range(card._words.count())]
    assert [row.evidence.line for row in rows if isinstance(row, EvidenceRow)] == list(range(1, 104))
    assert len([one for one in card.findChildren(QPushButton) if not one.isHidden()]) == 1


def test_the_last_ones_leave_no_button(qtbot: QtBot) -> None:
    card = card_of(qtbot, *(log_line(number) for number in range(1, 61)))
    press(card, "Show 50 more of 57")
    press(card, "Show 7 more")
    assert len(card.findChildren(EvidenceRow)) == 60
    assert all(one.isHidden() for one in card.findChildren(QPushButton))


def test_a_file_is_named_without_its_folders_and_in_full_in_the_tooltip(qtbot: QtBot) -> None:
    row = card_of(qtbot, log_line(6, source=r"C:\Users\me\0004f2a1b2c3-app.log")).findChild(EvidenceRow)
    assert row.accessibleName() == "0004f2a1b2c3-app.log, line 6: text"
    assert r"C:\Users\me\0004f2a1b2c3-app.log" in row.toolTip()


def test_a_line_of_a_million_signs_and_one_that_turns_around_do_no_harm(qtbot: QtBot) -> None:
    long, turned = card_of(qtbot, log_line(1, "x" * 1_000_000), log_line(2, "a\u202eb")).findChildren(
        EvidenceRow
    )
    assert len(long.toolTip()) < 3000
    assert len(long.accessibleName()) < 3000
    assert turned.accessibleName().endswith("a[U+202E]b")
