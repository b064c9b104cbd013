"""Saved answers, read in place of asking."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from wizard.cli.arguments import UsageError
from wizard.core.case.case import CheckReport
from wizard.core.case.evidence import load_report
from wizard.core.plan.deployment import Deployment


def replayed(path: Path, plan: Deployment | None) -> CheckReport:
    """The answers that ``check --evidence`` saved, judged by ``plan`` if there is one.

    Raises :class:`UsageError`.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise UsageError(f"{path} cannot be read ({reason}). Name a file that --evidence wrote.") from None
    report = load_report(text)
    if isinstance(report, str):
        raise UsageError(f"{path}: {report}")
    return replace(report, plan=plan) if plan is not None else report


def saved_evidence(path: str) -> CheckReport:
    """The answers that ``check --evidence`` saved, as recorded ones. Raises :class:`UsageError`."""
    return replace(replayed(Path(path), None), recorded=Path(path).name)
