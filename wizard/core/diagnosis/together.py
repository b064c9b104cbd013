"""One finding for one fault of many servers: twenty records that one change creates are one repair."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from wizard.core.finding import Finding
from wizard.core.knowledge import Knowledge
from wizard.core.record import Record, RecordChange

FEWEST = 3
"""Two are told one by one: each title then names its host and, where it is known, its address."""
_MOST_NAMED = 2
"""Hosts that a title names; the reason names all of them."""
_SEVERAL = "several"
_MORE = "…"


def together(findings: Iterable[Finding], knowledge: Knowledge) -> list[Finding]:
    """Findings of one fault at one place as one, where the knowledge has a variant ``several`` for it.

    What each of them said stays in ``parts``. Its place is that of the first of them, its subject the name
    at which the records stand; where that has the same fault already, the first of their own subjects.
    """
    found = list(findings)
    if len({one.code for one in found}) == len(found):  # As in most logs.
        return found
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate(found):
        groups.setdefault(_kind(finding, knowledge) or number, []).append(finding)
    taken = {(one.code, one.subject) for one in found}
    told: list[Finding] = []
    for group in groups.values():
        if len(group) < FEWEST or len(_hosts(group)) < FEWEST:
            told += group
            continue
        one = _one(group)
        if (one.code, one.subject) in taken:
            # By another port at the same name, or by a record that points to the name at which it stands.
            one = replace(one, subject=group[0].subject)
        taken.add((one.code, one.subject))
        told.append(one)
    return told


def apart(findings: Iterable[Finding]) -> list[Finding]:
    """The findings before :func:`together`: what compares or joins findings needs each subject."""
    return [part for finding in findings for part in finding.parts or (finding,)]


def _kind(finding: Finding, knowledge: Knowledge) -> tuple[object, ...] | None:
    """The same for findings that can be told together, None for one that stands alone."""
    variants = knowledge.entry(finding.code).variants
    several = None if finding.parts else variants.get(_variant(finding))
    if several is None:
        return None
    # What the words about all of them say must be true of each: the same wrong port, for example.
    said = tuple(finding.facts.get(name, "") for name in several.facts if name not in _OF_ALL)
    change = finding.change
    place = (change.zone, change.subdomain) if change is not None else None
    owner, name = finding.facts.get("owner", ""), finding.facts.get("name", "")
    return finding.code, finding.variant, finding.state, finding.caused_by, owner, name, place, said


def _variant(finding: Finding) -> str:
    return f"{finding.variant}-{_SEVERAL}" if finding.variant else _SEVERAL


def _hosts(group: list[Finding]) -> list[str]:
    """The servers' names. A probe of a server that has several addresses is one more of the same."""
    if _TARGET in group[0].facts:
        return [one.facts[_TARGET] for one in group]
    return list(dict.fromkeys(one.facts[_PROBED] for one in group))


def _named(finding: Finding) -> str:
    """A server as the reason names it: of a probe also where it was sent."""
    facts = finding.facts
    if _TARGET in facts:
        return facts[_TARGET]
    return f"{facts[_PROBED]} ({facts['address']}, port {facts['port']})"


def _subject(group: list[Finding]) -> str:
    """The records stand at the owner, the addresses of their servers nowhere in common."""
    facts, code = group[0].facts, group[0].code
    if _TARGET not in facts:
        return ", ".join(dict.fromkeys(one.subject for one in group))
    return facts["name" if code.startswith("address.") else "owner"]


def _one(group: list[Finding]) -> Finding:
    first, hosts = group[0], _hosts(group)
    named = ", ".join(hosts[:_MOST_NAMED])
    common = {
        fact: value
        for fact, value in first.facts.items()
        if fact not in _OF_ONE and all(one.facts.get(fact) == value for one in group)
    }
    facts = {
        "count": str(len(hosts)),
        "some": f"{named}, {_MORE}" if len(hosts) > _MOST_NAMED else named,
        "targets": ", ".join(map(_named, group)),
    }
    return replace(
        first,
        subject=_subject(group),
        variant=_variant(first),
        evidence=tuple(dict.fromkeys(seen for one in group for seen in one.evidence)),
        facts={**common, **facts},
        change=_change([one.change for one in group if one.change is not None]),
        parts=tuple(group),
    )


_TARGET, _PROBED = "target", "server"
"""Facts that name a server: as an SRV record does, and of a SIP probe."""
_OF_ONE = frozenset({_TARGET, _PROBED, "address"})
_OF_ALL = frozenset({"count", "some", "targets"})
"""Facts that only several servers together have."""


def _change(changes: list[RecordChange]) -> RecordChange | None:
    """All of them in one, each record once."""
    if not changes:
        return None
    create: dict[Record, None] = dict.fromkeys(record for one in changes for record in one.create)
    delete: dict[Record, None] = dict.fromkeys(record for one in changes for record in one.delete)
    return replace(changes[0], create=tuple(create), delete=tuple(delete))
