"""What is doubtful about a plan that can be carried out."""

from __future__ import annotations

import ipaddress

from wizard.core import names
from wizard.core.plan.deployment import Deployment
from wizard.core.words import Said

ALONE = "plan.doubt.alone"
"""The key of the doubt that there is no second server; the sentence of the plan says so too."""


def doubts(plan: Deployment) -> tuple[Said, ...]:
    """Why a plan may not find its servers or not fail over; empty for a sound one."""
    found = (
        _alone(plan),
        _shared(plan),
        _loopback(plan),
        _self_assigned(plan),
        _reserved(plan),
        _doubled(plan),
        _single_label(plan),
    )
    return tuple(doubt for doubt in found if doubt is not None)


def _alone(plan: Deployment) -> Said | None:
    return Said(ALONE) if len(plan.servers) == 1 else None


def _shared(plan: Deployment) -> Said | None:
    hosts: dict[str, set[str]] = {}
    for server in plan.servers:
        hosts.setdefault(server.address, set()).add(names.fold(server.host))
    shared = next((address for address, found in hosts.items() if len(found) > 1), "")
    return Said("plan.doubt.shared", {"address": shared}) if shared else None


def _loopback(plan: Deployment) -> Said | None:
    return _of_addresses("plan.doubt.loopback", plan, "127.0.0.0/8")


def _self_assigned(plan: Deployment) -> Said | None:
    """Link-local addresses (RFC 3927): no router passes them on, and a restart can change them."""
    return _of_addresses("plan.doubt.self-assigned", plan, "169.254.0.0/16")


def _reserved(plan: Deployment) -> Said | None:
    return _of_addresses("plan.doubt.reserved", plan, "240.0.0.0/4")


def _of_addresses(key: str, plan: Deployment, network: str) -> Said | None:
    """A doubt about the servers' addresses that lie in a network, each named once."""
    within = ipaddress.IPv4Network(network)
    found = tuple(dict.fromkeys(s.address for s in plan.servers if ipaddress.ip_address(s.address) in within))
    return Said(key, {"addresses": found}, count=len(found)) if found else None


def _doubled(plan: Deployment) -> Said | None:
    """``testserver`` below ``testserver.eslab.local``: the domain may have been typed with it."""
    inner, outer = plan.subdomain.split("."), plan.domain.split(".")
    most = min(len(inner), len(outer) - 1)
    common = next((n for n in range(most, 0, -1) if _alike(inner[-n:], outer[:n])), 0)
    if not plan.subdomain or not common:
        return None
    rest = ".".join(outer[common:])
    facts = {
        "domain": plan.domain,
        "begins": ".".join(outer[:common]),
        "name": plan.name,
        "meant": f"{plan.subdomain}.{rest}",
    }
    if "." in rest:
        return Said("plan.doubt.doubled", {**facts, "rest": rest})
    return Said("plan.doubt.doubled-domain", facts)


def _single_label(plan: Deployment) -> Said | None:
    """``eslab``: more likely the name that Windows shows for eslab.local than a domain of DNS."""
    return Said("plan.doubt.single-label", {"domain": plan.domain}) if "." not in plan.domain else None


def _alike(one: list[str], other: list[str]) -> bool:
    return [label.lower() for label in one] == [label.lower() for label in other]
