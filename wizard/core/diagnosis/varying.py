"""Answers that come and go in one log: of DNS servers that disagree, or of one that at times has no records.

A handset that found its servers at last shows nothing of that in its last attempt. When the other answer
comes again, it finds none, and remembers that for an hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wizard.core import names
from wizard.core.diagnosis.view import unique
from wizard.core.finding import Evidence, Finding
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import EMPTY, FOUND, Attempt, Lookup

_RETURNS = 3
"""So often an answer must have come back that another one had taken the place of: a repair that was tried
out, or a server that was away once, is no disagreement."""
_MOST_SHOWN = 8


def varying_findings(attempts: Sequence[Attempt]) -> Iterator[Finding]:
    """For each handset and name the first question whose answers come and go."""
    if len(attempts) <= _RETURNS or not _found_any(attempts):
        return
    asked: dict[tuple[str, str, str, str], list[Lookup]] = {}
    for attempt in attempts:
        for lookup in attempt.lookups:
            if not lookup.cached and _is_whole(lookup):
                key = (attempt.handset, names.fold(attempt.name), lookup.rtype, names.fold(lookup.host))
                asked.setdefault(key, []).append(lookup)
    told: set[tuple[str, str]] = set()
    for (handset, name, _, _), lookups in asked.items():
        changes = _changes(lookups) if (handset, name) not in told else []
        if len(changes) - len({_content(one) for one in changes}) >= _RETURNS:
            told.add((handset, name))
            yield _finding(name, changes)


def _found_any(attempts: Iterable[Attempt]) -> bool:
    """Whether there was any record; else every answer is the same."""
    return any(lookup.records for attempt in attempts for lookup in attempt.lookups)


def _is_whole(lookup: Lookup) -> bool:
    if lookup.result is FOUND:
        return bool(lookup.records) and lookup.is_complete
    return lookup.result is EMPTY


def _changes(lookups: Sequence[Lookup]) -> list[Lookup]:
    """The look-ups that were answered otherwise than the one before, with the first."""
    found: list[Lookup] = []
    for lookup in lookups:
        same = bool(found) and (
            lookup.records == found[-1].records or _content(lookup) == _content(found[-1])
        )
        if not same:
            found.append(lookup)
    return found


def _content(lookup: Lookup) -> frozenset[str]:
    """What was answered, whatever the order and the case of the records; nothing if there are none."""
    return frozenset(repr(record).lower() for record in lookup.records)


def _finding(name: str, changes: Sequence[Lookup]) -> Finding:
    last = changes[-1]
    question = f"{last.rtype} {last.host}"
    shown: list[Evidence] = []
    for lookup in changes[-_MOST_SHOWN:]:
        shown += (lookup.seen(ev.Answered) or lookup.seen(ev.NoMatch) or lookup.seen())[:1]
    facts = {"name": name, "question": question, "count": str(len(changes) - 1)}
    return Finding("dns.answers-vary", name, unique(shown), facts, "log")
