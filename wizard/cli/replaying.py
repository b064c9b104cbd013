"""Saved answers, read in place of asking."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from wizard.cli.arguments import UsageError
from wizard.core.case.case import CheckReport
from wizard.core.case.evidence import open_report
from wizard.core.plan.deployment import Deployment


def replayed(path: Path, plan: Deployment | None) -> CheckReport:
    """The answers that ``check --evidence`` saved, judged by ``plan`` if there is one.

    Raises :class:`UsageError`.
    """
    report = replace(saved_evidence(str(path)), recorded="")
    return replace(report, plan=plan) if plan is not None else report


def saved_evidence(path: str) -> CheckReport:
    """The answers that ``check --evidence`` saved, as recorded ones. Raises :class:`UsageError`."""
    report = open_report(Path(path))
    if isinstance(report, str):
        raise UsageError(report)
    return report
