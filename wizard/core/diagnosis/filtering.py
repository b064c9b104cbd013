"""Private addresses that a DNS server may have taken out of an answer (rebind protection)."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import replace

from wizard.core import names
from wizard.core.diagnosis.outdated import leaves_out
from wizard.core.diagnosis.serials import head_for
from wizard.core.diagnosis.view import View
from wizard.core.dns.answer import Outcome
from wizard.core.finding import Finding
from wizard.core.handset.chain import Chain
from wizard.core.record import Address, RecordType

FILTERED = "filtered"
_PROVEN = {FILTERED: "", f"none-{FILTERED}": "none"}


def may_be_filtered(view: View, host: str) -> bool:
    """Whether "no address" for a planned host has all the signs of a filter. It proves none.

    The server knows the zone and says that the name exists, but leaves the SOA record out that belongs to
    such an answer; the planned address is a private one, and no private address came from this server.
    Whether its answer is authoritative tells nothing: dnsmasq passes that on from the server behind it.
    """
    chain, plan = view.chain, view.own_plan
    answer = chain.answer(RecordType.A, host) if chain is not None else None
    if chain is None or plan is None or answer is None or not leaves_out(answer):
        return False
    if head_for(chain, host) is None:
        return False  # It has no SOA record to send: dnsmasq where it holds the names itself.
    planned = [server.address for server in plan.servers if names.same(server.host, host)]
    came = [r.data.address for each in chain.answers for r in each.records if isinstance(r.data, Address)]
    return any(map(_is_private, planned)) and not any(map(_is_private, came))


def _is_private(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_private
    except ValueError:
        return False


def settled(findings: Iterable[Finding], chains: Sequence[Chain]) -> list[Finding]:
    """The findings; "may be filtered" only where no server that holds the zone said that there is none.

    Without such proof nobody is to create the record: it may be there, and its undo would delete it.
    """
    absent = {
        names.fold(answer.question.name)
        for chain in chains
        for answer in chain.answers
        if answer.question.type is RecordType.A
        and answer.authoritative
        and answer.outcome in {Outcome.NODATA, Outcome.NXDOMAIN}
        and answer.negative_ttl is not None
    }
    return [_settled(finding, absent) for finding in findings]


def _settled(finding: Finding, absent: set[str]) -> Finding:
    if finding.code != "address.missing" or finding.variant not in _PROVEN:
        return finding
    if names.fold(finding.subject) in absent:
        return replace(finding, variant=_PROVEN[finding.variant])
    return replace(finding, change=None)
