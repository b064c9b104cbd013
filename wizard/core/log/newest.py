"""Logs with their newest line first: log servers show, and export, them so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import groupby, pairwise

from wizard.core.log.bare import message_of
from wizard.core.log.line import MAX_PARSED, LogLine, parse
from wizard.core.trace import events as ev
from wizard.core.trace import grammar

_STEPS = 3
"""So many steps back in time, or look-ups that begin behind what they say, tell that it is so."""
_LESS = 4
"""So many times fewer steps, or look-ups, may lead the other way: a handset's clock is set now and then, and
several handsets may write into one log."""
_BEGINS = ev.LookupStarted
_GOES_ON = (ev.CacheMiss, ev.CacheHit)

Read = Callable[[str], str]


def oldest_first(text: str) -> Read | None:
    """What puts the oldest line of a log that begins so first; None if it stands there."""
    lines = [parse(0, raw) for raw in text.split("\n") if len(raw) <= MAX_PARSED]
    times = [line.time for line in lines if line.time]
    steps = [(one > other) - (one < other) for one, other in pairwise(times) if len(one) == len(other)]
    back, forth = steps.count(1), steps.count(-1)
    goes_back = back >= _STEPS and back >= _LESS * forth
    if forth and not goes_back:
        return None
    behind, before = _lookups(lines)
    if goes_back and before > behind:  # Sorted by the second, within which they stand as they were written.
        return partial(_turned, by_time=True)
    is_turned = goes_back or behind >= max(_STEPS, _LESS * before)
    return partial(_turned, by_time=False) if is_turned else None


def _lookups(lines: Sequence[LogLine]) -> tuple[int, int]:
    """How many look-ups begin right behind the first that is said of them, and how many right before."""
    events = [
        grammar.read(line.module, line.message) if line.has_form else message_of(line.raw) for line in lines
    ]
    behind = before = 0
    for one, other in pairwise(event for event in events if event is not None):
        behind += isinstance(one, _GOES_ON) and isinstance(other, _BEGINS) and _is_same(one, other)
        before += isinstance(one, _BEGINS) and isinstance(other, _GOES_ON) and _is_same(other, one)
    return behind, before


def _is_same(said: ev.CacheMiss | ev.CacheHit, begun: ev.LookupStarted) -> bool:
    # A second miss has the handset's own domain taken off.
    return said.rtype == begun.rtype and begun.host.startswith(said.host)


def _turned(text: str, *, by_time: bool) -> str:
    """The lines the other way round, each with those behind it that have no form."""
    records: list[tuple[str, list[str]]] = []
    *raws, rest = text.split("\n")
    for raw in [*raws, rest] if rest.strip() else raws:
        line = parse(0, raw[:MAX_PARSED])
        is_own = line.has_form or not records or message_of(raw) is not None
        if is_own:
            records.append((line.time, [raw]))
        else:
            records[-1][1].append(raw)
    if by_time:
        groups = [
            [raw for _, own in some for raw in own] for _, some in groupby(records, key=lambda one: one[0])
        ]
    else:
        groups = [own for _, own in records]
    return "\n".join([*(raw for group in reversed(groups) for raw in group), ""])
