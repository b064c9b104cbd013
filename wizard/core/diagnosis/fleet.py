"""Many handsets' logs in one view: which have which cause, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from wizard.core import names
from wizard.core.csvtext import csv_text
from wizard.core.diagnosis.judge import Judgement
from wizard.core.finding import Finding
from wizard.core.knowledge import Explained, Knowledge

LOG_ITSELF = "log."
"""Codes that begin so are about a file: what is wrong with it is one cause, whatever it is called."""
FEW = 5
"""So many logs are shown one by one; more are shown by cause."""
COLUMNS = ("Severity", "Code", "Subject", "Handset", "Last seen", "Lines", "Log", "Title")


@dataclass(frozen=True, slots=True)
class Judged:
    """A log and what it shows. Evidence names the file in which it stands, and its line there.

    ``problem`` is a sentence if it could not be read, ``notes`` are sentences about parts of it.
    ``last`` is when the handset wrote its last line, as far as that can be told.
    """

    name: str
    mac: str
    lines: int
    judgement: Judgement
    parts: tuple[str, ...] = ()
    problem: str = ""
    notes: tuple[str, ...] = ()
    last: datetime | None = None

    @property
    def handset(self) -> str:
        """Whose it is: the address in the file's name, else each file is a handset by itself."""
        return self.mac or self.name


@dataclass(frozen=True, slots=True)
class Cause:
    """The logs of one verdict. ``said`` is None where none could be given."""

    said: Explained | None
    logs: tuple[Judged, ...]

    @property
    def key(self) -> tuple[str, str]:
        """The same for the same cause."""
        return _key(self.logs[0].judgement.verdict)

    @property
    def subject(self) -> str:
        """What it is about, where that is no file."""
        if self.said is None or self.said.finding.code.startswith(LOG_ITSELF):
            return ""
        return self.said.finding.subject

    @property
    def handsets(self) -> int:
        """How many handsets have it."""
        return handsets(self.logs)


def handsets(logs: Sequence[Judged]) -> int:
    """How many handsets wrote these logs."""
    return len({one.handset for one in logs})


def by_cause(logs: Sequence[Judged], knowledge: Knowledge) -> list[Cause]:
    """The logs that could be read, those of one cause together.

    The gravest cause first, then what most handsets have; in each, the handset that was seen last first.
    """
    groups: dict[tuple[str, str], list[Judged]] = {}
    for one in logs:
        if not one.problem:
            groups.setdefault(_key(one.judgement.verdict), []).append(one)
    causes = [_cause(group, knowledge) for group in groups.values()]
    return sorted(causes, key=lambda cause: (-_rank(cause.said), -cause.handsets))


def _cause(logs: list[Judged], knowledge: Knowledge) -> Cause:
    verdict = logs[0].judgement.verdict
    never = datetime.min
    logs.sort(key=lambda one: one.last or never, reverse=True)
    return Cause(knowledge.explain(verdict) if verdict is not None else None, tuple(logs))


def _key(verdict: Finding | None) -> tuple[str, str]:
    if verdict is None:
        return "", ""
    return verdict.code, "" if verdict.code.startswith(LOG_ITSELF) else names.fold(verdict.subject)


def _rank(said: Explained | None) -> float:
    # What cannot be judged stands before what is well.
    return said.severity.rank if said is not None else 0.5


def fleet_csv(causes: Sequence[Cause]) -> str:
    """A row a log, as CSV for a spreadsheet; times as the handsets wrote them."""
    return csv_text(COLUMNS, _rows(causes))


def _rows(causes: Sequence[Cause]) -> Iterator[tuple[str | int, ...]]:
    for cause in causes:
        said = cause.said
        for one in cause.logs:
            yield (
                said.severity.value if said is not None else "",
                said.finding.code if said is not None else "",
                cause.subject,
                one.mac,
                f"{one.last:%Y-%m-%d %H:%M:%S}" if one.last is not None else "",
                one.lines,
                one.name,
                said.title if said is not None else "",
            )
