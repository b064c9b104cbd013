"""One finding: what, why, how to fix, what proves it, who says so."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QWidget

from wizard.core.finding import Evidence, Severity
from wizard.core.knowledge import Basis, Explained, stands_on
from wizard.core.words import words
from wizard.gui import icons
from wizard.gui.palette import SEVERITY_ROLES
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.buttons import button
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.disclosure import Disclosure
from wizard.gui.widgets.evidence_row import EvidenceRow
from wizard.gui.widgets.labels import bold_font, plain
from wizard.gui.widgets.sliced_column import more_words
from wizard.gui.widgets.status_icon import StatusIcon
from wizard.gui.widgets.tab_order import chain, stops

FIRST_EVIDENCE = 3
MORE_EVIDENCE = 50
"""So many more are shown at a time: a fault can be in thousands of lines."""


def basis_line(basis: Basis, source: str) -> str:
    """Who says so: "Vendor: CS-14-17, Step 1"."""
    return stands_on(basis, source, words())


def severity_word(severity: Severity) -> str:
    """The word beside a severity's icon."""
    return {
        Severity.CRITICAL: QCoreApplication.translate("Severity", "Critical"),
        Severity.ERROR: QCoreApplication.translate("Severity", "Error"),
        Severity.WARNING: QCoreApplication.translate("Severity", "Warning"),
        Severity.NOTICE: QCoreApplication.translate("Severity", "Notice"),
        Severity.INFO: QCoreApplication.translate("Severity", "Information"),
    }[severity]


class FindingCard(QFrame):
    """``cause`` is the title of the finding that this one follows from, if any.

    ``remedied``: the page has the records to type as well, and a button leads there.
    """

    evidence_activated = Signal(object)
    remedy_wanted = Signal()

    def __init__(
        self,
        explained: Explained,
        cause: str = "",
        *,
        opened: bool = False,
        remedied: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.explained = explained
        self.setProperty("card", "true")
        self.setAccessibleName(f"{severity_word(explained.severity)}: {explained.title}")
        self._words = Column(spacing=GRID // 2)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, GRID + 4)
        row.setSpacing(GRID)
        picture = StatusIcon(icons.severity_icon(explained.severity))
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._words, 1)
        self._fill(cause, opened, remedied)

    def _fill(self, cause: str, opened: bool, remedied: bool) -> None:
        one = self.explained
        role = SEVERITY_ROLES[one.severity]
        title = f"{severity_word(one.severity)}: {one.title}"
        self._words.addWidget(plain(title, role=role, selectable=True, font=bold_font()))
        self._words.addWidget(plain(one.why, selectable=True))
        if cause:
            text = self.tr("Follows from: {title}").format(title=cause)
            self._words.addWidget(plain(text, role=Role.MUTED))
        if one.fix:
            broken = one.severity.rank >= Severity.WARNING.rank  # A notice has nothing to mend.
            steps = self.tr("How to fix") if broken else self.tr("What to do")
            self._words.addWidget(Disclosure(steps, self._fix, opened=opened))
        if remedied:
            self.remedy = button(self.tr("What to type in your DNS"), "arrow-down")
            self.remedy.clicked.connect(self.remedy_wanted)
            self._words.addWidget(self.remedy, 0, Qt.AlignmentFlag.AlignLeft)
        self._add_evidence(one.finding.evidence)
        if one.finding.omitted:
            omitted = self.tr("{count} more lines prove it. Open the log to see them all.")
            count = f"{one.finding.omitted:,}"
            self._words.addWidget(plain(omitted.format(count=count), role=Role.MUTED))
        self._words.addWidget(plain(basis_line(one.basis, one.source), role=Role.MUTED))

    def _fix(self) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(3 * GRID, 0, 0, GRID // 2)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for number, step in enumerate(self.explained.fix):
            grid.addWidget(plain(f"{number + 1}.", wrap=False), number, 0, top)
            grid.addWidget(plain(step, selectable=True), number, 1)
        return box

    def _add_evidence(self, evidence: tuple[Evidence, ...]) -> None:
        for one in evidence[:FIRST_EVIDENCE]:
            self._words.addWidget(self._row(one))
        self._offer_more(evidence[FIRST_EVIDENCE:])

    def _offer_more(self, rest: tuple[Evidence, ...], place: int = -1) -> None:
        if not rest:
            return
        more = QPushButton(more_words(MORE_EVIDENCE, len(rest)))
        self._words.insertWidget(place, more, 0, Qt.AlignmentFlag.AlignLeft)
        more.clicked.connect(lambda: self._show_rest(more, rest))

    def _show_rest(self, button: QPushButton, rest: tuple[Evidence, ...]) -> None:
        place = self._words.indexOf(button)
        shown = rest[:MORE_EVIDENCE]
        for number, one in enumerate(shown, 1):
            self._words.insertWidget(place + number, self._row(one))
        self._offer_more(rest[MORE_EVIDENCE:], place + len(shown) + 1)
        chain(button, stops(self)[-len(shown) - bool(rest[MORE_EVIDENCE:]) :])
        button.hide()

    def _row(self, evidence: Evidence) -> EvidenceRow:
        row = EvidenceRow(evidence)
        row.clicked.connect(lambda: self.evidence_activated.emit(evidence))
        return row
