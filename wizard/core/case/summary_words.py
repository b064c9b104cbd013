"""How a fix summary says things: times, places, lists, and who says so."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import TypeVar, cast

from wizard.core.case.case import Case
from wizard.core.finding import Severity
from wizard.core.plan.recipes import TICKED
from wizard.core.trace.attempts import FoundServer
from wizard.core.unseen import BLANKS, spelled_by
from wizard.core.words import Words

MOST_NUMBERS = 12
_NAMED = 4

Part = TypeVar("Part")


def visible(text: str) -> str:
    """The text with everything that is hidden, or that moves what stands beside it, spelled out.

    Control characters, line ends, invisible letters and spaces, and the signs that turn the direction
    of writing become ``<U+202E>``.
    """
    return spelled_by(lambda sign: f"<U+{ord(sign):04X}>", text, BLANKS)


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


def lines_text(numbers: Iterable[int], words: Words) -> str:
    """``line 6``, ``lines 6, 8 to 10 and 12``, ``412 lines, the first of them line 6``."""
    known = sorted(set(numbers))
    if len(known) == 1:
        return words("list.line", number=known[0])
    runs: list[list[int]] = []
    for number in known:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    if len(runs) > MOST_NUMBERS:
        return words("list.many-lines", count=f"{len(known):,}", first=known[0])
    # Two in a row are no range.
    parts = [
        words("list.range", first=run[0], last=run[-1]) if len(run) > 2 else str(number)
        for run in runs
        for number in (run[:1] if len(run) > 2 else run)
    ]
    return words("list.lines", numbers=words.listed(parts))


def parsed(iso: str) -> datetime | None:
    """A time as the case keeps it, None if it is none."""
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        return None


def long_time(iso: str, words: Words) -> str:
    """``22 November 2026, 10:41 (UTC+01:00)``; what is no time stays as it is."""
    at = parsed(iso)
    if at is None:
        return iso
    zone = _zone(at)
    facts = {"day": _day(at, words), "clock": f"{at:%H:%M}", "zone": zone}
    return words("time.at-zone" if zone else "time.at", **facts)


def short_time(iso: str, beside: str, words: Words) -> str:
    """The time alone where it lies on the day of ``beside`` and in its zone, else with what differs."""
    at, other = parsed(iso), parsed(beside)
    if at is None:
        return iso
    facts = {"day": _day(at, words), "clock": f"{at:%H:%M}", "zone": _zone(at)}
    if other is None or at.utcoffset() != other.utcoffset():
        return words("time.beside-zone" if facts["zone"] else "time.at", **facts)
    return facts["clock"] if at.date() == other.date() else words("time.at", **facts)


def _day(at: datetime, words: Words) -> str:
    return words("time.day", day=at.day, month=words(f"month.{at.month}"), year=at.year)


def _zone(at: datetime) -> str:
    offset = at.utcoffset()
    if offset is None:
        return ""
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def severity_word(severity: Severity, words: Words) -> str:
    """The word for how grave something is."""
    return words(f"severity.{severity.value}")


def field_text(value: str, words: Words) -> str:
    """What to do with a field of a dialog: what is typed, or to tick its box, or to leave it empty."""
    if value == TICKED:
        return words("label.tick")
    return value or words("label.leave-empty")


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


def servers_text(servers: Iterable[FoundServer], words: Words) -> str:
    """The SIP servers that can be used, in order: ``piper.eslab.local (10.225.2.31:5060), then piper2…``.

    Of many the first ones are named and the others counted: the picture and its list name them all.
    """
    found = [f"{server.host} ({server.address}:{server.port})" for server in servers if server.is_usable]
    return first_in_order(found, words)


def first_in_order(parts: Sequence[str], words: Words) -> str:
    """``a, then b, then c``; of many the first ones, and how many more."""
    if len(parts) <= _NAMED + 1:
        return in_order(parts, words)
    return words.count("list.servers-and", len(parts) - _NAMED, before=in_order(parts[:_NAMED], words))


def in_order(parts: Sequence[str], words: Words) -> str:
    """``a, then b, then c``."""
    text = "".join(parts[:1])
    for part in parts[1:]:
        text = words("list.servers", before=text, next=part)
    return text
