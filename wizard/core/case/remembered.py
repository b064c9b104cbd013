"""What a handset still remembers although DNS has it by now: failed at 10:02, answers now.

A log's times are the handset's own, without a year or a time zone. So nothing here says what time
it is for the handset: only what its log says, by its own clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from wizard.core import names
from wizard.core.case.case import Case
from wizard.core.case.judging import Judge
from wizard.core.case.mending import disproving_chains, start_of
from wizard.core.dns.answer import Outcome
from wizard.core.finding import Evidence, Finding, State
from wizard.core.handset.chain import Chain
from wizard.core.log.line import parse
from wizard.core.log.times import moment
from wizard.core.trace import events as ev
from wizard.core.trace import grammar
from wizard.core.words import Words, words

_APART = timedelta(days=1)
"""How far apart the clocks of a handset and of this computer may be: time zones, and no more."""
MOST = 3
"""Handsets that are named; the others want the same."""
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Remembered:
    """A "there is none" in a log, for a question that DNS answers in the live check.

    ``since`` and ``until`` are by the handset's clock, None where the log does not tell: it bears no
    dates, or it was edited for print. ``over``: by its clock it had forgotten when the check began.
    """

    log: str
    line: int
    rtype: str
    host: str
    since: datetime | None
    until: datetime | None
    over: bool

    def sentence(self, day: datetime, said: Words | None = None) -> str:
        """What to do and why; ``day`` is the day on which a time alone is enough."""
        said = said or words()
        if self.since is None or self.until is None:
            return said("remembered.plain", rtype=self.rtype, host=self.host)
        key = "remembered.over" if self.over else "remembered.until"
        failed, until = clock(self.since, day, said), clock(self.until, day, said)
        return said(key, rtype=self.rtype, host=self.host, failed=failed, until=until)


def clock(at: datetime, day: datetime, said: Words) -> str:
    """``10:02``, or ``28 October, 10:02`` on another day."""
    time = f"{at:%H:%M}"
    if at.date() == day.date():
        return time
    return said("remembered.other-day", day=at.day, month=said(f"month.{at.month}"), clock=time)


def sentences(
    found: Sequence[Remembered], names: Mapping[str, str], day: datetime, said: Words
) -> Iterator[str]:
    """A sentence for each of the first logs, and one for the rest; ``names`` are short names of logs."""
    for one in found[:MOST]:
        sentence = one.sentence(day, said)
        yield said("remembered.in-log", log=names.get(one.log, one.log), line=one.line, sentence=sentence)
    if len(found) > MOST:
        yield said.count("remembered.more", len(found) - MOST)


def remembered(case: Case, judge: Judge, now: datetime) -> tuple[Remembered, ...]:
    """For each log of the case what its handset remembers longest, if DNS has it now.

    Nothing of a log that a later one of the same handset outdates, that is later than the check, or
    that is so old that the handset has forgotten whatever time zone it lives in.
    """
    chains = disproving_chains(case)
    if case.report is None or not chains:
        return ()
    there = frozenset(_answered(chains))
    started = start_of(case.report)
    found: dict[str, Remembered] = {}
    for finding, proof in judge.logged(case, now):
        if finding.code != "ttl.negative-cached" or finding.state is not State.CURRENT or proof is not None:
            continue
        for one in _kept(finding, there, now, started):
            known = found.get(one.log)
            if known is None or _longer(one, known):
                found[one.log] = one
    return tuple(found.values())


def _answered(chains: Iterable[Chain]) -> Iterator[Key]:
    for chain in chains:
        for answer in chain.answers:
            if answer.outcome is Outcome.DATA:
                yield answer.question.type.value, names.fold(answer.question.name)


def _kept(
    finding: Finding, there: frozenset[Key], now: datetime, started: datetime | None
) -> Iterator[Remembered]:
    for evidence in finding.evidence:
        event = _event(evidence)
        if not isinstance(event, ev.NegativeCached) or (event.rtype, names.fold(event.host)) not in there:
            continue
        since = moment(evidence.time, now) if not finding.variant else None
        until = since + timedelta(seconds=event.seconds) if since is not None else None
        if since is not None and until is not None and started is not None:
            if since > started or until < started - _APART:
                continue
            over = until < started
        else:
            over = False
        host = event.host.rstrip(".")
        yield Remembered(evidence.source, evidence.line, event.rtype, host, since, until, over)


def _event(evidence: Evidence) -> ev.Event | None:
    line = parse(evidence.line, evidence.text)
    return grammar.read(line.module, line.message)


def _longer(one: Remembered, known: Remembered) -> bool:
    """Whether it is remembered longer; the later line where no times tell."""
    if one.until is not None and known.until is not None and one.until != known.until:
        return one.until > known.until
    return one.line > known.line
