"""What every judgement owes its reader, asserted wherever a test judges something."""

from __future__ import annotations

from collections.abc import Iterable

from wizard.core import knowledge
from wizard.core.diagnosis.judge import Judgement
from wizard.core.finding import Finding, State
from wizard.paths import resource

KNOWN = knowledge.load(resource("knowledge"))


def checked(judgement: Judgement) -> Judgement:
    """The judgement, if each finding can be put into words, is proven, and names a cause that is there."""
    all_codes = {finding.code for finding in judgement.findings}
    for finding in judgement.findings:
        said = KNOWN.explain(finding)
        assert said.title
        assert said.why
        assert said.fix
        # With an IP address in the handset a live check asks nothing.
        assert finding.evidence or finding.code == "config.address-is-ip", finding.code
        kinds = KNOWN.entry(finding.code, finding.variant).seen
        assert {evidence.kind for evidence in finding.evidence} <= set(kinds), finding.code
        assert finding.caused_by is None or finding.caused_by in all_codes
    keys = [(finding.code, finding.subject.lower()) for finding in judgement.findings]
    assert len(keys) == len(set(keys)), "one fault of one subject is one finding"
    verdict = judgement.verdict
    if verdict is not None:
        assert verdict in judgement.findings
        assert verdict.state is State.CURRENT
        assert verdict.caused_by is None
    failing = [f for f in current(judgement) if KNOWN.severity(f).fails]
    assert bool(failing) == (verdict is not None and KNOWN.severity(verdict).fails)
    return judgement


def current(judgement: Judgement) -> list[Finding]:
    """The findings that are not history."""
    return [finding for finding in judgement.findings if finding.state is State.CURRENT]


def codes(judgement: Judgement) -> set[str]:
    """The codes of what is not history."""
    return {finding.code for finding in current(judgement)}


def history(judgement: Judgement) -> set[str]:
    """The codes of what was repaired."""
    return {finding.code for finding in judgement.findings if finding.state is State.REPAIRED}


def found(judgement: Judgement, code: str, subject: str = "") -> Finding:
    """The one finding of a code, about ``subject`` if given."""
    (only,) = [f for f in judgement.findings if f.code == code and subject in {"", f.subject}]
    return only


def verdict(judgement: Judgement) -> str:
    """The verdict's code, empty if there is none."""
    return judgement.verdict.code if judgement.verdict is not None else ""


def lines(finding: Finding) -> list[int]:
    """The log lines that prove a finding."""
    return sorted(evidence.line for evidence in finding.evidence)


def graver(judgement: Judgement, than: str = "notice") -> set[str]:
    """The codes of the current findings above a severity."""
    ranks = {"info": 0, "notice": 1, "warning": 2, "error": 3, "critical": 4}
    return {f.code for f in current(judgement) if KNOWN.severity(f).rank > ranks[than]}


def causes(findings: Iterable[Finding]) -> dict[str, str | None]:
    """What caused what."""
    return {finding.code: finding.caused_by for finding in findings}
