"""What a log is as a whole: how long, whether a handset wrote it, whether it has holes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from wizard.core.log.line import MAX_PARSED, LogLine

MOST_HOLES = 1000
"""So many lines with missed events are kept; a log can have millions."""


# Values, as mypy sees to; for speed, as a ``Finding``.
@dataclass(slots=True, unsafe_hash=True)
class Facts:
    """Lines are None where there are none.

    ``begins`` and ``ends`` are the first and the last line that are not blank, ``first`` and ``last`` those
    with the form of a handset's log, ``dns`` is the first of the module that looks up names. ``holes`` are
    the first lines of readable length whose missed events are not 0, ``lost`` is the highest number among
    all of them.
    """

    count: Final[int] = 0
    begins: Final[LogLine | None] = None
    first: Final[LogLine | None] = None
    last: Final[LogLine | None] = None
    ends: Final[LogLine | None] = None
    dns: Final[LogLine | None] = None
    dns_count: Final[int] = 0
    dns_levels: Final[frozenset[str]] = frozenset()
    holes: Final[tuple[LogLine, ...]] = ()
    lost: Final[int] = 0


def facts_of(lines: Iterable[LogLine]) -> Facts:
    """The facts, from all lines of a log."""
    count, dns_count, lost = 0, 0, 0
    begins = first = last = ends = dns = None
    levels: set[str] = set()
    holes: list[LogLine] = []
    for line in lines:
        count += 1
        if line.module or line.raw.strip():
            ends = line
        if not line.module:
            if begins is None and line.raw.strip():
                begins = line
            continue
        begins, first, last = begins or line, first or line, line
        if line.module == "dns":
            dns = dns or line
            dns_count += 1
            levels.add(line.level)
        if line.missed:
            lost = max(lost, line.missed)
            if not holes or (len(holes) < MOST_HOLES and len(line.raw) <= MAX_PARSED):
                holes.append(line)
    return Facts(count, begins, first, last, ends, dns, dns_count, frozenset(levels), tuple(holes), lost)
