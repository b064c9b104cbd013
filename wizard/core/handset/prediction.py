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
from wizard.core.dns.answer import Answer, Outcome
from wizard.core.handset.chain import Chain, outcome_words
from wizard.core.handset.order import SERVICES, chosen_protocol, usable_naptr
from wizard.core.handset.resolver import LABELS, PROTOCOLS
from wizard.core.knowledge import Basis
from wizard.core.record import Address, Naptr, RecordType, Srv
from wizard.core.trace import events as ev
from wizard.core.trace import grammar
from wizard.core.trace.attempts import Entry

_RANKS = {Basis.VENDOR: 0, Basis.STANDARD: 1, Basis.INFERRED: 2, Basis.UNVERIFIED: 3}


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a line is not the vendor's word."""

    basis: Basis
    why: str


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


def _predicted(entry: Entry, doubts: list[Doubt]) -> Predicted:
    text = grammar.line(entry.event)
    if not doubts:
        return Predicted(entry, text)
    worst = max(doubts, key=lambda doubt: _RANKS[doubt.basis])
    return Predicted(entry, text, worst.basis, worst.why)


def doubts_of(lines: Sequence[Predicted]) -> tuple[tuple[Doubt, tuple[int, ...]], ...]:
    """Each doubt once, with the numbers of the lines that it is about, from 1."""
    found: dict[Doubt, list[int]] = {}
    for number, line in enumerate(lines, start=1):
        if line.why:
            found.setdefault(Doubt(line.basis, line.why), []).append(number)
    return tuple((doubt, tuple(numbers)) for doubt, numbers in found.items())


def predicted_text(lines: Sequence[Predicted]) -> str:
    """The lines as a text to keep. It begins with remarks, in lines with ``#``."""
    head = ["# A prediction, not a log that a handset wrote. Times, the user and the MAC are left out."]
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


_TRANSPORT = Doubt(Basis.INFERRED, "Both printed logs are of a handset whose transport is DNSnaptr.")
_PORT = Doubt(Basis.INFERRED, "No printed log shows a handset that has a name with a port.")
_ADDRESS = Doubt(
    Basis.INFERRED, "No printed log shows a handset that registers like this with an IP address."
)
_STREAM = Doubt(Basis.INFERRED, "Both printed logs show UDP alone.")
_TLS = Doubt(Basis.UNVERIFIED, "It is not known which SRV name the handset asks for with TLS.")
_GOES_ON = Doubt(
    Basis.INFERRED, "It is assumed that the handset goes on here as after an answer that there is none."
)
_SUFFIX = Doubt(
    Basis.INFERRED,
    "Both printed logs look a second time without the domain; the rule behind it is not known.",
)
_SERVICE = Doubt(Basis.INFERRED, "The printed line has an empty value; how a filled one looks is inferred.")
_NAPTRS = Doubt(Basis.UNVERIFIED, "No known log shows more than one NAPTR record.")
_PICKS = Doubt(
    Basis.INFERRED, "It is assumed that the handset takes the NAPTR of the lowest order (RFC 3403)."
)
_DISCARDS = Doubt(
    Basis.INFERRED, "It is assumed that the handset skips a NAPTR of another service (RFC 3263)."
)
_FLAG = Doubt(Basis.UNVERIFIED, "It is not known what the handset does with a flag other than s.")
_FOLLOWS = Doubt(
    Basis.INFERRED,
    "It is not known whether the handset follows the replacement; in the one printed log it did not.",
)
_BY_CHANCE = Doubt(Basis.INFERRED, "Servers of one priority come in an order that chance decides (RFC 2782).")
_TARGET = Doubt(Basis.INFERRED, "No printed log shows an SRV target without an address.")
_NO_TARGET = Doubt(
    Basis.UNVERIFIED, "It is not known what the handset does when no SRV target has an address."
)
_ADDRESSES = Doubt(Basis.INFERRED, "The printed answers hold one address each.")
_FALLBACK = Doubt(Basis.INFERRED, "No printed log shows an address at the configured name itself.")
_UNSAID = Doubt(
    Basis.INFERRED, "The answer does not say how long it holds: whether the handset keeps it is not known."
)
_TTLS = Doubt(Basis.INFERRED, "The records differ in their time to live: the shortest is assumed.")
_AGAIN = Doubt(Basis.INFERRED, "The printed logs show a remembered answer in a later attempt only.")

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
        self.standing: list[Doubt] = list(_of_configuration(chain))
        self.current: Key = ("", "")
        self.shared = _sharing(self.answers.values())
        self.reaches_one = any(
            a.question.type is RecordType.A and a.outcome is Outcome.DATA for a in chain.answers
        )

    def of(self, event: ev.Event) -> list[Doubt]:
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

    def begins(self, event: ev.Event) -> Iterator[Doubt]:
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

    def after_naptr(self) -> Iterator[Doubt]:
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

    def in_line(self, event: ev.Event, key: Key, answer: Answer | None) -> Iterator[Doubt]:
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

    def of_answer(self, event: ev.Event, answer: Answer) -> Iterator[Doubt]:
        """What is doubtful about a line that says what came of a question."""
        if answer.outcome is Outcome.DATA:
            yield from _of_data(answer)
        elif not answer.outcome.is_answer:
            what = outcome_words(answer.outcome)
            yield Doubt(
                Basis.UNVERIFIED,
                f"No known log shows what the handset writes here ({what}). "
                "These are its lines for an answer that there is none.",
            )
        elif answer.question.type is RecordType.A and not self.is_fallback(answer.question.name):
            yield _TARGET
        elif answer.negative_ttl is None and isinstance(event, ev.LookupEmpty):
            yield _UNSAID


def _of_configuration(chain: Chain) -> Iterator[Doubt]:
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


def _of_data(answer: Answer) -> Iterator[Doubt]:
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
