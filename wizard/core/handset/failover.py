"""Who serves while servers are down: by priority, and by shares within one (RFC 2782)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wizard.core import names
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.sentence import percent, shares
from wizard.core.trace.attempts import FoundServer
from wizard.core.words import Words


@dataclass(frozen=True, slots=True)
class Share:
    """A server and the part of the handsets that use it first."""

    server: FoundServer
    part: Fraction


@dataclass(frozen=True, slots=True)
class Standing:
    """A server while others may be down. ``part`` is 0 where it serves nobody."""

    server: FoundServer
    part: Fraction
    is_down: bool


def planned_servers(plan: Deployment) -> tuple[FoundServer, ...]:
    """The servers of a plan as a handset will know them, in failover order."""
    protocol = plan.transport.value
    return tuple(
        FoundServer(one.host, one.address, one.port, protocol, one.priority, one.weight)
        for one in plan.in_order()
    )


def standings(servers: Sequence[FoundServer], down: Collection[str]) -> tuple[Standing, ...]:
    """What each server does while the hosts ``down`` are, in failover order; as :func:`serving`."""
    gone = {names.fold(host) for host in down}
    parts = {(names.fold(one.server.host), one.server.port): one.part for one in serving(servers, down)}
    found: dict[tuple[str, int], Standing] = {}
    for server in sorted(servers, key=lambda one: one.priority):
        key = (names.fold(server.host), server.port)
        found.setdefault(key, Standing(server, parts.get(key, Fraction(0)), key[0] in gone))
    return tuple(found.values())


def hosts_of(servers: Sequence[FoundServer]) -> tuple[str, ...]:
    """The hosts in failover order, each once, as they are written; none for a declined service."""
    found = {names.fold(server.host): server.host for server in reversed(servers) if server.host != "."}
    order = dict.fromkeys(names.fold(server.host) for server in servers if server.host != ".")
    return tuple(found[host] for host in order)


def serving(servers: Sequence[FoundServer], down: Collection[str]) -> tuple[Share, ...]:
    """Who serves while the hosts ``down`` are; nobody if it is empty.

    The lowest priority with a server that is up and has an address and a port; within it by weight. A host
    with several addresses is one server. What a group loses falls to the rest of that group.
    """
    gone = {names.fold(host) for host in down}
    up: dict[tuple[str, int], FoundServer] = {}
    for server in sorted(servers, key=lambda one: one.priority):
        if server.is_usable and names.fold(server.host) not in gone:
            up.setdefault((names.fold(server.host), server.port), server)
    if not up:
        return ()
    first = min(server.priority for server in up.values())
    group = [server for server in up.values() if server.priority == first]
    return tuple(Share(server, part) for server, part in zip(group, shares(group), strict=True))


def what_if(servers: Sequence[FoundServer], down: Collection[str], words: Words) -> str:
    """Who serves, in a sentence; ``down`` are hosts that are supposed to be down."""
    gone = {names.fold(host) for host in down}
    named = [host for host in hosts_of(servers) if names.fold(host) in gone]
    facts = {"hosts": words.listed(named)} if named else {}
    left = serving(servers, down)
    if not left:
        why = words.listed(_why_none(servers, gone, words))
        none = ("plan.down.none-why", "plan.down.none-why-with") if why else _NONE
        return words(none[bool(named)], why=why, **facts)
    if len(left) == 1:
        return words(_ALL[bool(named)], server=_called(left[0].server, left), **facts)
    return words(_SHARE[bool(named)], servers=_shared(left, words), **facts)


_NONE = ("plan.down.none", "plan.down.none-with")
_ALL = ("plan.down.all", "plan.down.all-with")
_SHARE = ("plan.down.share", "plan.down.share-with")
"""What is said without a server that is down, and with one."""


def _why_none(servers: Sequence[FoundServer], gone: Collection[str], words: Words) -> list[str]:
    silent = hosts_of([server for server in servers if not server.address])
    mute = [host for host in silent if names.fold(host) not in gone]
    deaf = any(one.address and not one.port and names.fold(one.host) not in gone for one in servers)
    why = [words.count("plan.down.no-address", len(mute), servers=words.listed(mute))] if mute else []
    return [*why, words("plan.down.no-port")] if deaf else why


def _shared(left: Sequence[Share], words: Words) -> str:
    called = [_called(share.server, left) for share in left]
    if len({share.part for share in left}) == 1:
        return words("plan.share.equal", servers=words.listed(called))
    pairs = zip(called, left, strict=True)
    return words.listed(
        [words("plan.share.each", server=name, share=percent(one.part, words)) for name, one in pairs]
    )


def _called(server: FoundServer, among: Sequence[Share]) -> str:
    """The host, with its port where it stands there twice."""
    same = [share for share in among if names.same(share.server.host, server.host)]
    return f"{server.host}:{server.port}" if len(same) > 1 else server.host
