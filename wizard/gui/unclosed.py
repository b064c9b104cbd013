"""What windows had open that nobody closed: a case file each, the paths of a folder review, and a lock."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile

from wizard.core.saving import write_atomically

if TYPE_CHECKING:
    from wizard.core.case.case import Case

CASE = ".json"
_FOLDERS = ".folders"


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """What one window left. ``lock`` keeps other windows from offering it too.

    ``path`` is the file of its case; None for ``case`` where it had none with work in it. ``folders`` are
    the paths whose logs it showed side by side.
    """

    path: Path
    lock: QLockFile
    case: Case | None
    at: datetime
    folders: tuple[str, ...] = ()

    def drop(self) -> None:
        """Takes its files away: what was in them is open again, or not wanted."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        self.release()

    def release(self) -> None:
        """Its case stays where it lies; the paths, which lead to what stays anyway, are forgotten."""
        keep_folders(self.path, ())
        self.lock.unlock()


def left_behind(folder: Path) -> list[Left]:
    """What no window holds any more, cases first and the latest first.

    What cannot be read stays untouched.
    """
    stems = {one.with_suffix(CASE) for suffix in (CASE, _FOLDERS) for one in folder.glob(f"*{suffix}")}
    found = []
    for path in stems:
        lock = lock_of(path)
        if not lock.tryLock(0):
            continue
        left = _read(path, lock)
        if left is None:
            lock.unlock()
        else:
            found.append(left)
    return sorted(found, key=lambda one: (one.case is not None, one.at), reverse=True)


def lock_of(path: Path) -> QLockFile:
    """The lock of whoever has this case open."""
    lock = QLockFile(str(lock_file_of(path)))
    lock.setStaleLockTime(0)  # However long a window is open: only one whose process is gone is stale.
    return lock


def lock_file_of(path: Path) -> Path:
    """Where the lock of a case lies: beside it."""
    return path.with_name(f"{path.name}.lock")


def keep_folders(path: Path, folders: tuple[str, ...]) -> None:
    """Keeps them beside the case's file, or forgets them. Where that fails, they are not offered again."""
    file = path.with_suffix(_FOLDERS)
    if folders:
        write_atomically(file, json.dumps(folders).encode("ascii"))
        return
    with suppress(OSError):
        file.unlink(missing_ok=True)


def _read(path: Path, lock: QLockFile) -> Left | None:
    from wizard.core.case.file import open_case

    folders = _folders_of(path)
    if not path.exists():
        file = path.with_suffix(_FOLDERS)
        return Left(path, lock, None, _time_of(file), folders) if folders else None
    case = open_case(path).case
    return Left(path, lock, case, _time_of(path), folders) if case is not None else None


def _folders_of(path: Path) -> tuple[str, ...]:
    try:
        found = json.loads(path.with_suffix(_FOLDERS).read_bytes())
    except (OSError, ValueError, RecursionError):
        return ()
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def _time_of(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime)
