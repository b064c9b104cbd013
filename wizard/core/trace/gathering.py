"""Look-ups and attempts in the making: what ``follow`` fills while it reads events."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from wizard.core import names
from wizard.core.record import Address, Naptr, Srv
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import (
    EMPTY,
    FOUND,
    PENDING,
    UNFINISHED,
    Attempt,
    Ending,
    Entry,
    FoundServer,
    Lookup,
    LookupResult,
)

OWN_CODES = frozenset({480, 48, 4, 0})
"""The SIP code that a handset makes itself when it found no server; also cut short, or 0 if it is cut off."""
Borrow = Callable[["OpenAttempt", str], "OpenLookup | None"]
"""The answer about a target that another attempt got at the same time."""


class OpenLookup:
    """A look-up in the making. ``expected`` is how many records its answer announced.

    ``listed`` is the number of the last entry that told of them. ``has_hole``: lines about them were lost, or
    some are another answer's; ``is_listed``: what is told of now is surely another one's.
    ``begun`` is the number of the entry that began it; ``kinds`` are those of its events; ``folded`` is the
    host's name as names are compared.
    """

    records: tuple[Naptr | Srv | Address, ...] = ()
    ttl = negative_ttl = expected = listed = 0
    cached = has_hole = is_listed = False

    def __init__(self, rtype: str, host: str, attempt: OpenAttempt | None, begun: int) -> None:
        self.begun = begun
        self.rtype, self.host, self.folded = rtype, host, names.fold(host)
        self.result = PENDING
        self.entries: list[Entry] = []
        self.attempt = attempt
        self.kinds: set[type[ev.Event]] = set()

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.kinds.add(type(entry.event))

    def made(self) -> Lookup:
        return Lookup(
            self.rtype,
            self.host,
            self.result,
            self.records,
            self.ttl,
            self.negative_ttl,
            self.cached,
            tuple(self.entries),
            not self.has_hole,
        )

    def tell(self, entry: Entry, said: LookupResult = PENDING) -> None:
        """Adds a line, to its attempt too. What it ``said`` counts, unless another DNS server knew better."""
        if self.result is PENDING:
            self.result = said
        self.entries.append(entry)
        self.kinds.add(type(entry[0]))
        attempt = self.attempt
        if attempt is not None and (not attempt.entries or attempt.entries[-1] is not entry):
            attempt.entries.append(entry)  # As it notes every other line; this is done for nearly all.

    def store(self, record: Naptr | Srv) -> None:
        self.records = (*self.records, record)

    @property
    def wants_records(self) -> bool:
        return len(self.records) < self.expected or (self.has_hole and self.expected > 0)

    @property
    def is_pending(self) -> bool:
        return self.result is PENDING


class OpenAttempt:
    """An attempt in the making.

    ``targets`` are the SRV targets that it went through, with ports. ``announced``: a line said
    that the name's own address would be looked up; ``falls_back``: it was. ``begun`` and ``ended``
    are numbers of entries; ``ended`` is 0 until then. ``is_cut``: its beginning is not in the log;
    ``chose``: it went on to a server's address. ``folded`` is the name as names are compared.
    """

    protocol = "udp"
    ended = port = 0
    announced = falls_back = by_address = is_cut = chose = False

    def __init__(self, name: str, user: str, begun: int) -> None:
        self.begun = begun
        self.name, self.folded = name, names.fold(name)
        self.user = user
        self.lookups: list[OpenLookup] = []
        self.entries: list[Entry] = []
        self.ending = UNFINISHED
        self.is_running = True
        self.failure: Entry | None = None
        self.targets: list[tuple[str, int]] = []

    def lookup(self, rtype: str, host: str = "") -> OpenLookup | None:
        """The last look-up of a type, for ``host`` if given."""
        folded = names.fold(host) if host else ""
        for open_ in reversed(self.lookups):
            if open_.rtype == rtype and (not folded or open_.folded == folded):
                return open_
        return None

    def lacks(self, rtype: str, host: str) -> bool:
        return self.lookup(rtype, host) is None

    def waits_for(self, rtype: str, host: str) -> bool:
        open_ = self.lookup(rtype, host)
        return open_ is not None and open_.is_pending

    def was_empty(self, rtype: str) -> bool:
        open_ = self.lookup(rtype)
        return open_ is not None and open_.result is EMPTY

    @property
    def is_blind(self) -> bool:
        """Whether an SRV answer was not shown as a whole, so that it may name any target."""
        srv = self.lookup("SRV")
        if srv is None or srv.result is not FOUND:
            return False
        return srv.wants_records or not srv.records

    def asked_for(self, target: str) -> bool:
        return bool(self.targets) and any(names.same(target, known) for known, _ in self.targets)

    def names_target(self, target: str) -> bool:
        """Whether an SRV record of this attempt has this target."""
        return any(names.same(record.target, target) for record in self.srv_records())

    @property
    def reaches_none(self) -> bool:
        """Whether every address that it asked for is missing, and it went to none that is cut off."""
        if self.is_cut and self.chose:
            return False
        for open_ in self.lookups:  # noqa: SIM110 - asked at every failure: a generator takes twice as long
            if open_.result is FOUND and open_.rtype == "A":
                return False
        return True

    @property
    def found_something(self) -> bool:
        """Whether any of its questions was answered: if none was, it has no records and no servers."""
        for open_ in self.lookups:  # noqa: SIM110 - asked of every attempt: a generator takes twice as long
            if open_.result is FOUND:
                return True
        return False

    @property
    def lacks_servers(self) -> bool:
        """Whether the SRV records, or the address of a target or of the name itself, were missing."""
        last = {open_.rtype: open_.result for open_ in self.lookups}
        return last.get("SRV") is EMPTY or last.get("A") is EMPTY

    def note(self, entry: Entry) -> None:
        if not self.entries or self.entries[-1] is not entry:
            self.entries.append(entry)

    def end(self, ending: Ending, number: int) -> None:
        self.ending, self.ended = ending, number
        self.is_running = ending is UNFINISHED

    def finished(self, borrow: Borrow) -> Attempt:
        """The attempt as a value. One that found names alone found nothing.

        Two attempts at once share their questions, for the log cannot tell which asked what.
        """
        found = self.targets or self.found_something
        for target in sorted(self.wanted()) if found and not self.is_running else ():
            own = self.lookup("A", target)
            shared = borrow(self, target) if own is None or own.is_pending else None
            if shared is not None:
                self.lookups.append(shared)
        addresses = self.addresses() if found else {}
        ending = self.ending
        if ending is Ending.FOUND and self.reaches_none:
            lost = self.lost_something(addresses) and not self.failed_locally
            ending = UNFINISHED if lost else Ending.NOTHING
        if ending is UNFINISHED and self.ran_out:
            ending = Ending.NOTHING
        return Attempt(
            self.name,
            self.user,
            self.protocol,
            tuple([open_.made() for open_ in self.lookups]),
            ending,
            servers_of(self, addresses) if found else (),
            self.failure,
            self.by_address,
            self.port,
            tuple(self.entries),
        )

    @property
    def ran_out(self) -> bool:
        """Whether the last thing that it can ask for is not there either.

        Then it is over, even if no line says so: of a log that holds the lines of the module ``dns``
        alone, or that was cut there, the rest is missing. What a handset writes once no server of its SRV
        answer has an address is not known.
        """
        last, srv = self.lookup("A", self.name), self.lookup("SRV")
        fell_back = self.falls_back or (srv is not None and srv.result is EMPTY)
        if fell_back and last is not None and last.result is EMPTY:
            return True
        if self.is_cut or srv is None or srv.result is not FOUND or srv.wants_records or not srv.records:
            return False
        asked = [self.lookup("A", target) for target in self.wanted()]
        return bool(asked) and all(open_ is not None and open_.result is EMPTY for open_ in asked)

    @property
    def failed_locally(self) -> bool:
        """Whether the handset itself says that it found nothing."""
        event = self.failure.event if self.failure is not None else None
        return isinstance(event, ev.RegistrationFailed) and event.code in OWN_CODES

    def lost_something(self, addresses: Mapping[str, list[str]]) -> bool:
        """Whether the log does not show all that its targets were, or what came of them."""
        srv = self.lookup("SRV")
        if (
            self.is_cut
            or srv is None
            or srv.is_pending
            or srv.wants_records
            or not (srv.records or self.targets)
        ):
            return True
        return any(target not in addresses for target in self.wanted())

    def addresses(self) -> dict[str, list[str]]:
        """What came of each address look-up; names of which nothing is known are left out."""
        return {
            open_.folded: [r.address for r in open_.records if isinstance(r, Address)]
            for open_ in self.lookups
            if open_.rtype == "A" and not open_.is_pending
        }

    def srv_records(self) -> list[Srv]:
        return [r for open_ in self.lookups for r in open_.records if isinstance(r, Srv)]

    def wanted(self) -> set[str]:
        """The targets whose addresses it needs, folded."""
        records = self.srv_records()
        if not records and not self.targets:  # As where nothing is in DNS.
            return set()
        named = {names.fold(record.target) for record in records}
        return (named | {names.fold(target) for target, _ in self.targets}) - {"."}


def servers_of(attempt: OpenAttempt, addresses: Mapping[str, list[str]]) -> tuple[FoundServer, ...]:
    """The servers in the order in which the handset tries them: by priority, heavier first.

    Those of a remembered answer, whose records no line shows, stand as they were looked up.
    """
    records = sorted(attempt.srv_records(), key=lambda record: (record.priority, -record.weight))
    if records or attempt.targets:
        return tuple(
            FoundServer(
                record.target.rstrip(".") or ".",
                address,
                record.port,
                attempt.protocol,
                record.priority,
                record.weight,
            )
            for record in (*records, *_unseen(attempt.targets, records))
            for address in addresses.get(names.fold(record.target)) or ("",)
        )
    port = attempt.port or (5061 if attempt.protocol == "tls" else 5060)
    fallback = attempt.lookup("A", attempt.name)
    if fallback is None or fallback.result is not FOUND:
        return ()
    return tuple(
        FoundServer(attempt.name, address, port, attempt.protocol)
        for address in addresses.get(names.fold(attempt.name)) or ("",)
    )


def _unseen(targets: Iterable[tuple[str, int]], records: Iterable[Srv]) -> list[Srv]:
    """What was looked up without a record that a line shows: priority and weight are not known."""
    shown = {(names.fold(record.target), record.port) for record in records}
    asked = dict.fromkeys((target, port) for target, port in targets)
    return [Srv(0, 0, port, target) for target, port in asked if (names.fold(target), port) not in shown]
