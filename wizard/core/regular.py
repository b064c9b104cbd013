"""What is at a path, and whether reading it can end: a device or a view of the running system may not."""

from __future__ import annotations

import io
import os
import stat
import sys
from pathlib import Path

from wizard.core.about import told
from wizard.core.mounts import is_view

_LONGEST = 259 if sys.platform == "win32" else 4095
"""Characters of a path that Windows opens where nobody has allowed it more, or bytes that Linux does."""
_RECALLED = 0x1000 | 0x40000 | 0x400000
"""Windows' FILE_ATTRIBUTE_OFFLINE, _RECALL_ON_OPEN and _RECALL_ON_DATA_ACCESS."""


class Refused(OSError):  # noqa: N818 - what happened, not what went wrong
    """Reading was refused; the message is a whole sentence, as :func:`~wizard.core.about.told` makes it."""


def is_there(path: str | Path) -> bool:
    """Whether something is there, as far as can be told.

    Never raises, as ``Path.exists`` does for a name that is too long, a share that has gone, or what lies in
    a folder that may not be entered.
    """
    return os.path.exists(path)  # noqa: PTH110


def is_folder(path: str | Path) -> bool:
    """Whether a folder is there, as :func:`is_there`."""
    return os.path.isdir(path)  # noqa: PTH112


def is_file(path: str | Path) -> bool:
    """Whether a file on a disk is there, as :func:`is_there`."""
    return os.path.isfile(path)  # noqa: PTH113


def is_too_long(path: str | Path) -> bool:
    """Whether a path is why what is there cannot be opened."""
    whole = os.path.abspath(path)  # noqa: PTH100 - Path.resolve looks at what is there
    length = len(whole) if sys.platform == "win32" else len(os.fsencode(whole))
    return length > _LONGEST and not is_there(path)


def is_in_cloud(path: str | Path) -> bool:
    """Whether what is there only stands for a file that has to be fetched, as far as Windows tells."""
    try:
        attributes = getattr(os.stat(path), "st_file_attributes", 0)  # noqa: PTH116 - as the others here
    except (OSError, ValueError):
        return False
    return bool(attributes & _RECALLED)


def refuse_no_file(path: str | Path, *, pipes: bool = False, wanted: str = "log") -> os.stat_result:
    """Raises :class:`Refused` for what may never end: a device, a view of the running system (/proc), a pipe.

    Gives the status of every other file.

    With ``pipes`` not for a pipe. Folders are left to who opens them. ``wanted`` (``log``, ``config`` or
    ``own``) is what to name instead.
    OSError, or ValueError for a NUL in the name, if it cannot be looked at.
    """
    status = os.stat(path)  # noqa: PTH116 - a folder's review asks thousands of times
    mode = status.st_mode
    if stat.S_ISFIFO(mode) and not pipes:
        raise Refused(told("file.pipe", name=path))
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISFIFO(mode)):
        raise Refused(told("file.device", name=path, wanted=told(f"file.wanted.{wanted}")))
    if stat.S_ISREG(mode) and is_view(status):
        raise Refused(told("file.view", name=path, wanted=told(f"file.wanted.{wanted}")))
    return status


def open_file(path: str | Path, *, pipes: bool = False, wanted: str = "log") -> io.FileIO:
    """Opens what :func:`refuse_no_file` lets pass, without a buffer.

    Only a pipe that may be one is waited for, not what became one since it was looked at.
    """
    status = refuse_no_file(path, pipes=pipes, wanted=wanted)
    return io.FileIO(path, opener=None if stat.S_ISFIFO(status.st_mode) else no_pipe)


def read_file(path: str | Path) -> bytes:
    """All bytes of a file, opened as :func:`open_file` does."""
    with open_file(path) as file:
        return file.readall()


def no_pipe(path: str, flags: int) -> int:
    """An ``opener`` for what was a file or a folder when it was looked at: it waits for nobody."""
    try:
        number = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
    except BlockingIOError:  # A file server has lent it to somebody, who gives it back within a minute.
        number = os.open(path, flags)
    if stat.S_ISFIFO(os.fstat(number).st_mode):
        os.close(number)
        raise Refused(told("file.pipe", name=path))
    return number
