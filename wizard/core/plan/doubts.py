"""What is doubtful about a plan that can be carried out."""

from __future__ import annotations

import ipaddress

from wizard.core import names
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.sentence import listed

ALONE = "This plan has one SIP server, so there is nothing to fail over to."


def doubts(plan: Deployment) -> tuple[str, ...]:
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
    return tuple(doubt for doubt in found if doubt)


def _alone(plan: Deployment) -> str:
    return ALONE if len(plan.servers) == 1 else ""


def _shared(plan: Deployment) -> str:
    hosts: dict[str, set[str]] = {}
    for server in plan.servers:
        hosts.setdefault(server.address, set()).add(names.fold(server.host))
    shared = next((address for address, found in hosts.items() if len(found) > 1), "")
    return f"Two host names of this plan share the address {shared}, so they fail together." if shared else ""


def _loopback(plan: Deployment) -> str:
    found = _addresses(plan, ipaddress.IPv4Network("127.0.0.0/8"))
    if not found:
        return ""
    if len(found) == 1:
        what = "is loopback: every handset would look for that server"
    else:
        what = "are loopback: every handset would look for those servers"
    return f"{listed(found)} {what} in itself. Type the address in the network."


def _self_assigned(plan: Deployment) -> str:
    """Link-local addresses (RFC 3927): no router passes them on, and a restart can change them."""
    found = _addresses(plan, ipaddress.IPv4Network("169.254.0.0/16"))
    if not found:
        return ""
    what = "is an address that a computer gives" if len(found) == 1 else "are addresses that computers give"
    whom = "itself" if len(found) == 1 else "themselves"
    return (
        f"{listed(found)} {what} {whom} while no DHCP server answers; no router passes such an address on. "
        "Give the SIP server a fixed address and type that."
    )


def _reserved(plan: Deployment) -> str:
    found = _addresses(plan, ipaddress.IPv4Network("240.0.0.0/4"))
    if not found:
        return ""
    what = "is in a range (240 to 255)" if len(found) == 1 else "are in a range (240 to 255)"
    return f"{listed(found)} {what} that no network uses. Compare the address with the SIP server's own."


def _addresses(plan: Deployment, network: ipaddress.IPv4Network) -> list[str]:
    """The servers' addresses that lie in ``network``, each once."""
    found = dict.fromkeys(s.address for s in plan.servers if ipaddress.ip_address(s.address) in network)
    return list(found)


def _doubled(plan: Deployment) -> str:
    """``testserver`` below ``testserver.eslab.local``: the domain may have been typed with it."""
    inner, outer = plan.subdomain.split("."), plan.domain.split(".")
    most = min(len(inner), len(outer) - 1)
    common = next((n for n in range(most, 0, -1) if _alike(inner[-n:], outer[:n])), 0)
    if not plan.subdomain or not common:
        return ""
    rest = ".".join(outer[common:])
    meant = f"{plan.subdomain}.{rest}"
    instead = (
        f"type {rest} as the domain"
        if "." in rest
        else f"plan for the existing domain {meant}, without a sub-domain"
    )
    return (
        f"Is the name doubled? The domain {plan.domain} begins with {'.'.join(outer[:common])} already, so "
        f"handsets would look up {plan.name}. If {meant} is meant, {instead}."
    )


def _single_label(plan: Deployment) -> str:
    """``eslab``: more likely the name that Windows shows for eslab.local than a domain of DNS."""
    if "." in plan.domain:
        return ""
    return (
        f"{plan.domain} has no dot. Is it the whole DNS domain? Windows also shows a short name, such as "
        "ESLAB for eslab.local; type the long one."
    )


def _alike(one: list[str], other: list[str]) -> bool:
    return [label.lower() for label in one] == [label.lower() for label in other]
