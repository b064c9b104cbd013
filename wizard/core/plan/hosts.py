"""Where the servers' host names must get their A records, so that the SRV records lead to them."""

from __future__ import annotations

from collections.abc import Sequence

from wizard.core import names
from wizard.core.plan.deployment import Deployment, SipServer
from wizard.core.plan.sentence import listed

FEW_LABELS = 2

_OUTSIDE = (
    "{hosts} {lie} outside {domain}: the A {record} must exist in {zone} that {hold} {them}, and the "
    "handset's DNS servers must find {them}."
)
_WHOLE = " If you meant {meant}, type it whole."
_BESIDE = (
    "Create the A {record} of {hosts} in {domain} itself. In the folder of {subdomain} {they} would become "
    "{wrong}, which the SRV records do not name."
)
_WITHIN = (
    "{hosts} {lie} in the sub-domain itself: create the A {record} in the folder of {subdomain}. A host "
    "that is already known as {plain} is typed with that name instead."
)


def host_notes(plan: Deployment) -> tuple[str, ...]:
    """A sentence or two for the hosts outside the domain, beside the sub-domain and inside it.

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


def _outside(plan: Deployment, servers: Sequence[SipServer]) -> str:
    one = len(servers) == 1
    text = _OUTSIDE.format(
        hosts=listed([f"{server.host} ({server.address})" for server in servers]),
        lie="lies" if one else "lie",
        domain=plan.domain,
        record="record" if one else "records",
        zone="the zone" if one else "the zones",
        hold="holds" if one else "hold",
        them="it" if one else "them",
    )
    # "backup.voice" is more likely a part of a name than a host below a top level domain "voice".
    short = [server.host for server in servers if server.host.count(".") < FEW_LABELS]
    return text + (_WHOLE.format(meant=listed([f"{host}.{plan.domain}" for host in short])) if short else "")


def _beside(plan: Deployment, servers: Sequence[SipServer]) -> str:
    one = len(servers) == 1
    labels = [server.host.partition(".")[0] for server in servers]
    return _BESIDE.format(
        record="record" if one else "records",
        hosts=listed([server.host for server in servers]),
        domain=plan.domain,
        subdomain=plan.name,
        they="it" if one else "they",
        wrong=listed([f"{label}.{plan.name}" for label in labels]),
    )


def _within(plan: Deployment, servers: Sequence[SipServer]) -> str:
    one = len(servers) == 1
    first = servers[0].host.partition(".")[0]
    return _WITHIN.format(
        hosts=listed([server.host for server in servers]),
        lie="lies" if one else "lie",
        record="record" if one else "records",
        subdomain=plan.name,
        plain=f"{first}.{plan.domain}",
    )
