"""Synthetic logs: a zone, the virtual handset and the grammar make what a handset would have written.

Everything here is made up except the language, which is that of the lines printed in CS-14-17.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from wizard.core import names
from wizard.core.dns.answer import Question
from wizard.core.handset.resolver import Handset, Lookfor, Reply
from wizard.core.log.review import Review, review
from wizard.core.log.source import LogText, decode
from wizard.core.record import Address, Naptr, Record, RecordData, RecordType, Srv
from wizard.core.trace import events as ev
from wizard.core.trace import grammar
from wizard.core.trace.attempts import FoundServer

NAME = "testserver.eslab.local"
OWNER = f"_sip._udp.{NAME}"
STRAY = "10.225.2.35"
LAB = Lookfor(NAME, own_domain="eslab.local")
HEALTHY = (
    f"{NAME} 3600 NAPTR 10 10 s SIP+D2U - _sip._udp.{NAME}",
    f"{OWNER} 3600 SRV 10 10 5060 piper.eslab.local",
    f"{OWNER} 3600 SRV 20 10 5060 piper2.eslab.local",
    "piper.eslab.local 3600 A 10.225.2.31",
    "piper2.eslab.local 3600 A 10.225.2.32",
)


@dataclass(frozen=True)
class Zone:
    """Records by folded name and type; ``negative`` is how long "there is none" is kept, None for unsaid."""

    records: Mapping[tuple[str, str], tuple[Record, ...]]
    negative: int | None = 3600

    def reply(self, question: Question) -> Reply:
        found = self.records.get((names.fold(question.name), question.type.value), ())
        return Reply(found) if found else Reply((), self.negative)


def zone(*lines: str, negative: int | None = 3600) -> Zone:
    """Records as ``owner ttl type data``; ``-`` stands for an empty field."""
    found: dict[tuple[str, str], tuple[Record, ...]] = {}
    for line in lines:
        owner, ttl, rtype, *data = line.split()
        record = Record(
            owner, RecordType(rtype), int(ttl), _data(rtype, ["" if x == "-" else x for x in data])
        )
        key = (names.fold(owner), rtype)
        found[key] = (*found.get(key, ()), record)
    return Zone(found, negative)


def _data(rtype: str, data: list[str]) -> RecordData:
    if rtype == "NAPTR":
        order, preference, flags, service, regexp, replacement = data
        return Naptr(int(order), int(preference), flags, service, regexp, replacement)
    if rtype == "SRV":
        priority, weight, port, target = data
        return Srv(int(priority), int(weight), int(port), target)
    return Address(data[0])


@dataclass
class Phone:
    """One handset with its cache. ``said`` are the events of everything that it did so far."""

    lookfor: Lookfor = LAB
    user: str = "1512"
    stray: str = ""
    said: list[ev.Event] = field(default_factory=list)
    now: float = 0.0

    def __post_init__(self) -> None:
        self.handset = Handset(self.lookfor, self.said.append, lambda: self.now, self.stray)

    def boot(self) -> None:
        """A restart empties the cache."""
        self.handset.cache.clear()

    def register(
        self, answering: Zone | Callable[[Question], Reply], *, begin: bool = True
    ) -> tuple[FoundServer, ...]:
        """One registration; ``begin`` writes the line with which it starts."""
        if begin:
            self.said.append(ev.RegisterStarted(self.user, self.user, self.user, 0))
        reply = answering.reply if isinstance(answering, Zone) else answering
        asking = self.handset.register(self.user)
        found = None
        try:
            question = next(asking)
            while True:
                question = asking.send(reply(question))
        except StopIteration as stop:
            found = stop.value
        return found

    def rejected(self, code: int = 403, reason: str = "Forbidden") -> None:
        """The server says no."""
        self.said.append(ev.RegistrationFailed(self.user, code, reason))


def register(
    answering: Zone, lookfor: Lookfor | None = None, *, user: str = "1512", times: int = 1, begin: bool = True
) -> list[ev.Event]:
    """What a handset says that registers ``times`` times, a minute apart."""
    phone = Phone(lookfor or LAB, user)
    for _ in range(times):
        phone.register(answering, begin=begin)
        phone.now += 60
    return phone.said


def interleaved(draws: Callable[[int], int], *runs: list[ev.Event]) -> list[ev.Event]:
    """Several threads in one log, each in its own order. ``draws(n)`` picks the next of n threads.

    The lines of one answer's records carry no name, so they stay together with their answer.
    """
    queues = [list(_blocks(run)) for run in runs]
    merged: list[ev.Event] = []
    while queues:
        number = draws(len(queues))
        merged += queues[number].pop(0)
        queues = [queue for queue in queues if queue]
    return merged


_NAMELESS = (
    ev.ListStarted, ev.NaptrOrder, ev.NaptrPreference, ev.NaptrFlags, ev.NaptrService, ev.NaptrRegexp,
    ev.NaptrReplacement, ev.NaptrAdded, ev.SrvAdded, ev.SrvTarget, ev.SrvPriority, ev.SrvWeight,
)  # fmt: skip


def _blocks(run: Iterable[ev.Event]) -> Iterator[list[ev.Event]]:
    block: list[ev.Event] = []
    for event in run:
        if block and not isinstance(event, _NAMELESS):
            yield block
            block = []
        block.append(event)
    if block:
        yield block


# Writing -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Form:
    """How a log is written. ``time`` is ``month``, ``year``, ``boot`` or ``none``."""

    time: str = "month"
    missed: str = "00"
    numbered: bool = False
    head: str = ""
    end: str = "\n"
    encoding: str = "utf-8"
    padding: int = 0
    least_level: int = 0

    def lines(self, said: Iterable[ev.Event]) -> list[str]:
        """One line an event; those below ``least_level`` are not written."""
        shown = [event for event in said if _passes(event, self.least_level)]
        return [self.line(number, event) for number, event in enumerate(shown, start=1)]

    def line(self, number: int, event: ev.Event) -> str:
        if self.numbered:
            return f"- {number} |{grammar.line(event, missed=self.missed)}"
        text = grammar.line(event, self.clock(number), self.missed)
        return f"{self.head}{text}"

    def clock(self, number: int) -> str:
        minutes, seconds = divmod(number, 60)
        return {
            "month": f"102809{minutes % 60:02}{seconds:02}",
            "year": f"25102809{minutes % 60:02}",
            "boot": f"00{minutes % 60:02}{seconds:02}.{number % 1000:03}",
            "none": "",
        }[self.time]

    def bytes(self, said: Iterable[ev.Event]) -> bytes:
        text = self.end.join([*self.lines(said), ""])
        return text.encode(self.encoding) + b"\0" * self.padding


def _passes(event: ev.Event, least: int) -> bool:
    rule = grammar.rule_of(event)
    return rule.module != "dns" or rule.level == "*" or int(rule.level) >= least


FORMS = {
    "raw": Form(),
    "CRLF": Form(end="\r\n"),
    "old Mac": Form(end="\r"),
    "numbered": Form(numbered=True, missed=" "),
    "without time": Form(time="none"),
    "year": Form(time="year"),
    "since boot": Form(time="boot"),
    "blank missed column": Form(missed=" "),
    "syslog and MAC": Form(head="<134>0004f2a1b2c3 "),
    "MAC": Form(head="0004f2a1b2c3"),
    "NUL padding": Form(padding=4096),
    "UTF-8 with a mark": Form(encoding="utf-8-sig"),
    "UTF-16": Form(encoding="utf-16", end="\r\n"),
    "UTF-16 big endian without a mark": Form(encoding="utf-16-be"),
    "UTF-16 little endian without a mark": Form(encoding="utf-16-le"),
    "Latin-1": Form(encoding="latin-1"),
}


def read(said: Iterable[ev.Event], form: Form | None = None, name: str = "0004f2a1b2c3-app.log") -> Review:
    """The log of these events, written and read back."""
    return review(LogText(name, decode((form or Form()).bytes(said))))


def numbers(said: Iterable[ev.Event], *kinds: type[ev.Event], **fields: object) -> list[int]:
    """The line numbers of the events of some kinds that have these values."""
    return [
        number
        for number, event in enumerate(said, start=1)
        if isinstance(event, kinds)
        and all(getattr(event, key, None) == value for key, value in fields.items())
    ]


def without(lines: Iterable[str], *starts: str) -> tuple[str, ...]:
    """Record lines but for those that begin so."""
    return tuple(line for line in lines if not line.startswith(starts))
