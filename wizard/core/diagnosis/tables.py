"""Findings as JSON tables: what the command line prints and what a fix summary is as data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wizard import __version__
from wizard.core.finding import Evidence, Finding
from wizard.core.knowledge import Explained, Knowledge
from wizard.core.plan.recipes import Product, recipe

SCHEMA = 1
ANY_PRODUCT = "any"
"""The product of steps that are the same whatever DNS server there is."""


def document(
    command: str,
    knowledge: Knowledge | None = None,
    findings: Sequence[Finding] = (),
    verdict: Finding | None = None,
    **more: Any,
) -> dict[str, Any]:
    """The frame that every command's JSON has."""
    return {
        "schema": SCHEMA,
        "tool": {"name": "failover-wizard", "version": __version__},
        "command": command,
        "verdict": verdict_json(knowledge, verdict),
        "findings": [finding_json(knowledge, finding) for finding in findings] if knowledge else [],
        **more,
    }


def verdict_json(knowledge: Knowledge | None, verdict: Finding | None) -> dict[str, str] | None:
    """Code, severity and title of a verdict."""
    if knowledge is None or verdict is None:
        return None
    said = knowledge.explain(verdict)
    return {"code": verdict.code, "severity": said.severity.value, "title": said.title}


def finding_json(knowledge: Knowledge, finding: Finding) -> dict[str, Any]:
    """A finding in words, with its evidence and what mends it."""
    said = knowledge.explain(finding)
    table: dict[str, Any] = {
        "code": finding.code,
        "severity": said.severity.value,
        "state": finding.state.value,
        "subject": finding.subject,
        "title": said.title,
        "why": said.why,
        "fix": fixes_json(said),
        "facts": dict(finding.facts),
        "caused_by": finding.caused_by,
        "source": said.source,
        "basis": said.basis.value,
        "evidence": [evidence_json(evidence) for evidence in finding.evidence],
    }
    if finding.omitted:
        table["evidence_omitted"] = finding.omitted
    if finding.parts:
        table["each"] = [{"subject": one.subject, "facts": dict(one.facts)} for one in finding.parts]
    return table


def fixes_json(said: Explained) -> list[dict[str, Any]]:
    """The steps for any product, then each product's own steps, commands and undo."""
    fixes: list[dict[str, Any]] = []
    if said.fix:
        fixes.append({"product": ANY_PRODUCT, "steps": list(said.fix), "commands": [], "undo": []})
    if said.finding.change is not None:
        for product in Product:
            one = recipe(product, said.finding.change)
            fixes.append(
                {
                    "product": product.value,
                    "steps": list(one.steps),
                    "commands": list(one.commands),
                    "undo": list(one.undo),
                }
            )
    return fixes


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    """One thing seen; ``line`` is null where there is none."""
    table: dict[str, Any] = {
        "kind": evidence.kind.value,
        "source": evidence.source,
        "line": evidence.line or None,
        "text": evidence.text,
    }
    if evidence.column:
        table["column"] = evidence.column
    if evidence.time:
        table["time"] = evidence.time
    return table
