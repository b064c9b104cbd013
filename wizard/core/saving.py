"""Saving a file so that there is always a whole one: the old or the new."""

from __future__ import annotations

import errno
import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from wizard.core.about import name_of, told
from wizard.core.mounts import device_of, pseudo_devices
from wizard.core.regular import is_folder

_MOST_BESIDE = 4
"""Files that a killed program may leave beside a target; the next one to be saved takes one of them over."""
_FORGOTTEN = 600
"""Seconds after which nobody is writing such a file any more."""
_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4) if os.name == "nt" else ()
"""Seconds before each further try to take a file's place that another program has open."""


def write_atomically(path: Path, data: bytes) -> str:
    """Writes ``data``; returns a sentence about what went wrong, empty when nothing did.

    The bytes go to a new file in the same folder, reach the disk and take the old file's place in
    one move. Where ``path`` is a link, the file that it points to is replaced.
    """
    target = Path(os.path.realpath(path))
    try:
        _refuse_device(target)
        written, file = _beside(target)
        try:
            with file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, written)
            _take_place(written, target)
        finally:
            written.unlink(missing_ok=True)
    except OSError as error:
        return _sentence(path, error)
    _tidy(target)
    return ""


def _take_place(written: Path, target: Path) -> None:
    """Moves a whole file to where the old one is.

    Windows refuses that while a virus scanner, a backup or an indexer reads the old one, mostly not for long.
    """
    for pause in _PAUSES:
        try:
            written.replace(target)
        except PermissionError:
            if target.is_dir():
                raise
            time.sleep(pause)
        else:
            return
    written.replace(target)


def _refuse_device(target: Path) -> None:
    """``/dev/null`` and the like are no place for a file, and an administrator could replace them by one."""
    if target.exists() and not target.is_file() and not target.is_dir():
        raise OSError(errno.ENODEV, os.strerror(errno.ENODEV))


def _names_beside(target: Path) -> list[Path]:
    return [target.with_name(f".{target.name[:80]}.{number}.tmp") for number in range(_MOST_BESIDE)]


def _beside(target: Path) -> tuple[Path, BinaryIO]:
    """A new file beside ``target``. Where killed programs left one in every place, the oldest goes."""
    for path in _names_beside(target):
        with suppress(FileExistsError):
            return path, path.open("xb")
    oldest = min(_names_beside(target), key=_age_key)
    oldest.unlink(missing_ok=True)
    return oldest, oldest.open("xb")


def _age_key(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _tidy(target: Path) -> None:
    """Takes away what a killed program left beside it long ago."""
    now = time.time()
    for path in _names_beside(target):
        with suppress(OSError):
            if now - path.stat().st_mtime > _FORGOTTEN:
                path.unlink()


class Replacing:
    """Writes a long file piece by piece; it takes the old one's place when it is whole.

    Nothing raises: :meth:`finish` returns the sentence about what went wrong.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._target = Path(os.path.realpath(path))
        self._written: Path | None = None
        self._file: BinaryIO | None = None
        self._problem = ""
        try:
            _refuse_device(self._target)
            self._written, self._file = _beside(self._target)
        except OSError as error:
            self._problem = _sentence(path, error)

    def write(self, data: bytes) -> bool:
        """Adds bytes; whether all is well."""
        if self._file is not None and not self._problem:
            try:
                self._file.write(data)
            except OSError as error:
                self._problem = _sentence(self._path, error)
        return not self._problem

    def finish(self) -> str:
        """Puts the file in its place. Empty, or a sentence about what went wrong."""
        if self._file is not None and self._written is not None and not self._problem:
            try:
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
                self._file = None
                if self._target.exists():
                    shutil.copymode(self._target, self._written)
                _take_place(self._written, self._target)
                self._written = None
            except OSError as error:
                self._problem = _sentence(self._path, error)
        self.discard()
        return self._problem

    def discard(self) -> None:
        """Leaves nothing behind of what was not finished."""
        with suppress(OSError):
            if self._file is not None:
                self._file.close()
        self._file = None
        with suppress(OSError):
            if self._written is not None:
                self._written.unlink(missing_ok=True)
        self._written = None


def _sentence(path: Path, error: OSError) -> str:
    name = name_of(path)
    if (key := _why(path, error.errno)) is not None:
        return told(f"saving.why.{key}", name=name)
    return told("saving.other", name=name, reason=error.strerror or type(error).__name__)


def _why(path: Path, number: int | None) -> str | None:
    """The key of the sentence about an error, None for one that has none of its own."""
    folder = os.path.dirname(os.path.realpath(path))  # noqa: PTH120
    match number:
        case errno.ENODEV:
            return "no-file"
        case _ if device_of(folder) in pseudo_devices():
            return "view"
        case errno.ENOENT if is_folder(folder):
            return "refused"
        case errno.ENOENT | errno.ENOTDIR:
            return "no-folder"
        # Windows says of a folder that it may not be written.
        case errno.EISDIR | errno.EACCES | errno.EPERM if path.is_dir():
            return "is-folder"
        case errno.EACCES | errno.EPERM:
            return "forbidden"
        case errno.EROFS:
            return "read-only"
        case errno.ENOSPC | errno.EDQUOT:
            return "full"
        case errno.ENAMETOOLONG:
            return "long-name"
    return None
