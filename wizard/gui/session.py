"""One window at work: which case is open in it, and what one part of it makes the others do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from wizard.core.case.case import Case
from wizard.core.case.steps import Step
from wizard.gui.case_changing import CaseChanging
from wizard.gui.case_saving import CaseSaved, CaseSaving
from wizard.gui.garbage import keep_to_this_thread, leave_out_what_is_there
from wizard.gui.jobs import Jobs
from wizard.gui.keeping import Keeping
from wizard.gui.late_judge import LateJudge, load_judge
from wizard.gui.late_pages import LatePages
from wizard.gui.opening import CaseRead, Opening
from wizard.gui.practice import Practice
from wizard.gui.recent import Shelf, remember
from wizard.gui.session_pages import page_factories
from wizard.gui.standing import Standing
from wizard.gui.unclosed import Left
from wizard.gui.unsaved import Unsaved
from wizard.gui.window import MainWindow

if TYPE_CHECKING:  # Loaded when first needed: the window is there sooner.
    from wizard.core.case.judging import Judge
    from wizard.gui.pages.log import LogPage
    from wizard.gui.recovery import Recovery

UNSAVED = "unsaved"


class Session(QObject):
    """Owns the window and everything behind it. ``closed`` comes when the window has closed.

    What one of its parts says, the session passes on to the others.

    ``kept`` is the folder for cases that nobody saved; None keeps none. Beside it lies the folder for
    what is open in a window at the moment. ``window`` is one that is there already: whoever gives it
    exhausts :meth:`filling`.
    """

    closed = Signal()

    def __init__(
        self, settings: QSettings, *, kept: Path | None = None, window: MainWindow | None = None
    ) -> None:
        super().__init__()
        keep_to_this_thread()
        self.settings, self.kept = settings, kept
        self._shelf = Shelf(kept, settings) if kept is not None else None
        self._autosaved = kept.with_name(UNSAVED) if kept is not None else None
        self._jobs = Jobs(self)
        self._judge = LateJudge(load_judge)
        self._standing = Standing(self._judge, self)
        self.window = window if window is not None else MainWindow(settings)
        start = self._jobs.start
        self._keeping = Keeping(self._autosaved, start, self)
        self._unsaved = Unsaved(self.window, self._keeping, self._shelf, self)
        self._opening = Opening(self.window, self._judge, start, self)
        self._saving = CaseSaving(self.window, start, self)
        self._practice = Practice(self.window, self)
        self.cases = CaseChanging(
            self.window, self._unsaved, self._opening, self._practice, self._judge, self._jobs
        )
        self._connect()
        if window is None:
            for _part in self.filling():
                pass

    def filling(self) -> Iterator[None]:
        """Fills the window, a part each time that the iterator is asked for more."""
        return self.window.filling(
            Case(),
            page_factories(self, self._keeping),
            self._standing.statuses,
            opener=self.open_paths,
            name_of=lambda case: case.site,
            may_close=self._may_close,
        )

    def _connect(self) -> None:
        for part in (self._unsaved, self._opening, self._saving, self._practice):
            part.problem.connect(self._tell)
        for work in (self._jobs, self._standing):
            work.failed.connect(self._tell_defect)
        self._opening.case_read.connect(self._opened)
        self._saving.saved.connect(self._saved)
        self.cases.taken.connect(self._saving.belongs_nowhere)
        self._standing.changed.connect(self.window.show_statuses)
        self.window.closing.connect(self._close)
        self.window.leaving.connect(self._keeping.leave)
        QShortcut(QKeySequence.StandardKey.Save, self.window).activated.connect(self.save_case)

    @property
    def judge(self) -> Judge:
        """The judge of all pages, with the knowledge base, loaded when first asked for."""
        return self._judge()

    def warm_up(self) -> None:
        """Loads in the background what the pages will need, then makes them: the first click is quick."""
        self.window.pages_made.connect(leave_out_what_is_there)
        LatePages(self.window, self._judge, self).start(self._jobs.start)

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return self.window.case

    @property
    def busy(self) -> bool:
        """Whether something is done in the background, for the window as a whole."""
        return self._jobs.busy or self._standing.busy

    # Files

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Opens what was dropped or named: a case resumes, the rest are configurations or logs."""
        self._opening.open_paths(paths)

    def ask_which_case(self) -> None:
        """Asks which case to open, and opens it."""
        self._opening.ask()

    def ask_which_visit(self) -> None:
        """The same among those that nobody saved."""
        self._opening.ask(self.kept)

    def save_case(self) -> None:
        """Asks where, then saves the case."""
        self._saving.ask()

    def open_case(self, path: Path | None) -> None:
        """Opens a case; asks which one if none is named."""
        if path is None:
            self.ask_which_case()
        else:
            self._opening.open_case(path)

    def _opened(self, read: CaseRead) -> None:
        if not self._unsaved.keep():
            return
        self.cases.resume(read.case)
        self._saving.belongs_to(read.path, read.stamp)
        remember(self.settings, read.path)
        self.window.say(self.tr("Opened {name}").format(name=read.path.name))

    def _saved(self, saved: CaseSaved) -> None:
        if saved.case == self.case:
            self._unsaved.base = saved.case
            self._unsaved.watch()
        remember(self.settings, saved.path)
        self.window.say(self.tr("Saved {name}").format(name=saved.path.name))

    # What was open when the program stopped

    def offer_unsaved(self) -> None:
        """Looks for what no window holds any more, and asks about the latest."""
        if self._autosaved is None or self._shelf is None:
            return
        from wizard.gui.recovery import Recovery

        recovery = Recovery(self._autosaved, self._shelf, self.window, self._jobs.start, self)
        recovery.wanted.connect(lambda left: self._go_on(left, recovery))
        recovery.look()

    def _go_on(self, left: Left, recovery: Recovery) -> None:
        if left.case is None:
            left.drop()
            self.window.go(Step.LOG)
        elif self._unsaved.keep():
            self._keeping.adopt(left)
            self.cases.resume(left.case, unsaved=True)
            self.window.say(self.tr("Your case is open again. Save it with Ctrl+S."))
        else:
            recovery.put_off(left)
            return
        if left.folders:
            folders = [Path(one) for one in left.folders]
            self.window.when_there(Step.LOG, lambda page: cast("LogPage", page).open_folders(folders))

    # The rest

    def _tell_defect(self, summary: str) -> None:
        self._tell(self.tr("This is a defect of the program: {error}").format(error=summary))

    def _tell(self, sentence: str) -> None:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self.window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(sentence)
        box.finished.connect(box.deleteLater)
        box.open()

    def _may_close(self) -> bool:
        return self._unsaved.may_close()

    def _close(self) -> None:
        self._practice.stop()
        self._keeping.stop(keep=self._unsaved.has_work())
        self._standing.stop()
        self._jobs.cancel()
        self.closed.emit()
