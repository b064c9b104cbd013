"""What only live questions show: records in the wrong place, aliases, wildcards, hijacking.

The handset never asks these questions. Where they explain why its own found nothing, the finding
here is the cause and ``name.missing`` or ``srv.missing`` its consequence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from wizard.core import names
from wizard.core.diagnosis.changes import (
    address_change,
    alias_at,
    missing_change,
    moved_change,
    pointer_change,
    real_host,
    srv_change,
    wildcard_change,
)
from wizard.core.diagnosis.hosts import made_up_findings
from wizard.core.diagnosis.misplaced import PLACES, asked_for, controllers, has_data, misplaced
from wizard.core.diagnosis.service import content_of
from wizard.core.diagnosis.starred import by_wildcard, is_starred_alias
from wizard.core.diagnosis.view import View
from wizard.core.dns.answer import Answer, Outcome
from wizard.core.dns.further import Purpose
from wizard.core.finding import Finding
from wizard.core.handset.chain import Chain, evidence_of
from wizard.core.plan.deployment import DEFAULT_TTL
from wizard.core.record import Address, Record, RecordChange, RecordType, Srv, Target
from wizard.core.trace.attempts import Attempt, Ending, LookupResult

EXPLAINED = frozenset({"name.missing", "srv.missing"})
"""Consequences of SRV records that stand somewhere else."""


def beyond_findings(view: View) -> list[Finding]:
    """Everything that a chain's further questions and aliases show."""
    if view.chain is None:
        return []
    return [
        *_hijacked(view.chain, view.attempt),
        *_aliases(view),
        *misplaced(view),
        *controllers(view),
        *_wildcard(view),
        *made_up_findings(view),
        *_ipv6_only(view),
        *_pointers(view),
        *_varying(view),
    ]


def with_causes(findings: Iterable[Finding], beyond: Sequence[Finding]) -> list[Finding]:
    """The findings, each that ``beyond`` explains named as its consequence.

    What ``beyond`` says better is left out: "no A record" where there is an AAAA record, and the
    good news of having found servers where they are the wrong ones.
    """
    cause = next((f.code for f in beyond if f.code in CAUSES and f.variant != "unharmed"), None)
    better = {names.fold(f.subject) for f in beyond if f.code == "address.ipv6-only"}
    result = []
    for finding in findings:
        if finding.code == "address.missing" and names.fold(finding.subject) in better:
            continue
        if cause is not None and finding.code == "registration.ok":
            continue
        explained = cause is not None and finding.code in EXPLAINED and finding.caused_by is None
        result.append(replace(finding, caused_by=cause) if explained else finding)
    return result


CAUSES = (
    "dns.hijacked",
    "name.owner-is-alias",
    "naptr.needed-for-transport",
    *PLACES.values(),
    "name.falls-to-domain-controllers",
    "config.address-is-server",
)


def _hijacked(chain: Chain, attempt: Attempt) -> Iterator[Finding]:
    """An address for a name that cannot exist. Where SRV records are found it does no harm today."""
    unharmed = attempt.ending is Ending.FOUND and not attempt.by_address
    for found in asked_for(chain, Purpose.HIJACK):
        if has_data(found):
            address = _addresses(found.answer)[0]
            server = chain.server.with_port
            facts = {"server": server, "address": address, "name": found.answer.question.name}
            variant = "unharmed" if unharmed else ""
            yield Finding("dns.hijacked", server, (evidence_of(found.answer),), facts, variant)
            return


def _addresses(answer: Answer) -> list[str]:
    return [record.data.address for record in answer.matching if isinstance(record.data, Address)]


# Aliases -----------------------------------------------------------------------------------


def _alias(view: View, owner: str) -> tuple[Answer, str] | None:
    """The alias that stands at a name, and the answer that shows it."""
    for answer in view.chain.answers if view.chain is not None else ():
        for record in answer.records:
            at_owner = record.type is RecordType.CNAME and names.same(record.owner, owner)
            if at_owner and not is_starred_alias(view, record):
                assert isinstance(record.data, Target)
                return answer, record.data.name
    return None


def _aliases(view: View) -> Iterator[Finding]:
    attempt = view.attempt
    srv = attempt.lookup("SRV")
    has_srv = srv is not None and srv.result is LookupResult.FOUND
    at_name = _alias(view, attempt.name)
    if at_name is not None and not has_srv:
        shown, plan = (evidence_of(at_name[0]),), view.own_plan
        # The SRV records stand below the name and do not mind the alias; a NAPTR record does.
        gone = alias_at(view, attempt.name) if plan is not None and plan.has_naptr else ()
        change = missing_change(view, gone) or _behind_alias(view)
        yield view.finding("name.owner-is-alias", attempt.name, shown, target=at_name[1], change=change)
    at_owner = _alias(view, attempt.srv_owner)
    if at_owner is not None:
        shown = (evidence_of(at_owner[0]),)
        yield view.finding(
            "srv.owner-is-alias", attempt.srv_owner, shown, target=at_owner[1], change=srv_change(view)
        )
    for target in _targets(view):
        aliased = _alias(view, target)
        if aliased is not None:
            # A planned host gets the address itself; otherwise the SRV record leads to the host behind it.
            change = address_change(view, target) or srv_change(view)
            shown = (evidence_of(aliased[0]),)
            yield view.finding("srv.target-is-alias", target, shown, target=target, change=change)


def _behind_alias(view: View) -> RecordChange | None:
    """The SRV records of the name behind the alias, made at the name itself: they stand below it."""
    chain = view.chain
    assert chain is not None
    for found in asked_for(chain, Purpose.ALIAS):
        if has_data(found):
            return moved_change(view, found.answer.matching)
    return None


def _targets(view: View) -> list[str]:
    srv = view.attempt.lookup("SRV")
    records = srv.records if srv is not None else ()
    return list(
        dict.fromkeys(r.target.rstrip(".") for r in records if isinstance(r, Srv) and r.target != ".")
    )


def _wildcard(view: View) -> Iterator[Finding]:
    chain = view.chain
    assert chain is not None
    shown = [evidence_of(found.answer) for found in asked_for(chain, Purpose.WILDCARD) if has_data(found)]
    if shown:
        yield view.finding("srv.wildcard", view.attempt.srv_owner, shown, change=wildcard_change(view))


# Addresses ---------------------------------------------------------------------------------


def _ipv6_only(view: View) -> Iterator[Finding]:
    chain = view.chain
    assert chain is not None
    none_found = not any(server.address for server in view.attempt.servers)
    for found in asked_for(chain, Purpose.IPV6):
        if has_data(found):
            target = found.further.about
            yield view.finding(
                "address.ipv6-only",
                target,
                (evidence_of(found.answer),),
                variant="none" if none_found else "",
                target=target,
                change=address_change(view, target),
            )


def _pointers(view: View) -> Iterator[Finding]:
    chain = view.chain
    assert chain is not None
    for found in asked_for(chain, Purpose.POINTER):
        address, _, target = found.further.about.partition(" ")
        if by_wildcard(view, target):
            continue  # The address is no host's own.
        behind = real_host(view, target)
        hosts = view.own_plan.servers if view.own_plan is not None else ()
        if behind and not any(names.same(host.host, target) for host in hosts):
            target, behind = behind, target  # An address leads back to the host, not to its alias.
        shown = (evidence_of(found.answer),)
        owner = Record(target, RecordType.A, DEFAULT_TTL, Address(address))
        change = pointer_change(view, found.answer, owner)
        if found.answer.outcome in {Outcome.NXDOMAIN, Outcome.NODATA}:
            yield view.finding("ptr.missing", address, shown, address=address, target=target, change=change)
        elif has_data(found):
            there = [r.data.name for r in found.answer.matching if isinstance(r.data, Target)]
            if not any(names.same(name, host) for name in there for host in (target, behind) if host):
                facts = {"address": address, "target": target, "found": ", ".join(there)}
                yield view.finding("ptr.differs", address, shown, change=change, **facts)


def _varying(view: View) -> Iterator[Finding]:
    """The same question four times: the order of records may differ, their content may not."""
    chain = view.chain
    assert chain is not None
    repeats = [found.answer for found in asked_for(chain, Purpose.REPEAT)]
    for answer in chain.answers:
        same = [again for again in repeats if again.question == answer.question]
        contents = {content_of(one): one for one in [answer, *same] if one.outcome.is_answer}
        if len(contents) > 1:
            question = str(answer.question)
            shown = tuple(evidence_of(one) for one in contents.values())
            facts = {"server": chain.server.with_port, "question": question}
            yield Finding("dns.answers-vary", question, shown, facts)
