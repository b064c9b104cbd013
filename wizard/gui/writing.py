"""Writes a file that the user asked for while the window goes on: a stick or a share can take seconds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from shiboken6 import isValid

from wizard.core.saving import write_atomically
from wizard.gui.job import Job


def write(path: Path, data: bytes, owner: QObject, told: Callable[[str], None]) -> None:
    """Writes all of it or nothing; ``told`` gets a sentence about what went wrong, empty if nothing did.

    Once ``owner`` has gone nobody is told, but the file is written all the same.
    """

    def tell(problem: str) -> None:
        if isValid(owner):
            told(problem)

    job = Job(lambda _cancelled: write_atomically(path, data))
    job.finished.connect(tell)
    job.failed.connect(lambda summary, _details: tell(summary))
    job.start()
