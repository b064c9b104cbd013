"""Lines that a mail program or a terminal broke, put together again where that is certain.

It is certain where the pieces make a message that the grammar knows, and the first of them alone does not.
Some messages end in a number, which is whole as far as it tells: that it was broken, other lines show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from wizard.core.log.line import MAX_PARSED, LogLine, parse
from wizard.core.trace import events as ev
from wizard.core.trace import grammar

MOST_PIECES = 3
"""Lines behind the first: a message about a long name, in lines of 70 characters, has no more."""
MOST_BEHIND = 2 * MOST_PIECES
"""Lines behind the first that are looked at: a mail may have put an empty one before each piece."""
AROUND = 32
"""Lines before and behind a line that tell at which width lines were broken."""
_LEAST = 4
"""Characters of a message before the break: fewer do not tell that it is one of those that are known."""
_WORDS = frozenset(rule.template.split(" ")[0] for rule in grammar.RULES)
"""With which they begin; some have three letters."""
_QUOTED = re.compile("[>\\s]*(?:[+\u21aa\u21b3]\\s*)?")
"""Printers and editors have a sign before what was behind the break."""
_CUT = 24
"""Characters from the last pipe that a cut head can have to its end."""
_CUT_HEAD = re.compile(
    r"(?:^|(?<=[|>\s])|(?<=[0-9A-Fa-f]{12}))(?P<time>[0-9]{10}(?:\.[0-9]{1,3})?|[0-9]{6}\.[0-9]{1,3})"
    r"\|[ \t]*[A-Za-z][A-Za-z0-9_]{0,7}[ \t]*"
    r"(?:\|[ \t]*(?:[0-6*][ \t]*(?:\|[ \t]*[0-9A-Fa-f]{0,4}[ \t]*)?)?)?$"
)
_WITHOUT_BLANKS = ("host", "target", "address", "flags", "service", "replacement", "user")
_DIGITS = re.compile(r"[0-9]{1,10}")
_NUMBERS: dict[type[ev.Event], tuple[str, int]] = {
    ev.Answered: ("ttl", 2**31 - 1),
    ev.TargetLookup: ("port", 65_535),
    ev.PortKept: ("port", 65_535),
}
"""The number in which a message ends, and how high it can be (RFC 2181, 8; RFC 768)."""


def is_cut_head(raw: str) -> bool:
    """Whether a line without the form ends within what stands before a message, behind the time."""
    return bool(time_of_cut_head(raw))


def time_of_cut_head(raw: str) -> str:
    """The time in such a line, empty in every other."""
    if "|" not in raw:
        return ""
    raw = raw.rstrip()
    cut = _CUT_HEAD.search(raw) if "|" in raw[-_CUT:] else None
    return cut["time"] if cut is not None else ""


def may_go_on(event: ev.Event | None, message: str) -> bool:
    """Whether a line alone says too little, so that what comes after it may be its rest."""
    if isinstance(event, ev.RegistrationFailed):
        return not event.has_code
    if type(event) in _NUMBERS:  # There may be more of it.
        return True
    text = message.strip()
    return event is None and (len(text) >= _LEAST or text in _WORDS)


def around(place: int, count: int) -> range:
    """The places of the lines around one of so many."""
    return range(max(0, place - AROUND), min(place + 1 + AROUND, count))


def rejoined(
    line: LogLine, after: Iterable[LogLine], neighbours: Iterable[LogLine]
) -> tuple[ev.Event, str] | None:
    """The event of a line that was broken, and the whole line; None if it was not.

    ``after`` are the lines behind it, ``neighbours`` those :func:`around` it, looked at only where they
    decide. A line of the handset's form is never the rest of another.
    """
    alone = grammar.read(line.module, line.message)
    if alone is not None and type(alone) in _NUMBERS:
        number, rest = next(_numbered_rests(after), (0, ""))
        return _with_its_digits(line, alone, rest if number == 1 else "", neighbours)
    texts = [line.raw.rstrip()]
    for rest in _rests(after):
        # Broken between two words, which is what mail programs do, or anywhere.
        texts = [text + between + rest for text in texts for between in (" ", "")]
        for text in texts:
            if len(text) > MAX_PARSED:
                return None
            event = _event_of(line, text)
            if event is not None and _is_whole(event) and _is_sound(event):
                return event, text
    return None


def _event_of(line: LogLine, text: str) -> ev.Event | None:
    """The event of a line with what may be its rest."""
    if line.has_form:
        return grammar.read(line.module, line.message.rstrip() + text[len(line.raw.rstrip()) :])
    whole = parse(line.number, text)
    return grammar.read(whole.module, whole.message)


def _with_its_digits(
    line: LogLine, event: ev.Event, rest: str, neighbours: Iterable[LogLine]
) -> tuple[ev.Event, str] | None:
    """The line with the digits behind the break, which could as well be a note or a line's number."""
    if _DIGITS.fullmatch(rest) is None or not _is_broken_at(_width(line), neighbours):
        return None
    field, most = _NUMBERS[type(event)]
    number = int(f"{getattr(event, field)}{rest}")
    return (replace(event, **{field: number}), line.raw.rstrip() + rest) if number <= most else None


def _is_broken_at(width: int, lines: Iterable[LogLine]) -> bool:
    """Whether lines were broken at this width, also within words: none is longer, and one shows it."""
    lines = list(lines)
    return max(map(_width, lines), default=0) == width and any(
        _width(line) == width and line.has_form and _is_broken_in_word(line, behind)
        for line, behind in pairwise(lines)
    )


def _is_broken_in_word(line: LogLine, behind: LogLine) -> bool:
    """Whether a line makes a message that is known together with what stands behind it, without a blank."""
    begun, rest = line.message.rstrip(), next(_rests([behind]), "")
    alone, apart, joined = (grammar.read(line.module, begun + more) for more in ("", f" {rest}", rest))
    is_apart = apart is not None and _is_sound(apart)
    return bool(rest) and alone is None and not is_apart and joined is not None and _is_sound(joined)


def _width(line: LogLine) -> int:
    return len(line.raw.rstrip())


def _is_whole(event: ev.Event) -> bool:
    return not isinstance(event, ev.RegistrationFailed) or event.has_code


def _rests(after: Iterable[LogLine]) -> Iterator[str]:
    for _number, rest in _numbered_rests(after):
        yield rest


def _numbered_rests(after: Iterable[LogLine]) -> Iterator[tuple[int, str]]:
    """Each piece behind a line, and the how manyth line behind it that is. One empty line may be between."""
    pieces, before = 0, "a piece"
    for number, line in enumerate(after, start=1):
        rest = unquoted(line.raw)
        if line.has_form or not (rest or before) or pieces == MOST_PIECES or is_cut_head(line.raw):
            return
        if rest:
            pieces += 1
            yield number, rest
        before = rest


def unquoted(raw: str) -> str:
    """A line without the signs with which mail programs quote, and without blanks around it."""
    quoted = _QUOTED.match(raw)
    return raw[quoted.end() if quoted is not None else 0 :].strip()


def _is_sound(event: ev.Event) -> bool:
    """Whether no name has a blank in it: then it was put together the wrong way."""
    said = [getattr(event, field) for field in _WITHOUT_BLANKS if hasattr(event, field)]
    said += event.slots if isinstance(event, ev.Answered) else ()
    return not any(character.isspace() for text in said for character in text)


class Broken(NamedTuple):
    """A line that was broken: all of it as one, and how many lines behind the first belong to it."""

    text: str
    behind: int


def broken_in(raws: Sequence[str]) -> dict[int, Broken]:
    """The lines of a log that were broken, by their places."""
    found = {}
    for place, (raw, behind) in enumerate(pairwise(raws)):
        # A line with three pipes has the form most often: then it is nobody's rest.
        may_be = raw.count("|") > 2 >= behind.count("|") or is_cut_head(raw)
        if not may_be or len(raw) > MAX_PARSED:
            continue
        line = parse(place + 1, raw)
        if line.has_form and not may_go_on(grammar.read(line.module, line.message), line.message):
            continue
        after = [parse(0, one) for one in raws[place + 1 : place + 1 + MOST_BEHIND]]
        whole = rejoined(line, after, (parse(0, raws[at]) for at in around(place, len(raws))))
        if whole is not None:
            found[place] = Broken(whole[1], pieces_behind(raw, after, whole[1]))
    return found


def pieces_behind(raw: str, after: Iterable[LogLine], whole: str) -> int:
    """How many lines behind ``raw`` make the ``whole`` line with it."""
    missing = _signs(unquoted(whole)) - _signs(unquoted(raw))
    for number, rest in _numbered_rests(after):
        missing -= _signs(rest)
        if missing <= 0:
            return number
    return 0


def _signs(text: str) -> int:
    return sum(map(len, text.split()))
