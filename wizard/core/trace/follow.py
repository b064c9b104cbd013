"""From events to attempts: who asked for what, what came of it, and how the search ended.

Threads interleave in a handset's log, and two lines (reg.1, reg.2) may look for one name at the
same time: ``belonging`` tells whose a line is, and this what it says.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from wizard.core import names
from wizard.core.record import Address, Naptr, Srv
from wizard.core.trace import events as ev
from wizard.core.trace.announced import RECENT, Fallback
from wizard.core.trace.attempts import Ending, Entry, LookupResult, Story
from wizard.core.trace.belonging import Belonging, Stray, known_protocol, name_of
from wizard.core.trace.gathering import OpenAttempt, OpenLookup
from wizard.core.trace.records import OF_RECORDS, Dump

_OF_LOOKUP = frozenset(
    {ev.LookupStarted, ev.Answered, ev.NoAnswer, ev.NoMatch, ev.LookupEmpty, ev.NaptrEmpty}
    | {ev.AddressPassedThrough}
)
_OF_CACHE = frozenset(
    {ev.CacheHit, ev.NegativeCached, ev.CacheEntryFound, ev.CacheMiss, ev.CacheAdded, ev.CacheRetained}
)


def follow(entries: Iterable[Entry]) -> Story:
    """Groups entries into attempts."""
    follower = _Follower()
    for entry in entries:
        follower.take(entry)
    story = follower.story()
    follower.let_go()
    return story


class _Follower(Belonging):
    """Takes entries one by one."""

    def __init__(self) -> None:
        super().__init__()
        self.answered_last: deque[OpenLookup] = deque(maxlen=RECENT)
        self.known: dict[tuple[str, str], tuple[Naptr | Srv | Address, ...]] = {}
        self.failures: list[Entry] = []
        self.strays: deque[Stray] = deque(maxlen=RECENT)
        self.dump = Dump()

    def story(self) -> Story:
        return Story(tuple(attempt.finished(self.borrow) for attempt in self.attempts), tuple(self.failures))

    def let_go(self) -> None:
        """Breaks the cycles of attempts and look-ups: those of a long log would stay in memory for good."""
        for attempt in self.attempts:
            attempt.lookups.clear()

    def take(self, entry: Entry) -> None:
        self.number += 1
        _TAKEN_BY.get(type(entry.event), _Follower.take_course)(self, entry)

    def take_lookup(self, entry: Entry) -> None:
        """A look-up's beginning and what came of it."""
        match entry.event:
            case ev.LookupStarted(rtype=rtype, host=host):
                self.start(rtype, host, entry)
            case ev.Answered():
                self.answered(entry, entry.event)
            case (
                ev.NoAnswer(rtype=rtype, host=host)
                | ev.NoMatch(rtype=rtype, host=host)
                | ev.LookupEmpty(rtype=rtype, host=host)
            ):
                self.add(self.lookup(rtype, host, entry), entry)
            case ev.NaptrEmpty(host=host):
                self.add(self.lookup("NAPTR", host, entry), entry)
            case ev.AddressPassedThrough(address=address):
                self.passed_through(address, entry)

    def take_cache(self, entry: Entry) -> None:
        """What the handset remembers."""
        match entry.event:
            case ev.CacheHit(host=host, rtype=rtype):
                self.cache_hit(host, rtype, entry)
            case ev.NegativeCached(rtype=rtype, host=host, seconds=seconds):
                asked = self.lookup(rtype, host, entry)
                asked.negative_ttl = seconds
                self.add(asked, entry)
            case ev.CacheEntryFound(rtype=rtype, host=host):
                self.entry_found(self.lookup(rtype, host, entry), entry)
            case ev.CacheMiss(rtype=rtype, host=host):
                # Under the short name that is tried second there may have been a look-up long ago.
                open_ = self.able(rtype, host, entry)
                if open_ is not None and open_.is_pending:
                    self.add_to(open_, entry)
            case ev.CacheAdded(rtype=rtype, host=host):
                open_ = self.remembered(rtype, host)
                if open_ is not None:
                    self.add_to(open_, entry)
            case ev.CacheRetained(rtype=rtype, host=host):
                open_ = self.latest(rtype, host)
                if open_ is not None and open_.attempt is not None and open_.attempt.is_running:
                    self.note(open_.attempt, entry)

    def add_to(self, open_: OpenLookup, entry: Entry) -> None:
        open_.add(entry)
        self.note(open_.attempt, entry)

    def add(self, open_: OpenLookup, entry: Entry) -> None:
        open_.add_empty(entry)
        if open_.attempt is not None:
            open_.attempt.note(entry)

    def take_record(self, entry: Entry) -> None:
        """The dump of an answer's records, which names no host."""
        rtype = self.dump.type_of(entry.event)
        wanting = (o for o in reversed(self.answered_last) if o.rtype == rtype and _is_listing(o))
        open_ = next(wanting, None)
        record = self.dump.take(entry.event)
        if open_ is None:
            return
        open_.add(entry)
        if record is not None:
            open_.store(record)
            if isinstance(record, Srv):
                self.srv_targets.add(names.fold(record.target))
            if not open_.wants_records:
                self.known[names.fold(open_.host), rtype] = open_.records

    def take_course(self, entry: Entry) -> None:
        """How the search goes on and ends."""
        match entry.event:
            case ev.RegisterStarted(user=user):
                self.begin(user)
            case ev.TargetLookup(target=target, port=port):
                self.target_lookup(target, port, entry)
            case ev.TargetsResolved(host=host):
                self.resolved(host, entry)
            case ev.SrvEmpty(protocol=protocol):
                self.srv_empty(known_protocol(protocol), entry)
            case ev.AddressFallback(protocol=protocol, port=port):
                self.falls_back(known_protocol(protocol), port, entry)
            case ev.PortKept(port=port):
                self.drop_fallback(port)
            case ev.NothingFound(host=host, protocol=protocol):
                self.nothing(host, known_protocol(protocol), entry)
            case ev.RegistrationFailed():
                self.failed(entry, entry.event)
            case _:
                pass

    def start(self, rtype: str, host: str, entry: Entry) -> None:
        attempt = self.attempt_for(rtype, host)
        if attempt is None and rtype == "A" and names.is_ip(host):
            self.meet_address(host)
            return
        known = attempt.lookup(rtype, host) if attempt is not None else None
        open_ = known if known is not None and known.is_pending else self.open_lookup(attempt, rtype, host)
        open_.add(entry)
        self.note(attempt, entry)
        if (
            attempt is not None
            and rtype == "A"
            and attempt.was_empty("SRV")
            and names.same(host, attempt.name)
        ):
            self.fall_back(attempt)

    def answered(self, entry: Entry, event: ev.Answered) -> None:
        open_ = self.lookup(event.rtype, event.host, entry)
        open_.add(entry)
        open_.result, open_.ttl = LookupResult.FOUND, event.ttl
        self.note(open_.attempt, entry)
        if event.rtype == "A":
            addresses = tuple(Address(slot.strip()) for slot in event.slots if slot.strip())
            open_.records = addresses
            self.known[names.fold(event.host), "A"] = addresses
            if open_.attempt is not None and open_.attempt is not self.unproven:
                self.addresses.update(one.address for one in addresses)
            self.end_by_address(open_)
        else:
            open_.expected = len(event.slots)
            self.answered_last.append(open_)
            self.known.pop((names.fold(event.host), event.rtype), None)

    def cache_hit(self, host: str, rtype: str, entry: Entry) -> None:
        open_ = self.lookup(rtype, host, entry)
        records = self.known.get((names.fold(host), rtype), ())
        open_.add(entry)
        open_.result, open_.records, open_.cached = LookupResult.FOUND, records, True
        self.note(open_.attempt, entry)
        if rtype == "A":
            self.end_by_address(open_)

    def entry_found(self, open_: OpenLookup, entry: Entry) -> None:
        """Seen after a negative answer; alone it means that the negative entry was still there."""
        if open_.is_pending:
            open_.cached = True
            self.add(open_, entry)
        else:
            open_.add(entry)
            self.note(open_.attempt, entry)

    def end_by_address(self, open_: OpenLookup) -> None:
        attempt = open_.attempt
        if attempt is not None and attempt.falls_back and names.same(open_.host, attempt.name):
            attempt.end(Ending.FOUND, self.number)
            attempt.by_address = True

    def passed_through(self, address: str, entry: Entry) -> None:
        """An SRV target that is an address needs no question; every other one is noise."""
        open_ = self.able("A", address, entry)
        if open_ is not None and open_.attempt is not None:
            open_.add(entry)
            open_.result, open_.records = LookupResult.FOUND, (Address(address),)
            self.note(open_.attempt, entry)

    def target_lookup(self, target: str, port: int, entry: Entry) -> None:
        self.srv_targets.add(names.fold(target))
        naming = [a for a in reversed(self.recent) if a.is_running and a.names_target(target)]
        # An SRV answer whose records were not all shown may name any target.
        blind = [a for a in reversed(self.recent) if a.is_running and a.is_blind]
        fresh = [a for a in (*naming, *blind) if (target, port) not in a.targets]
        attempt = next(iter([*fresh, *naming, *blind]), None)
        if attempt is None:
            self.strays.append(Stray(target, port, entry, self.number))
            return
        attempt.targets.append((target, port))
        self.note(attempt, entry)

    def resolved(self, host: str, entry: Entry) -> None:
        name = name_of(host)
        # Of two that share a name, it is not the one that still waits for its answer.
        attempt = (
            self.running(name, lambda a: not a.lacks("SRV", host) and not a.waits_for("SRV", host))
            or self.running(name, lambda a: not a.lacks("SRV", host))
            or self.running(name)
        )
        if attempt is None and self.strays:
            attempt = self.adopt(host, self.strays)
        self.strays.clear()
        self.is_next_server = True
        if attempt is not None:
            attempt.end(Ending.FOUND, self.number)
            self.note(attempt, entry)

    def srv_empty(self, protocol: str, entry: Entry) -> None:
        for result in (LookupResult.EMPTY, LookupResult.PENDING):
            for attempt in reversed(self.recent):
                open_ = attempt.lookup("SRV")
                if not attempt.is_running or attempt.protocol != protocol or open_ is None:
                    continue
                if open_.result is result and not open_.has(ev.SrvEmpty):
                    self.add(open_, entry)
                    return

    def falls_back(self, protocol: str, port: int, entry: Entry) -> None:
        for attempt in reversed(self.recent):
            waits = attempt.is_running and not attempt.announced and attempt.protocol == protocol
            if waits and not port and attempt.was_empty("SRV"):
                attempt.announced = True
                self.note(attempt, entry)
                return
        self.fallbacks.append(Fallback(protocol, port, entry, self.number))

    def nothing(self, host: str, protocol: str, entry: Entry) -> None:
        if self.unproven is not None and names.same(self.unproven.name, host):
            self.unproven = None
        attempt = self.running(host, lambda a: a.falls_back) or self.running(host)
        if attempt is None:
            last = self.last_named(host)
            # Its targets had no address, or another line of the handset shared its questions.
            shares = last is not None and last.failure is None and last.reaches_none
            attempt = last if shares and last is not None else self.open(host)
        attempt.protocol = protocol
        attempt.end(Ending.NOTHING, self.number)
        self.note(attempt, entry)

    def failed(self, entry: Entry, event: ev.RegistrationFailed) -> None:
        attempt = self.failed_attempt(event)
        if attempt is None:
            self.failures.append(entry)
            return
        if attempt.is_running:
            attempt.end(Ending.NOTHING, self.number)
        attempt.failure = entry
        attempt.user = attempt.user or event.user
        self.note(attempt, entry)

    def note(self, attempt: OpenAttempt | None, entry: Entry) -> None:
        if attempt is not None:
            attempt.note(entry)


def _is_listing(open_: OpenLookup) -> bool:
    """Whether records that follow may be those of its answer: after its attempt they are another's."""
    return open_.wants_records and (open_.attempt is None or open_.attempt.is_running)


_TAKEN_BY = {
    **dict.fromkeys(_OF_LOOKUP, _Follower.take_lookup),
    **dict.fromkeys(_OF_CACHE, _Follower.take_cache),
    **dict.fromkeys(OF_RECORDS, _Follower.take_record),
}
