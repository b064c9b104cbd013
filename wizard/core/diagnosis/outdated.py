"""What the handset's DNS servers say beside what the server of the zone itself says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wizard.core.diagnosis.service import content_of
from wizard.core.dns.answer import Answer
from wizard.core.finding import Finding
from wizard.core.handset.chain import Chain, evidence_of

OUTDATED = "outdated"


def outdated_findings(chains: Sequence[Chain], zone: Sequence[Chain]) -> Iterator[Finding]:
    """For each of the handset's servers the first question to which the zone's own answers otherwise.

    An answer that a server gives on its own authority is no remembered one: it holds the zone too, or
    means to say something else.
    """
    truth = {
        str(answer.question).lower(): answer
        for chain in zone
        for answer in chain.answers
        if answer.outcome.is_answer and answer.authoritative
    }
    for chain in chains:
        for answer in chain.answers:
            now = truth.get(str(answer.question).lower())
            if now is None or not answer.outcome.is_answer or content_of(answer) == content_of(now):
                continue
            yield _finding(answer, now)
            break


def _finding(answer: Answer, now: Answer) -> Finding:
    server, source = answer.server.with_port, now.server.with_port
    kept = min((r.ttl for r in answer.matching), default=None) if answer.matching else answer.negative_ttl
    facts = {
        "servers": f"{server}, {source}",
        "server": server,
        "source": source,
        "question": str(answer.question),
        "wait": f"at most {kept} seconds" if kept is not None else "a time that its answer does not tell",
    }
    shown = (evidence_of(answer), evidence_of(now))
    variant = "zone" if answer.authoritative else OUTDATED
    return Finding("dns.servers-differ", f"{answer.question} at {server}", shown, facts, variant)
