"""Whether reading a path can end: a file on a disk does, a device or a view of the running system may not."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from wizard.core.mounts import is_view


class Refused(OSError):  # noqa: N818 - what happened, not what went wrong
    """Reading was refused; the message is a whole sentence."""


def refuse_no_file(path: str | Path, *, pipes: bool = False, wanted: str = "a log file") -> None:
    """Raises :class:`Refused` for what may never end: a device, a view of the running system (/proc), a pipe.

    With ``pipes`` not for a pipe. Folders are left to who opens them. ``wanted`` is what to name instead.
    OSError, or ValueError for a NUL in the name, if it cannot be looked at.
    """
    status = os.stat(path)  # noqa: PTH116 - a folder's review asks thousands of times
    mode = status.st_mode
    if stat.S_ISFIFO(mode) and not pipes:
        raise Refused(
            f"{path} is a pipe, which gives its text only once. Save the text as a file and open that."
        )
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISFIFO(mode)):
        raise Refused(f"{path} is no file but a device of this computer. Name {wanted}.")
    if stat.S_ISREG(mode) and is_view(status):
        raise Refused(f"{path} is a view of the running system and no file on a disk. Name {wanted}.")
