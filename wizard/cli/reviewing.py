"""``log``, ``case`` and ``summary``: what logs tell, put together and handed over."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wizard.cli.arguments import UsageError
from wizard.cli.checking import saved_evidence
from wizard.cli.linting import config_files
from wizard.cli.output import document, exit_code, print_json, report_text, say, verdict_json, visible
from wizard.cli.planning import draft_from, plan_of
from wizard.core.case.case import Case, LogFile
from wizard.core.case.file import open_case, save
from wizard.core.case.judging import Judge
from wizard.core.diagnosis.judge import Judgement, judge, judge_log
from wizard.core.knowledge import Knowledge
from wizard.core.log.review import Review, review
from wizard.core.log.source import LogText, decode, read
from wizard.core.plan.draft import Draft
from wizard.core.plan.recipes import Product

STANDARD_INPUT = "-"
LOG_SUFFIXES = (".log", ".txt")


@dataclass(frozen=True, slots=True)
class Judged:
    """A log and what it shows."""

    review: Review
    judgement: Judgement


def log_command(arguments: argparse.Namespace, knowledge: Knowledge) -> int:
    """Judges every log that was named."""
    plan = plan_of(arguments)
    judged: list[Judged] = []
    unreadable = 0
    for text in log_texts(arguments.paths):
        if text.problem:
            say(text.problem)
            unreadable += 1
            continue
        one = review(text)
        judged.append(Judged(one, judge_log(one, knowledge, plan)))
    if not judged and not unreadable:
        raise UsageError("No log file is there. Name a .log file, or a folder that holds some.")
    findings = [finding for one in judged for finding in one.judgement.findings]
    verdict = judge(findings, knowledge).verdict
    if arguments.json:
        print_json(document("log", knowledge, findings, verdict, files=_files(judged, knowledge)))
    else:
        _print(judged, knowledge)
    return 2 if unreadable else exit_code(findings, knowledge)


def log_texts(paths: Sequence[str]) -> Iterator[LogText]:
    """The texts of files, of the log files in folders, and of standard input."""
    for path in paths:
        if path == STANDARD_INPUT:
            yield LogText("standard input", decode(sys.stdin.buffer.read()))
        elif Path(path).is_dir():
            found = (p for p in Path(path).rglob("*") if p.suffix.lower() in LOG_SUFFIXES and p.is_file())
            for inside in sorted(found):
                yield read(inside)
        else:
            yield read(Path(path))


def _files(judged: Sequence[Judged], knowledge: Knowledge) -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = []
    start = 0
    for one in judged:
        count = len(one.judgement.findings)
        tables.append(
            {
                "path": one.review.name,
                "mac": one.review.mac or None,
                "lines": len(one.review.lines),
                "verdict": verdict_json(knowledge, one.judgement.verdict),
                "findings": list(range(start, start + count)),
            }
        )
        start += count
    return tables


def _print(judged: Sequence[Judged], knowledge: Knowledge) -> None:
    for position, one in enumerate(judged):
        if len(judged) > 1:
            print(
                ("\n" if position else "") + f"== {visible(one.review.name)} ({len(one.review.lines)} lines)"
            )
        print(report_text(knowledge, one.judgement.findings, one.judgement.verdict))


def case_command(arguments: argparse.Namespace, _knowledge: Knowledge) -> int:
    """Puts a case file together. Another file is never written over."""
    out = Path(arguments.out)
    if out.exists() and open_case(out).case is None:
        raise UsageError(f"{out} is there and is no case file. Name another file for the case.")
    logs = []
    for text in log_texts(arguments.log):
        if text.problem:
            raise UsageError(text.problem)
        logs.append(LogFile(text.text, review(text)))
    files = list(config_files(arguments.config))
    for file in files:
        if file.problem:
            raise UsageError(file.problem)
        for note in file.notes:
            say(note)
    if arguments.config and not files:
        raise UsageError("No configuration file is there. Name a .cfg file, or a folder that holds some.")
    plan_of(arguments)
    case = Case(
        draft=draft_from(arguments) or Draft(),
        report=saved_evidence(arguments.evidence) if arguments.evidence else None,
        logs=tuple(logs),
        site=arguments.site,
        technician=arguments.technician,
        notes=arguments.notes,
    ).with_configurations(files)
    problem = save(case, out)
    if problem:
        raise UsageError(problem)
    if arguments.json:
        print_json(document("case", out=arguments.out))
    else:
        print(f"Saved {arguments.out}.")
    return 0


def summary_command(arguments: argparse.Namespace, knowledge: Knowledge) -> int:
    """Writes the fix summary of a case file."""
    from wizard.core.case.summary import save_summary, summarise  # jinja2 is slow to load

    opened = open_case(Path(arguments.case))
    if opened.case is None:
        raise UsageError(opened.problem)
    judge_ = Judge(knowledge)
    summary = summarise(opened.case, judge_, product=Product(arguments.product))
    problem = save_summary(summary, Path(arguments.out))
    if problem:
        raise UsageError(problem)
    judgement = judge_.whole(opened.case)
    if arguments.json:
        print_json(document("summary", knowledge, judgement.findings, judgement.verdict, out=arguments.out))
    else:
        print(f"Saved {arguments.out}.")
    return exit_code(judgement.findings, knowledge)
