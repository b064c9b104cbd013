"""The doors of the diagnosis: a log, or a live check, in; findings and one verdict out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from wizard.core.diagnosis.attempt import attempt_findings, history_findings, merged
from wizard.core.diagnosis.beyond import beyond_findings, with_causes
from wizard.core.diagnosis.logfile import course_findings, log_findings, loose_findings
from wizard.core.diagnosis.service import failed_questions, laptop_differs, servers_differ, service_findings
from wizard.core.diagnosis.target import target_findings
from wizard.core.diagnosis.verdict import ordered, verdict_of
from wizard.core.diagnosis.view import View
from wizard.core.finding import Finding
from wizard.core.handset.chain import Chain
from wizard.core.knowledge import Knowledge
from wizard.core.log.review import Review
from wizard.core.plan.deployment import Deployment
from wizard.core.trace.attempts import FoundServer, LookupResult


@dataclass(frozen=True, slots=True)
class Judgement:
    """Findings in the order in which they are listed, and the one that is the verdict."""

    findings: tuple[Finding, ...] = ()
    verdict: Finding | None = None


def judge(findings: Iterable[Finding], knowledge: Knowledge) -> Judgement:
    """Puts findings in order and picks the verdict."""
    listed = ordered(findings, knowledge)
    return Judgement(listed, verdict_of(listed, knowledge))


def judge_log(review: Review, knowledge: Knowledge, plan: Deployment | None = None) -> Judgement:
    """What a handset's log shows."""
    found = [
        *history_findings(review.story.attempts, plan),
        *course_findings(review),
        *loose_findings(review),
        *log_findings(review),
    ]
    return judge(merged(found), knowledge)


def judge_chains(
    chains: Sequence[Chain],
    knowledge: Knowledge,
    plan: Deployment | None = None,
    own: Sequence[Chain] = (),
) -> Judgement:
    """What a live check of one or more DNS servers shows.

    ``own`` are the chains of this computer's own servers: all that they can show is a difference.
    """
    found = [finding for chain in chains for finding in chain_findings(chain, plan)]
    asked = [finding for chain in chains[:1] for finding in target_findings(chain)]
    differences = [*servers_differ(chains), *laptop_differs(chains, own)]
    return judge(merged([*asked, *differences, *found]), knowledge)


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
            else lookup
            for lookup in attempt.lookups
        ),
    )
    at_name = {f"{kind} {attempt.name}".lower() for kind in ("naptr", "a")} | {
        f"srv {attempt.srv_owner}".lower()
    }
    view = View(proven, plan, chain)
    rules = attempt_findings(view)
    if failed & at_name:
        rules = [f for f in rules if f.code not in {"name.missing", "srv.missing", "ttl.negative-cached"}]
    beyond = beyond_findings(view)
    return [*found, *with_causes(rules, beyond), *beyond]


def servers_in_order(chains: Sequence[Chain]) -> tuple[FoundServer, ...]:
    """The SIP servers in the order in which the handset would try them, by the first DNS server
    that found any."""
    return next((c.attempt.servers for c in chains if c.attempt is not None and c.attempt.servers), ())
