"""Which handsets have which cause, the gravest first."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from wizard.core import names
from wizard.core.diagnosis.fleet import (
    LOG_ITSELF,
    NO_LOGS,
    Judged,
    Tally,
    all_named,
    beside_logs,
    count_of,
    deciding,
    is_no_log,
    tally,
)
from wizard.core.diagnosis.now import REJECTED
from wizard.core.finding import Finding, Severity
from wizard.core.knowledge import Explained, Knowledge

Key = tuple[str, ...]
"""What makes two verdicts the same cause, empty for none."""


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
    def key(self) -> Key:
        """The same for the same cause."""
        return () if self.said is None else _key(self.said.finding, self.said.severity)

    @property
    def is_no_log(self) -> bool:
        """Whether its files are something else, like pictures, or empty: no handset fails for them."""
        return is_no_log(self.logs[0])

    @property
    def subject(self) -> str:
        """What it is about, where that is no file: a SIP code about a name, whichever users got it."""
        return _about(self.said.finding) if self.said is not None else ""

    @property
    def alike(self) -> int:
        """How many of its logs say the same of another file or user than the title of the first."""
        code = self.said.finding.code if self.said is not None else ""
        differ = code.startswith(LOG_ITSELF) or (code == REJECTED and len(set(self.titles)) > 1)
        return len(self.logs) - 1 if differ else 0


@dataclass(frozen=True, slots=True)
class Fleet:
    """Files side by side: all that were ``judged``; those that could be read, ``counted`` and by cause.

    ``problems`` are sentences about what could not be read, or not whole.
    """

    judged: tuple[Judged, ...] = ()
    counted: Tally = field(default_factory=lambda: tally(()))
    causes: tuple[Cause, ...] = ()
    problems: tuple[str, ...] = ()


def side_by_side(judged: Sequence[Judged], named: Container[str], knowledge: Knowledge) -> Fleet:
    """What these files show together. ``named`` as for :func:`beside_logs`."""
    every = beside_logs(judged, named)
    read = [one for one in every if not one.problem]
    counted = tally(read)
    causes = by_cause(read, knowledge, handsets=counted.named)
    problems = (said for one in every for said in (one.problem, *one.notes) if said)
    return Fleet(tuple(every), counted, tuple(causes), tuple(problems))


def by_cause(logs: Sequence[Judged], knowledge: Knowledge, *, handsets: bool | None = None) -> list[Cause]:
    """The logs that could be read, those of one cause together.

    The gravest cause first, then what most have, and last what is no log; in each, the handset that was
    seen last first. ``handsets``: whether they are counted, and not logs, where that is known already.
    """
    if handsets is None:
        handsets = all_named(logs)
    groups: dict[Key, list[Judged]] = {}
    for one in logs:
        if not one.problem:
            verdict = deciding(one)
            key = _key(verdict, knowledge.severity(verdict)) if verdict is not None else ()
            groups.setdefault(key, []).append(one)
    causes = [_cause(group, knowledge, handsets=handsets) for group in groups.values()]
    return sorted(
        causes,
        key=lambda cause: (cause.key in NO_LOGS, -_rank(cause.said), -cause.count),
    )


def _cause(logs: list[Judged], knowledge: Knowledge, *, handsets: bool) -> Cause:
    never = datetime.min
    logs.sort(key=lambda one: one.last or never, reverse=True)
    told = deciding(logs[0])
    said = knowledge.explain(told) if told is not None else None
    return Cause(said, tuple(logs), count_of(logs, handsets=handsets), _titles(logs, knowledge))


def _titles(logs: Sequence[Judged], knowledge: Knowledge) -> tuple[str, ...]:
    known: dict[tuple[object, ...], str] = {}  # Thousands of logs say the same.
    titles: list[str] = []
    before: Finding | None = None
    for one in logs:
        verdict = deciding(one)
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


def _key(verdict: Finding, severity: Severity) -> Key:
    """One fault can cost a handset its backup, and another one its registration: those are two causes."""
    code = verdict.code
    if code.startswith(LOG_ITSELF):  # An empty file is mended otherwise than a picture.
        return code, verdict.variant
    if code == REJECTED:  # Every handset has a user of its own: the server, and what it says, are the cause.
        said = verdict.facts.get("code", ""), verdict.facts.get("server", "")
        return code, names.fold(_about(verdict)), severity.value, verdict.variant, *said
    return code, names.fold(_about(verdict)), severity.value


def _about(verdict: Finding) -> str:
    if verdict.code.startswith(LOG_ITSELF):
        return ""
    return verdict.facts.get("name", "") if verdict.code == REJECTED else verdict.subject


def _rank(said: Explained | None) -> float:
    # What cannot be judged stands before what is well.
    return said.severity.rank if said is not None else 0.5
