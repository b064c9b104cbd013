"""A repair as people look at it: the lines before and after, with a little of what stands around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from wizard.core.handset.config_file import ConfigFile
from wizard.core.handset.config_xml import LINE_END, Lines
from wizard.core.handset.masking import shown_file
from wizard.core.handset.repair import Edit, Repair

AROUND = 2
LONGEST = 400
_BESIDE = 80


class Kind(Enum):
    """What becomes of a line."""

    SAME = auto()
    REMOVED = auto()
    ADDED = auto()
    GAP = auto()


@dataclass(frozen=True, slots=True)
class Row:
    """One line, or the part of a long one that changes.

    ``number`` is the line's in the file that it stands in, 0 for a gap.
    """

    kind: Kind
    number: int = 0
    text: str = ""


def rows_of(repair: Repair) -> tuple[Row, ...]:
    """Removed and added lines with two lines around them, secrets hidden; empty if nothing changes."""
    return tuple(_Teller(repair).rows())


class _Side:
    """One of the two files, as it is shown."""

    def __init__(self, file: ConfigFile) -> None:
        self.shown = shown_file(file)
        self.lines = LINE_END.split(self.shown.text)

    def part(self, start: int, end: int) -> str:
        """What stands from ``start`` to ``end`` of the file, with a little of its line around it."""
        first, last = self.shown.offset(start), self.shown.offset(end)
        begin, stop = max(first - _BESIDE, 0), min(last + _BESIDE, len(self.shown.text))
        before = LINE_END.split(self.shown.text[begin:first])
        after = LINE_END.split(self.shown.text[last:stop])
        lead = before[-1] if len(before) > 1 or not begin else f"…{before[-1]}"
        trail = after[0] if len(after) > 1 or stop == len(self.shown.text) else f"{after[0]}…"
        return lead + _short(self.shown.text[first:last]) + trail


@dataclass
class _Block:
    """Lines that edits touch, from 1, both ends included; ``more`` lines stand there afterwards."""

    first: int
    last: int
    more: int
    edits: list[tuple[Edit, int]] = field(default_factory=list)
    """Each with the number of characters by which it stands further back in the new text."""


class _Teller:
    def __init__(self, repair: Repair) -> None:
        self.repair = repair
        self.old, self.new = _Side(repair.file), _Side(repair.repaired)

    def rows(self) -> Iterator[Row]:
        shift = 0  # How many lines further down the same line stands afterwards.
        done = 0  # The last old line that has been told.
        for block in self.blocks():
            begin = max(block.first - AROUND, 1)
            if done:
                upto = min(done + AROUND, block.first - 1)
                yield from self.same(done + 1, upto)
                if begin > upto + 1:
                    yield Row(Kind.GAP)
                begin = max(begin, upto + 1)
            yield from self.same(begin, block.first - 1)
            yield from self.changed(block, shift)
            shift += block.more
            done = block.last
        if done:
            yield from self.same(done + 1, min(done + AROUND, len(self.old.lines)))

    def blocks(self) -> list[_Block]:
        """The old lines that change; several edits of one line are one block."""
        text = self.repair.file.text.text
        lines = Lines(text)
        found: list[_Block] = []
        moved = 0
        for edit in self.repair.edits:
            first, last = lines.place(edit.start)[0], lines.place(edit.end)[0]
            if not found or first > found[-1].last:
                found.append(_Block(first, last, 0))
            found[-1].last = max(found[-1].last, last)
            found[-1].more += len(LINE_END.findall(edit.text))
            found[-1].more -= len(LINE_END.findall(text, edit.start, edit.end))
            found[-1].edits.append((edit, moved))
            moved += len(edit.text) - (edit.end - edit.start)
        return found

    def same(self, first: int, last: int) -> Iterator[Row]:
        for number in range(first, last + 1):
            yield Row(Kind.SAME, number, _short(self.old.lines[number - 1]))

    def changed(self, block: _Block, shift: int) -> Iterator[Row]:
        """Line by line where that is clear: what was, and what takes its place."""
        first = block.first + shift
        before = [(n, self.old.lines[n - 1]) for n in range(block.first, block.last + 1)]
        after = [(n, self.new.lines[n - 1]) for n in range(first, block.last + shift + block.more + 1)]
        if len(before) == len(after) == 1 and max(len(before[0][1]), len(after[0][1])) > LONGEST:
            yield from self.parts(block, first)
        elif len(before) == len(after):
            for (old_number, old), (new_number, new) in zip(before, after, strict=True):
                yield Row(Kind.REMOVED, old_number, _short(old))
                yield Row(Kind.ADDED, new_number, _short(new))
        else:
            yield from (Row(Kind.REMOVED, number, _short(text)) for number, text in before)
            yield from (Row(Kind.ADDED, number, _short(text)) for number, text in after)

    def parts(self, block: _Block, number: int) -> Iterator[Row]:
        """Each change of one long line by itself."""
        for edit, moved in block.edits:
            begin = edit.start + moved
            yield Row(Kind.REMOVED, block.first, self.old.part(edit.start, edit.end))
            yield Row(Kind.ADDED, number, self.new.part(begin, begin + len(edit.text)))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
