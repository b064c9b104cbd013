"""Which files are parts of one log: what a handset's server rotated, and a snapshot of its last lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from wizard.core.log.origin import Origin

# A dot for every sign: Linux has file names with line ends.
NAME = re.compile(
    r"(?P<base>.+\.(?:log|txt))"
    r"(?:\.(?P<number>[0-9]{1,4})|\.(?P<old>old)|[.-](?P<date>[12][0-9]{3}(?P<dash>-?)[01][0-9](?P=dash)[0-3][0-9]"
    r"(?:[-_T]?[0-9]{2,6})?))?(?:\.gz|\.bz2|\.xz)?",
    re.IGNORECASE | re.DOTALL,
)
"""What logs are called, and what a server adds when it begins a new one: a number or a date."""
_NEWEST = 10**14
"""More than any date with its time."""
_SNAPSHOT = re.compile(r"(?P<mac>[0-9a-f]{12})-now-app\.log")


@dataclass(frozen=True, slots=True)
class Log:
    """One log: a file, or several files of one handset in the order in which they were written."""

    parts: tuple[Origin, ...]

    @property
    def name(self) -> str:
        """The name of the file that is still being written, as far as the names tell."""
        if len(self.parts) == 1:
            return self.parts[0].name
        whole = [part for part in self.parts if not is_snapshot(part)]
        return (whole or list(self.parts))[-1].name


def is_snapshot(origin: Origin) -> bool:
    """Whether it is what a handset sends when 1, 5 and 9 are held: its last lines once more."""
    match = NAME.fullmatch(file_name(origin))
    return match is not None and _SNAPSHOT.fullmatch(match["base"].lower()) is not None


def logs_of(origins: Iterable[Origin]) -> Iterator[Log]:
    """One log for all rotated files of one log, and for a handset's log and its snapshot."""
    groups: dict[tuple[str, str], list[tuple[bool, int, Origin]]] = {}
    for origin in origins:
        match = NAME.fullmatch(file_name(origin))
        base = (match["base"] if match else file_name(origin)).lower()
        number = _age(match) if match else 0
        whole = _SNAPSHOT.sub(r"\g<mac>-app.log", base)
        groups.setdefault((_folder(origin), whole), []).append((whole != base, -number, origin))
    for group in groups.values():
        ranks = {rank[:2] for rank in group}
        if len(ranks) == len(group):
            yield Log(tuple(origin for *_, origin in sorted(group)))
        else:  # The same part twice, such as packed and unpacked: nobody can tell what belongs together.
            yield from (Log((origin,)) for *_, origin in group)


def _age(name: re.Match[str]) -> int:
    """How far back a part lies, 0 for the one that is still being written; a date is before any number."""
    if name["date"]:
        digits = re.sub(r"[^0-9]", "", name["date"])
        return 2 * _NEWEST - int(f"{digits:0<14}")
    return 1 if name["old"] else int(name["number"] or 0)


def file_name(origin: Origin) -> str:
    """Its name alone."""
    return PurePosixPath(origin.entry).name if origin.entry else Path(origin.path).name


def _folder(origin: Origin) -> str:
    if origin.entry:
        return f"{origin.path}/{PurePosixPath(origin.entry).parent}"
    return str(Path(origin.path).parent)
