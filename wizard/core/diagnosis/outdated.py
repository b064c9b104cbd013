"""What the handset's DNS servers say beside what the server of the zone itself says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wizard.core import names
from wizard.core.about import told
from wizard.core.diagnosis.serials import Head, head_for, holders
from wizard.core.diagnosis.service import content_of
from wizard.core.dns.answer import Answer, Outcome
from wizard.core.finding import Finding
from wizard.core.handset.chain import Chain, evidence_of

OUTDATED = "outdated"
ELSEWHERE = "elsewhere"
FILTERED = "filtered"
WRONG = frozenset({OUTDATED, ELSEWHERE, FILTERED})
"""Variants by which the zone is right and the server asked is not."""


def behind_findings(chains: Sequence[Chain]) -> Iterator[Finding]:
    """What the handset's servers that pass questions on say beside one of them that holds the zone."""
    for chain in chains:
        others = [holder for holder in holders(chains) if holder is not chain]
        yield from (one for one in outdated_findings([chain], others) if one.variant in WRONG)


def outdated_findings(chains: Sequence[Chain], zone: Sequence[Chain]) -> Iterator[Finding]:
    """For each of the handset's servers the first question to which the zone's own answers otherwise.

    An answer that a server gives on its own authority is no remembered one: it holds the zone too, or
    means to say something else. Where nothing tells why the answers differ, nothing is said here.
    """
    truth: dict[str, tuple[Chain, Answer]] = {}
    for chain in zone:
        for answer in chain.answers:
            if answer.outcome.is_answer and answer.authoritative and not leaves_out(answer):
                truth.setdefault(str(answer.question).lower(), (chain, answer))
    for chain in chains:
        for answer in chain.answers:
            holder, now = truth.get(str(answer.question).lower(), (chain, answer))
            if not answer.outcome.is_answer or content_of(answer) == content_of(now):
                continue
            variant = _variant(chain, answer, holder)
            if variant:
                yield _finding(chain, answer, holder, now, variant)
            break


def _variant(chain: Chain, answer: Answer, holder: Chain) -> str:
    """Why a server answers otherwise than the holder of the zone; empty where nothing tells."""
    own, theirs = (head_for(one, answer.question.name) for one in (chain, holder))
    if own is not None and theirs is not None and own.zone != theirs.zone:
        return ELSEWHERE if _is_above(own, theirs) else ""
    if leaves_out(answer) and own is not None:
        return FILTERED
    if answer.authoritative:
        return "zone"
    if theirs is not None:  # Both were asked for the zone; the one of --zone-dns was found by it.
        same = own is not None and own.same_zone == theirs.same_zone
        return OUTDATED if same else ""
    return OUTDATED


def leaves_out(answer: Answer) -> bool:
    """Whether "there is none" came without the SOA record that belongs to it (RFC 2308).

    Who holds the zone sends it, and who passes such an answer on passes it on too. A filter has none.
    """
    return answer.outcome is Outcome.NODATA and answer.negative_ttl is None and answer.recursion_available


def _is_above(one: Head, other: Head) -> bool:
    return one.zone == "." or names.is_below(other.zone, one.zone)


def _finding(chain: Chain, answer: Answer, holder: Chain, now: Answer, variant: str) -> Finding:
    server, source = answer.server.with_port, now.server.with_port
    kept = min((r.ttl for r in answer.matching), default=None) if answer.matching else answer.negative_ttl
    own, theirs = (head_for(one, answer.question.name) for one in (chain, holder))
    facts = {
        "servers": f"{server}, {source}",
        "server": server,
        "source": source,
        "question": str(answer.question),
        "wait": _wait(kept),
        "zone": theirs.zone if theirs is not None else own.zone if own is not None else chain.lookfor.address,
        "found": own.zone if own is not None else "",
    }
    shown = (evidence_of(answer), evidence_of(now))
    return Finding("dns.servers-differ", f"{answer.question} at {server}", shown, facts, variant)


def _wait(seconds: int | None) -> str:
    if seconds is None:
        return told("servers-differ.wait-unknown")
    return told("servers-differ.wait", seconds=seconds)
