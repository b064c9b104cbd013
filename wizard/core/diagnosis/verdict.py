"""The verdict: one sentence about what is wrong, causes before consequences."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter

from wizard.core.diagnosis.attempt import key_of
from wizard.core.finding import CURRENT, REPAIRED, Finding, Severity
from wizard.core.knowledge import Knowledge

# Where two causes are equally grave, the one further up the chain explains more.
_ORDER = (
    "config",
    "dns",
    "name",
    "naptr",
    "srv",
    "address",
    "host",
    "ttl",
    "sip",
    "registration",
    "log",
    "ptr",
)
_PLACES = {subject: place for place, subject in enumerate(_ORDER)}
_LINE = attrgetter("line")


Key = tuple[str, str]
"""What :func:`~wizard.core.diagnosis.attempt.key_of` gives."""


def verdict_of(
    findings: Sequence[Finding], knowledge: Knowledge, last: Container[Key] = ()
) -> Finding | None:
    """The gravest current finding at ``error`` or above that no other one caused.

    Faults with a key in ``last`` cannot explain what was seen: any other fault comes before them.
    With none: ``registration.ok`` if it was found, else None, when there is nothing to judge.
    """
    causes = [
        finding
        for finding in findings
        if finding.state is CURRENT and finding.caused_by is None and knowledge.severity(finding).fails
    ]
    if len(causes) == 1:
        return causes[0]
    if causes:

        def place(finding: Finding) -> tuple[bool, int, int, int]:
            return (key_of(finding) in last, *sort_key(finding, knowledge.severity(finding)))

        return min(causes, key=place)
    return next((f for f in findings if f.code == "registration.ok" and f.state is CURRENT), None)


def cause_of(finding: Finding, findings: Iterable[Finding]) -> Finding | None:
    """The one of ``findings`` that brought this one about, if any.

    Several handsets, or names, can show the same fault: it is the one about the same name, else the one
    that was seen in the same place.
    """
    if finding.caused_by is None:
        return None  # Most are like that: of hundreds, each would look at all others.
    causes = [one for one in findings if one.code == finding.caused_by and one is not finding]
    if len(causes) < 2:
        return causes[0] if causes else None
    sources = {evidence.source for evidence in finding.evidence}

    def nearness(cause: Finding) -> tuple[bool, bool, bool]:
        seen_there = any(evidence.source in sources for evidence in cause.evidence)
        return cause.subject == finding.subject, seen_there, cause.state is finding.state

    return max(causes, key=nearness)


def ordered(
    findings: Iterable[Finding], knowledge: Knowledge, last: Container[Key] = ()
) -> tuple[Finding, ...]:
    """Findings as they are listed: current ones first, by gravity, each consequence after its cause.

    Faults with a key in ``last`` come after all other faults, before what is a warning at most.
    """

    def place(finding: Finding) -> tuple[bool, int, int, int, int]:
        severity = knowledge.severity(finding)
        group = 2 if not severity.fails else int(bool(last) and key_of(finding) in last)
        return (finding.state is REPAIRED, group, *sort_key(finding, severity))

    ranked = sorted(findings, key=place)
    followers: dict[int, list[Finding]] = {}
    roots: list[Finding] = []
    for finding in ranked:
        cause = cause_of(finding, ranked) if finding.caused_by is not None else None
        if cause is None:
            roots.append(finding)
        else:
            followers.setdefault(id(cause), []).append(finding)
    result: list[Finding] = []
    for finding in roots:
        behind = _behind(finding, followers) if id(finding) in followers else ()
        result += [finding, *[one for one in behind if one not in result]]
    there = {id(finding) for finding in result}  # Else each is compared with all before it, field by field.
    return tuple(result + [one for one in ranked if id(one) not in there and one not in result])


def _behind(cause: Finding, followers: Mapping[int, Sequence[Finding]]) -> Iterator[Finding]:
    """The consequences of a fault, each with its own behind it."""
    for finding in followers.get(id(cause), ()):
        yield finding
        yield from _behind(finding, followers)


def sort_key(finding: Finding, severity: Severity) -> tuple[int, int, int]:
    """Gravest first, then by place in the chain, then by where it was seen first."""
    place = _PLACES.get(finding.code.partition(".")[0], len(_PLACES))
    line = min(map(_LINE, finding.evidence), default=0)
    return (-severity.rank, place, line)
