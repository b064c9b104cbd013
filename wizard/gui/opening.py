"""Opening files: a case, or what belongs on the page for configurations or for logs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal

from wizard.core.case.steps import Step
from wizard.gui.job import Cancelled, Job
from wizard.gui.window import MainWindow

if TYPE_CHECKING:  # Loaded when first needed: the window is there sooner.
    from wizard.core.case.case import Case
    from wizard.core.case.file import Opened
    from wizard.core.case.judging import Judge
    from wizard.core.case.sorting import Sorted
    from wizard.core.case.stamp import Stamp
    from wizard.gui.pages.base import Page


@dataclass(frozen=True, slots=True, eq=False)
class CaseRead:
    """A case from a file. ``stamp`` is the file's from before it was read, None if it had none."""

    path: Path
    case: Case
    stamp: Stamp | None


class Opening(QObject):
    """Reads files for a window without holding it up. ``start`` runs a job.

    Configurations and logs go to their pages; a case goes to whoever hears ``case_read``, since another
    one is open.
    """

    case_read = Signal(object)
    """A CaseRead, judged already."""
    problem = Signal(str)
    """One sentence: what cannot be opened, and why."""

    def __init__(
        self,
        window: MainWindow,
        judge: Callable[[], Judge],
        start: Callable[[Job], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._judge = judge
        self._start = start
        self.asked = 0
        """How often somebody has said what is to be opened."""

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Sorts them by suffix and content, in a job: they may lie on a slow network. Then opens them."""
        self.asked += 1

        def sort(_cancelled: Cancelled) -> Sorted:
            from wizard.core.case.sorting import sorted_out

            return sorted_out(paths)

        job = Job(sort)
        job.finished.connect(self._open_sorted)
        self._start(job)

    def open_case(self, path: Path) -> None:
        """Reads a case."""
        self.asked += 1

        def read(_cancelled: Cancelled) -> tuple[Opened, Stamp | None]:
            from wizard.core.case.file import open_case
            from wizard.core.case.stamp import stamp_of

            stamp = stamp_of(path)  # First: what is saved while it is read is noticed.
            opened = open_case(path)
            if opened.case is not None:  # Here, so that the window need not wait for it.
                self._judge().prepare(opened.case)
            return opened, stamp

        job = Job(read)
        job.finished.connect(lambda found: self._read(path, *found))
        self._start(job)

    def ask(self, folder: Path | None = None) -> None:
        """Asks which case, at first in ``folder`` if one is named."""
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._window.front, self.tr("Open a case"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Cases (*.json)"), self.tr("All files (*)")])
        if folder is not None:
            dialog.setDirectory(str(folder))
        dialog.fileSelected.connect(lambda name: self.open_case(Path(name)))
        dialog.open()

    def _open_sorted(self, found: Sorted) -> None:
        if len(found.cases) > 1:
            text = self.tr("A window holds one case: {first} is opened. Start the program again for {other}.")
            others = ", ".join(path.name for path in found.cases[1:4])
            self.problem.emit(text.format(first=found.cases[0].name, other=others))
        for path in found.cases[:1]:
            self.open_case(path)
        for step, files in ((Step.HANDSET, found.configurations), (Step.LOG, found.logs)):
            if files:
                self._window.go(step)
                self._window.when_there(step, partial(_open_on, files))

    def _read(self, path: Path, opened: Opened, stamp: Stamp | None) -> None:
        if opened.case is None:
            self.problem.emit(opened.problem)
        else:
            self.case_read.emit(CaseRead(path, opened.case, stamp))


def _open_on(files: Sequence[Path], page: Page) -> None:
    cast("Any", page).open_paths(files)
