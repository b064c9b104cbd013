"""Keeps what is open while somebody works on it, so that no crash and no power cut takes it away.

Every window saves into a file of its own, apart from the files that people save themselves. The file goes
when its case is saved or kept. One whose window is gone without that is offered at the next start.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from wizard.core.case.case import Case
from wizard.core.regular import is_folder
from wizard.gui.job import Cancelled, Job
from wizard.gui.unclosed import CASE, Left, keep_folders, lock_file_of, lock_of

EVERY_MS = 1500
"""How soon after a change, and how often at most, a case is saved."""
PATIENCE_MS = 3000
LEAVING_MS = 60_000
"""How long the system may take to end the program once it has asked; after that the user has stayed."""


class Keeping(QObject):
    """Saves the case of one window. ``folder`` None keeps nothing; ``start`` runs a job."""

    failed = Signal(str)
    """One sentence, said once until it works again or there is nothing to save."""
    works_again = Signal()
    """What could not be saved is saved."""

    def __init__(self, folder: Path | None, start: Callable[[Job], None], parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._start = start
        self._path = folder / f"{os.getpid()}-{os.urandom(4).hex()}{CASE}" if folder is not None else None
        self._lock: QLockFile | None = None
        self._adopted: Left | None = None
        self._case: Case | None = None
        self._folders: tuple[str, ...] = ()
        self._kept_folders: tuple[str, ...] = ()
        self._job: Job | None = None
        self._said = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._save)

    @property
    def is_up_to_date(self) -> bool:
        """Whether nothing waits to be saved."""
        return self._job is None and not self._timer.isActive()

    def watch(self, case: Case | None) -> None:
        """This is open now, with work in it that nobody saved; None: there is no such work."""
        if self._path is None or case is self._case:
            return
        self._case = case
        if case is None:
            self._said = ""
            if self._folders == self._kept_folders:
                self._timer.stop()
            if self._job is None:
                self._remove()
        elif not self._timer.isActive():
            self._timer.start()

    def watch_folders(self, folders: tuple[str, ...]) -> None:
        """The logs of these paths are shown side by side now; of none, if it is empty."""
        self._folders = folders
        if self._path is not None and not self._timer.isActive():
            self._timer.start()

    def adopt(self, left: Left) -> None:
        """Its case is open here now; its file goes when there is one of our own."""
        self._release_adopted()
        self._adopted = left

    def leave(self) -> None:
        """The system may end the program any moment, as at a log-off: after that nothing is offered.

        The paths are kept anew where the user stays.
        """
        if self._path is None or not (self._folders or self._kept_folders):
            return
        self._timer.stop()
        if self._job is not None:
            self._job.wait(PATIENCE_MS)
        keep_folders(self._path, ())
        self._kept_folders = ()
        QTimer.singleShot(LEAVING_MS, self, self._timer.start)

    def stop(self, *, keep: bool = False) -> None:
        """The window closes. ``keep``: its case could not be saved, so the file stays for the next start."""
        self._timer.stop()
        if self._job is not None:
            self._job.wait(PATIENCE_MS)
        if not keep:
            self._remove()
            if self._path is not None and self._kept_folders:
                keep_folders(self._path, ())
        if self._lock is not None:
            self._lock.unlock()

    def _save(self) -> None:
        case, path, folders = self._case, self._path, self._folders
        if path is None or (case is None and folders == self._kept_folders):
            return
        if self._job is not None:
            self._timer.start()
            return

        def write(_cancelled: Cancelled) -> str:
            from wizard.core.case.file import save

            with suppress(OSError):
                path.parent.mkdir(parents=True, exist_ok=True)
            keep_folders(path, folders)
            return save(replace(case, practice=False), path) if case is not None else ""

        self._take_lock(path)
        self._kept_folders = folders
        self._job = Job(write)
        if case is not None:
            self._job.finished.connect(self._saved)
        self._job.ended.connect(self._ended)
        self._start(self._job)

    def _take_lock(self, path: Path) -> None:
        """Anew where a full disk had no room for it, or where it went with its folder."""
        if self._lock is not None and self._lock.isLocked() and lock_file_of(path).exists():
            return
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
        if not is_folder(path.parent):  # Qt would complain; what is wrong is told by the saving.
            return
        if self._lock is not None and self._lock.isLocked():
            with suppress(OSError):
                lock_file_of(path).touch()  # Qt complains where there is nothing to unlock.
            self._lock.unlock()
        self._lock = lock_of(path)
        self._lock.tryLock(0)

    def _saved(self, problem: str) -> None:
        if problem and problem != self._said:
            self.failed.emit(self._told(problem))
        elif not problem:
            self._release_adopted()
            if self._said:
                self.works_again.emit()
        self._said = problem

    def _told(self, problem: str) -> str:
        """Without the name of a file that nobody has given, nor will ever look for."""
        name = self._path.name if self._path is not None else ""
        return problem.replace(name, self.tr("the program's own copy")) if name else problem

    def _ended(self) -> None:
        self._job = None
        if self._case is None:
            self._remove()

    def _remove(self) -> None:
        if self._path is not None and self._lock is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
        self._release_adopted()

    def _release_adopted(self) -> None:
        if self._adopted is not None:
            self._adopted.drop()
            self._adopted = None
