"""Messages without what stands before them on each line, or with something else: out of a viewer, a chat."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, takewhile

from wizard.core.finding import Evidence, EvidenceKind
from wizard.core.log.line import MAX_PARSED, LogLine
from wizard.core.log.wrapped import MOST_BEHIND, Broken, may_go_on, pieces_behind, rejoined, unquoted
from wizard.core.trace import events as ev
from wizard.core.trace import grammar
from wizard.core.trace.attempts import Entry

MOST_LINES = 20_000
"""Of a text with more lines the last ones are followed: they show the last state."""
_LOOKED_AT, _TELLING = 200, 2
"""Among so many first lines, so many messages tell that a handset wrote them."""
_NAMES_USER = re.compile(r"Registration\s++failed\s++User:")
"""What people write beside a log says "Registration failed" too: only with this it is the handset's own."""
_BEGINNING = re.compile(
    "|".join(sorted({re.escape(rule.template.partition("{")[0].split(" ")[0]) for rule in grammar.RULES}))
)
"""The first word of a message."""
_USUAL_WORDS = (
    ev.ListStarted,
    ev.NaptrOrder,
    ev.NaptrPreference,
    ev.NaptrFlags,
    ev.NaptrService,
    ev.NaptrRegexp,
    ev.NaptrReplacement,
    ev.SrvPriority,
    ev.SrvWeight,
)
_PARTED = re.compile(r"(?:[\t;,|:>\])-]\s*|[0-9]Z?\s+)\Z")
"""What stands before it ends so: a column, a colon, a time."""
_LETTERS, _DIGITS, _SPACES = re.compile(r"[^\W\d_]+"), re.compile(r"[0-9]+"), re.compile(r"\s+")
_TRIED = 8
_BEFORE = 400
"""Characters before a message that anything may stand in."""
_MODULES = tuple(dict.fromkeys(rule.module for rule in grammar.RULES))


def bare_entries(
    name: str, count: int, line_at: Callable[[int], LogLine], broken: set[int], start: int = 0
) -> tuple[Entry, ...]:
    """The events of ``count`` lines of which none has the form of a log; none if no handset wrote them.

    ``line_at`` gives a line by its place; those from ``start`` on tell who wrote them. The numbers of
    messages that a mail broke go into ``broken``.
    """
    first = map(line_at, range(start, min(count, start + _LOOKED_AT)))
    if not any(
        times >= _TELLING
        for times in _growing(map(_shape_before, (line for line in first if is_telling(line.raw))))
    ):
        return ()
    return tuple(_entries(name, [line_at(at) for at in range(left_out(count), count)], broken))


def _growing(shapes: Iterable[str]) -> Iterator[int]:
    """How often each of them came until then."""
    seen: Counter[str] = Counter()
    for shape in shapes:
        seen[shape] += 1
        yield seen[shape]


def _shape_before(line: LogLine) -> str:
    """What stands before a message, whatever it names: two of a log have the same, prose has not."""
    before = unquoted(line.raw).removesuffix(message_in(line.raw))
    return _SPACES.sub(" ", _DIGITS.sub("0", _LETTERS.sub("a", before)))


def is_telling(raw: str) -> bool:
    """Whether a line has a message that nobody else would write; some are one usual word."""
    text = message_in(raw)
    return bool(text) and not isinstance(_read(text), _USUAL_WORDS)


def left_out(count: int) -> int:
    """How many of so many lines are not followed: the first ones."""
    return max(0, count - MOST_LINES)


def _entries(name: str, lines: Sequence[LogLine], broken: set[int]) -> Iterator[Entry]:
    for place, line in enumerate(lines):
        event, text = _message_of(line), line.raw.rstrip()
        if may_go_on(event, text) and len(text) <= MAX_PARSED:
            behind = lines[place + 1 : place + 1 + MOST_BEHIND]
            whole = _rejoined(line, list(takewhile(lambda one: _message_of(one) is None, behind)))
            if whole is not None:
                broken.add(line.number)
                event, text = whole
        if event is not None:
            yield Entry(event, Evidence(EvidenceKind.LOG, name, text, line.number))


def _rejoined(line: LogLine, behind: Sequence[LogLine]) -> tuple[ev.Event, str] | None:
    """The message of a line that was broken, as that of the module that writes it."""
    text = unquoted(line.raw)
    tried = (
        rejoined(LogLine(line.number, text, module=module, message=text), behind, ()) for module in _MODULES
    )
    return next((whole for whole in tried if whole is not None), None) if behind else None


def message_in(raw: str) -> str:
    """The message that a line without the form is, or has behind something else; empty if there is none."""
    return _message_in(raw) if len(raw) <= MAX_PARSED else ""


@lru_cache(maxsize=1024)  # A handset says the same again and again.
def _message_in(raw: str) -> str:
    text = unquoted(raw)
    found = (one.start() for one in _BEGINNING.finditer(text))
    places = (at for at in found if not at or (at <= _BEFORE and _PARTED.search(text, 0, at)))
    return next((text[at:] for at in islice(places, _TRIED) if _read(text[at:]) is not None), "")


@lru_cache(maxsize=1024)
def _read(text: str) -> ev.Event | None:
    said = (grammar.read(module, text) for module in _MODULES)
    event = next((event for event in said if event is not None), None)
    if isinstance(event, ev.RegistrationFailed) and not event.has_code and not _NAMES_USER.match(text):
        return None
    return event


def message_of(raw: str) -> ev.Event | None:
    """What a line without the form says, None where it is no message."""
    text = message_in(raw)
    return _read(text) if text else None


def _message_of(line: LogLine) -> ev.Event | None:
    return message_of(line.raw)


def broken_messages(raws: Sequence[str]) -> dict[int, Broken]:
    """The messages that a mail broke in a text in which no line has the form, by their places."""
    broken: set[int] = set()
    lines = [LogLine(number, raw, message=raw) for number, raw in enumerate(raws, start=1)]
    entries = bare_entries("", len(lines), lines.__getitem__, broken)
    wholes = {seen.line: seen.text for _, seen in entries}
    return {
        number - 1: Broken(wholes[number], pieces_behind(raws[number - 1], lines[number:], wholes[number]))
        for number in broken
    }
