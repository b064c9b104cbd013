"""What the program notes about itself, in a file for those who maintain it. Knows no Qt."""

from __future__ import annotations

import contextlib
import itertools
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from wizard.core.handset.masking import HIDDEN, is_secret
from wizard.gui.widgets.raw_text import spelled

LARGEST = 256 * 1024
"""Bytes, after which the file becomes the older one."""
OLDER = 2
LONGEST = 500
"""Characters of one line."""

# Windows' names for them: FILE_APPEND_DATA alone; FILE_SHARE_READ, _WRITE and _DELETE; OPEN_ALWAYS.
_APPEND, _SHARED, _OPEN_ALWAYS = 0x4, 0x7, 4

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|“[^”]*”")
_NAMED = re.compile(r"([A-Za-z_][\w.-]*)\s*[=:]\s*")
_ACCOUNT = re.compile(r"([A-Za-z][\w+.-]*:(?://)?)[^\s/@,;]*@")


class Journal:
    """One file that several windows write to; each line whole, and none of them waits for another."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "failover-wizard.log"
        self._lock = threading.Lock()

    def write(self, text: str) -> None:
        """Adds lines with the time. A disk that is full or protected is no reason to stop."""
        stamp = f"{datetime.now():%Y-%m-%d %H:%M:%S} "
        lines = "".join(f"{stamp}{line}\n" for line in text.splitlines())
        with self._lock, contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._rotate()
            _add(self.file, lines.encode("utf-8", "backslashreplace"))

    def _rotate(self) -> None:
        if not self.file.exists() or self.file.stat().st_size < LARGEST:
            return
        chain = [self.file, *(self.file.with_suffix(f".{number}.log") for number in range(1, OLDER + 1))]
        for younger, older in reversed(list(itertools.pairwise(chain))):
            if younger.exists():
                younger.replace(older)


def _add(path: Path, data: bytes) -> None:
    """Writes to a file's end, in one piece, whoever else does.

    Opened for each entry: a file that another window holds could not be moved on Windows. There, Python's own
    way looks for the end first and then writes, where another window may have written meanwhile.
    """
    if sys.platform == "win32":
        import _winapi

        handle = _winapi.CreateFile(str(path), _APPEND, _SHARED, _winapi.NULL, _OPEN_ALWAYS, 0, _winapi.NULL)
        try:
            _winapi.WriteFile(handle, data)
        finally:
            _winapi.CloseHandle(handle)
    else:
        with path.open("ab") as file:
            file.write(data)


def told(error: BaseException) -> str:
    """A fault with all its causes: where it happened, and what it says without what is nobody's business."""
    return "\n".join(_lines(error))


def _lines(error: BaseException) -> Iterator[str]:
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    for number, one in enumerate(reversed(chain)):
        if number:
            yield "which led to:"
        for frame in traceback.extract_tb(one.__traceback__):
            yield f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
        yield f"{type(one).__name__}: {said(one)}"


def said(error: BaseException) -> str:
    """An exception's message. What those quote that judge values may be anybody's: it is left out."""
    text = str(error)
    if isinstance(error, ValueError | LookupError | SyntaxError):
        text = _QUOTED.sub(HIDDEN, text)
    return harmless(text)


def harmless(text: str) -> str:
    """One line without secrets, without this user's name in a path, and without signs that deceive."""
    text = text[: 4 * LONGEST].replace(str(Path.home()), "~")
    text = _ACCOUNT.sub(rf"\1{HIDDEN}@", text)
    secret = next((named for named in _NAMED.finditer(text) if is_secret(named[1])), None)
    if secret is not None:  # How far its value goes, nobody can tell.
        text = text[: secret.end()] + HIDDEN
    text = spelled(" ".join(text.split()))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
