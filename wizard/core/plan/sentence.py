"""What a plan does, in plain words: who is used first, who after that, and who shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from fractions import Fraction
from itertools import groupby
from typing import Protocol

from wizard.core import names
from wizard.core.plan.deployment import Deployment, SipServer
from wizard.core.record import Address, Naptr, Record, Soa, Srv, Target
from wizard.core.words import Said, Words

Group = tuple[SipServer, ...]
SHARING = Said("plan.share.basis")
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


def plan_sentence(plan: Deployment, words: Words) -> str:
    """The whole plan, such as ``All handsets use piper; when it fails, piper2``; of many the first."""
    if not plan.servers:
        return words("plan.sentence.none")
    called = _short_names(plan, words)
    first, *others = groups(plan)
    text = _go_on("plan.sentence.first", first, called, words)
    before = first
    told = others if len(others) <= _MOST_TOLD + 1 else others[:_MOST_TOLD]
    for place, group in enumerate(told):
        when = _when(before, words, again=place > 0)
        text = _go_on("plan.sentence.next", group, called, words, before=text, when=when)
        before = group
    if len(told) < len(others):
        left = sum(len(group) for group in others[len(told) :])
        text = words("plan.sentence.left", before=text, number=left)
    if len(plan.servers) == 1:
        return words("plan.sentence.alone", before=text)
    return words(_WHOLE[min(len(first), 3)], before=text)


_WHOLE = {1: "plan.sentence.whole", 2: "plan.sentence.whole-two", 3: "plan.sentence.whole-more"}
_SHARE = {
    "plan.sentence.first": "plan.sentence.first-share",
    "plan.sentence.next": "plan.sentence.next-share",
}
_WHEN = {1: "plan.when.one", 2: "plan.when.two", 3: "plan.when.more"}
_WHEN_TOO = {1: "plan.when.one-too", 2: "plan.when.two-too", 3: "plan.when.more-too"}


def _go_on(key: str, group: Group, called: dict[SipServer, str], words: Words, **facts: str) -> str:
    if len(group) == 1:
        return words(key, server=called[group[0]], **facts)
    return words(_SHARE[key], servers=_shared(group, called, words), **facts)


def _when(before: Group, words: Words, *, again: bool) -> str:
    return words((_WHEN_TOO if again else _WHEN)[min(len(before), 3)])


def _shared(group: Group, called: dict[SipServer, str], words: Words) -> str:
    """Names with their shares: ``piper (about 33%) and piper2 (about 67%)``."""
    alike = words.listed([called[one] for one in group])
    if not any(server.weight for server in group):
        return words("plan.share.none", servers=alike)
    parts = shares(group)
    if len(set(parts)) == 1:
        return words("plan.share.equal", servers=alike)
    pairs = zip(group, parts, strict=True)
    return words.listed(
        [words("plan.share.each", server=called[one], share=percent(part, words)) for one, part in pairs]
    )


def percent(share: Fraction, words: Words) -> str:
    """A share as a technician says it: ``25%``, ``about 33%``, ``less than 1%``."""
    hundredths = share * 100
    if hundredths.denominator == 1:
        return words("plan.share.percent", number=hundredths)
    if hundredths < 1:
        return words("plan.share.less")
    if hundredths > 99:
        return words("plan.share.more")
    return words("plan.share.about", number=round(hundredths))


def _short_names(plan: Deployment, words: Words) -> dict[SipServer, str]:
    """The host alone where it lies in the plan's domain; with the port where hosts repeat."""
    hosts = [names.fold(server.host) for server in plan.servers]
    called = {}
    for server in plan.servers:
        name = names.relative(server.host, plan.domain)
        name = server.host if name == "@" else name
        repeated = hosts.count(names.fold(server.host)) > 1
        called[server] = words("plan.sentence.with-port", host=name, port=server.port) if repeated else name
    return called


def data_words(record: Record, words: Words) -> str:
    """A record's data with the meaning of each number, on one line."""
    match record.data:
        case Naptr():
            key = "plan.data.naptr"
        case Srv():
            key = "plan.data.srv"
        case Address():
            key = "plan.data.address"
        case Target():
            key = "plan.data.host"
        case Soa():
            key = "plan.data.soa"
    return words(key, **{one.name: getattr(record.data, one.name) for one in fields(record.data)})
