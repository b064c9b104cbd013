"""A log read as a whole: its lines, the events among them, and the attempts that these tell of."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from wizard.core.about import name_of, told
from wizard.core.finding import Evidence, EvidenceKind
from wizard.core.log.bare import bare_entries, left_out
from wizard.core.log.encoding import Change
from wizard.core.log.facts import Facts, facts_of
from wizard.core.log.form import Kind
from wizard.core.log.handsets import story_of
from wizard.core.log.later import change_in, is_doubtful, line_in, may_be_turned, turn_in
from wizard.core.log.line import MAX_PARSED, LogLine, parse
from wizard.core.log.source import LogText, text_of_all
from wizard.core.log.wrapped import MOST_BEHIND, around, is_cut_head, may_go_on, rejoined
from wizard.core.trace import grammar
from wizard.core.trace.attempts import Entry, Story

MOST_FOLLOWED = 65_536
"""The last events of a log that are followed; a handset's own log has some hundreds."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the files that a log was put together from.

    ``first`` is the number that its first line has in the whole log; ``skipped`` lines of it before
    that were left out, because another part has them too.
    """

    name: str
    first: int = 1
    skipped: int = 0


# Values, as mypy sees to; for speed, as a ``Finding``.
@dataclass(slots=True, unsafe_hash=True)
class Review:
    """A log and what it tells. ``entries`` are its events with the line that states each.

    ``problem`` is a sentence if nothing could be read, ``notes`` are sentences about what could not.
    The first ``skipped`` lines that may tell of look-ups were not followed: there are too many.
    ``broken`` are the numbers of lines that were broken and are read as one with those behind them.
    ``is_bare``: its lines are messages alone, without time, module, level and missed events.
    ``forms`` are what its lines were read out of.
    """

    name: Final[str]
    mac: Final[str]
    lines: Final[Sequence[LogLine]]
    entries: Final[tuple[Entry, ...]]
    story: Final[Story]
    problem: Final[str] = ""
    facts: Final[Facts] = field(default_factory=Facts)
    parts: Final[tuple[Part, ...]] = ()
    notes: Final[tuple[str, ...]] = ()
    skipped: Final[int] = 0
    broken: Final[frozenset[int]] = frozenset()
    is_bare: Final[bool] = False
    forms: Final[tuple[Kind, ...]] = ()

    @property
    def read_as(self) -> tuple[str, ...]:
        """A sentence for each form that it was read out of; none where that gave no log."""
        if not self.is_handset_log:
            return ()
        return tuple(told(f"log-file.read-as-{form}", name=name_of(self.name)) for form in self.forms)

    @property
    def is_handset_log(self) -> bool:
        """Whether any line has the handset's form, or has it with its rest behind it, or is a message."""
        return self.facts.first is not None or bool(self.entries)

    def evidence(self, line: LogLine) -> Evidence:
        """A line of this log as evidence."""
        return evidence(self.name, line)

    def place(self, number: int) -> tuple[str, int]:
        """The file that a line of the log comes from, and its number there."""
        if not self.parts:
            return self.name, number
        at = bisect_right(self.parts, number, key=lambda part: part.first) - 1
        if at < 0:
            return self.name, number
        part = self.parts[at]
        return part.name, number - part.first + 1 + part.skipped


def notes_of(review: Review) -> Iterator[str]:
    """Sentences about what a log was read out of, and what of it was not read or not followed."""
    yield from review.read_as
    yield from review.notes
    if review.skipped:
        name, skipped = name_of(review.name), f"{review.skipped:,}"
        count = f"{len(review.entries):,}"
        yield (
            told("log-file.skipped", name=name, count=count, skipped=skipped)
            if review.entries
            else told("log-file.skipped-unread", name=name, skipped=skipped)
        )


def kinds(forms: Iterable[str]) -> tuple[Kind, ...]:
    """Each form once; those of which nobody needs to know are left out."""
    return tuple(Kind(form) for form in dict.fromkeys(forms) if form)


def evidence(name: str, line: LogLine) -> Evidence:
    """A line of the log ``name`` as evidence."""
    return Evidence(EvidenceKind.LOG, name, line.raw.rstrip("\r\n"), line.number, 0, line.time)


def lines_of(text: str) -> Iterator[LogLine]:
    """The lines of a log, numbered from 1; ends are CRLF, LF or CR."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    pieces = unified.split("\n")
    if pieces and not pieces[-1].strip():
        pieces.pop()
    for number, raw in enumerate(pieces, start=1):
        yield parse(number, raw)


def entries_of(name: str, lines: Sequence[LogLine], broken: set[int]) -> Iterator[Entry]:
    """The events among the lines. The numbers of those that were broken go into ``broken``."""
    for place, line in enumerate(lines):
        if len(line.raw) > MAX_PARSED or not (line.has_form or is_cut_head(line.raw)):
            continue
        event, shown = grammar.read(line.module, line.message), line
        if not line.has_form or may_go_on(event, line.message):
            behind = lines[place + 1 : place + 1 + MOST_BEHIND]
            whole = rejoined(line, behind, (lines[at] for at in around(place, len(lines))))
            if whole is not None:
                broken.add(line.number)
                event, shown = whole[0], parse(line.number, whole[1])
        if event is not None:
            yield Entry(event, evidence(name, shown))


def review(source: LogText) -> Review:
    """Reads a log whose text is at hand, line by line; ``large`` says the same of a long one, faster."""
    found, source = _in_its_form(source)
    if not may_be_turned(found.facts.first, found.facts.last, found.entries):
        return found
    turn = turn_in(_bytes_of(source.text))
    return found if turn is None else _reviewed(_changed(source, turn))


def _in_its_form(source: LogText) -> tuple[Review, LogText]:
    found = _reviewed(source)
    begun = sum(line.has_form and grammar.begins_message(line.module, line.message) for line in found.lines)
    others = any(line.module in {"", "dns"} for line in found.lines)
    if not found.lines or not is_doubtful(found.entries, begun, lambda: others, is_bare=found.is_bare):
        return found, source
    data = _bytes_of(source.text)
    change = change_in(data)
    start = line_in(data) if not found.is_handset_log else 0
    if change is None and not start:
        return found, source
    again = _changed(source, change) if change is not None else source
    other = _reviewed(again, start)
    return (other, again) if tells_more(other, found) else (found, source)


def _bytes_of(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # A case file may hold half a sign.


def _changed(source: LogText, change: Change) -> LogText:
    return replace(source, text=text_of_all(change(_bytes_of(source.text))), form=change.form or source.form)


def tells_more(one: Review, other: Review) -> bool:
    """Whether more is read of a log than otherwise: more messages, or as many in lines that have the form."""
    return (len(one.entries), not one.is_bare) > (len(other.entries), not other.is_bare)


def _reviewed(source: LogText, start: int = 0) -> Review:
    lines = tuple(lines_of(source.text))
    last: deque[Entry] = deque(maxlen=MOST_FOLLOWED)
    count = 0
    broken: set[int] = set()
    for entry in entries_of(source.name, lines, broken):
        last.append(entry)
        count += 1
    facts = facts_of(lines)
    is_bare = facts.first is None and not last
    bare = bare_entries(source.name, len(lines), lines.__getitem__, broken, start) if is_bare else ()
    last.extend(bare)
    return Review(
        source.name,
        source.mac,
        lines,
        tuple(last),
        story_of(last),
        source.problem,
        facts,
        skipped=left_out(len(lines)) if bare else count - len(last),
        broken=frozenset(broken),
        is_bare=bool(bare),
        forms=kinds([source.form]),
    )
