"""Saving the open case under a name that somebody chose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from wizard.gui.job import Cancelled, Job
from wizard.gui.window import MainWindow

if TYPE_CHECKING:  # Loaded when first needed: the window is there sooner.
    from wizard.core.case.case import Case
    from wizard.core.case.stamp import Stamp

SUFFIX = ".json"
_CHANGED = "changed"


@dataclass(frozen=True, slots=True, eq=False)
class CaseSaved:
    """What was written where. The window's case may be another one by now."""

    path: Path
    case: Case


class CaseSaving(QObject):
    """Saves a window's case without holding up the window. ``start`` runs a job.

    A file that somebody else changed since the case was read from it, or saved into it, is replaced only
    after a question.
    """

    saved = Signal(object)
    """A CaseSaved."""
    problem = Signal(str)
    """One sentence: why it was not saved."""

    def __init__(self, window: MainWindow, start: Callable[[Job], None], parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._start = start
        self._file: tuple[Path, Stamp | None] | None = None

    def belongs_to(self, path: Path, stamp: Stamp | None) -> None:
        """The case that is open now was read from this file when it bore this stamp."""
        self._file = (path, stamp)

    def belongs_nowhere(self) -> None:
        """The case that is open now came from no file of somebody's."""
        self._file = None

    def ask(self, *, elsewhere: bool = False) -> None:
        """Asks where, then saves: proposes the file that the case came from or was saved into last.

        ``elsewhere``: another one, beside it.
        """
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self._window.front, self.tr("Save the case"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Cases (*.json)")])
        dialog.setDefaultSuffix(SUFFIX.lstrip("."))
        name = _suggested(self._window.case)
        if self._file is not None:
            path, _stamp = self._file
            dialog.setDirectory(str(path.parent))
            name = name if elsewhere else path.name
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        dialog.open()

    def save(self, path: Path, *, replacing: bool = False) -> None:
        """``replacing``: without the question."""
        case, known = self._window.case, self._file
        stamp = known[1] if known is not None and known[0] == path and not replacing else None

        def write(_cancelled: Cancelled) -> tuple[str, Stamp | None]:
            from wizard.core.case.file import save
            from wizard.core.case.stamp import stamp_of

            if stamp is not None and stamp_of(path) not in (stamp, None):
                return _CHANGED, None
            return save(case, path), stamp_of(path)

        job = Job(write)
        job.finished.connect(lambda said: self._written(path, case, *said))
        self._start(job)

    def _written(self, path: Path, case: Case, problem: str, stamp: Stamp | None) -> None:
        if problem == _CHANGED:
            self._ask_about_change(path)
        elif problem:
            self.problem.emit(problem)
        else:
            self._file = (path, stamp)
            self.saved.emit(CaseSaved(path, case))

    def _ask_about_change(self, path: Path) -> None:
        """Two windows, or two people, have the same case: neither's work goes without a word."""
        from wizard.gui.recovery import ChangedMeanwhile

        box = ChangedMeanwhile(path.name, self._window)
        box.elsewhere.connect(lambda: self.ask(elsewhere=True))
        box.over.connect(lambda: self.save(path, replacing=True))
        box.open()


def _suggested(case: Case) -> str:
    """A name for the file of a case, after its site and the day."""
    from wizard.core.case.summary import default_name, this_moment

    return default_name(case, this_moment(), "dns-case") + SUFFIX
