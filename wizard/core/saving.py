"""Saving a file so that there is always a whole one: the old or the new."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from pathlib import Path


def write_atomically(path: Path, data: bytes) -> str:
    """Writes ``data``; returns a sentence about what went wrong, empty when nothing did.

    The bytes go to a new file in the same folder, reach the disk and take the old file's place in
    one move. Where ``path`` is a link, the file that it points to is replaced.
    """
    target = Path(os.path.realpath(path))
    written = target.with_name(f".{target.name[:80]}.{secrets.token_hex(4)}.tmp")
    try:
        try:
            with written.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, written)
            written.replace(target)
        finally:
            written.unlink(missing_ok=True)
    except OSError as error:
        return _sentence(path, error)
    return ""


def _sentence(path: Path, error: OSError) -> str:
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            reason = "its folder does not exist"
        case errno.EACCES | errno.EPERM:
            reason = "it may not be written there, or another program has it open"
        case errno.EROFS:
            reason = "the disk is read-only"
        case errno.ENOSPC | errno.EDQUOT:
            reason = "the disk is full"
        case errno.EISDIR:
            reason = "there is a folder of that name"
        case _:
            reason = error.strerror or type(error).__name__
    return f"{path.name} was not saved: {reason}."
