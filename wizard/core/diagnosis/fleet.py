"""Many handsets' logs in one view: what each shows, which files are logs, and how many there are."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from wizard.core.diagnosis.judge import Judgement
from wizard.core.finding import Finding

LOG_ITSELF = "log."
"""Codes that begin so are about a file: what is wrong with it is one cause, whatever it is called."""
NO_LOG = ("log.not-a-handset-log", "")
"""Code and variant for files that are something else, like pictures."""
BESIDE = "beside"
"""The variant for such a file in a folder that holds logs: a readme there is no fault."""
EMPTY, EMPTY_BESIDE = "empty", "empty-beside"
"""The variants for a file without lines, alone and among logs: it tells of no handset that it fails."""
NO_LOGS = frozenset({NO_LOG, (NO_LOG[0], BESIDE), (NO_LOG[0], EMPTY_BESIDE)})
"""As which such a file is counted, if it is not one without lines alone."""
FEW = 5
"""So many logs are shown one by one; more are shown by cause."""
CITED = 20
"""Lines of one log among many that prove a finding; thousands do where a handset fails all day."""


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


def briefly(one: Judged) -> Judged:
    """The same with at most :data:`CITED` pieces of evidence a finding: the first and the last ones."""
    judgement = one.judgement
    if all(len(finding.evidence) <= CITED for finding in judgement.findings):
        return one
    brief = {id(finding): _briefly(finding) for finding in judgement.findings}
    verdict = brief.get(id(judgement.verdict))
    return replace(one, judgement=Judgement(tuple(brief.values()), verdict))


def _briefly(finding: Finding) -> Finding:
    seen, more = finding.evidence, len(finding.evidence) - CITED
    if more <= 0:
        return finding
    kept = (*seen[: CITED // 2], *seen[-CITED // 2 :])
    return finding.but(evidence=kept, omitted=finding.omitted + more)


def logs_among(files: Iterable[Judged]) -> list[Judged]:
    """The files that are logs; all where none is one, so that something is counted.

    One that could not be read is a log, and so is one that has a handset's name and is not empty.
    """
    files = list(files)
    return [one for one in files if not is_no_log(one)] or files


def is_no_log(one: Judged) -> bool:
    """Whether it is something else, like a picture, or empty: no handset fails for it."""
    verdict = one.judgement.verdict
    tells = _tells_empty if one.mac else _tells_no_log
    if verdict is not None:  # Of such a file it is that, or there is none.
        return verdict.code == NO_LOG[0] and tells(verdict)
    return any(map(tells, one.judgement.findings))


def deciding(one: Judged) -> Finding | None:
    """What decides what a log is counted under: its verdict, or that it is no log."""
    if one.judgement.verdict is None and is_no_log(one):
        return next(filter(_tells_no_log, one.judgement.findings))
    return one.judgement.verdict


def _tells_no_log(finding: Finding) -> bool:
    return (finding.code, finding.variant) in NO_LOGS or _tells_empty(finding)


def _tells_empty(finding: Finding) -> bool:
    return finding.code == NO_LOG[0] and finding.variant in {EMPTY, EMPTY_BESIDE}


def beside_logs(judged: Sequence[Judged], named: Container[str]) -> list[Judged]:
    """The same; what is no log, but lies among logs, is worth a notice, or a warning if it is empty.

    It gives no verdict. ``named`` are the files that somebody named one by one: those are meant to be logs.
    """
    if all(map(is_no_log, judged)):
        return list(judged)
    return [replace(one, judgement=_noticed(one, named)) if is_no_log(one) else one for one in judged]


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
