"""``lint``: what is wrong in the handset's configuration files, and their repair."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from wizard.cli.arguments import UsageError
from wizard.cli.output import complain, exit_code, print_json, report_text, say, visible
from wizard.cli.planning import plan_of, say_of_plan
from wizard.core.about import told
from wizard.core.diagnosis.judge import judge
from wizard.core.diagnosis.tables import document
from wizard.core.finding import Finding
from wizard.core.handset.config_file import MAX_BYTES, ConfigFile, open_config, read_config
from wizard.core.handset.lint import lint
from wizard.core.handset.merge import configurations
from wizard.core.handset.repair import Repair, Saved, repair, save_repaired
from wizard.core.knowledge import Knowledge
from wizard.core.regular import is_file, is_folder

STANDARD_INPUT = "-"
SUFFIX = ".cfg"
NO_FAULT = "No verdict: nothing here keeps DNS failover from working."
NO_FAULT_IN_REST = "No verdict: nothing in the files that could be read keeps DNS failover from working."


def lint_command(arguments: argparse.Namespace, knowledge: Knowledge) -> int:
    """Judges every file that was named, and repairs them if asked to."""
    plan = plan_of(arguments)
    opened = list(config_files(arguments.files))
    if not opened:
        raise UsageError(no_config(arguments.files))
    if arguments.repair and len(opened) > 1 and not is_folder(arguments.repair):
        wrong = f"--repair {arguments.repair} is no folder. Several files need one to be written to."
        raise UsageError(wrong)
    say_of_plan(arguments)
    files = [file for file in opened if not file.problem]
    for file in opened:
        if file.problem:
            complain(file.problem)
        for note in file.notes:
            say(note)
    notes = list(dict.fromkeys(note for one in configurations(files) for note in one.notes))
    judgement = judge(lint(files, plan), knowledge)
    repairs = [repair(file, judgement.findings) for file in files]
    saved = _save(repairs, arguments.repair) if arguments.repair else []
    if arguments.json:
        tables = [_file(file, judgement.findings) for file in files]
        more = {"repairs": _repairs_json(repairs, saved)} if arguments.repair else {}
        found = judgement.findings
        print_json(document("lint", knowledge, found, judgement.verdict, files=tables, notes=notes, **more))
    else:
        if files:  # Of none there is nothing to tell beside why it could not be read.
            without = NO_FAULT if files == opened else NO_FAULT_IN_REST
            print(report_text(knowledge, judgement.findings, judgement.verdict, without))
        for note in notes:
            say(note)
        _print_repairs(repairs, saved)
    if len(files) < len(opened) or any(one.problem for one in saved):
        return 2
    return exit_code(judgement.findings, knowledge)


def no_config(paths: Sequence[str]) -> str:
    """The sentence about folders in which there is no configuration file at all."""
    return (
        f"There is no configuration file in {', '.join(paths)}. "
        "Name a .cfg file, or a folder that holds some."
    )


def config_files(paths: Sequence[str]) -> Iterator[ConfigFile]:
    """Files, the configuration files in folders, and standard input."""
    for path in paths:
        if not path.strip():
            yield ConfigFile(path, problem=told("config-file.no-name"))
        elif path == STANDARD_INPUT:
            yield read_config(told("file.standard-input"), sys.stdin.buffer.read(MAX_BYTES + 1))
        elif is_folder(path):
            found = (p for p in Path(path).rglob("*") if p.suffix.lower() == SUFFIX and is_file(p))
            yield from (open_config(inside) for inside in sorted(found))
        else:
            yield open_config(Path(path))


def _save(repairs: Sequence[Repair], out: str) -> list[Saved]:
    """Writes what was repaired; a file that is no XML is left out."""
    target = Path(out)
    names = [made.file.name.lower() for made in repairs]
    if len(set(names)) < len(names):
        raise UsageError("Two of the files have the same name. Repair them one by one.")
    saved = []
    for made in repairs:
        if made.file.fault is None:
            saved.append(save_repaired(made, target))
            if saved[-1].problem:
                say(saved[-1].problem)
        else:
            say(f"{made.file.name} was not written: it is no XML.")
    return saved


def _file(file: ConfigFile, findings: Sequence[Finding]) -> dict[str, Any]:
    own = [n for n, f in enumerate(findings) if any(seen.source == file.path for seen in f.evidence)]
    return {
        "path": file.path,
        "mac": file.mac or None,
        "layer": file.layer.name.lower(),
        "encoding": file.text.codec,
        "parameters": len(file.settings),
        "notes": list(file.notes),
        "findings": own,
    }


def _repairs_json(repairs: Sequence[Repair], saved: Iterable[Saved]) -> list[dict[str, Any]]:
    written = iter(saved)
    tables = []
    for made in repairs:
        one = next(written) if made.file.fault is None else None
        tables.append(
            {
                "path": made.file.path,
                "out": str(one.path) if one is not None and not one.problem else None,
                "kept": str(one.kept) if one is not None and one.kept is not None else None,
                "edits": [
                    {
                        "parameter": edit.parameter,
                        "old": edit.old,
                        "new": edit.new,
                        "code": edit.why,
                        "line": edit.line,
                        "column": edit.column,
                    }
                    for edit in made.edits
                ],
                "left": [
                    {"code": left.finding.code, "subject": left.finding.subject, "reason": left.reason}
                    for left in made.left
                ],
            }
        )
    return tables


def _print_repairs(repairs: Sequence[Repair], saved: Sequence[Saved]) -> None:
    edits = sum(len(made.edits) for made in repairs)
    if not saved:
        if edits:
            places = "1 place" if edits == 1 else f"{edits} places"
            print(f"\n--repair OUT corrects {places} and changes nothing else.")
        return
    print()
    for made in repairs:
        name = visible(made.file.name)
        for edit in made.edits:
            what = (
                f"{visible(edit.old)} -> {visible(edit.new)}" if edit.old else f"added, {visible(edit.new)}"
            )
            print(f"Repaired {name}:{edit.line}  {visible(edit.parameter)}: {what}  [{edit.why}]")
        for left in made.left:
            what = f"{visible(left.finding.subject)}: {visible(left.reason)}"
            print(f"Left     {name}  {what}  [{left.finding.code}]")
    for one in saved:
        if not one.problem:
            kept = f" What was there is in {visible(one.kept.name)}." if one.kept is not None else ""
            print(f"Saved {visible(str(one.path))}.{kept}")
