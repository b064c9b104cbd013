"""Which lines of a log prove something: from findings back to the lines that they cite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from wizard.core.diagnosis.judge import Judgement
from wizard.core.finding import EvidenceKind, Finding, Severity, State
from wizard.core.knowledge import Knowledge
from wizard.core.log.review import Review
from wizard.core.trace import events as ev

# These speak of the file as a whole; the line that they cite is an example and nothing is wrong with it.
_ABOUT_THE_FILE = {"log.not-a-handset-log", "log.no-lookups", "config.dns-logging-off"}


class Mark(IntEnum):
    """What a line is worth to its reader; the higher, the graver."""

    NONE = 0
    OK = 1
    REPAIRED = 2
    NOTE = 3
    WARNING = 4
    FAILURE = 5


@dataclass(frozen=True, slots=True)
class Marked:
    """A line that proves something. ``findings`` are those that cite it, the gravest first."""

    mark: Mark
    findings: tuple[Finding, ...]


def mark_of(finding: Finding, knowledge: Knowledge) -> Mark:
    """The mark of the lines that a finding cites."""
    if finding.code in _ABOUT_THE_FILE:
        return Mark.NONE
    if finding.code == "registration.ok":
        return Mark.OK
    if finding.state is State.REPAIRED:
        return Mark.REPAIRED
    severity = knowledge.severity(finding)
    if severity.fails:
        return Mark.FAILURE
    return Mark.WARNING if severity is Severity.WARNING else Mark.NOTE


def marks_of(judgement: Judgement, source: str, knowledge: Knowledge) -> Mapping[int, Marked]:
    """The marked lines of the log ``source``, by number. A line has its gravest finding's mark."""
    ranked = sorted(
        ((mark_of(finding, knowledge), finding) for finding in judgement.findings),
        key=lambda pair: -pair[0],
    )
    gravest: dict[int, Mark] = {}
    cited: dict[int, list[Finding]] = {}
    for mark, finding in ranked:
        if mark is Mark.NONE:
            continue
        for evidence in finding.evidence:
            if evidence.kind is EvidenceKind.LOG and evidence.source == source and evidence.line:
                gravest.setdefault(evidence.line, mark)
                cited.setdefault(evidence.line, []).append(finding)
    return {line: Marked(mark, tuple(cited[line])) for line, mark in gravest.items()}


def explaining(review: Review, marked: Mapping[int, Marked]) -> frozenset[int]:
    """The lines that tell the story of the verdict in short.

    All marked ones, and for each look-up that a marked one belongs to, the line in which it began.
    """
    lines = set(marked)
    for attempt in review.story.attempts:
        for lookup in attempt.lookups:
            if any(entry.evidence.line in marked for entry in lookup.entries):
                lines |= {evidence.line for evidence in lookup.seen(ev.LookupStarted)}
    return frozenset(lines)
