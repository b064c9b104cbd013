"""One window at work: it wires the pages, the case and the practice server together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
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
from wizard.gui.pages.base import Page
from wizard.gui.standing import Standing
from wizard.gui.window import MainWindow, PageFactory
from wizard.paths import resource

if TYPE_CHECKING:  # Loaded when first needed: the window is there sooner.
    from wizard.core.case.file import Opened
    from wizard.core.case.judging import Judge
    from wizard.core.case.sorting import Sorted
    from wizard.gui.practice_bar import PracticeBar
    from wizard.practice.server import PracticeServer

CASE_SUFFIX = ".json"
RECENT = "recentCases"
MOST_RECENT = 8
KEPT = "visit-%Y-%m-%d-%H%M%S"
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

    ``kept`` is the folder for cases that nobody saved; None keeps none.
    """

    closed = Signal()

    def __init__(self, settings: QSettings, *, kept: Path | None = None) -> None:
        super().__init__()
        keep_to_this_thread()
        self.settings = settings
        self._folder = kept
        self._server: PracticeServer | None = None
        self._bar: PracticeBar | None = None
        self._repaired = False
        self._jobs: list[Job] = []
        self._loaded = Case()
        self._standing = Standing(lambda: self.judge, self)
        self.window = MainWindow(
            Case(),
            self._factories(),
            self._standing.statuses,
            settings,
            opener=self.open_paths,
            name_of=lambda case: case.site,
        )
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
        """Loads in the background what the pages will need, so that the first click is quick."""

        def load(_cancelled: Cancelled) -> None:
            for name in WARM:
                import_module(name)
            _ = self.judge

        self._start(Job(load))

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

        def read(_cancelled: Cancelled) -> Opened:
            from wizard.core.case.file import open_case

            opened = open_case(path)
            if opened.case is not None:  # Here, so that the window need not wait for it.
                self.judge.prepare(opened.case)
            return opened

        job = Job(read)
        job.finished.connect(lambda opened: self._opened(path, opened))
        self._start(job)

    def ask_which_case(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self.window, self.tr("Open a case"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Cases (*.json)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda name: self._open_requested(Path(name)))
        dialog.open()

    def _opened(self, path: Path, opened: Opened) -> None:
        if opened.case is None:
            self._tell(opened.problem)
            return
        self._keep()
        self._stop_practice()
        case = opened.case
        server = self._serve() if case.practice else None
        if server is not None:  # The server of that visit is gone; this one has another port.
            where = f"{server.address}:{server.port}"
            case = replace(case, checks=replace(case.checks, servers=(where,)))
        self._take(case)
        self._remember(path)
        self.window.say(self.tr("Opened {name}").format(name=path.name))
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

    def _save(self, path: Path) -> None:
        case = self.case

        def write(_cancelled: Cancelled) -> str:
            from wizard.core.case.file import save

            return save(case, path)

        job = Job(write)
        job.finished.connect(lambda problem: self._saved(path, case, problem))
        self._start(job)

    def _saved(self, path: Path, case: Case, problem: str) -> None:
        if problem:
            self._tell(problem)
            return
        if case == self.case:
            self._loaded = case
        self._remember(path)
        self.window.say(self.tr("Saved {name}").format(name=path.name))

    def _remember(self, path: Path) -> None:
        known = [str(text) for text in cast("list[str]", self.settings.value(RECENT, [], list) or [])]
        latest = [str(path), *(text for text in known if text != str(path))]
        self.settings.setValue(RECENT, latest[:MOST_RECENT])

    # What is open, before something else takes its place

    def new_case(self) -> None:
        """An empty case. The one that was open is kept among the recent cases."""
        self._keep()
        self._stop_practice()
        self._take(Case())
        self.window.say(self.tr("A new case is open."))

    def _take(self, case: Case) -> None:
        self._loaded = case
        self.window.set_case(case)

    def _keep(self) -> None:
        """Saves what was entered since the case was opened, so that nothing typed is ever lost."""
        case = self.case
        if self._folder is None or not _has_work(case, self._loaded):
            return
        from wizard.core.case.file import save

        self._folder.mkdir(parents=True, exist_ok=True)
        path = _free(self._folder, datetime.now().strftime(KEPT))
        # What was typed over the practice case is somebody's own work.
        problem = save(replace(case, practice=False), path)
        if problem:
            self._tell(problem)
            return
        self._loaded = case
        self._remember(path)
        self.window.say(self.tr("What was open is kept under recent cases."))

    # The practice case

    def start_practice(self) -> None:
        """Opens the practice case with its DNS broken, served on this computer alone."""
        self._keep()
        self._stop_practice()
        server = self._serve()
        if server is None:
            return
        from wizard.practice.case import practice_case

        self._take(practice_case(server))
        self.window.say(self.tr("The practice case is open."))

    def _serve(self) -> PracticeServer | None:
        from wizard.practice.lab import BROKEN
        from wizard.practice.server import PracticeServer

        server = PracticeServer(BROKEN)
        try:
            server.start()
        except OSError as error:
            self._tell(
                self.tr("The practice DNS server could not start ({reason}). Try again.").format(
                    reason=error.strerror or str(error)
                )
            )
            return None
        self._server, self._repaired = server, False
        self._show_bar()
        return server

    def _show_bar(self) -> None:
        if self._bar is None:
            from wizard.gui.practice_bar import PracticeBar

            self._bar = PracticeBar()
            self._bar.toggled.connect(self._toggle_practice)
            self.window.set_bar(self._bar)
        self._bar.show_state(repaired=self._repaired)
        self._bar.show()

    def _toggle_practice(self) -> None:
        if self._server is None:
            return
        self._repaired = not self._repaired
        from wizard.practice.case import in_state
        from wizard.practice.lab import BROKEN, REPAIRED

        self._server.load(REPAIRED if self._repaired else BROKEN)
        was_loaded = self.case == self._loaded
        self.window.set_case(in_state(self.case, repaired=self._repaired))
        if was_loaded:
            self._loaded = self.case
        self._show_bar()

    def _stop_practice(self) -> None:
        if self._bar is not None:
            self._bar.hide()
        if self._server is not None:
            self._server.stop()
            self._server = None

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

    def _close(self) -> None:
        self._stop_practice()
        self._keep()
        self._standing.stop()
        for job in self._jobs:
            job.cancel()
        self.closed.emit()


def _has_work(case: Case, loaded: Case) -> bool:
    """Whether there is more in a case than what was opened; a practice check alone is no work."""
    if case.practice:
        case = replace(case, report=loaded.report, checks=loaded.checks, logs=loaded.logs, taken=loaded.taken)
    return not case.is_blank and case != loaded


def _suggested(case: Case) -> str:
    """A name for the file of a case, after its site and the day."""
    from wizard.core.case.summary import default_name, this_moment

    return default_name(case, this_moment(), "dns-case") + CASE_SUFFIX


def _free(folder: Path, stem: str) -> Path:
    """A name in a folder that is not taken."""
    path = folder / f"{stem}{CASE_SUFFIX}"
    number = 2
    while path.exists():
        path = folder / f"{stem}-{number}{CASE_SUFFIX}"
        number += 1
    return path
