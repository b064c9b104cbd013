"""What logs can be read out of: files, logs found in folders, a pasted text, samples. Runs in a job."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from wizard.core.about import told
from wizard.core.case.case import Case, LogFile
from wizard.core.case.judging import Judge
from wizard.core.case.reading import Reading, first_lines, reading_of, unjudged
from wizard.core.diagnosis.fleet import FEW
from wizard.core.knowledge import Knowledge
from wizard.core.log.engine import stretch_of
from wizard.core.log.finder import Log, find
from wizard.core.log.large import Piece, assemble, lines_of
from wizard.core.log.opening import Opener
from wizard.core.log.origin import HEAD
from wizard.core.log.own import own_kind
from wizard.core.log.review import Review, notes_of
from wizard.core.log.source import LogText, decoded, mac_of, read
from wizard.core.log.stored import KeptBytes
from wizard.core.regular import is_folder
from wizard.core.trace.attempts import Story
from wizard.longlog import held, reading
from wizard.practice.lab import broken_log, repaired_log
from wizard.workers import courtesy

SHARE = 0.25
"""So much of the time that a log takes to be read may go into the marks of its first lines."""


@dataclass(frozen=True, slots=True)
class Underway:
    """A log that is being read: how far, and its first lines if there are more of them now.

    ``begins``: they are the first of it; reading goes on when they are shown (:meth:`LogOpening.go_on`).
    """

    name: str
    share: float
    count: int
    reading: Reading | None = None
    begins: bool = False


class Remark(str):
    """A sentence about what was opened, and no problem."""

    __slots__ = ()


Found = Reading | Underway | str
"""A log, how far one is, or a sentence about why one cannot be read."""
Source = Callable[[Case, Judge], Iterator[Found]]
"""Reads logs; runs in the job."""


def files(paths: Sequence[Path]) -> list[Source]:
    """Log files and archives."""
    return [partial(_files, [str(path) for path in paths])]


def logs(found: Sequence[Log]) -> list[Source]:
    """Logs that were found in folders and archives."""
    return [partial(_logs, found)]


def are_many(paths: Sequence[Path]) -> bool:
    """Whether they are looked at side by side: a folder, or more logs than one reads one by one."""
    if any(is_folder(path) for path in paths):
        return True
    return sum(isinstance(one, Log) for one in find(map(str, paths))) > FEW


def samples() -> list[Source]:
    """The practice case's logs, named by their files alone, the broken one last."""
    return [partial(_sample, path) for path in (repaired_log(), broken_log())]


def text(name: str, pasted: str) -> list[Source]:
    """A pasted text."""
    return [partial(_text, LogText(name, pasted))]


def _files(paths: Sequence[str], case: Case, judge: Judge) -> Iterator[Found]:
    found = list(find(paths))
    logs = [one for one in found if isinstance(one, Log)]
    yield from (one for one in found if isinstance(one, str))
    yield from _logs(logs, case, judge)


def _logs(logs: Sequence[Log], case: Case, judge: Judge) -> Iterator[Found]:
    with Opener(pipes=False) as opener:
        for log in logs:
            yield from _file(log, opener, case, judge)


def _file(log: Log, opener: Opener, case: Case, judge: Judge) -> Iterator[Found]:
    running = reading(log, opener, keep=True)
    marking = _Marking(log.name, case, judge.knowledge)
    begun = False
    while True:
        try:
            far = next(running)
            first = marking.reading(far.first) if far.first is not None else None
            yield Underway(log.name, far.share, far.count, first, first is not None and not begun)
            begun = begun or first is not None
        except StopIteration as stop:
            review: Review = stop.value
            break
        except GeneratorExit:
            running.close()
            raise
    yield review.problem or _judged(held(review), case, judge)
    yield from _notes(review) if not review.problem else ()


def _notes(review: Review) -> Iterator[str]:
    """What is to be told of a log that was opened."""
    yield from (Remark(one) if one in review.read_as else one for one in notes_of(review))


class _Marking:
    """Marks the first lines of a log while the rest is being read, as long as that holds nobody up."""

    def __init__(self, name: str, case: Case, knowledge: Knowledge) -> None:
        self._name = name
        self._case = case
        self._knowledge = knowledge
        self._began = time.monotonic()
        self._spent = 0.0

    def reading(self, first: Piece) -> Reading:
        """The lines of a beginning, with their marks if there is time for them."""
        now = time.monotonic()
        if self._spent > SHARE * (now - self._began):
            review = Review(self._name, mac_of(self._name), lines_of(first), (), Story(()))
            return unjudged(LogFile("", review, is_whole=False))
        log = LogFile("", assemble(self._name, [first], courtesy.wait, ended=False), is_whole=False)
        made = first_lines(self._case.with_log(log), log, self._knowledge)
        self._spent += time.monotonic() - now
        return made


def _sample(path: Path, case: Case, judge: Judge) -> Iterator[Found]:
    return _text(replace(read(path), name=path.name), case, judge)


def _text(found: LogText, case: Case, judge: Judge) -> Iterator[Found]:
    """A text at hand, read by the same engine as a file."""
    kind = own_kind(found.text[:HEAD].encode("utf-8", "replace"))
    if found.problem or kind:
        yield found.problem or told(f"log-file.is-{kind}", name=found.name)
        return
    plain, form = decoded(found.text.encode("utf-8", "replace"))
    data = plain.encode()
    stretch = stretch_of(data)
    stretch.form = form or found.form
    review = assemble(found.name, [Piece(found.name, stretch, KeptBytes(data))])
    yield _judged(LogFile(plain, review), case, judge)
    yield from _notes(review)


def _judged(log: LogFile, case: Case, judge: Judge) -> Reading:
    return reading_of(case.with_log(log), log, judge)
