"""What configuration files show, beside what logs and answers show of the same handset."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from wizard.core.finding import Evidence, Finding, State

_LOGGED = frozenset({"log", "log-line", "log-near", "log-none"})


def joined(configured: Iterable[Finding], others: Iterable[Finding]) -> list[Finding]:
    """All findings, one fault once.

    A port, an IP address or a name that a log or a check tells of stands in the files, with its line: there
    it is told, with the evidence of both. What was mended since stays history of its own.
    """
    files = list(configured)
    codes = {finding.code for finding in files}
    seen: dict[str, tuple[Evidence, ...]] = {}
    rest = []
    for finding in others:
        if finding.variant in _LOGGED and finding.code in codes and finding.state is State.CURRENT:
            seen[finding.code] = (*seen.get(finding.code, ()), *finding.evidence)
        else:
            rest.append(finding)
    for number, finding in enumerate(files):
        more = seen.pop(finding.code, ())
        if more:
            evidence = tuple(dict.fromkeys((*finding.evidence, *more)))
            files[number] = replace(finding, evidence=evidence)
    return [*files, *rest]
