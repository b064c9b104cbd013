"""Attempts: events grouped into "the handset looked for its servers, and this came of it".

Threads interleave in a handset's log, so events are joined by name and record type, never by
standing next to each other (CS-14-17 shows one stray address between a miss and its answer).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from wizard.core import names
from wizard.core.finding import Evidence
from wizard.core.record import Address, Naptr, Srv
from wizard.core.trace import events as ev


class Entry(NamedTuple):
    """An event and where it was seen: a log line, or an answer of a live look-up."""

    event: ev.Event
    evidence: Evidence


class LookupResult(StrEnum):
    """How one look-up ended; ``PENDING`` when nothing more was seen of it."""

    PENDING = "pending"
    FOUND = "found"
    EMPTY = "empty"


# A member of an enumeration is looked up by a search, each time; these are looked at for every line.
PENDING, FOUND, EMPTY = LookupResult.PENDING, LookupResult.FOUND, LookupResult.EMPTY


# Values, as mypy sees to: to have Python see to it too takes three times as long to make one.
@dataclass(slots=True, unsafe_hash=True)
class Lookup:
    """One look-up of one record type. ``ttl`` and ``negative_ttl`` in seconds, 0 if not seen.

    ``records`` may be fewer than were answered if the log's level hides them. ``cached`` says
    that no question was asked because the cache held the answer. ``is_whole``: no line was seen to be lost
    between those of its records.
    """

    rtype: Final[str]
    host: Final[str]
    result: Final[LookupResult] = LookupResult.PENDING
    records: Final[tuple[Naptr | Srv | Address, ...]] = ()
    ttl: Final[int] = 0
    negative_ttl: Final[int] = 0
    cached: Final[bool] = False
    entries: Final[tuple[Entry, ...]] = ()
    is_whole: Final[bool] = True

    def seen(self, *kinds: type[ev.Event]) -> tuple[Evidence, ...]:
        """The evidence of this look-up's events of some kinds, all if none is named."""
        return evidence_of(self.entries, kinds)

    @property
    def is_complete(self) -> bool:
        """Whether every record of the answer is there, so that a missing one is really missing."""
        answers = [entry.event for entry in self.entries if isinstance(entry.event, ev.Answered)]
        return self.is_whole and len(self.records) >= (len(answers[-1].slots) if answers else 1)


@dataclass(frozen=True, slots=True)
class FoundServer:
    """A SIP server as the handset knows it.

    ``address`` is empty if its look-up failed, or if a remembered answer does not show it. ``port`` is 0 if
    its SRV record says so, or if no line shows that record.
    """

    host: str
    address: str
    port: int
    protocol: str
    priority: int = 0
    weight: int = 0

    @property
    def is_usable(self) -> bool:
        """Whether a request can be sent to it: no server listens on port 0 (CS-14-17, Step 1)."""
        return bool(self.address) and self.port != 0


class Ending(StrEnum):
    """How an attempt ended; ``UNFINISHED`` when the log stops or starts in the middle of it."""

    FOUND = "found"
    NOTHING = "nothing"
    UNFINISHED = "unfinished"


UNFINISHED = Ending.UNFINISHED


_LABELS = {"udp": "_sip._udp", "tcp": "_sip._tcp", "tls": "_sips._tcp"}


@dataclass(slots=True, unsafe_hash=True)
class Attempt:
    """One search for the servers behind ``name``, and the registration that failed with it.

    ``protocol`` is ``udp``, ``tcp`` or ``tls`` as the handset chose it. ``failure`` is the last
    registration failure that followed, if one did. ``port`` is the configured one, 0 for none.
    ``handset`` tells whose it is where a log holds several handsets, else it is empty.
    """

    name: Final[str]
    user: Final[str] = ""
    protocol: Final[str] = "udp"
    lookups: Final[tuple[Lookup, ...]] = ()
    ending: Final[Ending] = Ending.UNFINISHED
    servers: Final[tuple[FoundServer, ...]] = ()
    failure: Final[Entry | None] = None
    by_address: Final[bool] = False
    port: Final[int] = 0
    entries: Final[tuple[Entry, ...]] = ()
    handset: Final[str] = ""

    def lookup(self, rtype: str, host: str = "") -> Lookup | None:
        """The last look-up of a type, for ``host`` if given."""
        folded = names.fold(host) if host else ""
        for lookup in reversed(self.lookups):
            if lookup.rtype == rtype and (not folded or names.fold(lookup.host) == folded):
                return lookup
        return None

    def seen(self, *kinds: type[ev.Event]) -> tuple[Evidence, ...]:
        """The evidence of this attempt's events of some kinds."""
        return evidence_of(self.entries, kinds)

    @property
    def reachable(self) -> tuple[FoundServer, ...]:
        """The servers with a port and an address, also where a remembered answer does not show which.

        Where the log begins behind the SRV answer their ports may not be known.
        """
        found = {names.fold(o.host) for o in self.lookups if o.rtype == "A" and o.result is FOUND}
        srv = self.lookup("SRV")
        cut = srv is not None and not srv.records and not srv.seen(ev.LookupStarted, ev.Answered, ev.CacheHit)
        return tuple(
            server
            for server in self.servers
            if server.is_usable or ((server.port or cut) and names.fold(server.host) in found)
        )

    @property
    def srv_owner(self) -> str:
        """The name whose SRV records were asked for, or would have been."""
        found = self.lookup("SRV")
        if found is not None:
            return found.host
        return f"{_LABELS.get(self.protocol, '_sip._udp')}.{self.name}"


def evidence_of(entries: Iterable[Entry], kinds: Sequence[type[ev.Event]]) -> tuple[Evidence, ...]:
    """The evidence of the entries whose event is one of ``kinds``, of all if none is named."""
    if not kinds:
        return tuple([entry[1] for entry in entries])
    return tuple([entry[1] for entry in entries if type(entry[0]) in kinds])


@dataclass(frozen=True, slots=True)
class Story:
    """All that a stream of events tells: attempts in order, and failures that belong to none."""

    attempts: tuple[Attempt, ...]
    loose_failures: tuple[Entry, ...] = ()
