"""``log``, ``case`` and ``summary``: what logs tell, put together and handed over."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from wizard import longlog
from wizard.cli.arguments import UsageError
from wizard.cli.following import follow_command
from wizard.cli.output import complain, exit_code, print_json, report_text, say, visible
from wizard.cli.overview import overview
from wizard.cli.planning import plan_of, say_of_plan
from wizard.core.case.case import LogFile
from wizard.core.diagnosis.fleet import FEW, Judged, beside_logs
from wizard.core.diagnosis.tables import document, verdict_json
from wizard.core.diagnosis.verdict import verdict_of
from wizard.core.knowledge import Knowledge
from wizard.core.log.finder import Log, find
from wizard.core.log.opening import Opener
from wizard.core.log.origin import STANDARD_INPUT, Origin
from wizard.core.log.review import review
from wizard.core.log.source import read_origin
from wizard.crew import judge_logs
from wizard.judging import size_of
from wizard.workers import result_of


def log_command(arguments: argparse.Namespace, knowledge: Knowledge) -> int:
    """Judges every log that was named."""
    plan = plan_of(arguments)
    if arguments.follow:
        if arguments.json:
            raise UsageError("--follow prints as it goes. Leave out --json, or --follow.")
        if STANDARD_INPUT in arguments.paths:
            raise UsageError("--follow watches files. Write standard input to a file and name that.")
        say_of_plan(arguments)
        return follow_command(arguments.paths, knowledge, plan)
    found = list(find(arguments.paths))
    logs = [one for one in found if isinstance(one, Log)]
    if not found:
        raise UsageError(no_log(arguments.paths))
    say_of_plan(arguments)
    for one in found:
        if isinstance(one, str):
            complain(one)
    everything = list(_counted(judge_logs(logs, knowledge, plan), len(logs)))
    judged = beside_logs([one for one in everything if not one.problem], arguments.paths)
    findings = [finding for one in judged for finding in one.judgement.findings]
    verdicts = [one.judgement.verdict for one in judged if one.judgement.verdict is not None]
    if arguments.json:
        verdict = verdict_of(verdicts, knowledge)
        print_json(document("log", knowledge, findings, verdict, files=_files(judged, knowledge)))
    else:
        _print(judged, knowledge)
    return 2 if len(judged) < len(found) else exit_code(findings, knowledge)


def _counted(judging: Iterable[Judged], total: int) -> Iterator[Judged]:
    """Says what went wrong as it comes; on a terminal, counts while many logs are read."""
    counts = total > FEW and sys.stderr.isatty()
    for number, one in enumerate(judging, start=1):
        if counts:
            print(f"\r{number:,} of {total:,} logs", end="\r" if number < total else "\n", file=sys.stderr)
        if one.problem:
            complain(one.problem)
        for note in one.notes:
            say(note)
        yield one


def no_log(paths: Sequence[str]) -> str:
    """The sentence about paths behind which there is no log at all."""
    return f"There is no log file in {', '.join(paths)}. Name a .log file, or a folder that holds some."


def logs_of(paths: Sequence[str]) -> Iterator[LogFile]:
    """The logs of files, of the log files in folders and archives, and of standard input.

    Rotated files of one handset, and its snapshot, are one log, as for ``log`` and the window; the text of
    a long one is not held. Raises :class:`UsageError`.
    """
    with Opener() as opener:
        for one in find(paths):
            if isinstance(one, str):
                raise UsageError(one)
            yield _whole_log(one, opener) if _is_long(one) else _short_log(one.parts[0], opener)


def _is_long(log: Log) -> bool:
    """Whether it is more than one short file."""
    part = log.parts[0]
    alone = len(log.parts) == 1
    return not alone or (part.path != STANDARD_INPUT and not part.entry and size_of([log]) > longlog.KEPT)


def _whole_log(log: Log, opener: Opener) -> LogFile:
    found = result_of(longlog.reading(log, opener, keep=True))
    if found.problem:
        raise UsageError(found.problem)
    return longlog.held(found)


def _short_log(part: Origin, opener: Opener) -> LogFile:
    text = read_origin(part, opener)
    if text.problem:
        raise UsageError(text.problem)
    return LogFile(text.text, review(text))


def _files(judged: Sequence[Judged], knowledge: Knowledge) -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = []
    start = 0
    for one in judged:
        count = len(one.judgement.findings)
        tables.append(
            {
                "path": one.name,
                "parts": list(one.parts),
                "mac": one.mac or None,
                "lines": one.lines,
                "last_seen": one.last.isoformat() if one.last is not None else None,
                "verdict": verdict_json(knowledge, one.judgement.verdict),
                "findings": list(range(start, start + count)),
                "notes": list(one.notes),
            }
        )
        start += count
    return tables


def _print(judged: Sequence[Judged], knowledge: Knowledge) -> None:
    if len(judged) > FEW:
        print(overview(judged, knowledge))
        return
    for position, one in enumerate(judged):
        if len(judged) > 1:
            print(("\n" if position else "") + f"== {visible(one.name)} ({one.lines} lines)")
        print(report_text(knowledge, one.judgement.findings, one.judgement.verdict))
