"""A log read as a whole: its lines, the events among them, and the attempts that these tell of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wizard.core.finding import Evidence, EvidenceKind
from wizard.core.log.line import MAX_PARSED, LogLine, parse
from wizard.core.log.source import LogText
from wizard.core.trace import grammar
from wizard.core.trace.attempts import Entry, Story
from wizard.core.trace.follow import follow


@dataclass(frozen=True, slots=True)
class Review:
    """A log and what it tells. ``entries`` are its events with the line that states each."""

    name: str
    mac: str
    lines: tuple[LogLine, ...]
    entries: tuple[Entry, ...]
    story: Story
    problem: str = ""

    @property
    def is_handset_log(self) -> bool:
        """Whether any line has the handset's form."""
        return any(line.has_form for line in self.lines)

    def evidence(self, line: LogLine) -> Evidence:
        """A line of this log as evidence."""
        return evidence(self.name, line)


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


def entries_of(name: str, lines: tuple[LogLine, ...]) -> Iterator[Entry]:
    """The events among the lines."""
    for line in lines:
        if line.has_form and len(line.raw) <= MAX_PARSED:
            event = grammar.read(line.module, line.message)
            if event is not None:
                yield Entry(event, evidence(name, line))


def review(source: LogText) -> Review:
    """Reads a log."""
    lines = tuple(lines_of(source.text))
    entries = tuple(entries_of(source.name, lines))
    return Review(source.name, source.mac, lines, entries, follow(entries), source.problem)
