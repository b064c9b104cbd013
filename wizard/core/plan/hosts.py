"""Where the servers' host names must get their A records, so that the SRV records lead to them."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.core import names
from wizard.core.plan.deployment import Deployment, SipServer
from wizard.core.words import Fact, Said

FEW_LABELS = 2


def host_notes(plan: Deployment) -> tuple[Said, ...]:
    """What is to be said of the hosts outside the domain, beside the sub-domain and inside it.

    A host typed into the sub-domain's folder of Windows DNS becomes ``host.sub.domain`` (an error of
    CS-14-17, Option 2); a host outside the zone has its record where that zone is kept.
    """
    servers = {names.fold(server.host): server for server in reversed(plan.servers)}
    hosts = [servers[host] for host in dict.fromkeys(names.fold(server.host) for server in plan.servers)]
    away = [one for one in hosts if not _lies_in(one.host, plan.domain)]
    within = [one for one in hosts if plan.subdomain and names.is_below(one.host, plan.name)]
    beside = [one for one in hosts if plan.subdomain and names.same(names.parent(one.host), plan.domain)]
    found = []
    if away:
        found.append(_outside(plan, away))
    if beside:
        found.append(_beside(plan, beside))
    if within:
        found.append(_within(plan, within))
    return tuple(found)


def _lies_in(host: str, domain: str) -> bool:
    return names.same(host, domain) or names.is_below(host, domain)


def _outside(plan: Deployment, servers: Sequence[SipServer]) -> Said:
    hosts = tuple(f"{server.host} ({server.address})" for server in servers)
    said = Said("plan.hosts.outside", {"hosts": hosts, "domain": plan.domain}, count=len(servers))
    # "backup.voice" is more likely a part of a name than a host below a top level domain "voice".
    short = tuple(f"{server.host}.{plan.domain}" for server in servers if server.host.count(".") < FEW_LABELS)
    return Said("plan.hosts.outside-short", {"meant": short}, after=said) if short else said


def _beside(plan: Deployment, servers: Sequence[SipServer]) -> Said:
    labels = [server.host.partition(".")[0] for server in servers]
    facts: dict[str, Fact] = {
        "hosts": servers[0].host,
        "labels": tuple(labels),
        "first": labels[0],
        "domain": plan.domain,
        "subdomain": plan.name,
        "wrong": f"{labels[0]}.{plan.name}",
    }
    return Said("plan.hosts.beside", facts, count=len(servers))


def _within(plan: Deployment, servers: Sequence[SipServer]) -> Said:
    first = servers[0].host.partition(".")[0]
    facts: dict[str, Fact] = {
        "hosts": tuple(server.host for server in servers),
        "subdomain": plan.name,
        "plain": f"{first}.{plan.domain}",
    }
    return Said("plan.hosts.within", facts, count=len(servers))
