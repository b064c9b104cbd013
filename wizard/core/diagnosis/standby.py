"""DNS servers that do not answer, graded by their place in the handset's list.

A handset has several DNS servers for the day on which one fails. So one that is dead behind another which
answers harms nobody today, and one that is dead before it costs a handset its patience. That the handset
asks them in the order of its list is taken from how stub resolvers work (RFC 1123, 6.1.3.1), not tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wizard.core.finding import Finding
from wizard.core.handset.chain import Chain

_FAILING = frozenset(
    {
        "dns.no-reply",
        "dns.port-closed",
        "dns.server-failure",
        "dns.refused",
        "dns.type-unsupported",
        "dns.truncated-tcp-blocked",
        "dns.referral",
        "dns.unexpected-source",
        "dns.malformed-reply",
    }
)
"""What leaves the handset without an answer of this server. A wrong answer is another matter: it is taken."""
_DEAD = frozenset({("dns.no-reply", ""), ("dns.no-reply", "accepts"), ("dns.port-closed", "")})
"""With these a server says nothing at all. What a handset does after an error code is not known."""


def by_place(findings: Iterable[Finding], chains: Sequence[Chain]) -> list[Finding]:
    """The findings; a server that fails says so if another one, which answers everything, stands by."""
    found = list(findings)
    answering = next((number for number, chain in enumerate(chains) if _answers(chain)), None)
    if answering is None:
        return found
    places = {chain.server.with_port: number for number, chain in reversed([*enumerate(chains)])}
    failing = [one for one in found if one.code in _FAILING]
    dead = {one.facts["server"] for one in failing} - {
        one.facts["server"] for one in failing if (one.code, one.variant) not in _DEAD
    }
    # A server before it that says something, but no answer, is the one that counts.
    if {chain.server.with_port for chain in chains[:answering]} - dead:
        return found
    return [_placed(one, places, answering, chains[answering].server.with_port) for one in found]


def _answers(chain: Chain) -> bool:
    """Whether every question of the handset's was answered; that there are no such records is an answer."""
    return bool(chain.answers) and all(answer.outcome.is_answer for answer in chain.answers)


def _placed(finding: Finding, places: dict[str, int], answering: int, name: str) -> Finding:
    place = places.get(finding.facts.get("server", ""))
    if finding.code not in _FAILING or place in {None, answering}:
        return finding
    variant = "backup" if (place or 0) > answering else "first"
    return replace(finding, variant=variant, facts={**finding.facts, "answering": name})
