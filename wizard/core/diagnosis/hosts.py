"""SIP servers whose A records stand in another folder of the zone than their SRV records say.

CS-14-17 has the SRV records in a sub-domain and the hosts in its parent. A host that is typed into
the sub-domain's folder gets the sub-domain into its name, and nobody finds it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wizard.core import names
from wizard.core.diagnosis.address import addresses, target_lookups
from wizard.core.diagnosis.meant import fault_of
from wizard.core.diagnosis.starred import by_wildcard
from wizard.core.diagnosis.view import View
from wizard.core.dns.answer import Answer, Outcome
from wizard.core.dns.further import Found, Purpose
from wizard.core.finding import Finding
from wizard.core.handset.chain import Chain, evidence_of
from wizard.core.record import Address, Record, RecordChange, RecordType, Soa

_VARIANTS = {"": "elsewhere", "none": "none-elsewhere"}
"""Of an answer that may have been filtered nothing is said: a host elsewhere would have been filtered too."""


def with_place(view: View, finding: Finding) -> Finding:
    """``address.missing``, saying where the host is instead, if further questions found it.

    Any other finding, and one that has a cause of its own, is returned as it is.
    """
    chain = view.chain
    if (
        chain is None
        or finding.code != "address.missing"
        or finding.caused_by
        or finding.variant not in _VARIANTS
    ):
        return finding
    for found in _hosts(chain, finding.subject):
        addresses = _addresses(found.answer)
        place = found.answer.question.name
        facts = {
            "found": place,
            "address": addresses[0],
            "folder": names.parent(finding.subject),
        }
        return replace(
            finding,
            variant=_VARIANTS[finding.variant],
            evidence=(*finding.evidence, evidence_of(found.answer)),
            facts={**finding.facts, **facts},
            change=finding.change or _change(view, chain, finding.subject, addresses),
        )
    return finding


def made_up_findings(view: View) -> Iterator[Finding]:
    """Targets that only a wildcard has an address for, where nothing else is said about them."""
    planned = view.own_plan.servers if view.own_plan is not None else ()
    for lookup in target_lookups(view):
        host, shown = lookup.host, by_wildcard(view, lookup.host)
        if shown and not fault_of(view, host) and not any(names.same(one.host, host) for one in planned):
            found = ", ".join(addresses(lookup))
            seen = (*lookup.seen(), *shown)
            yield view.finding("srv.wildcard", host, seen, variant="host", target=host, address=found)


def _hosts(chain: Chain, target: str) -> Iterator[Found]:
    """Where a host of this label was found, the folder of the configured name first."""
    asked = [found for found in chain.further if found.further.purpose is Purpose.HOST]
    wild = {
        names.parent(names.fold(found.answer.question.name))
        for found in asked
        if not found.further.about and found.answer.outcome is Outcome.DATA
    }
    for found in asked:
        by_wildcard = any(names.is_below(found.answer.question.name, folder) for folder in wild)
        if (
            found.answer.outcome is Outcome.DATA
            and names.same(found.further.about, target)
            and not by_wildcard
        ):
            yield found


def _addresses(answer: Answer) -> list[str]:
    return sorted(record.data.address for record in answer.matching if isinstance(record.data, Address))


def _change(view: View, chain: Chain, target: str, addresses: list[str]) -> RecordChange:
    """The same addresses under the name that the SRV record has, in the zone that lacks them."""
    asked = chain.answer(RecordType.A, target)
    zones = [r.owner for r in asked.authority if isinstance(r.data, Soa)] if asked is not None else []
    zone = next((zone for zone in zones if names.is_below(target, zone)), view.zone)
    create = tuple(Record(target, RecordType.A, 3600, Address(text)) for text in addresses)
    return RecordChange(zone, create=create)
