"""How a fix summary says things: times, places, lists, and who says so."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import TypeVar, cast

from wizard.core.case.case import Case
from wizard.core.finding import Severity
from wizard.core.knowledge import Basis
from wizard.core.trace.attempts import FoundServer

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_SEVERITIES = {
    Severity.CRITICAL: "Critical",
    Severity.ERROR: "Error",
    Severity.WARNING: "Warning",
    Severity.NOTICE: "Notice",
    Severity.INFO: "Information",
}
_BASES = {
    Basis.VENDOR: "Stated by the vendor",
    Basis.STANDARD: "By the standard",
    Basis.INFERRED: "Inferred, not stated by the vendor",
    Basis.UNVERIFIED: "Unverified",
}
# Letters and marks, so "printable", that no font draws.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
MOST_NUMBERS = 12

Part = TypeVar("Part")


def visible(text: str) -> str:
    """The text with everything that is hidden, or that moves what stands beside it, spelled out.

    Control characters, line ends, invisible letters and spaces, and the signs that turn the direction
    of writing become ``<U+202E>``.
    """
    if text.isprintable() and not _BLANK.search(text):
        return text
    return "".join(
        sign if sign.isprintable() and not _BLANK.match(sign) else f"<U+{ord(sign):04X}>" for sign in text
    )


def spelled_out(value: Part) -> Part:
    """A part of a summary, all the way down, with every text made :func:`visible`."""
    made: object = value
    if isinstance(value, str) and not isinstance(value, Enum):
        made = visible(value)
    elif isinstance(value, tuple):
        made = tuple(spelled_out(item) for item in value)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        made = replace(value, **{name: spelled_out(item) for name, item in fields.items()})
    return cast("Part", made)


def listed(parts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def counted(number: int, one: str, more: str = "") -> str:
    """``1 fault``, ``3 faults``."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def lines_text(numbers: Iterable[int]) -> str:
    """``line 6``, ``lines 6, 8 to 10 and 12``, ``412 lines, the first of them line 6``."""
    known = sorted(set(numbers))
    if len(known) == 1:
        return f"line {known[0]}"
    runs: list[list[int]] = []
    for number in known:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    if len(runs) > MOST_NUMBERS:
        return f"{len(known):,} lines, the first of them line {known[0]}"
    # Two in a row are no range.
    words = [
        f"{run[0]} to {run[-1]}" if len(run) > 2 else str(number)
        for run in runs
        for number in (run[:1] if len(run) > 2 else run)
    ]
    return f"lines {listed(words)}"


def parsed(iso: str) -> datetime | None:
    """A time as the case keeps it, None if it is none."""
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        return None


def long_time(iso: str) -> str:
    """``22 November 2026, 10:41 (UTC+01:00)``; what is no time stays as it is."""
    at = parsed(iso)
    if at is None:
        return iso
    zone = _zone(at)
    return f"{_day(at)}, {at:%H:%M} ({zone})" if zone else f"{_day(at)}, {at:%H:%M}"


def short_time(iso: str, beside: str) -> str:
    """The time alone where it lies on the day of ``beside`` and in its zone, else with what differs."""
    at, other = parsed(iso), parsed(beside)
    if at is None:
        return iso
    if other is None or at.utcoffset() != other.utcoffset():
        return f"{_day(at)}, {at:%H:%M} {_zone(at)}".rstrip()
    return f"{at:%H:%M}" if at.date() == other.date() else f"{_day(at)}, {at:%H:%M}"


def _day(at: datetime) -> str:
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}"


def _zone(at: datetime) -> str:
    offset = at.utcoffset()
    if offset is None:
        return ""
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def severity_word(severity: Severity) -> str:
    """The word for how grave something is."""
    return _SEVERITIES[severity]


def stands_on(basis: Basis, source: str) -> str:
    """Who says so, and where: ``Stated by the vendor: CS-14-17, Step 1``."""
    return f"{_BASES[basis]}: {source}" if source else _BASES[basis]


def file_names(case: Case) -> dict[str, str]:
    """Each log's and configuration file's full name to the name that it is shown with: its file name.

    Folders tell who saved it where, and that is nobody's business; where two files are called the
    same, the folder that differs comes along.
    """
    paths = [*(log.review.name for log in case.logs), *(file.path for file in case.configurations)]
    shown: dict[str, str] = {}
    for path in paths:
        parts = path.replace("\\", "/").rstrip("/").split("/")
        for count in range(1, len(parts) + 1):
            tail = "/".join(parts[-count:])
            if sum(_ends_with(other, tail) for other in paths) == 1:
                break
        shown[path] = tail or path
    return shown


def _ends_with(path: str, tail: str) -> bool:
    return f"/{path}".replace("\\", "/").rstrip("/").endswith(f"/{tail}")


def servers_text(servers: Iterable[FoundServer]) -> str:
    """SIP servers in order: ``piper.eslab.local (10.225.2.31:5060), then piper2…``."""
    found = [f"{server.host} ({server.address}:{server.port})" for server in servers if server.address]
    return ", then ".join(found)
