"""Many handsets' logs in one view: which have which cause, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from wizard.core import names
from wizard.core.csvtext import csv_text
from wizard.core.diagnosis.judge import Judgement
from wizard.core.finding import Finding
from wizard.core.knowledge import Explained, Knowledge

LOG_ITSELF = "log."
"""Codes that begin so are about a file: what is wrong with it is one cause, whatever it is called."""
NO_LOG = ("log.not-a-handset-log", "")
"""The key of the cause of files that are something else, like pictures. An empty log is one."""
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

    def __reduce__(self) -> tuple[object, ...]:
        """As a :class:`Judgement`."""
        of_log = self.name, self.mac, self.lines, self.judgement
        return Judged, (*of_log, self.parts, self.problem, self.notes, self.last)


@dataclass(frozen=True, slots=True)
class Cause:
    """The logs of one verdict. ``said`` is None where none could be given.

    ``said`` is of the first of the logs: its evidence stands in that one. ``titles`` are what each of
    them shows, in their order.
    ``count`` is how many handsets have it, or how many logs if not every log names its handset.
    """

    said: Explained | None
    logs: tuple[Judged, ...]
    count: int
    titles: tuple[str, ...]

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


def all_named(logs: Iterable[Judged]) -> bool:
    """Whether every log that could be read names its handset, so that handsets can be counted."""
    return all(one.mac for one in logs if not one.problem)


def count_of(logs: Sequence[Judged], *, handsets: bool) -> int:
    """How many ``handsets`` wrote these logs, or how many logs they are.

    Logs that do not name their handset may all be of one, or each of another: nobody can tell.
    """
    return len({one.mac for one in logs}) if handsets else len(logs)


def by_cause(logs: Sequence[Judged], knowledge: Knowledge) -> list[Cause]:
    """The logs that could be read, those of one cause together.

    The gravest cause first, then what most have, and last what is no log; in each, the handset that was
    seen last first.
    """
    handsets = all_named(logs)
    groups: dict[tuple[str, str], list[Judged]] = {}
    for one in logs:
        if not one.problem:
            groups.setdefault(_key(one.judgement.verdict), []).append(one)
    causes = [_cause(group, knowledge, handsets=handsets) for group in groups.values()]
    return sorted(causes, key=lambda cause: (cause.key == NO_LOG, -_rank(cause.said), -cause.count))


def _cause(logs: list[Judged], knowledge: Knowledge, *, handsets: bool) -> Cause:
    never = datetime.min
    logs.sort(key=lambda one: one.last or never, reverse=True)
    verdict = logs[0].judgement.verdict
    said = knowledge.explain(verdict) if verdict is not None else None
    return Cause(said, tuple(logs), count_of(logs, handsets=handsets), _titles(logs, knowledge))


def _titles(logs: Sequence[Judged], knowledge: Knowledge) -> tuple[str, ...]:
    known: dict[tuple[object, ...], str] = {}  # Thousands of logs say the same.
    titles = []
    for one in logs:
        verdict = one.judgement.verdict
        if verdict is None:
            titles.append("")
            continue
        key = (verdict.code, verdict.variant, verdict.subject, *verdict.facts.values())
        if key not in known:
            known[key] = knowledge.explain(verdict).title
        titles.append(known[key])
    return tuple(titles)


def _key(verdict: Finding | None) -> tuple[str, str]:
    if verdict is None:
        return "", ""
    itself = verdict.code.startswith(LOG_ITSELF)  # An empty file is mended otherwise than a picture.
    return verdict.code, verdict.variant if itself else names.fold(verdict.subject)


def _rank(said: Explained | None) -> float:
    # What cannot be judged stands before what is well.
    return said.severity.rank if said is not None else 0.5


def fleet_csv(causes: Sequence[Cause]) -> str:
    """A row a log, as CSV for a spreadsheet; times as the handsets wrote them."""
    return csv_text(COLUMNS, _rows(causes))


def _rows(causes: Sequence[Cause]) -> Iterator[tuple[str | int, ...]]:
    for cause in causes:
        said = cause.said
        for one, title in zip(cause.logs, cause.titles, strict=True):
            yield (
                said.severity.value if said is not None else "",
                said.finding.code if said is not None else "",
                cause.subject,
                one.mac,
                f"{one.last:%Y-%m-%d %H:%M:%S}" if one.last is not None else "",
                one.lines,
                one.name,
                title,
            )
