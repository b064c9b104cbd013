"""A live check: the virtual handset's questions to several DNS servers, and probes of SIP servers."""

from __future__ import annotations

import secrets
from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from wizard.core.case.case import CheckReport
from wizard.core.dns.answer import DNS_PORT, Answer, Question, Server
from wizard.core.dns.authority import zone_servers
from wizard.core.dns.further import Found, Further, Purpose
from wizard.core.dns.question import DEFAULT_TIMEOUT, Cancelled, ask, never
from wizard.core.handset.chain import Ask, Chain, run_further
from wizard.core.handset.patience import run_patiently
from wizard.core.handset.resolver import Lookfor
from wizard.core.plan.deployment import Deployment
from wizard.core.sip.outcome import Probe, Target, endpoint_of
from wizard.core.sip.probe import DEFAULT_TIMEOUT as PROBE_TIMEOUT
from wizard.core.sip.probe import probe_all
from wizard.workers import Arrived, Done, side_by_side


def live_check(
    lookfor: Lookfor,
    servers: Sequence[Server],
    plan: Deployment | None = None,
    timeout: float = DEFAULT_TIMEOUT,
    cancelled: Cancelled = never,
    own: Sequence[Server] = (),
    *,
    zone: bool = False,
) -> Generator[Answer, None, CheckReport]:
    """Yields every answer as it arrives and returns the report.

    Each server is asked what the handset would ask, then the further questions that tell why
    nothing was found. ``timeout`` is in seconds for one question to one server. The servers are
    asked side by side, so a dead one delays nobody, and it is asked no more than tells that it is
    dead. A cancelled check comes back with what there was. ``own`` are this computer's own servers,
    asked for comparison alone. With ``zone`` the server that holds the zone is asked as well, if it is
    another one: it shows what is only remembered.
    """
    started = now()

    def question(asked: Question, server: Server) -> Answer:
        return ask(asked, server, timeout, cancelled)

    chains: dict[int, Chain] = {}
    token = secrets.token_hex(6)
    hosts = tuple(host.host for host in plan.servers) if plan is not None else ()
    generators = [_whole(lookfor, server, question, token, hosts) for server in servers]
    generators += [run_patiently(lookfor, server, question) for server in own]
    for got in side_by_side(generators):
        match got:
            case Arrived(item=answer):
                yield answer
            case Done(index=index, result=chain):
                chains[index] = chain
    ordered = [chains[index] for index in sorted(chains)]
    theirs, mine = tuple(ordered[: len(servers)]), tuple(ordered[len(servers) :])
    cancelled_early = any(chain.cancelled for chain in ordered)
    held: tuple[Chain, ...] = ()
    if zone and not cancelled_early:
        theirs, held = yield from _with_the_zone(lookfor, theirs, question)
        cancelled_early = any(chain.cancelled for chain in held)
    return CheckReport(lookfor, theirs, started, plan, cancelled_early, mine, held)


def _with_the_zone(
    lookfor: Lookfor, chains: tuple[Chain, ...], question: Ask
) -> Generator[Answer, None, tuple[tuple[Chain, ...], tuple[Chain, ...]]]:
    """The chains, one of them with what led to the zone's own servers; and the chain of such a server."""
    alive = next((chain for chain in chains if any(a.outcome.is_answer for a in chain.answers)), None)
    if alive is None:
        return chains, ()
    asked: list[Answer] = []

    def noted(one: Question, server: Server) -> Answer:
        asked.append(question(one, server))
        return asked[-1]

    holders = yield from zone_servers(lookfor.address, alive.server, noted, DNS_PORT)
    more = (Found(Further(Purpose.ZONE, a.question, lookfor.address), a) for a in asked)
    told = replace(alive, further=(*alive.further, *more))
    chains = tuple(told if chain is alive else chain for chain in chains)
    return chains, (yield from _by_the_zone(lookfor, holders, chains, question))


def _by_the_zone(
    lookfor: Lookfor, holders: Sequence[Server], chains: Sequence[Chain], question: Ask
) -> Generator[Answer, None, tuple[Chain, ...]]:
    """The chain of the first server of the zone that answers, unless the handset asks that one itself."""
    if set(holders) & {chain.server for chain in chains}:
        return ()
    for holder in holders[:2]:
        chain = yield from run_patiently(lookfor, holder, question)
        if chain.cancelled or any(a.outcome.is_answer for a in chain.answers):
            return (chain,)
    return ()


def _whole(
    lookfor: Lookfor, server: Server, question: Ask, token: str, hosts: Sequence[str]
) -> Generator[Answer, None, Chain]:
    chain = yield from run_patiently(lookfor, server, question)
    return (yield from run_further(chain, question, token, hosts))


def live_probe(
    servers: Iterable[Target], domain: str, timeout: float = PROBE_TIMEOUT, cancelled: Cancelled = never
) -> Generator[Probe, None, tuple[Probe, ...]]:
    """Asks the SIP servers for a sign of life side by side: all together within ``timeout`` seconds.

    ``servers`` are in failover order, ``domain`` is the name in the handset. Yields every probe as
    it arrives and returns them in failover order, one for each place where a server is asked. A
    server whose address was not found is left out.
    """
    places = dict.fromkeys(endpoint_of(server) for server in servers if server.address)
    probes: dict[int, Probe] = {}
    for got in side_by_side([probe_all((place,), domain, timeout, cancelled) for place in places]):
        if isinstance(got, Arrived):
            probes[got.index] = got.item
            yield got.item
    return tuple(probes[index] for index in sorted(probes))


def now() -> str:
    """This moment, ISO 8601 with the time zone, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")
