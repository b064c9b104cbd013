"""A log that is written while it is read: it grows, is truncated, or is rotated away."""

from __future__ import annotations

from collections.abc import Generator
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from wizard.core.about import name_of, told
from wizard.core.log.again import FileBytes, PackedBytes
from wizard.core.log.blocks import Block
from wizard.core.log.encoding import is_recoded
from wizard.core.log.engine import BlockRead, Stretch, read_on, read_stretch
from wizard.core.log.large import Piece, assemble
from wizard.core.log.opening import packed_kind
from wizard.core.log.origin import HEAD, SAMPLE, Origin, sentence
from wizard.core.log.review import Review
from wizard.core.log.stored import Load
from wizard.core.regular import open_file

_TAIL = 64 * 1024


class Change(StrEnum):
    """What happened to a file since it was looked at last."""

    SAME = "same"
    GROWN = "grown"
    ANEW = "anew"
    """It was truncated or rotated: it begins anew, and what it said before still counts."""
    GONE = "gone"
    """It cannot be read now; ``problem`` says why."""


class Growing:
    """Follows one file. It is opened for each look alone: an open file could not be renamed on Windows.

    Only whole lines count: the last one may still be written. What a rotated file said last is read in
    ``<file>.1``, if that is where it went. Who breaks off a look begins with a new one of these.
    """

    def __init__(self, path: Path, *, keep: int = 0) -> None:
        """Of what is truncated or rotated away, the last part counts on, whatever its size.

        Those before it do as long as all of them have no more than ``keep`` bytes. A file of so many
        bytes stays at hand, whatever becomes of it.
        """
        self.path = path
        self.problem = ""
        self.missing = False  # There is no such file now.
        self.dropped = 0  # So many lines, the first ones, since the last look that could read the file.
        self._before: list[tuple[Piece, int]] = []  # With their bytes.
        self._stretch = Stretch()
        self._offset = 0
        self._head = b""
        self._keep = keep
        self._whole = False  # Its offsets are not those of the file's bytes.
        self._kept: PackedBytes | None = PackedBytes() if keep else None

    def review(self) -> Review:
        """What was read until now."""
        current = Piece(str(self.path), self._stretch, self._load(str(self.path)))
        return assemble(str(self.path), [*(piece for piece, _size in self._before), current])

    def look(self) -> Generator[BlockRead, None, Change]:
        """Reads what is new; the result says what had happened."""
        self.missing = False
        if not self.problem:  # Else nobody could be told yet.
            self.dropped = 0
        try:
            with open_file(self.path) as file:
                change = Change.GROWN
                if not self._is_continued(file):
                    yield from self._begin_anew()
                    change = Change.ANEW
                self.problem = ""
                return (yield from self._read(file, change))
        except OSError as error:
            self.problem = sentence(error, name_of(self.path))
            self.missing = isinstance(error, FileNotFoundError)
            return Change.GONE

    def _is_continued(self, file: BinaryIO) -> bool:
        """Whether the file begins as before and is no shorter than what was read of it."""
        size = file.seek(0, 2)
        file.seek(0)
        return size >= self._offset and file.read(len(self._head)) == self._head

    def _begin_anew(self) -> Generator[BlockRead, None, None]:
        rotated = Path(f"{self.path}.1")
        name = f"{self.path} (before)"
        try:
            with open_file(rotated) as file:
                if self._is_continued(file):
                    name = str(rotated)
                    yield from read_on(
                        self._stretch,
                        file,
                        Origin(name).short,
                        self._offset,
                        file.seek(0, 2),
                        keep=self._take,
                    )
        except OSError:
            pass  # Nobody kept it; what was read until then counts.
        if self._stretch.count:
            self._before.append((Piece(name, self._stretch, self._load(name)), self._offset))
        self._drop_oldest()
        self._stretch, self._offset, self._head = Stretch(), 0, b""
        self._whole = False
        self._kept = PackedBytes() if self._keep else None

    def _drop_oldest(self) -> None:
        """What was rotated away before may be in no file of a name that is known, and memory is short."""
        while len(self._before) > 1 and sum(size for _piece, size in self._before) > self._keep:
            piece, _size = self._before.pop(0)
            self.dropped += piece.stretch.count

    def _take(self, block: Block) -> None:
        if self._kept is not None:
            self._kept.take(block)

    def _load(self, name: str) -> Load:
        return self._kept if self._kept is not None else FileBytes(name)

    def _keep_no_more_than(self, size: int) -> None:
        if size > self._keep and not self._whole:
            self._kept = None  # Its lines are read in the file.

    def _read(self, file: BinaryIO, change: Change) -> Generator[BlockRead, None, Change]:
        file.seek(0)
        self._head = file.read(HEAD)
        kind = packed_kind(self._head)
        if kind:
            self.problem = told("log-file.grows-not", name=name_of(self.path), kind=kind)
            return Change.GONE
        recoded = is_recoded(self._head, lambda: self._head + file.read(SAMPLE - HEAD))
        size = file.seek(0, 2)
        if recoded or (b"\n" not in self._head and b"\r" in self._head):
            return (yield from self._read_all(file, size, change))
        self._stretch.problem = ""
        whole = _whole_lines(file, size)
        self._keep_no_more_than(whole)
        if whole <= self._offset:
            return Change.SAME if change is Change.GROWN else change
        if self._offset:
            yield from read_on(self._stretch, file, name_of(self.path), self._offset, whole, keep=self._take)
        else:
            file.seek(0)
            self._stretch = yield from read_stretch(file, name_of(self.path), 0, whole, keep=self._take)
        self._offset = whole
        return change

    def _read_all(self, file: BinaryIO, size: int, change: Change) -> Generator[BlockRead, None, Change]:
        """Two bytes a character, or lines without newlines: such a file is read from its beginning."""
        if size == self._offset:
            return Change.SAME if change is Change.GROWN else change
        file.seek(0)
        self._whole, self._kept = True, PackedBytes()
        self._stretch = yield from read_stretch(file, name_of(self.path), keep=self._take)
        self._offset = size
        return change


def _whole_lines(file: BinaryIO, size: int) -> int:
    """Where the last whole line ends."""
    end = size
    while end > 0:
        start = max(end - _TAIL, 0)
        file.seek(start)
        behind = file.read(end - start).rfind(b"\n") + 1
        if behind:
            return start + behind
        end = start
    return 0
