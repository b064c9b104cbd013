"""From events to attempts: who asked for what, what came of it, and how the search ended.

Threads interleave in a handset's log, and two lines (reg.1, reg.2) may look for one name at the
same time. So an event goes to the latest look-up of its name and type that can still take it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from wizard.core import names
from wizard.core.record import Address, Naptr, Srv
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Ending, Entry, LookupResult, Story
from wizard.core.trace.gathering import OpenAttempt, OpenLookup
from wizard.core.trace.records import Dump

# How many attempts back a line may still belong to; more never run at once on one handset.
RECENT = 64
# How many look-ups of one record a line may be about.
AT_ONCE = 8
_LOCAL_CODE = 480


def follow(entries: Iterable[Entry]) -> Story:
    """Groups entries into attempts."""
    follower = _Follower()
    for entry in entries:
        follower.take(entry)
    return follower.story()


@dataclass
class _Fallback:
    """An address look-up that was announced, and not begun yet as far as the log tells."""

    protocol: str
    port: int
    entry: Entry
    met_an_address: bool = False


class _Follower:
    """Takes entries one by one. Everything is keyed by folded name and record type."""

    def __init__(self) -> None:
        self.number = 0
        self.attempts: list[OpenAttempt] = []
        self.recent: deque[OpenAttempt] = deque(maxlen=RECENT)
        self.asked: dict[tuple[str, str], list[OpenLookup]] = {}
        self.answered_last: deque[OpenLookup] = deque(maxlen=RECENT)
        self.known: dict[tuple[str, str], tuple[Naptr | Srv | Address, ...]] = {}
        self.srv_targets: set[str] = set()
        self.failures: list[Entry] = []
        self.users: deque[str] = deque(maxlen=RECENT)
        self.unclear = 0
        self.fallbacks: deque[_Fallback] = deque(maxlen=RECENT)
        self.dump = Dump()

    def story(self) -> Story:
        return Story(tuple(attempt.finished(self.borrow) for attempt in self.attempts), tuple(self.failures))

    # What the entries do -------------------------------------------------------------------

    def take(self, entry: Entry) -> None:
        self.number += 1
        if not (self.take_lookup(entry) or self.take_record(entry) or self.take_cache(entry)):
            self.take_course(entry)

    def take_lookup(self, entry: Entry) -> bool:
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
            case _:
                return False
        return True

    def take_cache(self, entry: Entry) -> bool:
        """What the handset remembers."""
        match entry.event:
            case ev.CacheHit(host=host, rtype=rtype):
                self.cache_hit(host, rtype, entry)
            case ev.NegativeCached(rtype=rtype, host=host, seconds=seconds):
                self.add(self.lookup(rtype, host, entry), entry, negative_ttl=seconds)
            case ev.CacheEntryFound(rtype=rtype, host=host):
                self.entry_found(self.lookup(rtype, host, entry), entry)
            case ev.CacheMiss(rtype=rtype, host=host) | ev.CacheAdded(rtype=rtype, host=host):
                # The answer to a fallback ends its attempt a line before it is remembered.
                open_ = self.able(rtype, host, entry) or self.latest(rtype, host)
                if open_ is not None and not open_.has(type(entry.event)):
                    open_.add(entry)
                    self.note(open_.attempt, entry)
            case ev.CacheRetained(rtype=rtype, host=host):
                open_ = self.latest(rtype, host)
                if open_ is not None and open_.attempt is not None and open_.attempt.is_running:
                    self.note(open_.attempt, entry)
            case _:
                return False
        return True

    def add(self, open_: OpenLookup, entry: Entry, **changes: object) -> None:
        open_.add_empty(entry, **changes)
        self.note(open_.attempt, entry)

    def take_record(self, entry: Entry) -> bool:
        """The dump of an answer's records, which names no host."""
        rtype = self.dump.type_of(entry.event)
        if not rtype:
            return False
        wanting = (o for o in reversed(self.answered_last) if o.value.rtype == rtype and o.wants_records)
        open_ = next(wanting, None)
        record = self.dump.take(entry.event)
        if open_ is None:
            return True
        open_.add(entry)
        if record is not None:
            open_.store(record)
            if isinstance(record, Srv):
                self.srv_targets.add(names.fold(record.target))
            if not open_.wants_records:
                self.known[names.fold(open_.value.host), rtype] = open_.value.records
        return True

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
                self.srv_empty(protocol, entry)
            case ev.AddressFallback(protocol=protocol, port=port):
                self.falls_back(protocol, port, entry)
            case ev.PortKept(port=port):
                self.drop_fallback(port)
            case ev.NothingFound(host=host, protocol=protocol):
                self.nothing(host, protocol, entry)
            case ev.RegistrationFailed():
                self.failed(entry, entry.event)
            case _:
                pass

    def begin(self, user: str) -> None:
        """Who registers next. Of two who begin at once nobody can tell which search is whose."""
        if user in self.users:
            return
        self.users.append(user)
        if len(self.users) > 1 or self.unclear:
            self.unclear += len(self.users)
            self.users.clear()

    def next_user(self) -> str:
        if self.unclear:
            self.unclear -= 1
            return ""
        return self.users.popleft() if self.users else ""

    def start(self, rtype: str, host: str, entry: Entry) -> None:
        attempt = self.attempt_for(rtype, host)
        if attempt is None and rtype == "A" and names.is_ip(host):
            self.meet_address()
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

    def fall_back(self, attempt: OpenAttempt) -> None:
        """Its own address look-up began, so one announcement was its own: that line names nobody."""
        attempt.falls_back = True
        if not attempt.announced:
            attempt.announced = True
            other = next((a for a in reversed(self.recent) if a.announced and not a.falls_back), None)
            if other is not None:
                other.announced = False

    def attempt_for(self, rtype: str, host: str) -> OpenAttempt | None:
        """The attempt that a new look-up belongs to. Two at once for one name may share it."""
        if rtype == "A":
            return self.attempt_for_address(host)
        name = name_of(host) if rtype == "SRV" else host
        attempt = None
        if rtype == "SRV":
            attempt = self.running(name, lambda a: a.lacks(rtype, host))
        attempt = attempt or self.running(name, lambda a: a.waits_for(rtype, host))
        if attempt is None:
            attempt = self.open(name)
        if rtype == "SRV":
            attempt.protocol = _protocol_of(host)
        return attempt

    def attempt_for_address(self, host: str) -> OpenAttempt | None:
        """The attempt that still lacks this address, begins with it, or shares or repeats the question."""
        return (
            self.wanting(host, lambda attempt: attempt.lacks("A", host))
            or (None if names.is_ip(host) else self.attempt_by_port(host))
            or self.wanting(host, lambda attempt: attempt.waits_for("A", host))
            or next((a for a in reversed(self.recent) if a.is_running and a.asked_for(host)), None)
        )

    def wanting(self, host: str, fits: Callable[[OpenAttempt], bool]) -> OpenAttempt | None:
        for attempt in reversed(self.recent):
            if attempt.is_running and attempt.asked_for(host) and fits(attempt):
                return attempt
        return self.running(host, fits)

    def attempt_by_port(self, host: str) -> OpenAttempt | None:
        """An attempt that begins with an address look-up: the handset is configured with a port."""
        waiting = [one for one in self.fallbacks if one.port or not one.met_an_address]
        if not waiting or names.fold(host) in self.srv_targets:
            return None
        fallback = next((one for one in waiting if not one.met_an_address), waiting[0])
        self.fallbacks.remove(fallback)
        attempt = self.open(host)
        attempt.protocol, attempt.port = fallback.protocol, fallback.port
        attempt.announced = attempt.falls_back = True
        attempt.note(fallback.entry)
        return attempt

    def answered(self, entry: Entry, event: ev.Answered) -> None:
        open_ = self.lookup(event.rtype, event.host, entry)
        open_.add(entry, result=LookupResult.FOUND, ttl=event.ttl)
        self.note(open_.attempt, entry)
        if event.rtype == "A":
            addresses = tuple(Address(slot.strip()) for slot in event.slots if slot.strip())
            open_.value = replace(open_.value, records=addresses)
            self.known[names.fold(event.host), "A"] = addresses
            self.end_by_address(open_)
        else:
            open_.expected = len(event.slots)
            self.answered_last.append(open_)
            self.known.pop((names.fold(event.host), event.rtype), None)

    def cache_hit(self, host: str, rtype: str, entry: Entry) -> None:
        open_ = self.lookup(rtype, host, entry)
        records = self.known.get((names.fold(host), rtype), ())
        open_.add(entry, result=LookupResult.FOUND, records=records, cached=True)
        self.note(open_.attempt, entry)
        if rtype == "A":
            self.end_by_address(open_)

    def entry_found(self, open_: OpenLookup, entry: Entry) -> None:
        """Seen after a negative answer; alone it means that the negative entry was still there."""
        if open_.is_pending:
            self.add(open_, entry, cached=True)
        else:
            open_.add(entry)
            self.note(open_.attempt, entry)

    def end_by_address(self, open_: OpenLookup) -> None:
        attempt = open_.attempt
        if attempt is not None and attempt.falls_back and names.same(open_.value.host, attempt.name):
            attempt.end(Ending.FOUND, self.number)
            attempt.by_address = True

    def passed_through(self, address: str, entry: Entry) -> None:
        """An SRV target that is an address needs no question; every other one is noise."""
        open_ = self.able("A", address, entry)
        if open_ is not None and open_.attempt is not None:
            open_.add(entry, result=LookupResult.FOUND, records=(Address(address),))
            self.note(open_.attempt, entry)

    def target_lookup(self, target: str, port: int, entry: Entry) -> None:
        naming = [a for a in reversed(self.recent) if a.is_running and a.names_target(target)]
        # An SRV answer whose records were not all shown may name any target.
        blind = [a for a in reversed(self.recent) if a.is_running and _is_blind(a)]
        fresh = [a for a in (*naming, *blind) if (target, port) not in a.targets]
        attempt = next(iter([*fresh, *naming, *blind]), None)
        if attempt is not None:
            attempt.targets.append((target, port))
            self.note(attempt, entry)

    def resolved(self, host: str, entry: Entry) -> None:
        name = name_of(host)
        attempt = self.running(name, lambda a: not a.lacks("SRV", host)) or self.running(name)
        if attempt is not None:
            attempt.end(Ending.FOUND, self.number)
            self.note(attempt, entry)

    def srv_empty(self, protocol: str, entry: Entry) -> None:
        for result in (LookupResult.EMPTY, LookupResult.PENDING):
            for attempt in reversed(self.recent):
                open_ = attempt.lookup("SRV")
                if not attempt.is_running or attempt.protocol != protocol or open_ is None:
                    continue
                if open_.value.result is result and not open_.has(ev.SrvEmpty):
                    self.add(open_, entry)
                    return

    def falls_back(self, protocol: str, port: int, entry: Entry) -> None:
        for attempt in reversed(self.recent):
            waits = attempt.is_running and not attempt.announced and attempt.protocol == protocol
            if waits and not port and attempt.was_empty("SRV"):
                attempt.announced = True
                self.note(attempt, entry)
                return
        self.fallbacks.append(_Fallback(protocol, port, entry))

    def meet_address(self) -> None:
        """An IP address is looked up: perhaps the announced one, perhaps another thread's."""
        fallback = next((one for one in self.fallbacks if not one.met_an_address), None)
        if fallback is not None:
            fallback.met_an_address = True
            self.next_user()

    def drop_fallback(self, port: int) -> None:
        met = [one for one in self.fallbacks if one.port == port and one.met_an_address]
        if met:
            self.fallbacks.remove(met[0])

    def nothing(self, host: str, protocol: str, entry: Entry) -> None:
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
        attempt.failure = entry
        attempt.user = attempt.user or event.user
        self.note(attempt, entry)

    def failed_attempt(self, event: ev.RegistrationFailed) -> OpenAttempt | None:
        """The attempt that a failure ended. The handset makes a 480 itself when it found nothing."""
        ended = [attempt for attempt in self.recent if not attempt.is_running]
        own = [a for a in ended if a.user == event.user] or [a for a in ended if not a.user]
        last = own[-1] if own else None
        if event.code != _LOCAL_CODE:
            # Once it has failed by itself, another server of the handset must have spoken.
            spent = last is not None and last.reaches_none and last.failure is not None
            return None if spent else last
        shared = ended[-1] if ended and ended[-1].reaches_none else None
        return self.found_nothing(own) or self.found_nothing(ended) or last or shared

    def found_nothing(self, attempts: list[OpenAttempt]) -> OpenAttempt | None:
        """The latest that found nothing and has not failed yet, unless its name was tried again."""
        for attempt in reversed(attempts):
            if attempt.failure is None and attempt.reaches_none:
                return attempt if self.last_ended(attempt.name) is attempt else None
        return None

    # Who belongs to whom -------------------------------------------------------------------

    def open(self, name: str) -> OpenAttempt:
        attempt = OpenAttempt(name.rstrip("."), self.next_user(), self.number)
        self.attempts.append(attempt)
        self.recent.append(attempt)
        return attempt

    def running(
        self, name: str, fits: Callable[[OpenAttempt], bool] = lambda _attempt: True
    ) -> OpenAttempt | None:
        """The latest attempt for a name that has not ended."""
        for attempt in reversed(self.recent):
            if attempt.is_running and names.same(attempt.name, name) and fits(attempt):
                return attempt
        return None

    def last_named(self, name: str) -> OpenAttempt | None:
        return next((a for a in reversed(self.recent) if names.same(a.name, name)), None)

    def last_ended(self, name: str) -> OpenAttempt | None:
        return next((a for a in reversed(self.recent) if not a.is_running and names.same(a.name, name)), None)

    def open_lookup(self, attempt: OpenAttempt | None, rtype: str, host: str) -> OpenLookup:
        open_ = OpenLookup(rtype, host.rstrip(".") or ".", attempt, self.number)
        self.asked.setdefault((names.fold(host), rtype), []).append(open_)
        if attempt is not None:
            attempt.lookups.append(open_)
        return open_

    def latest(self, rtype: str, host: str) -> OpenLookup | None:
        asked = self.asked.get((names.fold(host), rtype))
        return asked[-1] if asked else None

    def able(self, rtype: str, host: str, entry: Entry) -> OpenLookup | None:
        """The latest look-up that can take this line: every line stands once in a look-up."""
        for open_ in self.asked.get((names.fold(host), rtype), [])[: -AT_ONCE - 1 : -1]:
            alive = open_.attempt is None or open_.attempt.is_running or open_.is_pending
            if alive and not open_.has(type(entry.event)):
                return open_
        return None

    def borrow(self, attempt: OpenAttempt, target: str) -> OpenLookup | None:
        """What another attempt learned about a target while this one was running."""
        asked = self.asked.get((target, "A"), [])
        last = bisect_right(asked, attempt.ended, key=lambda open_: open_.begun)
        for open_ in reversed(asked[max(0, last - AT_ONCE) : last]):
            other = open_.attempt
            at_once = other is not None and (not other.ended or other.ended >= attempt.begun)
            if at_once and not open_.is_pending:
                return open_
        return None

    def again_empty(self, rtype: str, host: str, entry: Entry) -> OpenLookup | None:
        """A running attempt's look-up that heard "there is none" already: two lines share it."""
        if isinstance(entry.event, ev.Answered | ev.CacheHit):
            return None
        for open_ in self.asked.get((names.fold(host), rtype), [])[: -AT_ONCE - 1 : -1]:
            running = open_.attempt is not None and open_.attempt.is_running
            if running and open_.value.result is LookupResult.EMPTY:
                return open_
        return None

    def lookup(self, rtype: str, host: str, entry: Entry) -> OpenLookup:
        """The look-up that a line speaks of; begun here if its start was not seen."""
        open_ = self.able(rtype, host, entry) or self.again_empty(rtype, host, entry)
        if open_ is not None:
            return open_
        return self.open_lookup(self.attempt_for(rtype, host), rtype, host)

    def note(self, attempt: OpenAttempt | None, entry: Entry) -> None:
        if attempt is not None:
            attempt.note(entry)


def _is_blind(attempt: OpenAttempt) -> bool:
    open_ = attempt.lookup("SRV")
    if open_ is None or open_.value.result is not LookupResult.FOUND:
        return False
    return open_.wants_records or not open_.value.records


def name_of(owner: str) -> str:
    """``testserver.eslab.local`` of ``_sip._udp.testserver.eslab.local``."""
    labels = owner.split(".")
    while len(labels) > 1 and labels[0].startswith("_"):
        labels.pop(0)
    return ".".join(labels)


def _protocol_of(owner: str) -> str:
    folded = names.fold(owner)
    if folded.startswith("_sips."):
        return "tls"
    return "tcp" if "._tcp." in folded else "udp"
