"""Forms that show only far behind the beginning of a log: what was read of it told too little.

Where a log's first lines say nothing of what a handset looks up, nobody can tell by them what another program
made of the rest. So it is looked at once more where such words stand, if little of them could be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from wizard.core.log.encoding import Change, change_by
from wizard.core.log.form import Kind
from wizard.core.log.forms import bytes_of, text_in
from wizard.core.log.line import LogLine
from wizard.core.log.newest import oldest_first
from wizard.core.log.origin import SAMPLE
from wizard.core.trace.attempts import Entry
from wizard.core.trace.grammar import RULES

MOST = 64 * 1024 * 1024
"""Bytes; a longer log is not looked at again."""
_OF_DNS = frozenset(rule.event for rule in RULES if rule.module == "dns")
_WORDS = (
    b"LookupForList",
    b"DNS lookup",
    b"lookup for (",
    b"DNS cache",
    b"cache for",
    b"DNS",
    b"Registration",
)
"""What tells of look-ups in any form, the surest first."""
_WHOLE = 20
"""Of so many messages one may say nothing, because it was cut or is not known."""
_LOOKED_AT = 500
"""Entries."""
_HEAD = 8 * 1024
_BEFORE = 4 * 1024
"""Bytes of the beginning, and before such a word, that belong to a sample."""


def is_doubtful(entries: Sequence[Entry], begun: int, others: Callable[[], bool], *, is_bare: bool) -> bool:
    """Whether a log may say more than the ``entries`` that were read of it.

    ``begun`` are its lines with a message that begins as one does, ``others`` tells whether there are lines
    of no form, or of look-ups that say nothing.
    """
    if is_bare or begun - len(entries) > begun // _WHOLE:
        return True
    return not any(type(event) in _OF_DNS for event, _ in entries) and others()


def may_be_turned(first: LogLine | None, last: LogLine | None, entries: Sequence[Entry]) -> bool:
    """Whether the entries of a log stand there as in one with its newest lines first.

    ``first`` and ``last`` are its lines with the form: most logs tell by these that it is not so.
    """
    if first is not None and last is not None and first.time < last.time:
        return False
    return oldest_first("\n".join(seen.text for _, seen in entries[-_LOOKED_AT:])) is not None


def turn_in(data: bytes) -> Change | None:
    """What puts the oldest lines of such a log first; None if its other lines speak against it."""
    turn = oldest_first(text_in(data)) if len(data) <= MOST else None
    return (
        Change((lambda lines: bytes_of(turn(text_in(lines))),), Kind.NEWEST_FIRST, whole=True)
        if turn
        else None
    )


def line_in(data: bytes) -> int:
    """How many lines of a text stand before the first that tells of look-ups; 0 if none does."""
    at = next((at for at in map(data.find, _WORDS) if at >= 0), 0)
    return data.count(b"\n", 0, at)


def change_in(data: bytes) -> Change | None:
    """What makes the lines of a log those that a handset wrote, by what stands where it tells of look-ups."""
    if len(data) > MOST:
        return None
    word = next((word for word in _WORDS if word in data), None)
    return change_by(_sample(data, (data.find(word), data.rfind(word)))) if word is not None else None


def _sample(data: bytes, places: Iterable[int]) -> bytes:
    """Whole lines: the first ones, and those around some places."""
    if len(data) <= SAMPLE:
        return data
    size = (SAMPLE - _HEAD) // 2
    begins = [max(0, data.rfind(b"\n", 0, max(0, at - _BEFORE)) + 1) for at in places]
    spans = [(0, _HEAD), *((begin, begin + size) for begin in begins)]
    pieces: list[bytes] = []
    behind = 0
    for first, end in spans:
        begin = max(first, behind)
        if begin >= end:
            continue
        line_end = data.rfind(b"\n", begin, end) + 1
        behind = line_end or end
        pieces.append(data[begin:behind])
    return b"".join(pieces)
