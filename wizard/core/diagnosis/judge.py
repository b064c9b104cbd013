"""The doors of the diagnosis: a log, or a live check, in; findings and one verdict out."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

from wizard.core import names
from wizard.core.diagnosis.attempt import attempt_findings, before, history_findings, key_of, merged
from wizard.core.diagnosis.begun_again import begun_again
from wizard.core.diagnosis.beyond import beyond_findings, with_causes
from wizard.core.diagnosis.by_address import OF_ADDRESS, turned_to_address
from wizard.core.diagnosis.course import course_findings
from wizard.core.diagnosis.elsewhere import told_elsewhere
from wizard.core.diagnosis.failed_over import failed_over
from wizard.core.diagnosis.filtering import settled
from wizard.core.diagnosis.hosts import with_place
from wizard.core.diagnosis.logfile import cut_error, kinds_in, last_line, log_findings
from wizard.core.diagnosis.loose import loose_findings
from wizard.core.diagnosis.outdated import WRONG, behind_findings, outdated_findings
from wizard.core.diagnosis.serials import serial_findings
from wizard.core.diagnosis.service import failed_questions, laptop_differs, servers_differ, service_findings
from wizard.core.diagnosis.sip import probe_findings, unproven_ports
from wizard.core.diagnosis.standby import by_place
from wizard.core.diagnosis.target import target_findings
from wizard.core.diagnosis.together import apart, together
from wizard.core.diagnosis.unproven import with_reason
from wizard.core.diagnosis.varying import varying_findings
from wizard.core.diagnosis.verdict import ordered, verdict_of
from wizard.core.diagnosis.view import View
from wizard.core.finding import Finding
from wizard.core.handset.chain import Chain
from wizard.core.handset.order import as_used
from wizard.core.handset.resolver import PROTOCOLS, Lookfor
from wizard.core.knowledge import Knowledge
from wizard.core.log.review import Review
from wizard.core.plan.deployment import Deployment
from wizard.core.sip.outcome import Probe
from wizard.core.trace.attempts import Attempt, FoundServer, LookupResult


@dataclass(frozen=True, slots=True)
class Judgement:
    """Findings in the order in which they are listed, and the one that is the verdict."""

    findings: tuple[Finding, ...] = ()
    verdict: Finding | None = None

    def __reduce__(self) -> tuple[object, ...]:
        """Workers send one for each log: so in a fifth of the time."""
        return Judgement, (self.findings, self.verdict)


def judge(
    findings: Iterable[Finding], knowledge: Knowledge, last: Container[tuple[str, str]] = ()
) -> Judgement:
    """Puts findings in order, tells the same fault of many servers once, and picks the verdict.

    ``last`` are the keys of faults that cannot explain what was seen: the verdict where nothing else is.
    """
    told = together(apart(findings), knowledge)
    last = {key_of(one) for one in told if last and all(key_of(part) in last for part in apart([one]))}
    listed = ordered(told, knowledge, last)
    return Judgement(listed, verdict_of(listed, knowledge, last))


def judge_log(review: Review, knowledge: Knowledge, plan: Deployment | None = None) -> Judgement:
    """What a handset's log shows."""
    ends = last_line(review)
    history = history_findings(review.story.attempts, plan, ends, review.entries)
    said = kinds_in(review)
    turned = turned_to_address(review) if said >= OF_ADDRESS else None
    if turned is not None:
        history = before(history, turned[1])
    cut = cut_error(review)
    if cut is not None:  # It may say that the registration failed.
        history = [one for one in history if one.code != "registration.ok"]
    found = [
        *told_elsewhere(history, review.story.attempts, plan),
        *course_findings(review),
        *varying_findings(review.story.attempts),
        *loose_findings(review),
        *([turned[0]] if turned is not None else ()),
        *log_findings(review, said, cut),
    ]
    found = begun_again(failed_over(merged(found), review, ends), review, ends)
    judgement = judge(found, knowledge)
    if judgement.verdict is None:
        return judge(with_reason(found, review), knowledge)
    return judgement


def judge_chains(
    chains: Sequence[Chain],
    knowledge: Knowledge,
    plan: Deployment | None = None,
    own: Sequence[Chain] = (),
    probes: Sequence[Probe] = (),
    zone: Sequence[Chain] = (),
) -> Judgement:
    """What a live check of one or more DNS servers shows.

    ``own`` are the chains of this computer's own servers: all that they can show is a difference.
    ``probes`` are what the SIP servers said that were found, in failover order. ``zone`` is the chain
    of a server that holds the zone itself: it shows which answers are only remembered.
    """
    asked = [finding for chain in chains[:1] for finding in target_findings(chain)]
    found = [finding for chain in chains for finding in chain_findings(chain, plan)]
    found = settled(by_place(found, chains), (*chains, *zone))
    if plan is None:  # With a plan another port is another one than planned, whoever listens there.
        found = unproven_ports(found, probes)
    outdated = [*behind_findings(chains), *outdated_findings(chains, zone)]
    wrong = {one.facts["server"] for one in outdated if one.variant in WRONG}
    differ = list(servers_differ(chain for chain in chains if chain.server.with_port not in wrong))
    differ += serial_findings(chains, differ)
    if wrong or any(knowledge.severity(one).fails for one in differ):
        truth = [finding for chain in zone for finding in chain_findings(chain, plan)]
        found = _unshared_as_consequences(found, truth, (*chains, *zone), knowledge)
    alive = probe_findings(probes, chains[0].lookfor.address) if chains else []
    beside = [*outdated, *laptop_differs(chains, own)]
    return judge(merged([*asked, *differ, *beside, *found, *alive]), knowledge)


def _unshared_as_consequences(
    found: Iterable[Finding], truth: Iterable[Finding], chains: Sequence[Chain], knowledge: Knowledge
) -> list[Finding]:
    """Faults that one server shows and another, which answers too, does not: they differ in this.

    ``truth`` is what the server of the zone shows; of it only what the others show as well counts.
    """
    answering = {c.server.with_port for c in chains if any(a.outcome.is_answer for a in c.answers)}
    shown: dict[tuple[str, str], set[str]] = {}
    found = list(found)
    for finding in (*found, *truth):
        shown.setdefault(key_of(finding), set()).update(e.source for e in finding.evidence)
    return [
        replace(finding, caused_by="dns.servers-differ")
        if finding.code.partition(".")[0] in _OF_RECORDS
        and finding.caused_by is None
        and knowledge.severity(finding).fails
        and not answering <= shown[key_of(finding)]
        else finding
        for finding in found
    ]


_OF_RECORDS = frozenset({"name", "naptr", "srv", "address"})


def chain_findings(chain: Chain, plan: Deployment | None) -> list[Finding]:
    """What one DNS server's answers show. Silence and errors prove nothing about records."""
    found = list(service_findings(chain))
    if chain.attempt is None:
        return found
    failed = failed_questions(chain)
    attempt = chain.attempt
    proven = replace(
        attempt,
        failure=None,
        lookups=tuple(
            replace(lookup, result=LookupResult.PENDING)
            if f"{lookup.rtype} {lookup.host}".lower() in failed
            else replace(lookup, records=as_used(lookup.records))
            for lookup in attempt.lookups
        ),
    )
    view = View(proven, plan, chain)
    rules = [rule for rule in attempt_findings(view) if not failed & _needed(rule, attempt)]
    if failed and not _MISSING & {rule.code for rule in rules}:
        rules = [rule for rule in rules if rule.code != "ttl.negative-cached"]
    beyond = beyond_findings(view)
    placed = [with_place(view, rule) for rule in with_causes(rules, beyond)]
    return [*found, *placed, *beyond]


_MISSING = frozenset({"name.missing", "srv.missing", "address.missing"})
"""What makes it worth knowing for how long "there is none" is remembered."""


def _needed(finding: Finding, attempt: Attempt) -> frozenset[str]:
    """The questions without whose answers a finding about a whole name proves nothing."""
    asked = {
        "name.missing": (f"naptr {attempt.name}", f"srv {attempt.srv_owner}", f"a {attempt.name}"),
        "srv.missing": (f"srv {attempt.srv_owner}", f"a {attempt.name}"),
    }.get(finding.code, ())
    return frozenset(question.lower() for question in asked)


def servers_in_order(chains: Sequence[Chain]) -> tuple[FoundServer, ...]:
    """The SIP servers as the handset would try them, by the first DNS server that found any."""
    return next((c.attempt.servers for c in chains if c.attempt is not None and c.attempt.servers), ())


def servers_to_ask(chains: Sequence[Chain]) -> tuple[FoundServer, ...]:
    """The SIP servers that any DNS server leads to, each place once.

    First those of the first DNS server that found any, in failover order, then what only others know.
    """
    found: dict[tuple[str, str, int, str], FoundServer] = {}
    for chain in chains:
        for server in chain.attempt.servers if chain.attempt is not None else _configured(chain.lookfor):
            if server.address:
                place = (names.fold(server.host), server.address, server.port, server.protocol)
                found.setdefault(place, server)
    return tuple(found.values())


def _configured(target: Lookfor) -> tuple[FoundServer, ...]:
    """The server that an IP address in the configuration names: nothing is looked up for it."""
    if not names.is_ip(target.address):
        return ()
    protocol = PROTOCOLS.get(target.transport, "udp")
    usual = 5061 if protocol == "tls" else 5060
    return (FoundServer(target.address, target.address, target.port or usual, protocol),)
