"""Where a log's bytes lie: in a file, in a zip archive, or on standard input; and why they cannot be read."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from wizard.core.regular import Refused

STANDARD_INPUT = "-"
MOST_UNPACKED = 4 * 1024**3
"""Bytes that one packed file, or all logs of one archive, may unpack to."""
UNSUSPECTED = 64 * 1024**2
"""Up to here any ratio is fair: NUL padding packs a thousandfold."""
MOST_RATIO = 200
HEAD = 4096
"""Bytes at the beginning that tell what a file is."""

READING_FAILS = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError)
"""What may happen while a damaged, vanishing or forbidden file is read."""


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A file, or an entry of the zip archive ``path``. The path ``-`` is standard input."""

    path: str
    entry: str = ""

    @property
    def name(self) -> str:
        """What people call it."""
        if self.path == STANDARD_INPUT:
            return "standard input"
        return f"{self.path}/{self.entry}" if self.entry else self.path

    @property
    def short(self) -> str:
        """Its name without the folders before the file."""
        if self.path == STANDARD_INPUT:
            return self.name
        file = Path(self.path).name or self.path
        return f"{file}/{self.entry}" if self.entry else file


def sentence(error: BaseException, name: str) -> str:
    """Why something could not be read and what to do, in one sentence or two."""
    match error:
        case Refused():
            return str(error)
        case FileNotFoundError():
            return f"{name} is not there. Check the path and open it again."
        case PermissionError():
            return f"You may not read {name}. Copy it to a folder of yours and open that."
        case IsADirectoryError():
            return f"{name} is a folder. Open a log file inside it."
        case EOFError():
            return f"{name} ends too early: it was cut off. Fetch it again."
        case zlib.error() | zipfile.BadZipFile() | gzip.BadGzipFile():
            return f"{name} is damaged ({error}). Fetch it again."
        case NotImplementedError():
            return f"{name} is packed in a way that is not known here. Unpack it and open the logs inside."
        case OSError():
            reason = error.strerror or type(error).__name__
            return f"{name} cannot be read ({reason}). Copy it to this computer and open that."
    raise error
