"""Whether a file is still the one that was read: somebody else may have saved it since."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file at one moment. ``moment`` is when it was changed last, in nanoseconds."""

    moment: int
    size: int


def stamp_of(path: Path) -> Stamp | None:
    """The file as it is now, None if it is not there or cannot be reached."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return Stamp(found.st_mtime_ns, found.st_size)
