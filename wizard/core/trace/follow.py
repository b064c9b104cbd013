"""From events to attempts: who asked for what, what came of it, and how the search ended."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from wizard.core import names
from wizard.core.record import Address, Naptr, Srv
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Attempt, Ending, Entry, FoundServer, Lookup, LookupResult, Story

# How many attempts back a line may still belong to; more never run at once on one handset.
RECENT = 64


def follow(entries: Iterable[Entry]) -> Story:
    """Groups entries into attempts."""
    follower = _Follower()
    for entry in entries:
        follower.take(entry)
    return follower.story()


class _OpenLookup:
    """A look-up in the making."""

    def __init__(self, rtype: str, host: str) -> None:
        self.value = Lookup(rtype, host)
        self.expected = 0

    def add(self, entry: Entry, **changes: object) -> None:
        self.value = replace(self.value, entries=(*self.value.entries, entry), **changes)  # type: ignore[arg-type]

    def store(self, record: Naptr | Srv) -> None:
        self.value = replace(self.value, records=(*self.value.records, record))

    @property
    def wants_records(self) -> bool:
        return len(self.value.records) < self.expected


class _OpenAttempt:
    """An attempt in the making."""

    def __init__(self, name: str, user: str) -> None:
        self.name = name
        self.user = user
        self.protocol = "udp"
        self.lookups: list[_OpenLookup] = []
        self.entries: list[Entry] = []
        self.ending = Ending.UNFINISHED
        self.failure: Entry | None = None
        self.targets: set[str] = set()
        self.falls_back = False
        self.by_address = False
        self.port = 0

    def has(self, rtype: str, host: str) -> bool:
        return any(o.value.rtype == rtype and names.same(o.value.host, host) for o in self.lookups)

    def finished(self) -> Attempt:
        lookups = tuple(open_.value for open_ in self.lookups)
        servers = _servers(self, lookups)
        ending = self.ending
        if ending is Ending.FOUND and not any(server.address for server in servers):
            ending = Ending.NOTHING
        return Attempt(
            self.name,
            self.user,
            self.protocol,
            lookups,
            ending,
            servers,
            self.failure,
            self.by_address,
            self.port,
            tuple(self.entries),
        )


def _servers(attempt: _OpenAttempt, lookups: tuple[Lookup, ...]) -> tuple[FoundServer, ...]:
    """The servers in the order in which the handset tries them: by priority, heavier first."""
    addresses: dict[str, list[str]] = {}
    for lookup in lookups:
        if lookup.rtype == "A":
            found = [record.address for record in lookup.records if isinstance(record, Address)]
            addresses[names.fold(lookup.host)] = found
    records = [
        record
        for lookup in lookups
        if lookup.rtype == "SRV"
        for record in lookup.records
        if isinstance(record, Srv)
    ]
    if records:
        records.sort(key=lambda record: (record.priority, -record.weight))
        return tuple(
            FoundServer(
                record.target.rstrip(".") or ".",
                address,
                record.port,
                attempt.protocol,
                record.priority,
                record.weight,
            )
            for record in records
            for address in addresses.get(names.fold(record.target)) or ("",)
        )
    port = attempt.port or (5061 if attempt.protocol == "tls" else 5060)
    return tuple(
        FoundServer(attempt.name, address, port, attempt.protocol)
        for address in addresses.get(names.fold(attempt.name), ())
    )


class _Follower:
    """Takes entries one by one. Everything is keyed by folded name and record type."""

    def __init__(self) -> None:
        self.attempts: list[_OpenAttempt] = []
        self.recent: deque[_OpenAttempt] = deque(maxlen=RECENT)
        self.latest: dict[tuple[str, str], _OpenLookup] = {}
        self.owner: dict[int, _OpenAttempt] = {}
        self.known: dict[tuple[str, str], tuple[Naptr | Srv | Address, ...]] = {}
        self.failures: list[Entry] = []
        self.user = ""
        self.fallback: tuple[str, int, Entry] | None = None
        self.naptr: dict[str, object] = {}
        self.srv: dict[str, object] = {}

    def story(self) -> Story:
        return Story(tuple(attempt.finished() for attempt in self.attempts), tuple(self.failures))

    # What the entries do -------------------------------------------------------------------

    def take(self, entry: Entry) -> None:
        match entry.event:
            case ev.RegisterStarted(user=user):
                self.user = user
            case ev.LookupStarted(rtype=rtype, host=host):
                self.start(rtype, host, entry)
            case ev.Answered():
                self.answered(entry, entry.event)
            case ev.CacheHit(host=host, rtype=rtype):
                self.cache_hit(host, rtype, entry)
            case (
                ev.NoAnswer(rtype=rtype, host=host)
                | ev.NoMatch(rtype=rtype, host=host)
                | ev.LookupEmpty(rtype=rtype, host=host)
            ):
                self.lookup(rtype, host).add(entry, result=LookupResult.EMPTY)
            case ev.NegativeCached(rtype=rtype, host=host, seconds=seconds):
                self.lookup(rtype, host).add(entry, result=LookupResult.EMPTY, negative_ttl=seconds)
            case ev.CacheEntryFound(rtype=rtype, host=host):
                self.entry_found(self.lookup(rtype, host), entry)
            case ev.CacheMiss(rtype=rtype, host=host) | ev.CacheAdded(rtype=rtype, host=host):
                if (open_ := self.latest.get((names.fold(host), rtype))) is not None:
                    open_.add(entry)
            case _:
                if not self.take_record(entry):
                    self.take_course(entry)
        self.join(entry)

    def take_record(self, entry: Entry) -> bool:
        """The dump of an answer's records, which names no host."""
        match entry.event:
            case ev.NaptrOrder(order=value):
                self.naptr = {"order": value}
            case ev.NaptrPreference(preference=value):
                self.naptr["preference"] = value
            case ev.NaptrFlags(flags=text):
                self.naptr["flags"] = text
            case ev.NaptrService(service=text):
                self.naptr["service"] = text
            case ev.NaptrRegexp(regexp=text):
                self.naptr["regexp"] = text
            case ev.NaptrReplacement(replacement=text):
                self.naptr["replacement"] = text
            case ev.NaptrAdded():
                self.store_naptr()
            case ev.SrvAdded():
                self.srv = {}
            case ev.SrvTarget(target=text, port=value):
                self.srv |= {"target": text, "port": value}
            case ev.SrvPriority(priority=value):
                self.srv["priority"] = value
            case ev.SrvWeight(weight=value):
                self.srv["weight"] = value
            case _:
                return False
        self.store_srv()
        if (open_ := self.dump_of("SRV" if isinstance(entry.event, _SRV_FIELDS) else "NAPTR")) is not None:
            open_.add(entry)
        return True

    def take_course(self, entry: Entry) -> None:
        """How the search goes on and ends."""
        match entry.event:
            case ev.NaptrEmpty(host=host):
                self.lookup("NAPTR", host).add(entry, result=LookupResult.EMPTY)
            case ev.TargetLookup(target=target):
                attempt = self.with_target(target)
                if attempt is not None:
                    attempt.targets.add(names.fold(target))
            case ev.TargetsResolved(host=host):
                self.end(_name_of(host), Ending.FOUND)
            case ev.SrvEmpty(protocol=protocol):
                self.srv_empty(protocol, entry)
            case ev.AddressFallback(protocol=protocol, port=port):
                self.falls_back(protocol, port, entry)
            case ev.NothingFound(host=host, protocol=protocol):
                self.nothing(host, protocol)
            case ev.RegistrationFailed():
                self.failed(entry, entry.event)
            case _:
                pass

    def start(self, rtype: str, host: str, entry: Entry) -> None:
        fallback, self.fallback = self.fallback, None
        if rtype == "A" and names.is_ip(host):
            return
        attempt = self.attempt_for(rtype, host, fallback)
        self.open_lookup(attempt, rtype, host).add(entry)

    def attempt_for(
        self, rtype: str, host: str, fallback: tuple[str, int, Entry] | None
    ) -> _OpenAttempt | None:
        if rtype == "A":
            return self.attempt_for_address(host, fallback)
        attempt = self.running(_name_of(host) if rtype == "SRV" else host)
        if attempt is None or rtype == "NAPTR" or attempt.has(rtype, host):
            attempt = self.open(_name_of(host) if rtype == "SRV" else host)
        if rtype == "SRV":
            attempt.protocol = _protocol_of(host)
        return attempt

    def attempt_for_address(self, host: str, fallback: tuple[str, int, Entry] | None) -> _OpenAttempt | None:
        attempt = self.with_target(host, asked=True)
        if attempt is not None:
            return attempt
        attempt = self.running(host)
        if attempt is not None and not attempt.has("A", host):
            return attempt
        if fallback is None:
            return None
        attempt = self.open(host)
        attempt.protocol, attempt.port, attempt.falls_back = fallback[0], fallback[1], True
        attempt.entries.append(fallback[2])
        return attempt

    def answered(self, entry: Entry, event: ev.Answered) -> None:
        open_ = self.lookup(event.rtype, event.host)
        open_.add(entry, result=LookupResult.FOUND, ttl=event.ttl)
        if event.rtype == "A":
            addresses = tuple(Address(slot.strip()) for slot in event.slots if slot.strip())
            open_.value = replace(open_.value, records=addresses)
            self.known[names.fold(event.host), "A"] = addresses
            self.end_by_address(open_)
        else:
            open_.expected = len(event.slots)

    def cache_hit(self, host: str, rtype: str, entry: Entry) -> None:
        open_ = self.lookup(rtype, host)
        records = self.known.get((names.fold(host), rtype), ())
        open_.add(entry, result=LookupResult.FOUND, records=records, cached=True)
        if rtype == "A":
            self.end_by_address(open_)

    def entry_found(self, open_: _OpenLookup, entry: Entry) -> None:
        """Seen after a negative answer; alone it means that the negative entry was still there."""
        if open_.value.result is LookupResult.PENDING:
            open_.add(entry, result=LookupResult.EMPTY, cached=True)
        else:
            open_.add(entry)

    def end_by_address(self, open_: _OpenLookup) -> None:
        attempt = self.owner.get(id(open_))
        if attempt is not None and attempt.falls_back and names.same(open_.value.host, attempt.name):
            attempt.ending, attempt.by_address = Ending.FOUND, True

    def store_naptr(self) -> None:
        values, self.naptr = self.naptr, {}
        open_ = self.dump_of("NAPTR")
        if open_ is None or "order" not in values:
            return
        fields = {"preference": 0, "flags": "", "service": "", "regexp": "", "replacement": "", **values}
        open_.store(Naptr(**fields))  # type: ignore[arg-type]
        self.known[names.fold(open_.value.host), "NAPTR"] = open_.value.records

    def store_srv(self) -> None:
        if len(self.srv) < len(_SRV_KEYS):
            return
        values, self.srv = self.srv, {}
        open_ = self.dump_of("SRV")
        if open_ is not None:
            open_.store(Srv(**values))  # type: ignore[arg-type]
            self.known[names.fold(open_.value.host), "SRV"] = open_.value.records

    def srv_empty(self, protocol: str, entry: Entry) -> None:
        for attempt in reversed(self.recent):
            if attempt.ending is Ending.UNFINISHED and attempt.protocol == protocol:
                for open_ in attempt.lookups:
                    if open_.value.rtype == "SRV":
                        open_.add(entry, result=LookupResult.EMPTY)
                        self.note(attempt, entry)
                        return

    def falls_back(self, protocol: str, port: int, entry: Entry) -> None:
        self.fallback = (protocol, port, entry)
        for attempt in reversed(self.recent):
            searched = any(
                o.value.rtype == "SRV" and o.value.result is LookupResult.EMPTY for o in attempt.lookups
            )
            if attempt.ending is Ending.UNFINISHED and attempt.protocol == protocol and searched:
                attempt.falls_back = True
                self.note(attempt, entry)
                return

    def nothing(self, host: str, protocol: str) -> None:
        attempt = self.running(host) or self.open(host)
        attempt.protocol = protocol
        attempt.ending = Ending.NOTHING

    def failed(self, entry: Entry, event: ev.RegistrationFailed) -> None:
        waiting = [a for a in self.recent if a.failure is None]
        own = [a for a in waiting if a.user == event.user] or [a for a in waiting if not a.user]
        empty = [a for a in own if a.ending is Ending.NOTHING]
        candidates = empty or own[-1:]
        if not candidates:
            self.failures.append(entry)
            return
        attempt = candidates[-1]
        attempt.failure = entry
        attempt.user = attempt.user or event.user
        self.note(attempt, entry)

    # Who belongs to whom -------------------------------------------------------------------

    def open(self, name: str) -> _OpenAttempt:
        attempt = _OpenAttempt(name.rstrip("."), self.user)
        self.user = ""
        self.attempts.append(attempt)
        self.recent.append(attempt)
        return attempt

    def running(self, name: str) -> _OpenAttempt | None:
        for attempt in reversed(self.recent):
            if names.same(attempt.name, name):
                return attempt if attempt.ending is Ending.UNFINISHED else None
        return None

    def with_target(self, target: str, *, asked: bool = False) -> _OpenAttempt | None:
        for attempt in reversed(self.recent):
            if attempt.ending is not Ending.UNFINISHED:
                continue
            if asked:
                if names.fold(target) in attempt.targets:
                    return attempt
            elif any(
                isinstance(record, Srv) and names.same(record.target, target)
                for open_ in attempt.lookups
                for record in open_.value.records
            ):
                return attempt
        return None

    def open_lookup(self, attempt: _OpenAttempt | None, rtype: str, host: str) -> _OpenLookup:
        open_ = _OpenLookup(rtype, host.rstrip("."))
        self.latest[names.fold(host), rtype] = open_
        if attempt is not None:
            attempt.lookups.append(open_)
            self.owner[id(open_)] = attempt
        return open_

    def lookup(self, rtype: str, host: str) -> _OpenLookup:
        """The look-up that a line speaks of; begun here if its start was not seen."""
        open_ = self.latest.get((names.fold(host), rtype))
        attempt = self.owner.get(id(open_)) if open_ is not None else None
        if open_ is not None and (attempt is None or attempt.ending is Ending.UNFINISHED):
            return open_
        if rtype == "A" and self.with_target(host, asked=True) is None and self.running(host) is None:
            return open_ if open_ is not None else self.open_lookup(None, rtype, host)
        return self.open_lookup(self.attempt_for(rtype, host, None), rtype, host)

    def dump_of(self, rtype: str) -> _OpenLookup | None:
        for attempt in reversed(self.recent):
            for open_ in reversed(attempt.lookups):
                if open_.value.rtype == rtype and open_.wants_records:
                    return open_
        return None

    def end(self, name: str, ending: Ending) -> None:
        attempt = self.running(name)
        if attempt is not None:
            attempt.ending = ending

    def note(self, attempt: _OpenAttempt, entry: Entry) -> None:
        if not attempt.entries or attempt.entries[-1] is not entry:
            attempt.entries.append(entry)

    def join(self, entry: Entry) -> None:
        """Adds an entry to the attempt that it names."""
        host = getattr(entry.event, "host", "") or getattr(entry.event, "target", "")
        if not host or isinstance(entry.event, ev.SrvTarget):
            return
        rtype = getattr(entry.event, "rtype", "")
        open_ = self.latest.get((names.fold(host), rtype)) if rtype else None
        attempt = self.owner.get(id(open_)) if open_ is not None else None
        if attempt is None and not rtype:
            attempt = self.last_named(_name_of(host)) or self.with_target(host)
        if attempt is not None:
            self.note(attempt, entry)

    def last_named(self, name: str) -> _OpenAttempt | None:
        return next((a for a in reversed(self.recent) if names.same(a.name, name)), None)


_SRV_KEYS = ("target", "port", "priority", "weight")
_SRV_FIELDS = (ev.SrvAdded, ev.SrvTarget, ev.SrvPriority, ev.SrvWeight)


def _name_of(owner: str) -> str:
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
