"""``case``: a case file put together from a plan, configurations, logs and answers."""

from __future__ import annotations

import argparse
from pathlib import Path

from wizard.cli.arguments import UsageError
from wizard.cli.linting import config_files, no_config
from wizard.cli.output import exit_code, print_json, say, verdict_text, visible
from wizard.cli.planning import draft_from, plan_of, say_of_plan
from wizard.cli.replaying import saved_evidence
from wizard.cli.reviewing import logs_of, no_log
from wizard.core.case.case import Case, LogFile
from wizard.core.case.file import open_case, save
from wizard.core.case.judging import Judge
from wizard.core.diagnosis.tables import document
from wizard.core.handset.config_file import ConfigFile
from wizard.core.knowledge import Knowledge
from wizard.core.plan.draft import Draft
from wizard.core.regular import is_there


def case_command(arguments: argparse.Namespace, knowledge: Knowledge) -> int:
    """Puts a case file together and tells what it shows. Another file is never written over."""
    out = Path(arguments.out)
    if is_there(out) and open_case(out).case is None:
        raise UsageError(f"{arguments.out} is there and is no case file. Name another file for the case.")
    plan_of(arguments)
    logs, files = _logs(arguments), _configurations(arguments)
    case = Case(
        draft=draft_from(arguments) or Draft(),
        logs=logs,
        site=arguments.site,
        technician=arguments.technician,
        notes=arguments.notes,
    ).with_configurations(files)
    if arguments.evidence is not None:
        case = case.with_recorded(saved_evidence(arguments.evidence))
    problem = save(case, out)
    if problem:
        raise UsageError(problem)
    say_of_plan(arguments)
    for note in (note for file in files for note in file.notes):
        say(note)
    judgement = Judge(knowledge).whole(case)
    if arguments.json:
        more = {"out": arguments.out}
        print_json(document("case", knowledge, judgement.findings, judgement.verdict, **more))
    else:
        print(f"Saved {visible(arguments.out)}.")
        if judgement.verdict is not None:
            print(verdict_text(knowledge, judgement.verdict))
    return exit_code(judgement.findings, knowledge)


def _logs(arguments: argparse.Namespace) -> tuple[LogFile, ...]:
    logs = tuple(logs_of(arguments.log))
    if arguments.log and not logs:
        raise UsageError(no_log(arguments.log))
    return logs


def _configurations(arguments: argparse.Namespace) -> list[ConfigFile]:
    files = list(config_files(arguments.config))
    for file in files:
        if file.problem:
            raise UsageError(file.problem)
    if arguments.config and not files:
        raise UsageError(no_config(arguments.config))
    return files
