"""Where settings, kept cases and the log lie: beside the program where portable.ini is, else this user's."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PORTABLE = "portable.ini"
"""An empty file of this name beside the program keeps everything there. It then holds the settings."""
DATA = "data"


@dataclass(frozen=True, slots=True)
class Places:
    """``settings`` is a file, or None for the one that Qt knows for this user; ``data`` is a folder."""

    settings: Path | None
    data: Path

    @property
    def cases(self) -> Path:
        """The folder for cases that nobody saved."""
        return self.data / "cases"

    @property
    def log(self) -> Path:
        """The folder of what the program notes about itself."""
        return self.data / "log"


def places(program: Path | None = None) -> Places:
    """The places in use. ``program`` is the executable's file; only what was built can be portable."""
    if program is None and getattr(sys, "frozen", False):
        program = Path(sys.executable)
    if program is not None and (program.parent / PORTABLE).is_file() and _writable(program.parent):
        return Places(program.parent / PORTABLE, program.parent / DATA)
    from PySide6.QtCore import QStandardPaths

    of_user = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return Places(None, Path(of_user))


def leave_program_folder(place: Places, program: Path | None = None) -> None:
    """Makes this user's documents the current folder where it is the program's own: dialogs begin there.

    A shortcut starts the program in its own folder. There few may write, and nobody looks for a summary.
    A portable one stays: what is carried along lies beside it.
    """
    if program is None and getattr(sys, "frozen", False):
        program = Path(sys.executable)
    if program is None or place.settings is not None:
        return
    from PySide6.QtCore import QStandardPaths

    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    with suppress(OSError):
        if not Path.cwd().samefile(program.parent):
            return
    for folder in (documents, Path.home()):
        with suppress(OSError):
            os.chdir(folder)
            return


def _writable(folder: Path) -> bool:
    """Whether files can be made there. A stick may be write-protected: then this user's places serve."""
    try:
        trial = folder / f".{os.getpid()}.tmp"
        trial.open("xb").close()
        trial.unlink()
    except OSError:
        return False
    return True
