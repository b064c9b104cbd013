"""A chain: everything that the virtual handset asks one DNS server, as it happens."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field, replace

from wizard.core import names
from wizard.core.about import told
from wizard.core.dns.answer import Answer, Outcome, Question, Server
from wizard.core.dns.asking import further_questions
from wizard.core.dns.further import OUTSIDE, Found, Further, Purpose
from wizard.core.dns.silence import Silence, is_silence
from wizard.core.finding import Evidence, EvidenceKind
from wizard.core.handset.resolver import Handset, Lookfor, Reply
from wizard.core.record import RecordType, Soa, data_text
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Attempt, Entry
from wizard.core.trace.follow import follow

Ask = Callable[[Question, Server], Answer]
_MOST_RECORDS = 12
"""Records of one answer that are cited as evidence."""


@dataclass(frozen=True, slots=True)
class Chain:
    """What one DNS server made of the handset's questions.

    ``answers`` in the order asked, ``entries`` the events with the answer behind each, ``attempt``
    what they come to; None if the configuration needs no question or nothing was asked.
    ``further`` are the questions that the handset never asks, with their answers.
    """

    server: Server
    lookfor: Lookfor
    answers: tuple[Answer, ...] = ()
    entries: tuple[Entry, ...] = ()
    attempt: Attempt | None = None
    cancelled: bool = False
    further: tuple[Found, ...] = ()

    @property
    def left_out(self) -> int:
        """How many further questions about the site were not sent, since this server had not answered."""
        unsent = (found for found in self.further if found.answer.outcome is Outcome.NOT_ASKED)
        return sum(found.further.purpose not in OUTSIDE for found in unsent)

    def answer(self, rtype: RecordType, name: str) -> Answer | None:
        """The answer to one question, None if it was not asked."""
        for answer in self.answers:
            if answer.question.type is rtype and names.same(answer.question.name, name):
                return answer
        return None


@dataclass
class _Telling:
    """Turns events into entries: each carries the answer that it speaks of."""

    server: Server
    entries: list[Entry] = field(default_factory=list)
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    last: Answer | None = None

    def say(self, event: ev.Event) -> None:
        host = getattr(event, "host", "")
        rtype = getattr(event, "rtype", "")
        answer = self.answers.get((names.fold(host), rtype), self.last) if host else self.last
        evidence = (
            evidence_of(answer) if answer is not None else Evidence(EvidenceKind.DNS, str(self.server), "")
        )
        self.entries.append(Entry(event, evidence))

    def heard(self, answer: Answer) -> None:
        self.answers[names.fold(answer.question.name), answer.question.type.value] = answer
        self.last = answer


def run(lookfor: Lookfor, server: Server, ask: Ask) -> Generator[Answer, None, Chain]:
    """Asks one server all that the handset would ask it; yields each answer as it arrives."""
    telling = _Telling(server)
    asking = Handset(lookfor, telling.say).register()
    answers: list[Answer] = []
    reply: Reply | None = None
    while True:
        try:
            question = next(asking) if reply is None else asking.send(reply)
        except StopIteration:
            break
        answer = ask(question, server)
        telling.heard(answer)
        answers.append(answer)
        yield answer
        if answer.outcome is Outcome.CANCELLED:
            return Chain(server, lookfor, tuple(answers), tuple(telling.entries), None, cancelled=True)
        reply = Reply(answer.matching if answer.outcome is Outcome.DATA else (), answer.negative_ttl)
    attempts = follow(telling.entries).attempts
    return Chain(server, lookfor, tuple(answers), tuple(telling.entries), attempts[0] if attempts else None)


def asked(lookfor: Lookfor, server: Server, ask: Ask) -> Chain:
    """The chain as a whole, where nobody waits for its answers: they are at hand."""
    asking = run(lookfor, server, ask)
    while True:
        try:
            next(asking)
        except StopIteration as stop:
            chain: Chain = stop.value
            return chain


class Following:
    """Tells, as a server's answers come in, which of them the handset itself asked for.

    What comes behind those are answers to further questions.
    """

    def __init__(self, lookfor: Lookfor) -> None:
        self._asking = Handset(lookfor, lambda _event: None).register()
        self._question: Question | None = next(self._asking, None)
        # Asked earlier than by the handset where the first question stays silent.
        self._last = Question(lookfor.address, RecordType.A)
        self._early: Answer | None = None

    def is_own(self, answer: Answer) -> bool:
        """Whether this answer, the next one, is to a question of the handset's."""
        if answer.question == self._question:
            self._learn(answer)
            if self._early is not None and self._early.question == self._question:
                self._learn(self._early)
            return True
        if answer.question == self._last and self._early is None and self._question is not None:
            self._early = answer
            return True
        return False

    def _learn(self, answer: Answer) -> None:
        records = answer.matching if answer.outcome is Outcome.DATA else ()
        try:
            self._question = self._asking.send(Reply(records, answer.negative_ttl))
        except StopIteration:
            self._question = None


def run_further(
    chain: Chain, ask: Ask, token: str, hosts: Iterable[str] = ()
) -> Generator[Answer, None, Chain]:
    """Goes on with the questions that the handset never asks.

    ``token`` is a random label, ``hosts`` are the SIP servers of the plan. A server that answered
    nothing is left alone; one that falls silent gets no more of them: what is left is ``NOT_ASKED``.
    If it was silent at last, it is asked once more what it answered first: it may drop some questions, or
    have stopped.
    """
    replied = any(a.outcome.is_answer or a.outcome is Outcome.SERVFAIL for a in chain.answers)
    if chain.cancelled or chain.attempt is None or not replied:
        return chain
    attempt = chain.attempt
    found = list(chain.further)
    silence = Silence()
    for answer in chain.answers:
        silence.note(answer)
    outside: set[Purpose] = set()
    for further in further_questions(attempt.name, attempt.srv_owner, chain.answers, token, hosts):
        if silence.gives_up or further.purpose in outside:
            found.append(Found(further, Answer(further.question, chain.server, Outcome.NOT_ASKED)))
            continue
        answer = ask(further.question, chain.server)
        if answer.outcome is Outcome.CANCELLED:
            return replace(chain, further=tuple(found), cancelled=True)
        found.append(Found(further, answer))
        yield answer
        if further.purpose in OUTSIDE:
            # A server without a way to the outside is silent about it, and well: no mark against it.
            outside |= {further.purpose} if is_silence(answer) else set()
        else:
            silence.note(answer)
    if silence.is_silent:
        still = _again(chain)
        answer = ask(still.question, chain.server)
        if answer.outcome is Outcome.CANCELLED:
            return replace(chain, further=tuple(found), cancelled=True)
        found.append(Found(still, answer))
        yield answer
    return replace(chain, further=tuple(found))


def _again(chain: Chain) -> Further:
    """The first question that this server has answered."""
    heard = next(a for a in chain.answers if a.outcome is not Outcome.NOT_ASKED and not is_silence(a))
    return Further(Purpose.STILL, heard.question, chain.lookfor.address)


def evidence_of(answer: Answer) -> Evidence:
    """An answer as evidence, with the records that it brought."""
    found = []
    if answer.outcome is Outcome.DATA:  # In one order: a server that deals them out in turns says the same.
        found = sorted((data_text(record.data) for record in answer.matching), key=_by_number)
    more = [f"and {len(found) - _MOST_RECORDS} more"] if len(found) > _MOST_RECORDS else []
    text = ": ".join(filter(None, (describe(answer), "; ".join(found[:_MOST_RECORDS] + more))))
    return Evidence(EvidenceKind.DNS, answer.server.with_port, text)


def _by_number(text: str) -> str:
    """A key by which 9 comes before 10."""
    return re.sub(r"[0-9]+", lambda digits: digits.group().zfill(10), text)


def describe(answer: Answer) -> str:
    """An answer in one line: ``SRV _sip._udp.…: 2 records, TTL 3600``."""
    return f"{answer.question}: {in_words(answer)}"


def in_words(answer: Answer) -> str:
    """What came of a question, without the question: ``2 records, TTL 3600``."""
    if answer.question.type is RecordType.SOA and answer.outcome.is_answer:
        # Asked for the zone around the name: its record comes along with "there is none", too.
        for record in (*answer.matching, *answer.authority):
            if isinstance(record.data, Soa):
                return told("dns-answer.zone", zone=record.owner, serial=record.data.serial)
    if answer.outcome is Outcome.DATA:
        count = len(answer.matching)
        # A damaged file can hold an answer that says "data" and has none.
        ttl = min((record.ttl for record in answer.matching), default=0)
        return told("dns-answer.data.one" if count == 1 else "dns-answer.data.many", count=count, ttl=ttl)
    what = outcome_words(answer.outcome)
    if answer.outcome in {Outcome.MALFORMED, Outcome.UNEXPECTED_SOURCE, Outcome.UNREACHABLE, Outcome.OTHER}:
        what = f"{what}: {answer.detail}" if answer.detail else what
    return what


def outcome_words(outcome: Outcome) -> str:
    """An outcome in a few plain words."""
    return told(f"dns-outcome.{outcome.value.replace(' ', '-')}")
