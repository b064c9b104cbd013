"""Where a log's bytes lie: in a file, in a zip archive, or on standard input; and why they cannot be read."""

from __future__ import annotations

import gzip
import os
import zipfile
import zlib
from dataclasses import dataclass

from wizard.core.about import Named, as_typed, sentence_of, told
from wizard.core.regular import Refused, is_in_cloud, is_too_long

STANDARD_INPUT = "-"
MOST_UNPACKED = 4 * 1024**3
"""Bytes that one packed file, or all logs of one archive, may unpack to."""
UNSUSPECTED = 64 * 1024**2
"""Up to here any ratio is fair: NUL padding packs a thousandfold."""
MOST_RATIO = 200
HEAD = 4096
"""Bytes at the beginning that tell what a file is."""
SAMPLE = 64 * 1024
"""The same of one that does not begin as a handset's log does."""

READING_FAILS = (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError)
"""What may happen while a damaged, vanishing or forbidden file is read."""


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """A file, or an entry of the archive or mail ``path``. The path ``-`` is standard input.

    An entry of an archive that is attached to a mail has the attachment's name and a slash before its own.
    """

    path: str
    entry: str = ""

    def within(self, entry: str) -> Origin:
        """What this name has in it."""
        return Origin(self.path, f"{self.entry}/{entry}" if self.entry else entry)

    @property
    def name(self) -> str:
        """What people call it."""
        if self.path == STANDARD_INPUT:
            return told("file.standard-input")
        return f"{self.path}/{self.entry}" if self.entry else self.path

    @property
    def short(self) -> str:
        """Its name without the folders before the file."""
        if self.path == STANDARD_INPUT:
            return self.name
        file = os.path.basename(self.path) or self.path  # noqa: PTH119 - asked of each log of a folder
        return Named(f"{file}/{self.entry}" if self.entry else file, self.name)


def sentence(error: BaseException, name: str) -> str:
    """Why something could not be read and what to do, in one sentence or two."""
    match error:
        case Refused():
            return sentence_of(error)
        case OSError() if is_too_long(as_typed(name)):
            return told("file.long-path", name=name)
        case FileNotFoundError():
            return told("file.not-there", name=name)
        case PermissionError():
            return told("file.forbidden", name=name)
        case IsADirectoryError():
            return told("log-file.folder", name=name)
        case EOFError():
            return told("log-file.cut-off", name=name)
        case zlib.error() | zipfile.BadZipFile() | gzip.BadGzipFile():
            return told("log-file.damaged", name=name, error=error)
        case NotImplementedError():
            return told("log-file.packed-otherwise", name=name)
        case OSError() if is_in_cloud(as_typed(name)):
            return told("file.cloud", name=name)
        case OSError():
            return told("file.unreadable", name=name, reason=error.strerror or type(error).__name__)
    raise error
