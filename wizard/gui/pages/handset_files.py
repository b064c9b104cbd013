"""Configuration files that were opened: what is wrong in them, their repair, and what they say."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.case.configured import Configured
from wizard.core.finding import Evidence, Severity
from wizard.core.knowledge import Knowledge
from wizard.gui.job import Job, Work
from wizard.gui.pages.handset_counts import CountsTab
from wizard.gui.pages.handset_repair import RepairTab
from wizard.gui.slices import Slices
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.file_view import FileView
from wizard.gui.widgets.finding_card import severity_word
from wizard.gui.widgets.finding_list import FindingList
from wizard.gui.widgets.inputs import ChoiceBox
from wizard.gui.widgets.labels import breakable, plain
from wizard.gui.widgets.raw_text import spelled
from wizard.gui.widgets.reveal import reveal
from wizard.gui.widgets.tabs import Tabs
from wizard.gui.widgets.verdict_banner import VerdictBanner
from wizard.gui.widgets.visible import laid_out_once, set_visible

FINDINGS, FILE, REPAIR, COUNTS = range(4)


class FileTab(QWidget):
    """One file as plain text, its secrets hidden; a place of it marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._configured: Configured | None = None
        self._place: Evidence | None = None
        self.picker = ChoiceBox()
        self.picker.setAccessibleName(self.tr("File to show"))
        self.picker.currentIndexChanged.connect(lambda _number: self._chosen())
        self.title = plain(role=Role.MUTED)
        self.view = FileView(self.tr("Configuration file"))
        column = Column(self)
        column.addWidget(self.picker, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.title)
        column.addWidget(self.view, 1)

    def show_configured(self, configured: Configured) -> None:
        """Shows one of these files; the one that was shown stays shown, at its place."""
        paths = [one.path for one in configured.files]
        before = self._path()
        self._configured = configured
        with QSignalBlocker(self.picker):
            self.picker.set_choices({n: spelled(one.name) for n, one in enumerate(configured.files)})
            self.picker.setCurrentIndex(paths.index(before) if before in paths else 0)
        set_visible(self.picker, len(paths) > 1)
        if self._place is not None and self._place.source != self._path():
            self._place = None
        self._draw()

    def go_to(self, evidence: Evidence) -> None:
        """Shows the place of some evidence."""
        paths = [one.path for one in self._configured.files] if self._configured is not None else []
        if evidence.source in paths:
            self._place = evidence
            with QSignalBlocker(self.picker):
                self.picker.setCurrentIndex(paths.index(evidence.source))
            self._draw()

    def _path(self) -> str:
        number = self.picker.currentIndex()
        files = self._configured.files if self._configured is not None else ()
        return files[number].path if 0 <= number < len(files) else ""

    def _chosen(self) -> None:
        self._place = None
        self._draw()

    def _draw(self) -> None:
        number = self.picker.currentIndex()
        if self._configured is None or not 0 <= number < len(self._configured.opened):
            return
        one = self._configured.opened[number]
        place = self._place
        mark = one.view.mark(place.line, place.column) if place is not None else None
        excerpt = one.view.excerpt(mark)
        self.view.show_lines(excerpt.lines, excerpt.first)
        if excerpt.mark is not None:
            self.view.mark(excerpt.mark.line, excerpt.mark.start, excerpt.mark.end)
        self.title.setText(self._about(one.file.name, excerpt.first, len(excerpt.lines), excerpt.total))

    def _about(self, name: str, first: int, count: int, total: int) -> str:
        parts = [breakable(spelled(name))]
        if self._place is not None and self._place.line:
            text = self.tr("line {line}, column {column}")
            parts.append(text.format(line=f"{self._place.line:,}", column=f"{self._place.column:,}"))
        if count < total:
            text = self.tr("showing lines {first} to {last} of {total}")
            last = first + count - 1
            parts.append(text.format(first=f"{first:,}", last=f"{last:,}", total=f"{total:,}"))
        text = self.tr("{where}. Passwords and accounts are shown as •••.")
        return text.format(where=", ".join(parts))


class FilesResult(QWidget):
    """A verdict, and the tabs under it. ``job`` makes the jobs that save.

    The tab that is shown is filled at once, the others in turns of their own, or when they are shown.
    """

    copy_wanted = Signal(object, object)
    """The ConfigFile and the Path of its repaired copy, to be opened instead of it."""
    said = Signal(str)

    def __init__(
        self, knowledge: Knowledge, job: Callable[[Work], Job], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._knowledge = knowledge
        self.configured: Configured | None = None
        self._to_fill: list[int] = []
        self._slices = Slices(self, self._fill_next)
        self.verdict = VerdictBanner()
        self.verdict.pressed.connect(lambda: self.show_tab(REPAIR))
        self.findings = FindingList()
        self.findings.evidence_activated.connect(self.go_to)
        self.nothing = plain(role=Role.MUTED)
        self.file = FileTab()
        self.repair = RepairTab(knowledge, job)
        self.repair.copy_wanted.connect(self.copy_wanted)
        self.repair.said.connect(self.said)
        self.counts = CountsTab()
        self.counts.place_wanted.connect(self.go_to)
        self.tabs = Tabs()
        for page, title in (
            (self._findings_page(), self.tr("Findings")),
            (self.file, self.tr("File")),
            (self.repair, self.tr("Repair")),
            (self.counts, self.tr("What counts")),
        ):
            self.tabs.addTab(page, title)
        self.tabs.currentChanged.connect(self._fill)
        column = Column(self, 2 * GRID)
        column.addWidget(self.verdict)
        column.addWidget(self.tabs)

    def _findings_page(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.nothing)
        column.addWidget(self.findings)
        return box

    def show_configured(self, configured: Configured) -> None:
        """Shows what came of these files."""
        if configured is self.configured:
            return
        self.configured = configured
        self._to_fill = [FINDINGS, FILE, REPAIR, COUNTS]
        self._fill(self.tabs.currentIndex())
        self._slices.start()
        self._name_tab(FINDINGS, self.tr("Findings"), len(configured.judgement.findings))
        files = len(configured.files)
        self.tabs.setTabText(
            FILE, self.tr("File") if files == 1 else self.tr("Files ({count})").format(count=files)
        )
        self._name_tab(REPAIR, self.tr("Repair"), configured.edits)
        self._say(configured)

    def _fill(self, tab: int) -> None:
        """Fills a tab, unless it shows these files already."""
        configured = self.configured
        if configured is None or tab not in self._to_fill:
            return
        self._to_fill.remove(tab)
        show = {
            FINDINGS: self._list,
            FILE: self.file.show_configured,
            REPAIR: self.repair.show_configured,
            COUNTS: self.counts.show_configured,
        }
        with laid_out_once(self):
            show[tab](configured)

    def _fill_next(self) -> bool:
        if self._to_fill:
            self._fill(self._to_fill[0])
        return bool(self._to_fill)

    def _list(self, configured: Configured) -> None:
        found = [self._knowledge.explain(finding) for finding in configured.judgement.findings]
        self.findings.show_findings(found)
        self.nothing.setText(self.tr("Nothing in these files keeps DNS failover from working."))
        set_visible(self.nothing, not found)

    def _name_tab(self, tab: int, name: str, count: int) -> None:
        self.tabs.setTabText(tab, f"{name} ({count:,})" if count else name)

    def _say(self, configured: Configured) -> None:
        verdict = configured.judgement.verdict
        fix = self.tr("&Repair…") if configured.edits else ""
        about = self._about(configured)
        if verdict is not None:
            said = self._knowledge.explain(verdict)
            word = severity_word(said.severity)
            self.verdict.show_verdict(Role.FAILED, f"{said.unstopped}.", about, fix, word=word)
            return
        worst = [self._knowledge.severity(one) for one in configured.judgement.findings]
        if Severity.WARNING in worst:
            count = worst.count(Severity.WARNING)
            text = self.tr("Nothing here keeps DNS failover from working. {count} warnings are listed below.")
            if count == 1:
                text = self.tr("Nothing here keeps DNS failover from working. 1 warning is listed below.")
            self.verdict.show_verdict(Role.WARNING, text.format(count=count), about, fix)
            return
        text = self.tr("Nothing in these files keeps DNS failover from working.")
        self.verdict.show_verdict(Role.OK, text, about, fix)

    def _about(self, configured: Configured) -> str:
        names = ", ".join(breakable(spelled(file.name)) for file in configured.files)
        text = self.tr("Read: {names}.").format(names=names)
        if configured.plan is None:
            more = self.tr("There is no plan, so whether the name is the right one cannot be told.")
            return f"{text} {more}"
        return text

    def show_tab(self, number: int) -> None:
        """Shows a tab and brings it into sight."""
        self.tabs.setCurrentIndex(number)
        reveal(self.tabs)

    def go_to(self, evidence: Evidence) -> None:
        """Shows the place of some evidence in its file."""
        self._fill(FILE)
        self.file.go_to(evidence)
        self.tabs.setCurrentIndex(FILE)
        self.file.view.setFocus(Qt.FocusReason.OtherFocusReason)
        reveal(self.file.view)
