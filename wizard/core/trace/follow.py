"""From events to attempts: who asked for what, what came of it, and how the search ended.

Threads interleave in a handset's log, and two lines (reg.1, reg.2) may look for one name at the
same time: ``belonging`` tells whose a line is, and this what it says.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from wizard.core import names
from wizard.core.record import Address, Naptr, Srv
from wizard.core.trace import events as ev
from wizard.core.trace.announced import RECENT, Fallback
from wizard.core.trace.attempts import EMPTY, FOUND, PENDING, UNFINISHED, Ending, Entry, Story
from wizard.core.trace.belonging import Belonging, Stray, known_protocol, name_of
from wizard.core.trace.gathering import OWN_CODES, OpenLookup
from wizard.core.trace.records import OF_RECORDS, Dump


def follow(entries: Iterable[Entry]) -> Story:
    """Groups entries into attempts."""
    entries = tuple(entries)
    follower = _Follower()
    kinds = {type(entry.event) for entry in entries}
    # Where no address was found, no search that found a server can lack its end.
    follower.hides_ends = kinds.isdisjoint(_AT_LEVEL_1) and not kinds.isdisjoint(_OF_FOUND)
    follower.take(entries)
    story = follower.story()
    follower.let_go()
    return story


class _Follower(Belonging):
    """Takes entries in order."""

    def __init__(self) -> None:
        super().__init__()
        self.answered_last: deque[OpenLookup] = deque(maxlen=RECENT)
        self.known: dict[tuple[str, str], tuple[Naptr | Srv | Address, ...]] = {}
        self.failures: list[Entry] = []
        self.strays: deque[Stray] = deque(maxlen=RECENT)
        self.dump = Dump()

    def story(self) -> Story:
        self.conclude()
        attempts = [attempt.finished(self.borrow) for attempt in self.attempts]
        # Of a search that lost its lines nobody can tell what it found; its error stands all the same.
        lost = [one.failure for one in attempts if one.failure is not None and one.ending is UNFINISHED]
        failures = sorted([*self.failures, *lost], key=_line) if lost else self.failures
        return Story(tuple(attempts), tuple(failures))

    def let_go(self) -> None:
        """Breaks the cycles of attempts and look-ups: those of a long log would stay in memory for good."""
        for attempt in self.attempts:
            attempt.lookups.clear()

    def take(self, entries: Iterable[Entry]) -> None:
        step_of, hides_ends = _STEPS.get, self.hides_ends
        for self.number, entry in enumerate(entries, start=1):
            event = entry[0]
            step = step_of(type(event))
            if step is not None:
                if hides_ends:
                    self.conclude_before(event)
                step(self, event, entry)

    def conclude_before(self, event: ev.Event) -> None:
        """A search is over where the next one for its name begins, or a failure is told."""
        if isinstance(event, ev.RegistrationFailed | ev.RegisterStarted):
            self.conclude()
        elif getattr(event, "rtype", "") in {"NAPTR", "SRV"}:
            self.conclude(name_of(event.host))  # type: ignore[attr-defined]

    def record(self, event: ev.Event, entry: Entry) -> None:
        """The dump of an answer's records, which names no host."""
        rtype = self.dump.type_of(event)
        if isinstance(event, ev.SrvTarget):  # It is one whatever else of its record is lost.
            self.srv_targets.add(names.fold(event.target))
        open_ = self.listing(rtype)
        record = self.dump.take(event)
        if open_ is None:
            self.doubt(rtype)
            return
        open_.listed = self.number
        open_.has_hole = open_.has_hole or self.dump.has_hole
        open_.add(entry)
        # No answer has one record twice (RFC 2181, 5): it is that of a later one, whose first line was lost.
        if record is not None and record not in open_.records:
            open_.store(record)
            if not open_.wants_records:
                self.known[names.fold(open_.host), rtype] = open_.records

    def listing(self, rtype: str) -> OpenLookup | None:
        """The look-up whose records follow: that of the last answer. Once it is stored they are another's.

        Of two for one name at once the line that says so may be about either.
        """
        stored = newest = None
        for open_ in reversed(self.answered_last):
            if open_.rtype != rtype:
                continue
            newest = newest or open_
            if open_.folded != newest.folded:
                break
            if _is_listing(open_):
                if ev.CacheAdded not in open_.kinds:
                    return open_
                stored = stored or open_
        return stored if stored is not None and len(self.running_for(name_of(stored.host))) > 1 else None

    def start(self, event: ev.LookupStarted, entry: Entry) -> None:
        rtype, host = event.rtype, event.host
        self.seen = entry[1]
        attempt = self.attempt_for(rtype, host)
        if attempt is None and rtype == "A" and names.is_ip(host):
            self.meet_address(host)
            return
        known = attempt.lookup(rtype, host) if attempt is not None else None
        open_ = known if known is not None and known.is_pending else self.open_lookup(attempt, rtype, host)
        open_.tell(entry)
        if (
            attempt is not None
            and rtype == "A"
            and attempt.was_empty("SRV")
            and names.same(host, attempt.name)
        ):
            self.fall_back(attempt)

    def answered(self, event: ev.Answered, entry: Entry) -> None:
        open_ = self.lookup(event.rtype, event.host, entry)
        open_.tell(entry)
        open_.result, open_.ttl = FOUND, event.ttl
        if event.rtype == "A":
            addresses = tuple(Address(slot.strip()) for slot in event.slots if slot.strip())
            open_.records = addresses
            self.known[names.fold(event.host), "A"] = addresses
            if open_.attempt is not None and open_.attempt is not self.unproven:
                self.addresses.update(one.address for one in addresses)
            self.end_by_address(open_)
        else:
            self.dump.begin(event.rtype)
            open_.expected = len(event.slots)
            self.answered_last.append(open_)
            self.known.pop((names.fold(event.host), event.rtype), None)

    def empty(self, event: ev.NoAnswer | ev.NoMatch | ev.LookupEmpty, entry: Entry) -> None:
        self.lookup(event.rtype, event.host, entry).tell(entry, EMPTY)

    def naptr_empty(self, event: ev.NaptrEmpty, entry: Entry) -> None:
        self.lookup("NAPTR", event.host, entry).tell(entry, EMPTY)

    def cache_miss(self, event: ev.CacheMiss, entry: Entry) -> None:
        # Under the short name that is tried second there may have been a look-up long ago.
        open_ = self.able(event.rtype, event.host, entry)
        if open_ is not None and open_.is_pending:
            open_.tell(entry)

    def cache_hit(self, event: ev.CacheHit, entry: Entry) -> None:
        host, rtype = event.host, event.rtype
        open_ = self.lookup(rtype, host, entry)
        records = self.known.get((names.fold(host), rtype), ())
        open_.tell(entry)
        open_.result, open_.records, open_.cached = FOUND, records, True
        if rtype == "A":
            self.end_by_address(open_)

    def cache_added(self, event: ev.CacheAdded, entry: Entry) -> None:
        open_ = self.remembered(event.rtype, event.host) or self.stored(event)
        if open_ is not None:
            was_lost = open_.result is PENDING
            open_.tell(entry, FOUND)  # As its answer says, unless that line was lost.
            if was_lost and event.rtype == "A":
                self.end_by_address(open_)
        if event.rtype != "A" and (open_ is None or ev.Answered not in open_.kinds):
            self.doubt(event.rtype, open_.begun if open_ is not None else 0)

    def stored(self, event: ev.CacheAdded) -> OpenLookup | None:
        """The look-up of SRV records of which this is the first line that is left, if a search is without."""
        if event.rtype != "SRV":
            return None
        searches = (one for one in self.running_for(name_of(event.host)) if one.lookup("SRV") is None)
        attempt = next(searches, None)
        return self.open_lookup(attempt, "SRV", event.host) if attempt is not None else None

    def doubt(self, rtype: str, begun: int = 0) -> None:
        """The beginning of an answer was lost: its records may have been taken for those of the last one."""
        last = next((one for one in reversed(self.answered_last) if one.rtype == rtype), None)
        if last is not None and last.listed > begun and _may_list(last):
            last.has_hole = True
            self.known.pop((last.folded, rtype), None)

    def cache_retained(self, event: ev.CacheRetained, entry: Entry) -> None:
        open_ = self.latest(event.rtype, event.host)
        if open_ is not None and open_.attempt is not None and open_.attempt.is_running:
            open_.attempt.note(entry)

    def negative_cached(self, event: ev.NegativeCached, entry: Entry) -> None:
        open_ = self.lookup(event.rtype, event.host, entry)
        open_.negative_ttl = event.seconds
        open_.tell(entry, EMPTY)

    def entry_found(self, event: ev.CacheEntryFound, entry: Entry) -> None:
        """Seen after a negative answer; alone it means that the negative entry was still there."""
        open_ = self.lookup(event.rtype, event.host, entry)
        if open_.is_pending:
            open_.cached = True
        open_.tell(entry, EMPTY)

    def end_by_address(self, open_: OpenLookup) -> None:
        attempt = open_.attempt
        if attempt is not None and attempt.falls_back and names.same(open_.host, attempt.name):
            attempt.end(Ending.FOUND, self.number)
            attempt.by_address = True

    def passed_through(self, event: ev.AddressPassedThrough, entry: Entry) -> None:
        """An SRV target that is an address needs no question; every other one is noise."""
        address = event.address
        open_ = self.able("A", address, entry)
        if open_ is not None and open_.attempt is not None:
            open_.tell(entry)
            open_.result, open_.records = FOUND, (Address(address),)

    def target_lookup(self, event: ev.TargetLookup, entry: Entry) -> None:
        target, port = event.target, event.port
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
        attempt.note(entry)
        for srv in [one for one in attempt.lookups if one.rtype == "SRV"]:
            srv.is_listed = len(self.running_for(attempt.name)) < 2  # Of two at once it may be the other's.

    def resolved(self, event: ev.TargetsResolved, entry: Entry) -> None:
        host = event.host
        name = name_of(host)
        # Of two that share a name, it is not the one that still waits for its answer.
        running = self.running_for(name)
        asking = [attempt for attempt in running if not attempt.lacks("SRV", host)]
        attempt = next((a for a in asking if not a.waits_for("SRV", host)), None)
        attempt = attempt or next(iter([*asking, *running]), None)
        if attempt is None and (self.strays or self.orphans):
            attempt = self.adopt(host, self.strays)
        self.strays.clear()
        self.orphans.clear()
        self.is_next_server, self.resolved_last = True, attempt
        if attempt is not None:
            attempt.end(Ending.FOUND, self.number)
            attempt.note(entry)

    def srv_empty(self, event: ev.SrvEmpty, entry: Entry) -> None:
        protocol = known_protocol(event.protocol)
        for result in (EMPTY, PENDING):
            for attempt in reversed(self.recent):
                open_ = attempt.lookup("SRV")
                if not attempt.is_running or attempt.protocol != protocol or open_ is None:
                    continue
                if open_.result is result and ev.SrvEmpty not in open_.kinds:
                    open_.tell(entry, EMPTY)
                    return

    def falls_back(self, event: ev.AddressFallback, entry: Entry) -> None:
        protocol, port = known_protocol(event.protocol), event.port
        for attempt in reversed(self.recent):
            waits = attempt.is_running and not attempt.announced and attempt.protocol == protocol
            if waits and not port and attempt.was_empty("SRV"):
                attempt.announced = True
                attempt.note(entry)
                return
        self.fallbacks.append(Fallback(protocol, port, entry, self.number))

    def nothing(self, event: ev.NothingFound, entry: Entry) -> None:
        host = event.host
        if self.unproven is not None and names.same(self.unproven.name, host):
            self.unproven = None
        running = self.running_for(host)
        attempt = next(iter([*[one for one in running if one.falls_back], *running]), None)
        if attempt is None:
            last = self.last_named(host)
            # Its targets had no address, or another line of the handset shared its questions.
            shares = last is not None and last.failure is None and last.reaches_none
            attempt = last if shares and last is not None else self.open(host)
        attempt.protocol = known_protocol(event.protocol)
        attempt.end(Ending.NOTHING, self.number)
        attempt.note(entry)

    def registers(self, event: ev.RegisterStarted, _entry: Entry) -> None:
        self.begin(event.user)

    def port_kept(self, event: ev.PortKept, _entry: Entry) -> None:
        self.drop_fallback(event.port)

    def failed(self, event: ev.RegistrationFailed, entry: Entry) -> None:
        attempt = self.failed_attempt(event)
        # Where searches from memory do not show, a 480 may be that of one that found nothing.
        hidden = self.hides_ends and event.code in OWN_CODES
        if attempt is None or (hidden and attempt.ending is Ending.FOUND):
            self.failures.append(entry)
            return
        if attempt.is_running:
            attempt.end(Ending.NOTHING, self.number)
        attempt.failure = entry
        attempt.user = attempt.user or event.user
        attempt.note(entry)


def _line(entry: Entry) -> int:
    return entry.evidence.line


def _is_listing(open_: OpenLookup) -> bool:
    """Whether records that follow may be those of its answer: after its attempt they are another's."""
    return _may_list(open_) and len(open_.records) < open_.expected


def _may_list(open_: OpenLookup) -> bool:
    return not open_.is_listed and (open_.attempt is None or open_.attempt.is_running)


_AT_LEVEL_1 = frozenset({ev.LookupStarted, ev.TargetLookup, ev.TargetsResolved, ev.AddressFallback})
"""With one of these, the level of the log lets through how a search begins and ends."""
_OF_FOUND = frozenset({ev.Answered, ev.CacheHit, ev.AddressPassedThrough})
"""One of these tells of every address that was found."""
Step = Callable[[_Follower, Any, Entry], None]
_STEPS: dict[type[ev.Event], Step] = {
    ev.LookupStarted: _Follower.start,
    ev.Answered: _Follower.answered,
    ev.NoAnswer: _Follower.empty,
    ev.NoMatch: _Follower.empty,
    ev.LookupEmpty: _Follower.empty,
    ev.NaptrEmpty: _Follower.naptr_empty,
    ev.AddressPassedThrough: _Follower.passed_through,
    ev.CacheMiss: _Follower.cache_miss,
    ev.CacheHit: _Follower.cache_hit,
    ev.CacheAdded: _Follower.cache_added,
    ev.CacheRetained: _Follower.cache_retained,
    ev.CacheEntryFound: _Follower.entry_found,
    ev.NegativeCached: _Follower.negative_cached,
    ev.RegisterStarted: _Follower.registers,
    ev.TargetLookup: _Follower.target_lookup,
    ev.TargetsResolved: _Follower.resolved,
    ev.SrvEmpty: _Follower.srv_empty,
    ev.AddressFallback: _Follower.falls_back,
    ev.PortKept: _Follower.port_kept,
    ev.NothingFound: _Follower.nothing,
    ev.RegistrationFailed: _Follower.failed,
    **dict.fromkeys(OF_RECORDS, _Follower.record),
}
"""What each event means for the search; the others mean nothing for it."""
