"""What a plan does, in plain words: who is used first, who after that, and who shares."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from typing import Protocol

from wizard.core import names
from wizard.core.plan.deployment import Deployment, SipServer
from wizard.core.record import Address, Naptr, Record, Soa, Srv, Target

Group = tuple[SipServer, ...]
SHARING = (
    "Equal priorities share the load by weight (Standard: RFC 2782). How the handset draws is unverified."
)
"""Belongs to the sentence of a plan that shares the load."""


_MOST_TOLD = 5
"""Steps of the failover that a sentence tells; the list of servers has all."""


class Weighted(Protocol):
    """What has a weight: a planned server, or one that was found."""

    @property
    def weight(self) -> int: ...


def groups(plan: Deployment) -> tuple[Group, ...]:
    """The servers by priority, the lowest number first. A group of several shares the load."""
    return tuple(tuple(same) for _, same in groupby(plan.in_order(), key=lambda server: server.priority))


def shares_load(plan: Deployment) -> bool:
    """Whether servers of one priority share the handsets among them."""
    return any(len(group) > 1 for group in groups(plan))


def shares(group: Sequence[Weighted]) -> tuple[Fraction, ...]:
    """How likely each server of one priority is drawn first (RFC 2782).

    The draw is a whole number from 0 to the sum of the weights, both included, and servers of
    weight 0 stand in front of the others: together they win on 0, and on 0 alone. Without any
    weight of 0 the shares are in proportion to the weights; with nothing but 0 they are equal,
    as the RFC sets no order among equals.
    """
    total = sum(server.weight for server in group)
    idle = sum(1 for server in group if server.weight == 0)
    if not total:
        return tuple(Fraction(1, len(group)) for _ in group)
    if not idle:
        return tuple(Fraction(server.weight, total) for server in group)
    return tuple(
        Fraction(server.weight, total + 1) if server.weight else Fraction(1, idle * (total + 1))
        for server in group
    )


def plan_sentence(plan: Deployment) -> str:
    """The whole plan, such as ``All handsets use piper; when it fails, piper2``; of many the first."""
    if not plan.servers:
        return "There is no server yet."
    called = _short_names(plan)
    first, *others = groups(plan)
    text = f"All handsets {_use(first, called)}"
    before = first
    told = others if len(others) <= _MOST_TOLD + 1 else others[:_MOST_TOLD]
    for place, group in enumerate(told):
        text += f"; {_when(before, again=place > 0)}, {_next(group, called)}"
        before = group
    if len(told) < len(others):
        left = sum(len(group) for group in others[len(told) :])
        text += f"; then {left} more, in the order of their priorities"
    if len(plan.servers) == 1:
        return f"{text}. There is no second server to fail over to."
    return f"{text}.{_among(first)}"


def _use(group: Group, called: dict[SipServer, str]) -> str:
    if len(group) == 1:
        return f"use {called[group[0]]}"
    return f"share {_shared(group, called)}"


def _next(group: Group, called: dict[SipServer, str]) -> str:
    return called[group[0]] if len(group) == 1 else f"they share {_shared(group, called)}"


def _when(before: Group, *, again: bool) -> str:
    if len(before) == 1:
        return "when that fails too" if again else "when it fails"
    every = "both fail" if len(before) == 2 else "all of them fail"
    return f"when {every} too" if again else f"when {every}"


def _among(first: Group) -> str:
    if len(first) == 1:
        return ""
    if len(first) == 2:
        return " When one of the two fails, its handsets use the other."
    return " When one of them fails, its handsets use the others."


def _shared(group: Group, called: dict[SipServer, str]) -> str:
    """Names with their shares: ``piper (about 33%) and piper2 (about 67%)``."""
    if not any(server.weight for server in group):
        return f"{listed([called[one] for one in group])} (weight 0 for all sets no shares)"
    parts = shares(group)
    if len(set(parts)) == 1:
        return f"{listed([called[one] for one in group])} in equal shares"
    return listed(
        [f"{called[one]} ({percent(part)})" for one, part in zip(group, parts, strict=True)],
    )


def percent(share: Fraction) -> str:
    """A share as a technician says it: ``25%``, ``about 33%``, ``less than 1%``."""
    hundredths = share * 100
    if hundredths.denominator == 1:
        return f"{hundredths}%"
    if hundredths < 1:
        return "less than 1%"
    if hundredths > 99:
        return "more than 99%"
    return f"about {round(hundredths)}%"


def _short_names(plan: Deployment) -> dict[SipServer, str]:
    """The host alone where it lies in the plan's domain; with the port where hosts repeat."""
    hosts = [names.fold(server.host) for server in plan.servers]
    called = {}
    for server in plan.servers:
        name = names.relative(server.host, plan.domain)
        name = server.host if name == "@" else name
        repeated = hosts.count(names.fold(server.host)) > 1
        called[server] = f"{name} (port {server.port})" if repeated else name
    return called


def listed(parts: Sequence[str]) -> str:
    """``a, b and c``."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def data_words(record: Record) -> str:
    """A record's data with the meaning of each number, on one line."""
    match record.data:
        case Naptr() as naptr:
            return (
                f"order {naptr.order}, preference {naptr.preference}, flags “{naptr.flags}”, service "
                f"“{naptr.service}”, regexp “{naptr.regexp}”, replacement {naptr.replacement}"
            )
        case Srv() as srv:
            return f"priority {srv.priority}, weight {srv.weight}, port {srv.port}, host {srv.target}"
        case Address() as address:
            return f"address {address.address}"
        case Target() as target:
            return f"host {target.name}"
        case Soa() as soa:
            return f"serial {soa.serial}, minimum {soa.minimum}"
