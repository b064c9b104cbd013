"""The handset's files of a case made ready to be read on a screen: judged, repaired, explained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from wizard.core.case.case import Case, CheckDraft
from wizard.core.case.judging import Judge
from wizard.core.diagnosis.judge import Judgement
from wizard.core.handset.config_file import ConfigFile
from wizard.core.handset.difference import Row, rows_of
from wizard.core.handset.merge import Configuration
from wizard.core.handset.planning import Planned, plan_of
from wizard.core.handset.precedence import Decision, decisions, others_contested
from wizard.core.handset.repair import Repair, repair
from wizard.core.handset.resolver import Lookfor
from wizard.core.handset.settings import LineSettings, lookfors, settings_of
from wizard.core.handset.viewing import View, view_of
from wizard.core.plan.deployment import Deployment


@dataclass(frozen=True, slots=True)
class Opened:
    """One file: its lines, its repair, and the repair as rows to look at."""

    file: ConfigFile
    view: View
    repair: Repair
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Handset:
    """What one handset takes from the files: what each line uses, and which value won.

    ``contested`` counts the other parameters that have several values. ``planned`` is the plan that
    the files make, None if they name no server.
    """

    configuration: Configuration
    lines: tuple[LineSettings, ...]
    decisions: tuple[Decision, ...]
    contested: int
    planned: Planned | None

    @property
    def lookfors(self) -> tuple[Lookfor, ...]:
        """What this handset looks for, each once."""
        return lookfors(self.lines)


@dataclass(frozen=True, slots=True)
class Configured:
    """All files of a case, judged against ``plan``."""

    files: tuple[ConfigFile, ...]
    plan: Deployment | None
    judgement: Judgement
    opened: tuple[Opened, ...]
    handsets: tuple[Handset, ...]

    def fits(self, case: Case) -> bool:
        """Whether this is still what the case says of its files."""
        return self.files is case.configurations and self.plan == case.plan

    @property
    def edits(self) -> int:
        """How many places the repair changes."""
        return sum(len(one.repair.edits) for one in self.opened)

    @property
    def lookfors(self) -> tuple[Lookfor, ...]:
        """What all handsets look for, each once."""
        return tuple(dict.fromkeys(one for handset in self.handsets for one in handset.lookfors))


def configured_of(case: Case, judge: Judge) -> Configured:
    """Judges and repairs the files. May take a second: not for the GUI's thread."""
    judgement = judge.configuration(case)
    opened = []
    for file in case.configurations:
        made = repair(file, judgement.findings)
        opened.append(Opened(file, view_of(file), made, rows_of(made)))
    sheets = judge.laid_out(case).sheets
    handsets = tuple(
        Handset(
            sheet.configuration,
            settings_of(sheet.configuration),
            decisions(sheet.configuration),
            others_contested(sheet.configuration),
            plan_of(sheet, case.draft),
        )
        for sheet in sheets
        if sheet.configuration.files
    )
    return Configured(case.configurations, case.plan, judgement, tuple(opened), handsets)


def with_check_of(case: Case, lookfor: Lookfor) -> Case:
    """The case whose live check looks for this; where it is the plan's own, it follows the plan."""
    plan = case.plan
    own = plan is not None and lookfor == Lookfor(plan.name, 0, plan.handset_transport)
    address, transport = ("", "") if own else (lookfor.address, lookfor.transport)
    wanted = CheckDraft(
        address,
        str(lookfor.port),
        transport,
        case.checks.servers,
        case.checks.timeout,
        case.checks.own,
        case.checks.zone,
    )
    return replace(case, checks=wanted)


def with_plan_of(case: Case, planned: Planned) -> Case:
    """The case with the plan and the choices that files make."""
    return replace(case, draft=planned.draft, handset=planned.settings)


def without(case: Case, files: Iterable[ConfigFile]) -> Case:
    """The case without these files."""
    gone = {file.path for file in files}
    return replace(case, configurations=tuple(f for f in case.configurations if f.path not in gone))
