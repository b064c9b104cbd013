"""``check --config``: what the handset looks for, as its configuration files say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from wizard.cli.arguments import UsageError
from wizard.cli.linting import config_files
from wizard.cli.output import say
from wizard.core.diagnosis.attempt import merged
from wizard.core.diagnosis.configured import joined
from wizard.core.diagnosis.judge import Judgement, judge
from wizard.core.finding import Finding
from wizard.core.handset.lint import lint
from wizard.core.handset.merge import configurations
from wizard.core.handset.resolver import Lookfor
from wizard.core.handset.settings import LineSettings, lookfors, settings_of
from wizard.core.knowledge import Knowledge
from wizard.core.plan.deployment import Deployment


@dataclass(frozen=True, slots=True)
class Configured:
    """What the files say: each line of each handset, and what is wrong in them."""

    lines: tuple[tuple[str, LineSettings], ...]
    findings: tuple[Finding, ...]

    @property
    def lookfors(self) -> tuple[Lookfor, ...]:
        """What has to be checked, each once."""
        return lookfors(tuple(line for _, line in self.lines))

    def json(self) -> list[dict[str, Any]]:
        """What every line looks for; an address that is no name has no look-up."""
        return [
            {
                "mac": mac or None,
                "line": line.line or None,
                "parameter": target.parameter,
                "address": target.placed.shown,
                "port": target.lookfor.port if target.lookfor is not None else None,
                "transport": target.lookfor.transport if target.lookfor is not None else None,
            }
            for mac, line in self.lines
            for target in line.targets
        ]


def configured(paths: Sequence[str], plan: Deployment | None) -> Configured:
    """Reads the files. Raises :class:`UsageError` where nothing can be looked for."""
    files = list(config_files(paths))
    for file in files:
        if file.problem:
            raise UsageError(file.problem)
        if file.fault is not None:
            raise UsageError(
                f"{file.name} is no XML: line {file.fault.line}, column {file.fault.column}. Correct it; "
                "lint tells more."
            )
    own = plan.domain if plan is not None else ""
    found = Configured(
        tuple((one.mac, line) for one in configurations(files) for line in settings_of(one, own)),
        lint(files, plan),
    )
    if not found.lookfors:
        raise UsageError("No server address that can be looked for stands in these files. lint tells why.")
    for note in (note for file in files for note in file.notes):
        say(note)
    return found


def judged_with(found: Configured, judgement: Judgement, knowledge: Knowledge) -> Judgement:
    """The findings of the files with those of the check, one fault once."""
    return judge(merged(joined(found.findings, judgement.findings)), knowledge)
