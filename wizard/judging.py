"""Judges logs, each whole and alone, one batch after the other: in a worker process or in any other."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from wizard.core.diagnosis.fleet import FEW, Judged, briefly
from wizard.core.diagnosis.judge import Judgement, judge_log
from wizard.core.finding import Evidence, EvidenceKind
from wizard.core.knowledge import Knowledge
from wizard.core.log.blocks import BLOCK, Spare
from wizard.core.log.finder import Log
from wizard.core.log.joining import read_log
from wizard.core.log.large import Piece, assemble
from wizard.core.log.modules import Modules
from wizard.core.log.opening import Opener
from wizard.core.log.review import Review, notes_of
from wizard.core.log.short import read_short
from wizard.core.log.times import last_moment
from wizard.core.plan.deployment import Deployment
from wizard.workers import result_of

LITTLE = 16 * 1024 * 1024
"""Bytes; a log that has more takes long."""

_TIMES, _ASKED = 500, 8
"""Of so many of the last times, as many spread among them tell in which form all are."""


class Judging:
    """Judges batches of the same logs, in a worker or in the process that waits for it."""

    def __init__(self, knowledge: Knowledge, plan: Deployment | None, logs: Sequence[Log]) -> None:
        self._knowledge, self._plan, self._logs = knowledge, plan, logs
        self._spare: Spare | None = None

    def takes_long(self, part: slice) -> bool:
        """Whether it is one long log."""
        return part.stop - part.start == 1 and size_of(self._logs[part]) > LITTLE

    def judge(self, part: slice) -> Iterator[Judged]:
        """Judges some of the logs, one after the other."""
        self._spare = self._spare or Spare()
        with Opener(spare=self._spare) as opener:
            modules = Modules()  # Most logs have lines of the same ones.
            reviews = reviews_of(
                self._logs[part],
                opener,
                modules,
                lambda log: result_of(read_log(log, opener, modules=modules)),
            )
            for review in reviews:
                yield kept(judged(review, self._knowledge, self._plan), self._logs)


def kept(one: Judged, logs: Sequence[Log]) -> Judged:
    """What is kept of one of these logs: in brief beside many others, for which there must be room."""
    return briefly(one) if len(logs) > FEW else one


def judged(review: Review, knowledge: Knowledge, plan: Deployment | None) -> Judged:
    """Judges one log."""
    judgement = judge_log(review, knowledge, plan) if not review.problem else Judgement()
    return Judged(
        review.name,
        review.mac,
        review.facts.count,
        _placed(judgement, review) if len(review.parts) > 1 else judgement,
        tuple(part.name for part in review.parts),
        review.problem,
        tuple(notes_of(review)),
        _last_seen(review),
    )


def _placed(judgement: Judgement, review: Review) -> Judgement:
    """The same, with the lines of a log of several files as they are numbered there."""
    placed = {
        id(finding): replace(finding, evidence=tuple(_in_its_file(seen, review) for seen in finding.evidence))
        for finding in judgement.findings
    }
    return Judgement(tuple(placed.values()), placed.get(id(judgement.verdict)))


def _in_its_file(evidence: Evidence, review: Review) -> Evidence:
    if evidence.kind is not EvidenceKind.LOG or not evidence.line:
        return evidence
    source, line = review.place(evidence.line)
    return evidence._replace(source=source, line=line)


def _last_seen(review: Review) -> datetime | None:
    last = review.facts.last
    if last is None:
        return None
    latest = review.entries[-_TIMES:]
    times = [entry.evidence.time for entry in latest[:: len(latest) // _ASKED + 1]]
    return last_moment([*times, last.time], datetime.now())


def reviews_of(
    logs: Iterable[Log], opener: Opener, modules: Modules, read: Callable[[Log], Review]
) -> Iterator[Review]:
    """Several short logs are read, then they are reviewed: so the processor has at hand what each takes.

    Of those that were read, only the lines that say something are kept: no more bytes than a log may have.
    ``read`` reads a log that is not short.
    """
    waiting: list[Piece] = []
    held = 0
    for log in logs:
        piece = read_short(log, opener.spare, modules)
        if piece is not None:
            waiting.append(piece)
            held += piece.stretch.hits.size
        if piece is None or held > BLOCK:
            yield from map(_review, waiting)
            waiting.clear()
            held = 0
        if piece is None:
            yield read(log)
    yield from map(_review, waiting)


def _review(piece: Piece) -> Review:
    return assemble(piece.name, [piece])


def size_of(logs: Sequence[Log]) -> int:
    """Bytes on disk, as far as that can be told."""
    total = 0
    for path in {part.path for log in logs for part in log.parts}:
        try:
            total += os.stat(path).st_size  # noqa: PTH116 - each of a folder's logs is asked before the first
        except OSError:
            continue
    return total
