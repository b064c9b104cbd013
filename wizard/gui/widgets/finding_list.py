"""Findings in words, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.diagnosis.verdict import cause_of
from wizard.core.finding import Severity, State
from wizard.core.knowledge import Explained
from wizard.gui.theme import GRID
from wizard.gui.widgets.disclosure import Disclosure
from wizard.gui.widgets.finding_card import FindingCard
from wizard.gui.widgets.labels import heading
from wizard.gui.widgets.tab_order import keep_place
from wizard.gui.widgets.visible import laid_out_once


class FindingList(QWidget):
    """Grouped by severity, but no consequence stands above its cause.

    What was repaired meanwhile is under "History", closed.
    """

    evidence_activated = Signal(object)
    """The Evidence that was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)

    def show_findings(self, findings: Sequence[Explained]) -> None:
        """Shows these instead of those before; the repair of the gravest cause is open."""
        with laid_out_once(self):
            self._clear()
            self._fill(findings)
        keep_place(self)

    def _fill(self, findings: Sequence[Explained]) -> None:
        current = [one for one in findings if one.finding.state is State.CURRENT]
        history = [one for one in findings if one.finding.state is not State.CURRENT]
        causes = [one for one in current if _cause(one, findings) is None]
        opened = max(causes or current, key=lambda one: one.severity.rank, default=None)
        for severity in sorted(Severity, key=lambda one: -one.rank):
            group = [one for one in current if _group(one, current) is severity]
            if group:
                self._add(heading(f"{self._word(severity)} ({len(group)})"))
                for one in group:
                    self._add(self._card(one, findings, opened=one is opened))
        if history:
            text = self.tr("History: repaired meanwhile ({count})").format(count=len(history))
            self._add(Disclosure(text, lambda: self._cards(history, findings)))

    def _add(self, part: QWidget) -> None:
        self._column.addWidget(part)
        part.show()

    def _cards(self, some: Sequence[Explained], findings: Sequence[Explained]) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for one in some:
            column.addWidget(self._card(one, findings, opened=False))
        return box

    def _card(self, one: Explained, findings: Sequence[Explained], *, opened: bool) -> FindingCard:
        cause = _cause(one, findings)
        card = FindingCard(one, cause.title if cause is not None else "", opened=opened)
        card.evidence_activated.connect(self.evidence_activated)
        return card

    def _word(self, severity: Severity) -> str:
        return {
            Severity.CRITICAL: self.tr("Critical"),
            Severity.ERROR: self.tr("Errors"),
            Severity.WARNING: self.tr("Warnings"),
            Severity.NOTICE: self.tr("Notices"),
            Severity.INFO: self.tr("Information"),
        }[severity]

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()


def _cause(one: Explained, findings: Sequence[Explained]) -> Explained | None:
    cause = cause_of(one.finding, (other.finding for other in findings))
    return next((other for other in findings if other.finding is cause), None)


def _group(one: Explained, findings: Sequence[Explained]) -> Severity:
    """Its severity, or that of the least grave of what it follows from."""
    severity, seen = one.severity, {one.finding.code}
    while (cause := _cause(one, findings)) is not None:
        if cause.finding.code in seen:
            break
        seen.add(cause.finding.code)
        severity, one = min(severity, cause.severity, key=lambda grave: grave.rank), cause
    return severity
