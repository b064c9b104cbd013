"""A predicted log beside a real one: where they first part, whatever has to differ.

Not compared, because they say nothing about DNS: times, the user, for how long answers are kept,
the order of records within one answer, other entries that are kept, look-ups of IP addresses (they
ask nothing), and look-ups without the domain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from wizard.core import names
from wizard.core.handset.prediction import Predicted
from wizard.core.trace import events as ev
from wizard.core.trace import grammar
from wizard.core.trace.attempts import Attempt, Ending, Entry

MOST_LINES = 10_000
"""Lines of either side that are shown."""
MOST_COMPARED = 2000
"""Lines of either side that are compared; a search for sixty servers takes seven hundred."""

Key = tuple[object, ...]


class Match(StrEnum):
    """How two lines stand to each other. ``SKIPPED``: not compared."""

    SAME = "same"
    DIFFERS = "differs"
    MISSING = "missing"
    EXTRA = "extra"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of the two logs side by side; ``MISSING`` has no real line, ``EXTRA`` no predicted one."""

    match: Match
    predicted: Predicted | None
    real: Entry | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All lines of both sides in order. ``first`` is the number of the first pair that differs."""

    pairs: tuple[Pair, ...]
    first: int | None


def comparable(attempts: Iterable[Attempt], name: str) -> Attempt | None:
    """The attempt of a log that a prediction is best laid beside.

    The last one for the name that came to an end and asked everything anew, else the last at all.
    None where the log's level hides how look-ups begin: too little is left of such a search.
    """
    ended = [
        attempt
        for attempt in attempts
        if names.same(attempt.name, name)
        and attempt.ending is not Ending.UNFINISHED
        and attempt.seen(ev.LookupStarted)
    ]
    fresh = [a for a in ended if not any(lookup.cached for lookup in a.lookups)]
    return next(iter([*reversed(fresh), *reversed(ended)]), None)


def lines_of(attempt: Attempt) -> tuple[Entry, ...]:
    """The lines that an attempt is told by, with the records of its answers, in the order of the log."""
    found = {entry.evidence.line: entry for lookup in attempt.lookups for entry in lookup.entries}
    found |= {entry.evidence.line: entry for entry in attempt.entries}
    return tuple(found[number] for number in sorted(found))


def compare(predicted: Sequence[Predicted], attempt: Attempt) -> Comparison:
    """Lays a prediction beside what a handset wrote."""
    real = lines_of(attempt)[:MOST_LINES]
    said = [entry.event for entry in real]
    lines = _arranged(predicted[:MOST_LINES], said)
    skipping = _Skipping([line.entry.event for line in lines], said)
    ours = [n for n, line in enumerate(lines) if not skipping.skips(line.entry.event)]
    theirs = [n for n, event in enumerate(said) if not skipping.skips(event)]
    ours, theirs = ours[:MOST_COMPARED], theirs[:MOST_COMPARED]
    rows = _matched([key_of(lines[n].entry.event) for n in ours], [key_of(said[n]) for n in theirs])
    pairs: list[Pair] = []
    mine = at = 0
    for match, one, other in [*rows, (Match.SKIPPED, len(ours), len(theirs))]:
        end = mine if one is None else ours[one] if one < len(ours) else len(lines)
        stop = at if other is None else theirs[other] if other < len(theirs) else len(real)
        pairs += _left_out(lines[mine:end], real[at:stop])
        if match is not Match.SKIPPED:
            left = None if one is None else lines[end]
            right = None if other is None else real[stop]
            pairs.append(Pair(match, left, right))
        mine, at = end + (one is not None), stop + (other is not None)
    first = next((n for n, pair in enumerate(pairs) if pair.match not in {Match.SAME, Match.SKIPPED}), None)
    return Comparison(tuple(pairs), first)


def _left_out(lines: Sequence[Predicted], real: Sequence[Entry]) -> Iterator[Pair]:
    """What is not compared, those that say the same beside each other."""
    rest = list(real)
    for line in lines:
        text = grammar.write(line.entry.event)
        place = next((n for n, entry in enumerate(rest) if grammar.write(entry.event) == text), None)
        for entry in rest[:place] if place is not None else ():
            yield Pair(Match.SKIPPED, None, entry)
        yield Pair(Match.SKIPPED, line, rest[place] if place is not None else None)
        rest = rest[place + 1 :] if place is not None else rest
    for entry in rest:
        yield Pair(Match.SKIPPED, None, entry)


Row = tuple[Match, int | None, int | None]


def _matched(mine: Sequence[Key], theirs: Sequence[Key]) -> list[Row]:
    """Rows of places on both sides; up to the first difference they go hand in hand."""
    same = next(
        (n for n, (one, other) in enumerate(zip(mine, theirs, strict=False)) if one != other),
        min(len(mine), len(theirs)),
    )
    rows: list[Row] = [(Match.SAME, n, n) for n in range(same)]
    matcher = SequenceMatcher(None, mine[same:], theirs[same:], autojunk=False)
    for tag, one, end, other, stop in matcher.get_opcodes():
        both = min(end - one, stop - other)
        match = Match.SAME if tag == "equal" else Match.DIFFERS
        rows += [(match, same + one + n, same + other + n) for n in range(both)]
        rows += [(Match.MISSING, same + n, None) for n in range(one + both, end)]
        rows += [(Match.EXTRA, None, same + n) for n in range(other + both, stop)]
    return rows


# What counts ---------------------------------------------------------------------------------


def key_of(event: ev.Event) -> Key:
    """What two lines have in common that say the same."""
    match event:
        case ev.Answered(rtype=rtype, host=host, slots=slots):
            return ev.Answered, rtype, names.fold(host), tuple(sorted(slot.strip() for slot in slots))
        case ev.RegistrationFailed(code=code):
            return ev.RegistrationFailed, code
        case ev.CacheHit() | ev.CacheAdded() | ev.NegativeCached():
            event = replace(event, seconds=0)
    return type(event), grammar.write(event).lower()


class _Skipping:
    """Which lines are not compared, given both sides."""

    def __init__(self, mine: Sequence[ev.Event], theirs: Sequence[ev.Event]) -> None:
        self.started = {
            names.fold(event.host) for event in (*mine, *theirs) if isinstance(event, ev.LookupStarted)
        }
        self.kept = _negatives(mine) & _negatives(theirs)

    def skips(self, event: ev.Event) -> bool:
        match event:
            case ev.CacheMiss(host=host):
                return names.fold(host) not in self.started
            case ev.LookupStarted(host=host):
                return names.is_ip(host)
            case ev.NegativeCached(rtype=rtype, host=host) | ev.CacheEntryFound(rtype=rtype, host=host):
                return (rtype, names.fold(host)) not in self.kept
        return isinstance(event, _NEVER)


_NEVER = (ev.AddressPassedThrough, ev.CacheRetained, ev.RegisterStarted, ev.BootReady, ev.UploadFailed)


def _negatives(events: Iterable[ev.Event]) -> set[tuple[str, str]]:
    return {(e.rtype, names.fold(e.host)) for e in events if isinstance(e, ev.NegativeCached)}


# The order of records ------------------------------------------------------------------------


def _arranged(lines: Sequence[Predicted], real: Sequence[ev.Event]) -> list[Predicted]:
    """The prediction with each answer's records in the order of the real one, as far as it has them."""
    result: list[Predicted] = []
    events = [line.entry.event for line in lines]
    place = 0
    while place < len(lines):
        result.append(lines[place])
        place += 1
        records = _records(events, place)
        if records:
            theirs = [real[start:end] for start, end in _records(real, _answer_like(real, events[place - 1]))]
            for start, end in _as_there(
                records,
                [_record_key(events[a:b]) for a, b in records],
                [_record_key(record) for record in theirs],
            ):
                result += lines[start:end]
            place = records[-1][1]
    return result


Span = tuple[int, int]


def _as_there(spans: Sequence[Span], mine: Sequence[Key], theirs: Sequence[Key]) -> list[Span]:
    """What both have at the place where the other side has it; the rest fills the gaps in order."""
    places: dict[int, Span] = {}
    rest: list[Span] = []
    for span, key in zip(spans, mine, strict=True):
        free = (n for n, other in enumerate(theirs) if other == key and n not in places)
        place = next(free, None)
        if place is None:
            rest.append(span)
        else:
            places[place] = span
    filled = [places.get(n) or (rest.pop(0) if rest else None) for n in range(len(theirs))]
    return [span for span in (*filled, *rest) if span is not None]


def _answer_like(real: Sequence[ev.Event], event: ev.Event) -> int:
    """The number of the line behind the same answer, or the end."""
    for number, other in enumerate(real, start=1):
        if not (isinstance(event, ev.Answered) and isinstance(other, ev.Answered)):
            continue
        if event.rtype == other.rtype and names.same(event.host, other.host):
            return number
    return len(real)


FIELDS: dict[type[ev.Event], tuple[type[ev.Event], ...]] = {
    ev.ListStarted: (
        ev.NaptrOrder, ev.NaptrPreference, ev.NaptrFlags, ev.NaptrService, ev.NaptrRegexp,
        ev.NaptrReplacement, ev.NaptrAdded,
    ),
    ev.SrvAdded: (ev.SrvTarget, ev.SrvPriority, ev.SrvWeight),
}  # fmt: skip
"""The lines of one record, after the one that begins it."""


def _records(events: Sequence[ev.Event], place: int) -> list[Span]:
    """Where each of the records stands whose lines follow each other from here on."""
    spans: list[Span] = []
    while length := _length(events[place : place + 8]):
        spans.append((place, place + length))
        place += length
    return spans


def _length(events: Sequence[ev.Event]) -> int:
    """How many of the first lines are one record's, 0 if none is."""
    fields = FIELDS.get(type(events[0]), ()) if events else ()
    whole = bool(fields) and tuple(type(event) for event in events[1 : len(fields) + 1]) == fields
    return len(fields) + 1 if whole else 0


def _record_key(events: Sequence[ev.Event]) -> Key:
    return tuple(key_of(event) for event in events)
