"""Faults in configuration files that a log shows not to be what keeps its handset from registering."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from wizard.core import names
from wizard.core.case.case import Case
from wizard.core.diagnosis.attempt import key_of
from wizard.core.finding import EvidenceKind, Finding
from wizard.core.handset.lint import LaidOut
from wizard.core.handset.parameters import Kind
from wizard.core.handset.values import read_address

_WITHOUT_NAME = frozenset(
    {
        ("config.parameter-misspelled", ""),
        ("config.parameter-misspelled", "word"),
        ("config.address-malformed", ""),
        ("config.address-is-ip", ""),
        ("config.address-is-server", ""),
        ("config.address-unplanned", ""),
        ("config.address-unplanned", "near"),
        ("config.not-xml", ""),
        ("config.not-xml", "other-kind"),
    }
)
"""With one of these the handset would not ask for the right name, by code and variant."""
_WITHOUT_SRV = frozenset(
    {("config.port-not-zero", ""), ("config.port-not-zero", "no-number"), ("config.registration-off", "")}
)
"""With one of these it would ask for addresses only, or not before somebody calls."""
_WITHOUT_NAPTR = frozenset({("config.transport-not-dnsnaptr", "unplanned")})
"""With this one it would not ask for NAPTR."""


def not_the_cause(case: Case, laid: LaidOut, findings: Iterable[Finding]) -> frozenset[tuple[str, str]]:
    """The keys of the faults in files that cannot explain what the logs of the same handset show.

    A handset that asked for NAPTR or SRV of the right name has that name, and port 0, whatever the
    files say: they are not the ones that it has read, or another setting wins.
    """
    macs = {file.path: file.mac for file in case.configurations}
    ruled_out: set[tuple[str, str]] = set()
    for kinds, rtypes in ((_WITHOUT_NAME | _WITHOUT_SRV, {"NAPTR", "SRV"}), (_WITHOUT_NAPTR, {"NAPTR"})):
        asking = _macs_that_ask(case, laid, rtypes)
        ruled_out |= {
            key_of(finding)
            for finding in findings
            if asking and (finding.code, finding.variant) in kinds and _is_disproved(finding, macs, asking)
        }
    return frozenset(ruled_out)


def _is_disproved(finding: Finding, macs: dict[str, str], asking: frozenset[str]) -> bool:
    """Whether nothing but files tells of it, and each is a file of a handset that asks for the right name."""
    if any(seen.kind is not EvidenceKind.CONFIG for seen in finding.evidence):
        return False
    owners = {macs.get(seen.source, "") for seen in finding.evidence}
    return all(not owner or owner in asking or "" in asking for owner in owners)


def _macs_that_ask(case: Case, laid: LaidOut, rtypes: Collection[str]) -> frozenset[str]:
    """The handsets, empty for one unknown, whose log shows a question of these types for the right name."""
    right = _right_names(case, laid)
    return frozenset(
        log.review.mac
        for log in case.logs
        for attempt in log.review.story.attempts
        if names.fold(attempt.name) in right and any(one.rtype in rtypes for one in attempt.lookups)
    )


def _right_names(case: Case, laid: LaidOut) -> frozenset[str]:
    """The name of the plan; without a plan what the files say, with misspelled names as they were meant."""
    if case.plan is not None:
        return frozenset({names.fold(case.plan.name)})
    return frozenset(
        names.fold(read_address(placed.value).bare)
        for sheet in laid.sheets
        for entry in sheet.entries
        if entry.kind is Kind.SERVER
        for placed in entry.get("address")
        if read_address(placed.value).bare
    )
