"""The virtual handset: what an 84-Series handset asks for a configuration, and what it logs.

The algorithm reproduces both logs printed in CS-14-17. It is a generator: it yields the questions
that it would ask and is sent what came back, so the same code runs live, on recorded answers and
on scripted ones. What a source states is marked there; these points are inferred or unverified:

* with no usable NAPTR it asks ``_sip._udp`` alone (inferred from the bulletin's failed log);
* the SRV question is made of the configured name, whatever a NAPTR's replacement says
  (inferred from the successful log);
* the second "Miss" has the handset's own domain removed (inferred; the rule behind it is unknown);
* the SRV label for TLS, and what is logged for more than one NAPTR record (unverified).
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field

from wizard.core import names
from wizard.core.dns.answer import Question
from wizard.core.handset.order import chosen_protocol, in_order
from wizard.core.record import Address, Naptr, Record, RecordType, Srv
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import FoundServer

NO_MATCH = 4
"""The error code that the handset logs both for "no such name" and for "no such record"."""

TRANSPORTS = ("DNSnaptr", "TCPpreferred", "UDPOnly", "TLS", "TCPOnly")
PROTOCOLS = {
    "UDPOnly": "udp",
    "TCPOnly": "tcp",
    "TCPpreferred": "tcp",
    "TLS": "tls",
    "UDPonly": "udp",
    "TCPonly": "tcp",
}
"""The protocol of every transport that skips NAPTR. Older files write the last two."""
LABELS = {"udp": "_sip._udp", "tcp": "_sip._tcp", "tls": "_sips._tcp"}
"""What stands before the name in an SRV question."""


@dataclass(frozen=True, slots=True)
class Lookfor:
    """What the handset is configured with: a name or address, its port and transport value.

    ``own_domain`` is the handset's DNS domain, as DHCP gives it; empty if unknown.
    """

    address: str
    port: int = 0
    transport: str = "DNSnaptr"
    own_domain: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the handset learns from one answer: records of the type asked for, or none.

    ``negative_ttl`` is None where nothing tells for how long "there is none" is kept.
    """

    records: tuple[Record, ...] = ()
    negative_ttl: int | None = None


Asking = Generator[Question, Reply, tuple[FoundServer, ...]]
_Looking = Generator[Question, Reply, tuple[Record, ...]]


@dataclass
class _Kept:
    """A cache entry; ``until`` on the clock of the handset, empty ``records`` for a negative one."""

    host: str
    records: tuple[Record, ...]
    until: float


@dataclass
class Handset:
    """A handset with its cache. ``say`` gets every event as it happens, ``clock`` gives seconds.

    ``stray_address`` is another server of the handset, an IP address that its log shows once per
    boot between the first miss and the first answer (noise, seen in both printed logs).
    """

    lookfor: Lookfor
    say: Callable[[ev.Event], None]
    clock: Callable[[], float] = field(default=lambda: 0.0)
    stray_address: str = ""
    cache: dict[tuple[str, str], _Kept] = field(default_factory=dict)

    def register(self, user: str = "") -> Asking:
        """One registration attempt: look for the servers, then go to the first of them."""
        target = self.lookfor
        found = yield from self.resolve(target.address, target.port, target.transport)
        chosen = next((candidate for candidate in found if candidate.address), None)
        if chosen is None:
            self.say(ev.RegistrationFailed(user, 480, "Temporarily not available"))
        else:
            yield from self.look("A", chosen.address)
        return found

    def connect(self, address: str, port: int) -> Asking:
        """Goes to a server that is known by its address already."""
        found = yield from self.resolve(address, port, "UDPOnly")
        yield from self.look("A", address)
        return found

    def resolve(self, address: str, port: int, transport: str) -> Asking:
        """The servers behind a configured address, in the order in which they would be tried."""
        if names.is_ip(address) or port != 0:
            return (yield from self.by_address(address, PROTOCOLS.get(transport, "udp"), port))
        protocol = PROTOCOLS.get(transport) or (yield from self.by_naptr(address))
        records = yield from self.look("SRV", f"{LABELS[protocol]}.{address}")
        if records:
            return (yield from self.by_srv(f"{LABELS[protocol]}.{address}", records, protocol))
        self.say(ev.SrvEmpty(protocol))
        return (yield from self.by_address(address, protocol, 0))

    def by_naptr(self, address: str) -> Generator[Question, Reply, str]:
        """The transport that NAPTR chooses, UDP where it chooses none."""
        records = yield from self.look("NAPTR", address)
        if not records:
            self.say(ev.NaptrEmpty(address))
        return chosen_protocol([r.data for r in records if isinstance(r.data, Naptr)])

    def by_srv(self, owner: str, records: tuple[Record, ...], protocol: str) -> Asking:
        """The address of every SRV target; "." says that there is none to ask for (RFC 2782)."""
        found: list[FoundServer] = []
        for srv in in_order([record.data for record in records if isinstance(record.data, Srv)]):
            if srv.target == ".":
                found.append(FoundServer(".", "", srv.port, protocol, srv.priority, srv.weight))
                continue
            target = f"{srv.target}."
            self.say(ev.TargetLookup(target, srv.port))
            answers = yield from self.look("A", target)
            addresses = [a.data.address for a in answers if isinstance(a.data, Address)] or [""]
            found += [
                FoundServer(srv.target, text, srv.port, protocol, srv.priority, srv.weight)
                for text in addresses
            ]
        self.say(ev.TargetsResolved(owner))
        return tuple(found)

    def by_address(self, address: str, protocol: str, port: int) -> Asking:
        """The name itself as a host: one server, or what round robin makes of several."""
        self.say(ev.AddressFallback(protocol, port))
        usual = 5061 if protocol == "tls" else 5060
        records = yield from self.look("A", address)
        found = [a.data.address for a in records if isinstance(a.data, Address)]
        if names.is_ip(address):
            found = [address]
        if not found:
            self.say(ev.NothingFound(protocol, address))
        elif port != 0:
            self.say(ev.PortKept(protocol, port))
        return tuple(FoundServer(address, text, port or usual, protocol) for text in found)

    def look(self, rtype: str, host: str) -> _Looking:
        """One look-up: the cache first, then a question."""
        self.say(ev.LookupStarted(rtype, host))
        if names.is_ip(host):
            self.say(ev.AddressPassedThrough(host))
            return ()
        kept = self.cache.get((names.fold(host), rtype))
        left = int(kept.until - self.clock()) if kept is not None else 0
        if kept is not None and left > 0:
            if kept.records:
                self.say(ev.CacheHit(host, rtype, left))
            else:
                self.say(ev.CacheEntryFound(host, rtype))
            return kept.records
        self.miss(rtype, host)
        reply = yield Question(host.rstrip(".") or ".", RecordType(rtype))
        if reply.records:
            self.keep(rtype, host, reply.records)
        else:
            self.keep_negative(rtype, host, reply.negative_ttl)
        return reply.records

    # What the log shows of it --------------------------------------------------------------

    def miss(self, rtype: str, host: str) -> None:
        self.say(ev.CacheMiss(host, rtype))
        own = self.lookfor.own_domain
        if own and names.is_below(host, own):
            self.say(ev.CacheMiss(names.relative(host, own), rtype))
        if self.stray_address:
            self.say(ev.LookupStarted("A", self.stray_address))
            self.say(ev.AddressPassedThrough(self.stray_address))
            self.stray_address = ""

    def keep(self, rtype: str, host: str, records: tuple[Record, ...]) -> None:
        ttl = min(record.ttl for record in records)
        slots = tuple(r.data.address if isinstance(r.data, Address) else "" for r in records)
        self.say(ev.Answered(rtype, host, slots, ttl))
        for record in records:
            self.dump(record)
        for (_, kind), kept in self.cache.items():
            if kind == rtype and kept.records and kept.until > self.clock():
                self.say(ev.CacheRetained(kept.host, rtype))
        self.cache[names.fold(host), rtype] = _Kept(host, records, self.clock() + ttl)
        self.say(ev.CacheAdded(host, rtype, ttl))

    def dump(self, record: Record) -> None:
        match record.data:
            case Naptr() as naptr:
                self.say(ev.ListStarted())
                self.say(ev.NaptrOrder(naptr.order))
                self.say(ev.NaptrPreference(naptr.preference))
                self.say(ev.NaptrFlags(naptr.flags))
                self.say(ev.NaptrService(naptr.service))
                self.say(ev.NaptrRegexp(naptr.regexp))
                self.say(ev.NaptrReplacement(naptr.replacement))
                self.say(ev.NaptrAdded())
            case Srv() as srv:
                self.say(ev.SrvAdded())
                self.say(ev.SrvTarget(f"{srv.target}." if srv.target != "." else ".", srv.port))
                self.say(ev.SrvPriority(srv.priority))
                self.say(ev.SrvWeight(srv.weight))
            case _:
                pass

    def keep_negative(self, rtype: str, host: str, negative_ttl: int | None) -> None:
        self.say(ev.NoAnswer(rtype, host))
        self.say(ev.NoMatch(rtype, host, NO_MATCH))
        self.say(ev.LookupEmpty(rtype, host))
        if negative_ttl is not None:
            self.cache[names.fold(host), rtype] = _Kept(host, (), self.clock() + negative_ttl)
            self.say(ev.NegativeCached(host, rtype, negative_ttl))
            self.say(ev.CacheEntryFound(host, rtype))
