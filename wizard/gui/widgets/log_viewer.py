"""A log to read: its lines, and what they mean."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from wizard.core.case.reading import Reading
from wizard.core.finding import Evidence
from wizard.core.knowledge import Knowledge
from wizard.core.log.line import LogLine
from wizard.gui.job import Job, Work
from wizard.gui.parted import Parted
from wizard.gui.slices import Curtain
from wizard.gui.theme import GRID
from wizard.gui.widgets.attempt_list import AttemptList
from wizard.gui.widgets.bookmark_list import BookmarkList
from wizard.gui.widgets.disclosure import Disclosure
from wizard.gui.widgets.finding_list import LOW_AT_ONCE, FindingList
from wizard.gui.widgets.line_detail import LineDetail
from wizard.gui.widgets.log_lines import LogLines
from wizard.gui.widgets.log_model import is_same
from wizard.gui.widgets.log_pane import LogPane
from wizard.gui.widgets.log_split import LogSplit
from wizard.gui.widgets.log_verdict import with_handsets
from wizard.gui.widgets.reveal import reveal
from wizard.gui.widgets.time_line import TimeLine

LINE_TAB, FINDINGS_TAB, ATTEMPTS_TAB, TIME_TAB, BOOKMARK_TAB = range(5)
_FIRST_SHARES = {LINE_TAB: 0.55, FINDINGS_TAB: 0.35, ATTEMPTS_TAB: 0.45, TIME_TAB: 0.5, BOOKMARK_TAB: 0.6}
"""How much of the height the lines get while each tab is shown, until the user drags the splitter."""


class LogViewer(Parted):
    """``job`` makes the jobs that search. ``settings`` keep over runs how the height is shared."""

    said = Signal(str)
    bookmark_wanted = Signal(int, bool)
    """A line's number, and whether it is to have a bookmark."""

    def __init__(
        self,
        knowledge: Knowledge,
        job: Callable[[Work], Job],
        settings: QSettings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._knowledge = knowledge
        self.lines = LogLines(job)
        self.detail = LineDetail(knowledge)
        self.findings = FindingList(at_once=LOW_AT_ONCE)
        self.attempts = AttemptList()
        self.time_line = TimeLine()
        self.bookmarks = BookmarkList()
        self.pane = LogPane()
        self.tabs = self.pane.tabs
        self._curtain = Curtain(self)
        self._outdated: set[int] = set()
        self._has_said = False  # About the log that is shown.
        self._said_at = -1  # The place of the line where the user was then.
        self.splitter = LogSplit(self.lines, self.pane, _FIRST_SHARES, settings)
        self._fill_tabs()
        self._lay_out()
        self._connect()
        self.splitter.restore()

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
        self.tabs.addTab(self.time_line, self.tr("Time-line"))
        self.tabs.addTab(self.bookmarks, self.tr("Bookmarks"))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        for widget in (self.lines.toolbar, self.lines.filter_bar, self.lines.find_bar):
            column.addWidget(widget)
        column.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._turn_to)
        self.tabs.pressed.connect(self.splitter.uncover)
        self.lines.line_chosen.connect(self._follow)
        self.lines.stepped.connect(self.show_line_tab)
        self.lines.table.line_opened.connect(self._open_line)
        self.lines.said.connect(self._say)
        self.detail.findings_wanted.connect(self.show_findings)
        self.detail.line_wanted.connect(self.go_to)
        self.findings.evidence_activated.connect(self._go_to_evidence)
        for one in (self.attempts, self.time_line, self.bookmarks):
            one.line_wanted.connect(self.go_to)
        self.lines.bookmark_wanted.connect(self.bookmark_wanted)
        self.bookmarks.toggle_button.clicked.connect(self.lines.toggle_bookmark)
        self.bookmarks.removed.connect(lambda number: self.bookmark_wanted.emit(number, False))

    # What is shown

    @property
    def reading(self) -> Reading | None:
        """The log that is shown."""
        return self.lines.reading

    def show_reading(self, reading: Reading, line: int = 0) -> None:
        """Shows a log, at the line of this number or where its verdict is proven.

        The same log judged anew keeps its place, its filter and its tab.
        """
        if not is_same(self.reading, reading):
            self.show_line_tab()
            self._take_back()
        self.lines.show_reading(reading, line)
        attempts = reading.log.review.story.attempts
        self._outdated = {FINDINGS_TAB, ATTEMPTS_TAB, TIME_TAB}
        if reading.timeline is None and self.tabs.currentIndex() == TIME_TAB:
            self.show_line_tab()
        self.tabs.setTabVisible(TIME_TAB, reading.timeline is not None)
        if reading.partial:
            self.tabs.setTabText(FINDINGS_TAB, self.tr("Findings"))
            self.tabs.setTabText(ATTEMPTS_TAB, self.tr("Attempts"))
        else:
            self._name_tab(FINDINGS_TAB, self.tr("Findings"), len(reading.judgement.findings))
            self._name_tab(ATTEMPTS_TAB, self.tr("Attempts"), len(attempts))
        self._draw_tab()

    def _turn_to(self, tab: int) -> None:
        """What is made for a tab when it is first shown is painted in a turn of its own."""
        if tab in self._outdated and self.isVisible():
            self._curtain.drop()
        self._draw_tab()

    def _draw_tab(self) -> None:
        """Draws what the chosen tab shows, the others when they are chosen: a window's time is short."""
        tab, reading = self.tabs.currentIndex(), self.reading
        if reading is None or tab not in self._outdated:
            return
        self._outdated.discard(tab)
        if tab == FINDINGS_TAB:
            explained = map(self._knowledge.explain, reading.judgement.findings)
            self.findings.show_findings([with_handsets(one, reading) for one in explained])
        elif tab == ATTEMPTS_TAB:
            self.attempts.show_attempts(reading.log.review.story.attempts)
        else:
            self.time_line.show_line(reading.timeline, reading.form)

    def show_bookmarks(self, numbers: tuple[int, ...]) -> None:
        """The numbers of the lines that have a bookmark."""
        if self.reading is not None:
            self.lines.show_bookmarks(numbers)
            self.bookmarks.show_lines(numbers, self.reading.lines)
            self._name_tab(BOOKMARK_TAB, self.tr("Bookmarks"), len(numbers))

    def forget(self) -> None:
        """Shows no log any more and gives its memory back."""
        self._take_back()
        self.lines.forget()
        self.detail.show_line(None, None)
        self.findings.show_findings([])
        self.attempts.show_attempts(())
        self.time_line.show_line(None)
        self.bookmarks.show_lines((), ())

    def _follow(self, line: LogLine | None) -> None:
        self.detail.show_line(self.lines.reading, line)
        self.pane.say(self.detail.title)
        if self.lines.place != self._said_at:
            self._take_back()  # "Failure 3 of 6" was said of another line.

    def _say(self, message: str) -> None:
        self._has_said, self._said_at = True, self.lines.place
        self.said.emit(message)

    def _take_back(self) -> None:
        """What was said of a log would be wrong beside another one."""
        if self._has_said:
            self._has_said = False
            self.said.emit("")

    def _name_tab(self, tab: int, name: str, count: int) -> None:
        self.tabs.setTabText(tab, f"{name} ({count:,})")

    def show_line_tab(self) -> None:
        """Explains the current line."""
        self.tabs.setCurrentIndex(LINE_TAB)

    def _open_line(self) -> None:
        self.splitter.uncover()
        self.show_line_tab()

    def show_findings(self) -> None:
        """Shows all findings; the gravest one's repair is open."""
        self.splitter.uncover()
        self.tabs.setCurrentIndex(FINDINGS_TAB)
        steps = self.findings.findChild(Disclosure) if self.splitter.low else None
        if steps is not None:
            reveal(steps)  # What they repair is in the verdict above the lines.

    def show_attempts(self) -> None:
        """Shows all attempts."""
        self.splitter.uncover()
        self.tabs.setCurrentIndex(ATTEMPTS_TAB)

    def go_to(self, number: int) -> None:
        """Goes to a line; if a filter hides it, all lines are shown again."""
        self.lines.go_to(number)

    def _go_to_evidence(self, evidence: Evidence) -> None:
        if evidence.line:
            self.go_to(evidence.line)

    # The height

    def set_low(self, low: bool) -> None:
        """With little height, the lines come first: the pane is folded up until it is asked for."""
        if low != self.splitter.low:
            self.lines.set_low(low)
        self.splitter.set_low(low)

    def keep_shares(self) -> None:
        """Remembers how the height is shared."""
        self.splitter.shares.keep()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.pane.is_open:
            self.splitter.choose_open(False)
        else:
            super().keyPressEvent(event)
