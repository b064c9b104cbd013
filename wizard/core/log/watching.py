"""Which logs of a folder have come or grown since it was looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from wizard.core.log.finder import Log

Stamp = tuple[tuple[str, int, int], ...]
"""Path, bytes and time of change in nanoseconds of each file of a log; two alike mean: not touched."""


def stamp(log: Log) -> Stamp:
    """How a log's files are now. One that is gone, or may not be looked at, is left out."""
    found = []
    for path in dict.fromkeys(part.path for part in log.parts):
        try:
            status = Path(path).stat()
        except OSError:
            continue
        found.append((path, status.st_size, status.st_mtime_ns))
    return tuple(found)


def changed(logs: Iterable[Log], before: Mapping[str, Stamp]) -> list[Log]:
    """Those that are new, or other than ``before`` (by a log's name); not those that are gone."""
    return [log for log in logs if (now := stamp(log)) and now != before.get(log.name)]
