from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.demo import FINDINGS, LINE, explained
from wizard.core.finding import Severity
from wizard.core.knowledge import Basis
from wizard.gui.theme import Role, dress
from wizard.gui.widgets.evidence_row import EvidenceRow
from wizard.gui.widgets.finding_card import FindingCard, basis_line
from wizard.gui.widgets.finding_list import FindingList
from wizard.gui.widgets.verdict_banner import VerdictBanner


@pytest.fixture
def findings(qtbot: QtBot) -> FindingList:
    made = FindingList()
    qtbot.addWidget(made)
    made.show_findings(FINDINGS)
    made.resize(700, 900)
    made.show()
    qtbot.waitUntil(lambda: not made.waiting)
    return made


def texts(widget: FindingList | FindingCard) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def test_the_gravest_is_first_and_each_has_its_word(findings: FindingList) -> None:
    shown = texts(findings)
    headings = ["Critical (1)", "Warnings (1)", "Notices (1)", "Information (1)"]
    assert [text for text in shown if text in headings] == headings
    assert any(text.startswith("Critical: Sub-domain") for text in shown)


def test_the_gravest_ones_repair_is_open_and_the_others_open_on_demand(findings: FindingList) -> None:
    first, second, *_ = findings.findChildren(FindingCard)
    step = "Create the sub-domain “testserver” in the zone eslab.local."
    assert step in texts(first)
    assert step not in texts(second)
    second.findChild(QToolButton).click()
    QApplication.processEvents()
    assert step in texts(second)


def test_history_is_closed_at_first(findings: FindingList) -> None:
    history = next(one for one in findings.findChildren(QToolButton) if one.text().startswith("History"))
    before = len(findings.findChildren(FindingCard))
    history.click()
    assert len(findings.findChildren(FindingCard)) == before + 1


def test_a_click_on_evidence_tells_which(qtbot: QtBot, findings: FindingList) -> None:
    row = findings.findChild(EvidenceRow)
    with qtbot.waitSignal(findings.evidence_activated) as heard:
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert heard.args == [FINDINGS[1].finding.evidence[0]]
    with qtbot.waitSignal(findings.evidence_activated):
        row.setFocus()
        qtbot.keyClick(row, Qt.Key.Key_Space)


def test_more_evidence_is_shown_on_demand(qtbot: QtBot) -> None:
    card = FindingCard(explained(evidence=5))
    qtbot.addWidget(card)
    assert len(card.findChildren(EvidenceRow)) == 3
    more = next(one for one in card.findChildren(QPushButton) if one.text() == "Show 2 more")
    more.click()
    assert [row.evidence.line for row in sorted(card.findChildren(EvidenceRow), key=lambda one: one.y())]
    assert len(card.findChildren(EvidenceRow)) == 5


def test_what_is_not_kept_of_the_evidence_is_counted(qtbot: QtBot) -> None:
    one = explained()
    card = FindingCard(replace(one, finding=one.finding.but(omitted=2068)))
    qtbot.addWidget(card)
    card.show()
    assert "2,068 more lines prove it. Open the log to see them all." in texts(card)


def test_a_consequence_names_its_cause(findings: FindingList) -> None:
    assert "Follows from: Sub-domain “testserver” does not exist in eslab.local" in texts(findings)


def test_untrusted_text_stays_text(findings: FindingList) -> None:
    row = findings.findChild(EvidenceRow)
    assert "<img" in LINE
    assert "<img" not in row.toolTip()
    assert "&lt;img" in row.toolTip()
    assert all(one.textFormat() == Qt.TextFormat.PlainText for one in findings.findChildren(QLabel))


def test_long_evidence_wraps_within_its_row(findings: FindingList) -> None:
    row = findings.findChild(EvidenceRow)
    assert row.heightForWidth(200) > row.heightForWidth(2000)


@pytest.mark.parametrize(
    ("basis", "source", "line"),
    [
        (Basis.VENDOR, "CS-14-17, Step 1", "Vendor: CS-14-17, Step 1"),
        (Basis.STANDARD, "RFC 2782", "Standard: RFC 2782"),
        (Basis.INFERRED, "", "Inferred, not stated by the vendor"),
        (Basis.UNVERIFIED, "", "Unverified"),
    ],
)
def test_who_says_so(qapp: QApplication, basis: Basis, source: str, line: str) -> None:
    assert basis_line(basis, source) == line


def test_showing_others_forgets_the_old_ones(qtbot: QtBot, findings: FindingList) -> None:
    findings.show_findings([explained(Severity.NOTICE)])
    qtbot.waitUntil(lambda: len(findings.findChildren(FindingCard)) == 1)
    findings.show_findings([])
    qtbot.waitUntil(lambda: not findings.findChildren(FindingCard))


def test_a_verdict_is_word_icon_colour_and_tint(qtbot: QtBot) -> None:
    banner = VerdictBanner()
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.show_verdict(Role.FAILED, "No server was found.", "See line 6.", "Show the fix")
    assert banner.accessibleName() == "Failed: No server was found."
    banner.show_verdict(Role.FAILED, "No server was found.", "See line 6.", "Show the fix", word="Critical")
    assert banner.accessibleName() == "Critical: No server was found."  # As its card and the summary say.
    assert banner.property("tint") == "failed"
    with qtbot.waitSignal(banner.pressed):
        banner.button.click()
    banner.show_verdict(Role.OK, "All is well.")
    assert banner.property("tint") == "ok"
    assert banner.button.isHidden()


@pytest.mark.parametrize("settled", [False, True])
def test_a_verdict_is_as_high_in_another_theme(qtbot: QtBot, *, settled: bool) -> None:
    """Qt counted the border of a frame that got its tint late only when it was styled once more."""
    window, banner = QWidget(), VerdictBanner()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(banner, alignment=Qt.AlignmentFlag.AlignTop)
    dress(window)
    window.show()
    if settled:
        QApplication.processEvents()
    banner.show_verdict(Role.FAILED, "No server was found.", "See line 6.", "Show the fix")
    QApplication.processEvents()
    before = banner.size()
    assert banner.contentsMargins().top() == 1
    window.setStyleSheet("")
    dress(window)
    QApplication.processEvents()
    assert banner.size() == before


def test_a_grave_consequence_does_not_stand_before_its_cause_nor_open(qtbot: QtBot) -> None:
    cause = explained(Severity.ERROR, code="dns.servers-differ")
    grave = explained(Severity.CRITICAL, code="name.missing", cause="dns.servers-differ")
    shown = FindingList()
    qtbot.addWidget(shown)
    shown.show_findings([cause, grave])
    shown.resize(700, 900)
    shown.show()
    first, second = shown.findChildren(FindingCard)
    assert [first.explained, second.explained] == [cause, grave]
    assert "Errors (1), and what follows (1)" in texts(shown)
    step = cause.fix[0]
    assert step in texts(first)
    assert step not in texts(second)
