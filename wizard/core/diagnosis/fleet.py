"""Many handsets' logs in one view: which have which cause, the gravest first."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from wizard.core import names
from wizard.core.csvtext import csv_text
from wizard.core.diagnosis.judge import Judgement
from wizard.core.finding import Finding
from wizard.core.knowledge import Explained, Knowledge

LOG_ITSELF = "log."
"""Codes that begin so are about a file: what is wrong with it is one cause, whatever it is called."""
NO_LOG = ("log.not-a-handset-log", "")
"""Code and variant for files that are something else, like pictures."""
BESIDE = "beside"
"""The variant for such a file in a folder that holds logs: a readme there is no fault."""
EMPTY, EMPTY_BESIDE = "empty", "empty-beside"
"""The variants for a file without lines, alone and among logs: it tells of no handset that it fails."""
_NO_LOGS = frozenset({NO_LOG, (NO_LOG[0], BESIDE), (NO_LOG[0], EMPTY_BESIDE)})
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
        return _key(_told(self.logs[0]))

    @property
    def is_no_log(self) -> bool:
        """Whether its files are something else, like pictures, or empty: no handset fails for them."""
        return _is_no_log(self.logs[0])

    @property
    def subject(self) -> str:
        """What it is about, where that is no file."""
        if self.said is None or self.said.finding.code.startswith(LOG_ITSELF):
            return ""
        return self.said.finding.subject


def logs_among(files: Iterable[Judged]) -> list[Judged]:
    """The files that are logs; all where none is one, so that something is counted.

    One that could not be read is a log, and so is one that has a handset's name and is not empty.
    """
    files = list(files)
    return [one for one in files if not _is_no_log(one)] or files


def _is_no_log(one: Judged) -> bool:
    verdict = one.judgement.verdict
    tells = _tells_empty if one.mac else _tells_no_log
    if verdict is not None:  # Of such a file it is that, or there is none.
        return verdict.code == NO_LOG[0] and tells(verdict)
    return any(map(tells, one.judgement.findings))


def _tells_no_log(finding: Finding) -> bool:
    return (finding.code, finding.variant) in _NO_LOGS or _tells_empty(finding)


def _tells_empty(finding: Finding) -> bool:
    return finding.code == NO_LOG[0] and finding.variant in {EMPTY, EMPTY_BESIDE}


def beside_logs(judged: Sequence[Judged], named: Container[str]) -> list[Judged]:
    """The same; what is no log, but lies among logs, is worth a notice, or a warning if it is empty.

    It gives no verdict. ``named`` are the files that somebody named one by one: those are meant to be logs.
    """
    if all(map(_is_no_log, judged)):
        return list(judged)
    return [replace(one, judgement=_noticed(one, named)) if _is_no_log(one) else one for one in judged]


def _noticed(one: Judged, named: Container[str]) -> Judgement:
    findings = one.judgement.findings
    if any(map(_tells_empty, findings)):
        variant = EMPTY_BESIDE
    elif one.name in named:
        return one.judgement
    else:
        variant = BESIDE
    return Judgement(tuple(replace(f, variant=variant) if f.code == NO_LOG[0] else f for f in findings))


def all_named(files: Iterable[Judged]) -> bool:
    """Whether every log that could be read names its handset, so that handsets can be counted."""
    return all(one.mac for one in logs_among(one for one in files if not one.problem))


def count_of(files: Sequence[Judged], *, handsets: bool) -> int:
    """How many ``handsets`` wrote the logs among these files, or how many logs they are.

    Logs that do not name their handset may all be of one, or each of another: nobody can tell.
    """
    logs = logs_among(files)
    return len({one.mac for one in logs}) if handsets else len(logs)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many ``files`` there are, how many of them are ``logs``, of how many ``handsets``.

    ``nameless`` so many of the logs do not name their handset.
    """

    files: int
    logs: int
    handsets: int
    nameless: int

    @property
    def named(self) -> bool:
        """Whether handsets can be counted, as by :func:`all_named`."""
        return not self.nameless

    @property
    def total(self) -> int:
        """The handsets, or the logs where handsets cannot be counted."""
        return self.handsets if self.named else self.logs


def tally(read: Sequence[Judged]) -> Tally:
    """Counts, in one go, files that could be read."""
    logs = logs_among(read)
    handsets = len({one.mac for one in logs})
    return Tally(len(read), len(logs), handsets, sum(not one.mac for one in logs))


def by_cause(logs: Sequence[Judged], knowledge: Knowledge, *, handsets: bool | None = None) -> list[Cause]:
    """The logs that could be read, those of one cause together.

    The gravest cause first, then what most have, and last what is no log; in each, the handset that was
    seen last first. ``handsets``: whether they are counted, and not logs, where that is known already.
    """
    if handsets is None:
        handsets = all_named(logs)
    groups: dict[tuple[str, str], list[Judged]] = {}
    for one in logs:
        if not one.problem:
            groups.setdefault(_key(_told(one)), []).append(one)
    causes = [_cause(group, knowledge, handsets=handsets) for group in groups.values()]
    return sorted(
        causes,
        key=lambda cause: (cause.key in _NO_LOGS, -_rank(cause.said), -cause.count),
    )


def _cause(logs: list[Judged], knowledge: Knowledge, *, handsets: bool) -> Cause:
    never = datetime.min
    logs.sort(key=lambda one: one.last or never, reverse=True)
    told = _told(logs[0])
    said = knowledge.explain(told) if told is not None else None
    return Cause(said, tuple(logs), count_of(logs, handsets=handsets), _titles(logs, knowledge))


def _told(one: Judged) -> Finding | None:
    """What decides: the verdict, or that it is no log."""
    if one.judgement.verdict is None and _is_no_log(one):
        return next(filter(_tells_no_log, one.judgement.findings))
    return one.judgement.verdict


def _titles(logs: Sequence[Judged], knowledge: Knowledge) -> tuple[str, ...]:
    known: dict[tuple[object, ...], str] = {}  # Thousands of logs say the same.
    titles: list[str] = []
    before: Finding | None = None
    for one in logs:
        verdict = _told(one)
        if verdict is None:
            titles.append("")
            continue
        if before is not None and _is_alike(verdict, before):
            titles.append(titles[-1])
            continue
        before = verdict
        key = (verdict.code, verdict.variant, verdict.subject, *verdict.facts.values())
        if key not in known:
            known[key] = knowledge.explain(verdict).title
        titles.append(known[key])
    return tuple(titles)


def _is_alike(one: Finding, other: Finding) -> bool:
    return (
        one.facts == other.facts
        and one.subject == other.subject
        and (one.code, one.variant) == (other.code, other.variant)
    )


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
