"""A log to read: its lines, and what they mean."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from wizard.core.case.reading import Reading
from wizard.core.finding import Evidence
from wizard.core.knowledge import Knowledge
from wizard.gui.job import Job, Work
from wizard.gui.theme import GRID
from wizard.gui.widgets.attempt_list import AttemptList
from wizard.gui.widgets.finding_list import FindingList
from wizard.gui.widgets.line_detail import LineDetail
from wizard.gui.widgets.log_lines import LogLines
from wizard.gui.widgets.tabs import Tabs

LINE_TAB, FINDINGS_TAB, ATTEMPTS_TAB = range(3)
_LEAST_TABS = 12 * GRID


class LogViewer(QWidget):
    """``job`` makes the jobs that search."""

    said = Signal(str)

    def __init__(
        self, knowledge: Knowledge, job: Callable[[Work], Job], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._knowledge = knowledge
        self.lines = LogLines(job)
        self.detail = LineDetail(knowledge)
        self.findings = FindingList()
        self.attempts = AttemptList()
        self.tabs = Tabs()
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        # How much of the height the lines get while each tab is shown; the user's choice stays.
        self._shares = {LINE_TAB: 0.55, FINDINGS_TAB: 0.35, ATTEMPTS_TAB: 0.45}
        self._fill_tabs()
        self._lay_out()
        self._connect()
        self._share()

    def _fill_tabs(self) -> None:
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.findings)
        area.viewport().setAutoFillBackground(False)
        self.findings.setAutoFillBackground(False)
        self.tabs.addTab(self.detail, self.tr("This line"))
        self.tabs.addTab(area, self.tr("Findings"))
        self.tabs.addTab(self.attempts, self.tr("Attempts"))
        self.tabs.setMinimumHeight(_LEAST_TABS)

    def _lay_out(self) -> None:
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(GRID)
        self.splitter.addWidget(self.lines)
        self.splitter.addWidget(self.tabs)
        self.splitter.setStretchFactor(0, 3)
        self.splitter.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for widget in (self.lines.toolbar, self.lines.filter_bar, self.lines.find_bar):
            column.addWidget(widget)
        column.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._share)
        self.splitter.splitterMoved.connect(self._keep_share)
        self.lines.line_chosen.connect(lambda line: self.detail.show_line(self.lines.reading, line))
        self.lines.stepped.connect(self.show_line_tab)
        self.lines.table.line_opened.connect(self.show_line_tab)
        self.lines.said.connect(self.said)
        self.detail.findings_wanted.connect(self.show_findings)
        self.detail.line_wanted.connect(self.go_to)
        self.findings.evidence_activated.connect(self._go_to_evidence)
        self.attempts.line_wanted.connect(self.go_to)

    # What is shown

    @property
    def reading(self) -> Reading | None:
        """The log that is shown."""
        return self.lines.reading

    def show_reading(self, reading: Reading, line: int = 0) -> None:
        """Shows a log, at the line of this number or at the one that says most.

        The same log judged anew keeps its place, its filter and its tab.
        """
        if self.reading is None or self.reading.log is not reading.log:
            self.show_line_tab()
        self.lines.show_reading(reading, line)
        explained = [self._knowledge.explain(finding) for finding in reading.judgement.findings]
        attempts = reading.log.review.story.attempts
        self.findings.show_findings(explained)
        self.attempts.show_attempts(attempts)
        self._name_tab(FINDINGS_TAB, self.tr("Findings"), len(explained))
        self._name_tab(ATTEMPTS_TAB, self.tr("Attempts"), len(attempts))

    def _name_tab(self, tab: int, name: str, count: int) -> None:
        self.tabs.setTabText(tab, f"{name} ({count:,})")

    def show_line_tab(self) -> None:
        """Explains the current line."""
        self.tabs.setCurrentIndex(LINE_TAB)

    def show_findings(self) -> None:
        """Shows all findings; the gravest one's repair is open."""
        self.tabs.setCurrentIndex(FINDINGS_TAB)

    def go_to(self, number: int) -> None:
        """Goes to a line; if a filter hides it, all lines are shown again."""
        self.lines.go_to(number)

    def _go_to_evidence(self, evidence: Evidence) -> None:
        if evidence.line:
            self.go_to(evidence.line)

    # The height

    def _keep_share(self) -> None:
        lines, tabs = self.splitter.sizes()
        self._shares[self.tabs.currentIndex()] = lines / max(lines + tabs, 1)

    def _share(self) -> None:
        share = self._shares[self.tabs.currentIndex()]
        self.splitter.setSizes([int(1000 * share), int(1000 * (1 - share))])
