"""One window at work: it wires the pages, the case and the practice server together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from wizard.core.case.case import Case
from wizard.core.case.steps import Step
from wizard.gui.garbage import keep_to_this_thread
from wizard.gui.job import Cancelled, Job
from wizard.gui.keeping import Keeping, Left
from wizard.gui.pages.base import Page
from wizard.gui.practice import Practice
from wizard.gui.recent import Shelf, remember
from wizard.gui.standing import Standing
from wizard.gui.unsaved import Unsaved
from wizard.gui.window import MainWindow, PageFactory
from wizard.paths import resource

if TYPE_CHECKING:  # Loaded when first needed: the window is there sooner.
    from wizard.core.case.file import Opened
    from wizard.core.case.judging import Judge
    from wizard.core.case.sorting import Sorted
    from wizard.core.case.stamp import Stamp
    from wizard.gui.recovery import Recovery

CASE_SUFFIX = ".json"
UNSAVED = "unsaved"
CHANGED = "changed"
WARM = (
    "wizard.core.case.file",
    "wizard.core.case.judging",
    "wizard.core.plan.recipes",
    "wizard.live",
    "wizard.practice.case",
    "wizard.gui.pages.setup",
    "wizard.gui.pages.handset",
    "wizard.gui.pages.checks",
    "wizard.gui.pages.log",
    "wizard.gui.pages.summary",
    "numpy",
    "jinja2",
)
"""What no first window needs, but every visit."""


class Session(QObject):
    """Owns the window and everything behind it. ``closed`` comes when the window has closed.

    ``kept`` is the folder for cases that nobody saved; None keeps none. Beside it lies the folder for
    what is open in a window at the moment.
    """

    closed = Signal()

    def __init__(self, settings: QSettings, *, kept: Path | None = None) -> None:
        super().__init__()
        keep_to_this_thread()
        self.settings = settings
        self._shelf = Shelf(kept, settings) if kept is not None else None
        self._autosaved = kept.with_name(UNSAVED) if kept is not None else None
        self._jobs: list[Job] = []
        self._file: tuple[Path, Stamp | None] | None = None
        self._standing = Standing(lambda: self.judge, self)
        self.window = MainWindow(
            Case(),
            self._factories(),
            self._standing.statuses,
            settings,
            opener=self.open_paths,
            name_of=lambda case: case.site,
            may_close=self._may_close,
        )
        self._keeping = Keeping(self._autosaved, self._start, self)
        self._unsaved = Unsaved(self.window, self._keeping, self._shelf, self)
        self._unsaved.problem.connect(self._tell)
        self._practice = Practice(self.window, self)
        self._practice.switched.connect(self._follow_practice)
        self._practice.problem.connect(self._tell)
        self._standing.changed.connect(self.window.show_statuses)
        self._standing.failed.connect(self._tell_defect)
        self.window.closing.connect(self._close)
        QShortcut(QKeySequence.StandardKey.Save, self.window).activated.connect(self.save_case)

    @cached_property
    def judge(self) -> Judge:
        """The judge of all pages, with the knowledge base, loaded when first asked for."""
        from wizard.core import knowledge
        from wizard.core.case.judging import Judge

        return Judge(knowledge.load(resource("knowledge")))

    def warm_up(self) -> None:
        """Loads in the background what the pages will need, then makes them: the first click is quick."""

        def load(_cancelled: Cancelled) -> None:
            for name in WARM:
                import_module(name)
            _ = self.judge

        job = Job(load)
        job.finished.connect(lambda _result: self.window.make_pages())
        self._start(job)

    # What the window's pages are

    def _factories(self) -> dict[Step, PageFactory]:
        return {
            Step.START: self._start_page,
            Step.SETUP: self._page("setup", "SetupPage"),
            Step.HANDSET: self._page("handset", "HandsetPage"),
            Step.CHECKS: self._page("checks", "ChecksPage"),
            Step.LOG: self._page("log", "LogPage"),
            Step.SUMMARY: self._summary_page,
        }

    def _page(self, module: str, name: str) -> Callable[[], Page]:
        """Makes a page when it is first needed, so that the window is there at once."""

        def make() -> Page:
            kind = getattr(import_module(f"wizard.gui.pages.{module}"), name)
            return cast("Page", kind(self.judge))

        return make

    def _start_page(self) -> Page:
        from wizard.gui.pages.start import StartPage

        page = StartPage(settings=self.settings)
        page.practice_requested.connect(self.start_practice)
        page.new_requested.connect(self.new_case)
        page.open_requested.connect(self._open_requested)
        return page

    def _summary_page(self) -> Page:
        from wizard.gui.pages.summary import SummaryPage

        page = SummaryPage(self.judge)
        page.save_case_requested.connect(self.save_case)
        page.open_case_requested.connect(self.ask_which_case)
        return page

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return self.window.case

    # Files

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Opens what was dropped or named: a case resumes, the rest are configurations or logs.

        Which it is, its suffix and its content tell; a file may lie on a slow network.
        """

        def sort(_cancelled: Cancelled) -> Sorted:
            from wizard.core.case.sorting import sorted_out

            return sorted_out(paths)

        job = Job(sort)
        job.finished.connect(self._open_sorted)
        self._start(job)

    def _open_sorted(self, found: Sorted) -> None:
        if len(found.cases) > 1:
            text = self.tr("A window holds one case: {first} is opened. Start the program again for {other}.")
            others = ", ".join(path.name for path in found.cases[1:4])
            self._tell(text.format(first=found.cases[0].name, other=others))
        for path in found.cases[:1]:
            self._open_requested(path)
        for step, files in ((Step.HANDSET, found.configurations), (Step.LOG, found.logs)):
            if files:
                self.window.go(step)
                cast("Any", self.window.page(step)).open_paths(files)

    def _open_requested(self, path: Path | None) -> None:
        if path is None:
            self.ask_which_case()
            return

        def read(_cancelled: Cancelled) -> tuple[Opened, Stamp | None]:
            from wizard.core.case.file import open_case
            from wizard.core.case.stamp import stamp_of

            stamp = stamp_of(path)  # First: what is saved while it is read is noticed.
            opened = open_case(path)
            if opened.case is not None:  # Here, so that the window need not wait for it.
                self.judge.prepare(opened.case)
            return opened, stamp

        job = Job(read)
        job.finished.connect(lambda found: self._opened(path, *found))
        self._start(job)

    def ask_which_case(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self.window, self.tr("Open a case"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Cases (*.json)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self._open_requested(Path(name)))
        dialog.open()

    def _opened(self, path: Path, opened: Opened, stamp: Stamp | None) -> None:
        if opened.case is None:
            self._tell(opened.problem)
            return
        if not self._unsaved.keep():
            return
        self._resume(opened.case)
        self._file = (path, stamp)
        remember(self.settings, path)
        self.window.say(self.tr("Opened {name}").format(name=path.name))

    def _resume(self, case: Case, *, unsaved: bool = False) -> None:
        """Shows a case of before; ``unsaved``: it has work in it that nobody saved."""
        self._practice.stop()
        server = self._practice.start() if case.practice else None
        if server is not None:  # The server of that visit is gone; this one has another port.
            where = f"{server.address}:{server.port}"
            case = replace(case, checks=replace(case.checks, servers=(where,)))
        self._take(case, Case() if unsaved else case)
        if self.window.shown is Step.START:
            self.window.go(Step.SUMMARY)

    def save_case(self) -> None:
        """Asks where, then saves the case without holding up the window."""
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self.window, self.tr("Save the case"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Cases (*.json)")])
        dialog.setDefaultSuffix(CASE_SUFFIX.lstrip("."))
        dialog.selectFile(_suggested(self.case))
        dialog.fileSelected.connect(lambda name: self._save(Path(name)))
        dialog.open()

    def _save(self, path: Path, *, replacing: bool = False) -> None:
        """``replacing``: also a file that was changed by somebody else since it was opened here."""
        case, known = self.case, self._file
        if replacing or known is None or known[0] != path:
            known = None

        def write(_cancelled: Cancelled) -> tuple[str, Stamp | None]:
            from wizard.core.case.file import save
            from wizard.core.case.stamp import stamp_of

            if known is not None and known[1] is not None and stamp_of(path) not in (known[1], None):
                return CHANGED, None
            return save(case, path), stamp_of(path)

        job = Job(write)
        job.finished.connect(lambda said: self._saved(path, case, *said))
        self._start(job)

    def _saved(self, path: Path, case: Case, problem: str, stamp: Stamp | None) -> None:
        if problem == CHANGED:
            self._ask_about_change(path)
            return
        if problem:
            self._tell(problem)
            return
        self._file = (path, stamp)
        if case == self.case:
            self._unsaved.base = case
            self._unsaved.watch()
        remember(self.settings, path)
        self.window.say(self.tr("Saved {name}").format(name=path.name))

    def _ask_about_change(self, path: Path) -> None:
        """Two windows, or two people, have the same case: neither's work goes without a word."""
        from wizard.gui.recovery import ChangedMeanwhile

        box = ChangedMeanwhile(path.name, self.window)
        box.elsewhere.connect(self.save_case)
        box.over.connect(lambda: self._save(path, replacing=True))
        box.open()

    # What is open, before something else takes its place

    def new_case(self) -> None:
        """An empty case. The one that was open is kept among the recent cases."""
        if not self._unsaved.keep():
            return
        self._practice.stop()
        self._take(Case())
        self.window.say(self.tr("A new case is open."))

    def _take(self, case: Case, loaded: Case | None = None) -> None:
        self._unsaved.base = case if loaded is None else loaded
        self._file = None
        self.window.set_case(case)

    # What was open when the program stopped

    def offer_unsaved(self) -> None:
        """Looks for what no window holds any more, and asks about the latest."""
        if self._autosaved is None or self._shelf is None:
            return
        from wizard.gui.recovery import Recovery

        recovery = Recovery(self._autosaved, self._shelf, self.window, self._start, self)
        recovery.wanted.connect(lambda left: self._go_on(left, recovery))
        recovery.look()

    def _go_on(self, left: Left, recovery: Recovery) -> None:
        if self._unsaved.keep():
            self._keeping.adopt(left)
            self._resume(left.case, unsaved=True)
            self.window.say(self.tr("Your case is open again. Save it with Ctrl+S."))
        else:
            recovery.put_off(left)

    # The practice case

    def start_practice(self) -> None:
        """Opens the practice case with its DNS broken, served on this computer alone."""
        if not self._unsaved.keep():
            return
        self._practice.stop()
        server = self._practice.start()
        if server is None:
            return
        from wizard.practice.case import practice_case

        self._take(practice_case(server))
        self.window.say(self.tr("The practice case is open."))

    def _follow_practice(self, repaired: bool) -> None:
        """Gives the practice case what its handset logs now. That alone is nothing to save."""
        from wizard.practice.case import in_state

        was_loaded = self.case == self._unsaved.base
        self.window.set_case(in_state(self.case, repaired=repaired))
        if was_loaded:
            self._unsaved.base = self.case

    # The rest

    def _start(self, job: Job) -> None:
        job.failed.connect(lambda summary, _details: self._tell_defect(summary))
        self._jobs = [*(known for known in self._jobs if known.running), job]
        job.start()

    def _tell_defect(self, summary: str) -> None:
        self._tell(self.tr("This is a defect of the program: {error}").format(error=summary))

    def _tell(self, sentence: str) -> None:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self.window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(sentence)
        box.open()

    def _may_close(self) -> bool:
        return self._unsaved.may_close()

    def _close(self) -> None:
        self._practice.stop()
        self._keeping.stop(keep=self._unsaved.has_work())
        self._standing.stop()
        for job in self._jobs:
            job.cancel()
        self.closed.emit()


def _suggested(case: Case) -> str:
    """A name for the file of a case, after its site and the day."""
    from wizard.core.case.summary import default_name, this_moment

    return default_name(case, this_moment(), "dns-case") + CASE_SUFFIX
