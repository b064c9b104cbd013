"""Puts what was read of a log together to a review, whatever its size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import accumulate

import numpy as np

from wizard.core.finding import Evidence, EvidenceKind
from wizard.core.log.bare import bare_entries, left_out
from wizard.core.log.blocks import clean
from wizard.core.log.encoding import Change, text_of
from wizard.core.log.engine import Stretch, stretch_of
from wizard.core.log.facts import MOST_HOLES, Facts
from wizard.core.log.handsets import story_of
from wizard.core.log.later import MOST, change_in, is_doubtful, line_in, may_be_turned, turn_in
from wizard.core.log.line import LogLine, halves, parse
from wizard.core.log.loads import Bytes
from wizard.core.log.modules import OTHER, Modules
from wizard.core.log.pacing import Pause, paced
from wizard.core.log.review import MOST_FOLLOWED, Part, Review, kinds, tells_more
from wizard.core.log.source import mac_of
from wizard.core.log.spots import Spot
from wizard.core.log.stored import KeptBytes, Load, StoredLines
from wizard.core.log.table import Table
from wizard.core.log.wrapped import MOST_BEHIND, around, is_cut_head, may_go_on, rejoined
from wizard.core.trace import events as ev
from wizard.core.trace import grammar
from wizard.core.trace.attempts import Entry


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the file ``name``, and how to read its bytes again.

    ``skipped`` lines of the file before it were left out: the piece before has them.
    """

    name: str
    stretch: Stretch
    load: Load
    skipped: int = 0


_LOG = EvidenceKind.LOG


def assemble(name: str, pieces: Sequence[Piece], pause: Pause | None = None, *, ended: bool = True) -> Review:
    """The review of a log that was read piece by piece; they are given in order.

    If it says little, it is looked at once more for another program's form, unless more of it will come.
    """
    found, begun = _assembled(name, pieces, pause)
    if not ended or not found.facts.count:
        return found
    if is_doubtful(found.entries, begun, partial(_has_others, pieces), is_bare=found.is_bare):
        found, pieces = _in_its_form(found, pieces, pause)
    if not may_be_turned(found.facts.first, found.facts.last, found.entries):
        return found
    turned = [_changed(piece, data, turn_in(data)) for piece, data in _with_bytes(pieces)]
    is_same = any(one is piece for one, piece in zip(turned, pieces, strict=True))
    return found if is_same else _assembled(name, turned, pause)[0]


def _in_its_form(
    found: Review, pieces: Sequence[Piece], pause: Pause | None
) -> tuple[Review, Sequence[Piece]]:
    """What is read by the form that shows where a log tells of look-ups, if that is more than was found."""
    read = list(_with_bytes(pieces))
    again = [_changed(piece, data, change_in(data)) for piece, data in read]
    start = line_in(read[0][1]) if len(pieces) == 1 and not found.is_handset_log else 0
    if not start and all(one is piece for one, piece in zip(again, pieces, strict=True)):
        return found, pieces
    other, _ = _assembled(found.name, again, pause, start)
    return (other, again) if tells_more(other, found) else (found, pieces)


def _has_others(pieces: Sequence[Piece]) -> bool:
    stretches = [piece.stretch for piece in pieces]
    return any(one.dns_count for one in stretches) or not all(
        table.tags.all() for one in stretches for table in one.tables
    )


def _with_bytes(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, bytes]]:
    """Each piece with all its lines, without those of one that is very long."""
    for piece in pieces:
        tables = piece.stretch.tables
        is_long = sum(table.size for table in tables) > MOST
        loads = [] if is_long or piece.stretch.problem else tables
        yield piece, b"".join(clean(piece.load(table.offset, table.size)) for table in loads)


def _changed(piece: Piece, data: bytes, change: Change | None) -> Piece:
    """The piece with its lines changed; itself if nothing is to be changed."""
    if change is None:
        return piece
    made = change(data)
    stretch = stretch_of(made)
    stretch.form = change.form or piece.stretch.form
    return Piece(piece.name, stretch, KeptBytes(made), piece.skipped)


def _assembled(name: str, pieces: Sequence[Piece], pause: Pause | None, start: int = 0) -> tuple[Review, int]:
    """The same as it is, and how many lines may say something; ``start`` is that of :func:`bare_entries`."""
    stretches = [piece.stretch for piece in pieces]
    bases = [0, *accumulate(stretch.count for stretch in stretches)]
    based = list(zip(bases, stretches, strict=False))
    facts = _facts(based)
    modules, tables = _tables(pieces)
    hits = _last_hits(based)
    lines = StoredLines(tables, modules)
    broken: set[int] = set()
    entries = tuple(_entries(name, paced(hits, pause), lines, broken))
    is_bare = facts.first is None and not entries
    bare = bare_entries(name, len(lines), lines.head, broken, start) if is_bare else ()
    entries = entries or bare
    problems = tuple(dict.fromkeys(stretch.problem for stretch in stretches if stretch.problem))
    nothing = bool(problems) and not facts.count
    found = Review(
        name,
        mac_of(name),
        lines,
        entries,
        story_of(entries, pause),
        problems[0] if nothing else "",
        facts,
        _parts(pieces, bases),
        () if nothing else problems,
        left_out(len(lines)) if bare else sum(stretch.hits.count for stretch in stretches) - len(hits),
        frozenset(broken),
        bool(bare),
        kinds(stretch.form for stretch in stretches),
    )
    return found, len(hits)


def lines_of(piece: Piece) -> StoredLines:
    """The lines of a piece alone."""
    blocks = [(table, piece.load) for table in piece.stretch.tables]
    return StoredLines(blocks, piece.stretch.modules.names)


def _parts(pieces: Sequence[Piece], bases: Sequence[int]) -> tuple[Part, ...]:
    """One part a file; several pieces of one file follow each other."""
    parts: list[Part] = []
    for piece, base in zip(pieces, bases, strict=False):
        if not parts or parts[-1].name != piece.name:
            parts.append(Part(piece.name, base + 1, piece.skipped))
    return tuple(parts)


def _facts(based: Sequence[tuple[int, Stretch]]) -> Facts:
    known: dict[int, LogLine] = {}  # Most often the first line is the first with the form, too.

    def line(base: int, spot: Spot) -> LogLine:
        number = base + spot.position + 1
        if number not in known:
            known[number] = parse(number, text_of(spot.raw))
        return known[number]

    ends: dict[str, LogLine] = {}
    for base, stretch in based:
        for name, spot in (("begins", stretch.begins), ("first", stretch.first), ("dns", stretch.dns)):
            if spot is not None and name not in ends:
                ends[name] = line(base, spot)
        for name, spot in (("last", stretch.last), ("ends", stretch.ends)):
            if spot is not None:
                ends[name] = line(base, spot)
    holes = [line(base, spot) for base, stretch in based for spot in stretch.holes]
    stretches = [stretch for _, stretch in based]
    return Facts(
        **ends,
        count=sum([stretch.count for stretch in stretches]),
        dns_count=sum([stretch.dns_count for stretch in stretches]),
        dns_levels=frozenset().union(*[stretch.dns_levels for stretch in stretches]),
        holes=tuple(holes[:MOST_HOLES]),
        lost=max([stretch.lost for stretch in stretches], default=0),
    )


def _last_hits(based: Sequence[tuple[int, Stretch]]) -> list[tuple[int, bytes]]:
    """The last lines that may say something: their positions in the log, and their bytes."""
    last: list[list[tuple[int, bytes]]] = []
    room = MOST_FOLLOWED
    for base, stretch in reversed(based):
        hits = stretch.hits.last(room)
        last.append([(base + place, raw) for place, raw in hits] if base else hits)
        room -= len(hits)
    return [hit for hits in reversed(last) for hit in hits]


def _entries(
    name: str, hits: Iterable[tuple[int, bytes]], lines: StoredLines, broken: set[int]
) -> Iterator[Entry]:
    """The events among the hits: how a message begins alone does not make one.

    The numbers of lines that were broken go into ``broken``.
    """
    made = tuple.__new__  # In half the time of their own.
    for place, raw in hits:
        digits, rest = halves(raw)
        time, text, event, goes_on = _said(rest)
        line = parse(place + 1, digits + text) if goes_on and not lines.has_form(place + 1) else None
        if line is not None and (line.has_form or is_cut_head(line.raw)):
            behind = (lines.head(at) for at in _behind(place, lines))
            whole = rejoined(line, behind, (lines.head(at) for at in around(place, len(lines))))
            if whole is not None:
                broken.add(place + 1)
                event, text = whole[0], whole[1][len(digits) :]
                time = parse(place + 1, whole[1]).time
        if event is not None:
            seen = made(Evidence, (_LOG, name, digits + text, place + 1, 0, digits or time))
            yield made(Entry, (event, seen))


def _behind(place: int, lines: StoredLines) -> range:
    return range(place + 1, min(place + 1 + MOST_BEHIND, len(lines)))


@lru_cache(maxsize=1024)
def _said(raw: bytes) -> tuple[str, str, ev.Event | None, bool]:
    """Time, text and event of a line, and whether it may go on behind a break.

    A handset says the same again and again, and so does the next one.
    """
    line = parse(0, text_of(raw))
    text = line.raw.rstrip("\r\n")
    if not line.has_form:  # The ten digits of its time may have been taken off.
        return "", text, None, is_cut_head(f"{_SOME_TIME}{text}" if text.startswith("|") else text)
    event = grammar.read(line.module, line.message)
    return line.time, text, event, may_go_on(event, line.message)


_SOME_TIME = "0" * 10


def _tables(pieces: Sequence[Piece]) -> tuple[list[str], list[tuple[Table, Load]]]:
    """All tables with one set of codes for the modules."""
    if len(pieces) == 1:
        return pieces[0].stretch.modules.names, [
            (table, pieces[0].load) for table in pieces[0].stretch.tables
        ]
    common = Modules()
    blocks: list[tuple[Table, Load]] = []
    for piece in pieces:
        names = piece.stretch.modules.names
        codes = [0, *(common.code(name) for name in names[1:])]
        tables = piece.stretch.tables
        if codes != list(range(len(names))):
            tags = _recoded(codes)
            tables = [replace(table, tags=tags[table.tags]) for table in tables]
        blocks += [(table, piece.load) for table in tables]
    return common.names, blocks


def _recoded(codes: Sequence[int]) -> Bytes:
    """The tag that each of a piece's 256 tags is in the whole log, ``codes`` given for its modules."""
    padded = [*codes, *[OTHER] * (32 - len(codes))]
    tags = np.array([code * 8 + level for code in padded for level in range(8)], dtype=np.uint8)
    tags[0] = 0
    return tags
