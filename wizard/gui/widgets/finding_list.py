"""Findings in words, the gravest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from wizard.core.diagnosis.verdict import cause_of
from wizard.core.finding import Severity, State
from wizard.core.knowledge import Explained
from wizard.gui.theme import GRID
from wizard.gui.widgets.disclosure import Disclosure
from wizard.gui.widgets.finding_card import FindingCard
from wizard.gui.widgets.labels import heading
from wizard.gui.widgets.sliced_column import SlicedColumn, Title

_AT_ONCE = 4
"""A heading and three cards: they fill a window."""
LOW_AT_ONCE = 2
"""A heading and one card: they fill a pane."""


class FindingList(SlicedColumn):
    """Grouped by severity, but no consequence stands above its cause.

    What was repaired meanwhile is under "History", closed. The gravest are there at once, the others
    of a long list little by little.
    """

    evidence_activated = Signal(object)
    """The Evidence that was clicked."""
    remedy_wanted = Signal()
    """The records to type are wanted."""

    def __init__(self, parent: QWidget | None = None, *, at_once: int = _AT_ONCE) -> None:
        super().__init__(parent, at_once=at_once)
        self._remedied: Sequence[Explained] = ()

    def show_findings(self, findings: Sequence[Explained], remedied: Sequence[Explained] = ()) -> None:
        """Shows these instead of those before; the repair of the gravest cause is open.

        The page has the records to type for those that are ``remedied``.
        """
        self._remedied = remedied
        self.fill(self._parts(findings))

    def _parts(self, findings: Sequence[Explained]) -> Iterator[Callable[[], QWidget]]:
        current = [one for one in findings if one.finding.state is State.CURRENT]
        history = [one for one in findings if one.finding.state is not State.CURRENT]
        causes = [one for one in current if _cause(one, findings) is None]
        opened = max(causes or current, key=lambda one: one.severity.rank, default=None)
        groups: dict[Severity, list[Explained]] = {}
        for one in current:
            groups.setdefault(_group(one, current), []).append(one)
        for number, severity in enumerate(sorted(groups, key=lambda one: -one.rank)):
            yield Title(partial(self._heading, severity, groups[severity], first=number == 0))
            for one in groups[severity]:
                yield partial(self._card, one, findings, opened=one is opened)
        if history:
            text = self.tr("History: repaired meanwhile ({count})").format(count=len(history))
            yield lambda: Disclosure(text, lambda: self._cards(history, findings))

    def _heading(self, severity: Severity, group: Sequence[Explained], *, first: bool) -> QLabel:
        """Counts what is so grave; a consequence below its cause may be graver."""
        follow = sum(one.severity is not severity for one in group)
        text = f"{self._word(severity)} ({len(group) - follow})"
        if follow:
            text = self.tr("{group}, and what follows ({count})").format(group=text, count=follow)
        label = heading(text)
        if not first:  # Nearer to its own cards than to those before.
            label.setContentsMargins(0, 2 * GRID, 0, 0)
        return label

    def _cards(self, some: Sequence[Explained], findings: Sequence[Explained]) -> QWidget:
        box = SlicedColumn()
        box.fill(partial(self._card, one, findings, opened=False) for one in some)
        return box

    def _card(self, one: Explained, findings: Sequence[Explained], *, opened: bool) -> FindingCard:
        cause = _cause(one, findings)
        remedied = any(one is other for other in self._remedied)
        card = FindingCard(one, cause.title if cause is not None else "", opened=opened, remedied=remedied)
        card.evidence_activated.connect(self.evidence_activated)
        card.remedy_wanted.connect(self.remedy_wanted)
        return card

    def _word(self, severity: Severity) -> str:
        return {
            Severity.CRITICAL: self.tr("Critical"),
            Severity.ERROR: self.tr("Errors"),
            Severity.WARNING: self.tr("Warnings"),
            Severity.NOTICE: self.tr("Notices"),
            Severity.INFO: self.tr("Information"),
        }[severity]


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
