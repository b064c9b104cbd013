"""What the handset would log for a chain, and of each line how sure that is.

The bulletin prints two logs: one of a handset that found nothing, one of a handset that found two
servers over UDP. A line that stands there in the same situation is the vendor's (``Basis.VENDOR``).
Everything else is marked: ``INFERRED`` where those lines are put together in a situation that they
do not show, ``UNVERIFIED`` where nothing is known of what the handset writes or does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wizard.core import names
from wizard.core.about import told
from wizard.core.dns.answer import Answer, Outcome
from wizard.core.handset.chain import Chain, outcome_words
from wizard.core.handset.order import SERVICES, chosen_protocol, usable_naptr
from wizard.core.handset.resolver import LABELS, PROTOCOLS
from wizard.core.knowledge import Basis
from wizard.core.record import Address, Naptr, RecordType, Srv
from wizard.core.trace import events as ev
from wizard.core.trace import grammar
from wizard.core.trace.attempts import Entry
from wizard.core.words import Said, words

_RANKS = {Basis.VENDOR: 0, Basis.STANDARD: 1, Basis.INFERRED: 2, Basis.UNVERIFIED: 3}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a line is not the vendor's word."""

    basis: Basis
    why: str


@dataclass(frozen=True, slots=True)
class _Unsure:
    """A doubt whose sentence is not yet in any language."""

    basis: Basis
    why: Said


@dataclass(frozen=True, slots=True)
class Predicted:
    """One line, without a time stamp. ``why`` says in a sentence what the doubt is; empty for none."""

    entry: Entry
    text: str
    basis: Basis = Basis.VENDOR
    why: str = ""


def predict(chain: Chain) -> tuple[Predicted, ...]:
    """The lines that the handset would log, each with how sure it is."""
    doubting = _Doubting(chain)
    return tuple(_predicted(entry, doubting.of(entry.event)) for entry in chain.entries)


def _predicted(entry: Entry, doubts: list[_Unsure]) -> Predicted:
    text = grammar.line(entry.event)
    if not doubts:
        return Predicted(entry, text)
    worst = max(doubts, key=lambda doubt: _RANKS[doubt.basis])
    return Predicted(entry, text, worst.basis, worst.why.in_words(words()))


def doubts_of(lines: Sequence[Predicted]) -> tuple[tuple[Doubt, tuple[int, ...]], ...]:
    """Each doubt once, with the numbers of the lines that it is about, from 1."""
    found: dict[Doubt, list[int]] = {}
    for number, line in enumerate(lines, start=1):
        if line.why:
            found.setdefault(Doubt(line.basis, line.why), []).append(number)
    return tuple((doubt, tuple(numbers)) for doubt, numbers in found.items())


def predicted_text(lines: Sequence[Predicted]) -> str:
    """The lines as a text to keep. It begins with remarks, in lines with ``#``."""
    head = [f"# {told('prediction.head')}"]
    for doubt, numbers in doubts_of(lines):
        head.append(f"# {doubt.basis.value} (line {ranges(numbers)}): {doubt.why}")
    return "\n".join([*head, *(line.text for line in lines)]) + "\n"


def ranges(numbers: Sequence[int]) -> str:
    """Rising numbers in words: ``3, 7-9``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


_TRANSPORT = _Unsure(Basis.INFERRED, Said("prediction.transport"))
_PORT = _Unsure(Basis.INFERRED, Said("prediction.port"))
_ADDRESS = _Unsure(Basis.INFERRED, Said("prediction.address"))
_STREAM = _Unsure(Basis.INFERRED, Said("prediction.stream"))
_TLS = _Unsure(Basis.UNVERIFIED, Said("prediction.tls"))
_GOES_ON = _Unsure(Basis.INFERRED, Said("prediction.goes-on"))
_SUFFIX = _Unsure(Basis.INFERRED, Said("prediction.suffix"))
_SERVICE = _Unsure(Basis.INFERRED, Said("prediction.service"))
_NAPTRS = _Unsure(Basis.UNVERIFIED, Said("prediction.naptrs"))
_PICKS = _Unsure(Basis.INFERRED, Said("prediction.picks"))
_DISCARDS = _Unsure(Basis.INFERRED, Said("prediction.discards"))
_FLAG = _Unsure(Basis.UNVERIFIED, Said("prediction.flag"))
_FOLLOWS = _Unsure(Basis.INFERRED, Said("prediction.follows"))
_BY_CHANCE = _Unsure(Basis.INFERRED, Said("prediction.by-chance"))
_TARGET = _Unsure(Basis.INFERRED, Said("prediction.target"))
_NO_TARGET = _Unsure(Basis.UNVERIFIED, Said("prediction.no-target"))
_ADDRESSES = _Unsure(Basis.INFERRED, Said("prediction.addresses"))
_FALLBACK = _Unsure(Basis.INFERRED, Said("prediction.fallback"))
_UNSAID = _Unsure(Basis.INFERRED, Said("prediction.unsaid"))
_TTLS = _Unsure(Basis.INFERRED, Said("prediction.ttls"))
_AGAIN = _Unsure(Basis.INFERRED, Said("prediction.again"))

_OF_ANSWERS = (
    ev.NoAnswer, ev.NoMatch, ev.LookupEmpty, ev.NegativeCached, ev.CacheEntryFound, ev.NaptrEmpty,
    ev.SrvEmpty, ev.NothingFound, ev.Answered, ev.CacheAdded,
)  # fmt: skip
_OF_NAPTR = (
    ev.ListStarted, ev.NaptrOrder, ev.NaptrPreference, ev.NaptrFlags, ev.NaptrService, ev.NaptrRegexp,
    ev.NaptrReplacement, ev.NaptrAdded,
)  # fmt: skip
Key = tuple[str, str]


def _key(rtype: str, host: str) -> Key:
    return rtype, names.fold(host)


class _Doubting:
    """Goes through the events in order; a doubt about what the handset does holds from there on."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.answers = {_key(a.question.type.value, a.question.name): a for a in chain.answers}
        self.standing: list[_Unsure] = list(_of_configuration(chain))
        self.current: Key = ("", "")
        self.shared = _sharing(self.answers.values())
        self.reaches_one = any(
            a.question.type is RecordType.A and a.outcome is Outcome.DATA for a in chain.answers
        )

    def of(self, event: ev.Event) -> list[_Unsure]:
        """The doubts about one line."""
        key = self.place(event)
        answer = self.answers.get(key)
        self.standing += self.begins(event)
        doubts = [*self.standing, *self.in_line(event, key, answer)]
        if answer is not None and isinstance(event, _OF_ANSWERS):
            doubts += self.of_answer(event, answer)
        if isinstance(event, ev.LookupEmpty) and answer is not None and not answer.outcome.is_answer:
            self.standing.append(_GOES_ON)
        return doubts

    def place(self, event: ev.Event) -> Key:
        """The look-up that a line belongs to; records and ends of a search name none."""
        match event:
            case ev.LookupStarted(rtype=rtype, host=host):
                self.current = _key(rtype, host)
            case ev.TargetLookup(target=target):
                return _key("A", target)
        return self.current

    def begins(self, event: ev.Event) -> Iterator[_Unsure]:
        """What is doubtful from this line on."""
        match event:
            case ev.LookupStarted(rtype="SRV", host=host):
                if host.startswith(f"{LABELS['tls']}."):
                    yield _TLS
                elif host.startswith(f"{LABELS['tcp']}."):
                    yield _STREAM
                yield from self.after_naptr()
            case ev.TargetsResolved() if not self.reaches_one:
                yield _NO_TARGET
            case ev.Answered(rtype="A", host=host) if self.is_fallback(host):
                yield _FALLBACK

    def is_fallback(self, host: str) -> bool:
        return names.same(host, self.chain.lookfor.address)

    def after_naptr(self) -> Iterator[_Unsure]:
        """Whether the SRV question follows from the NAPTR records as assumed."""
        answer = self.answers.get(_key("NAPTR", self.chain.lookfor.address))
        if answer is None or answer.outcome is not Outcome.DATA:
            return
        records = [record.data for record in answer.matching if isinstance(record.data, Naptr)]
        if len(records) > 1:
            yield _PICKS
        sip = [one for one in records if one.service.upper() in SERVICES]
        if any(one.flags.lower() != "s" for one in sip):
            yield _FLAG
        if any(one.service and one not in sip for one in records):
            yield _DISCARDS
        expected = f"{LABELS[chosen_protocol(records)]}.{self.chain.lookfor.address}"
        if any(not names.same(one.replacement, expected) for one in usable_naptr(records)[:1]):
            yield _FOLLOWS

    def in_line(self, event: ev.Event, key: Key, answer: Answer | None) -> Iterator[_Unsure]:
        """What is doubtful about this line alone."""
        match event:
            case ev.CacheMiss(host=host) if _key(key[0], host) != key:
                yield _SUFFIX
            case ev.NaptrService(service=value) | ev.NaptrRegexp(regexp=value) if value:
                yield _SERVICE
            case ev.CacheHit():
                yield _AGAIN
        if key[1] in self.shared and not isinstance(event, ev.TargetsResolved):
            yield _BY_CHANCE
        if answer is not None and isinstance(event, _OF_NAPTR) and len(answer.matching) > 1:
            yield _NAPTRS

    def of_answer(self, event: ev.Event, answer: Answer) -> Iterator[_Unsure]:
        """What is doubtful about a line that says what came of a question."""
        if answer.outcome is Outcome.DATA:
            yield from _of_data(answer)
        elif not answer.outcome.is_answer:
            what = outcome_words(answer.outcome)
            yield _Unsure(Basis.UNVERIFIED, Said("prediction.no-answer", {"what": what}))
        elif answer.question.type is RecordType.A and not self.is_fallback(answer.question.name):
            yield _TARGET
        elif answer.negative_ttl is None and isinstance(event, ev.LookupEmpty):
            yield _UNSAID


def _of_configuration(chain: Chain) -> Iterator[_Unsure]:
    """What the printed logs do not show from their first line on."""
    target = chain.lookfor
    protocol = PROTOCOLS.get(target.transport, "udp")
    if names.is_ip(target.address):
        if protocol != "udp" or not target.port:
            yield _ADDRESS
    elif target.port:
        yield _PORT
    elif target.transport in PROTOCOLS:
        yield _TRANSPORT


def _of_data(answer: Answer) -> Iterator[_Unsure]:
    records = answer.matching
    if answer.question.type is RecordType.NAPTR and len(records) > 1:
        yield _NAPTRS
    if answer.question.type is RecordType.A and len(records) > 1:
        yield _ADDRESSES
    if len({record.ttl for record in records}) > 1:
        yield _TTLS


def _sharing(answers: Iterable[Answer]) -> frozenset[str]:
    """The SRV targets, and their addresses, that share a priority with another one."""
    found = list(answers)
    records = [r.data for a in found for r in a.matching if isinstance(r.data, Srv)]
    counts = Counter(record.priority for record in records)
    targets = {names.fold(record.target) for record in records if counts[record.priority] > 1}
    addresses = {
        record.data.address
        for answer in found
        if names.fold(answer.question.name) in targets
        for record in answer.matching
        if isinstance(record.data, Address)
    }
    return frozenset(targets | addresses)
