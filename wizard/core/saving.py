"""Saving a file so that the old one or the new one is there, never half of one."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def write_atomically(path: Path, data: bytes) -> str:
    """Writes ``data`` to ``path``. Empty on success, else one sentence for the user.

    The data goes to a temporary file in the same folder, reaches the disk, then takes the place of
    the old file in one step.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
    except OSError as error:
        return _sentence(path, error)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if os.name == "posix":
            temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        return _sentence(path, error)
    return ""


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sentence(path: Path, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return f"You may not write to {path.parent}. Choose another folder, such as your documents."
    if isinstance(error, FileNotFoundError):
        return f"The folder {path.parent} is not there. Choose another folder."
    reason = error.strerror or type(error).__name__
    return f"{path.name} could not be saved ({reason}). Choose another folder."
