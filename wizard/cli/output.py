"""What the command line prints: one JSON document, or plain text."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any

from wizard.cli.arguments import PROGRAM
from wizard.core.about import as_typed
from wizard.core.finding import Evidence, EvidenceKind, Finding, Severity, State
from wizard.core.knowledge import Explained, Knowledge
from wizard.core.log.handsets import handsets_in
from wizard.core.plan.recipes.zonefile import zone_line
from wizard.core.record import Record
from wizard.core.unseen import spelled_by


def print_json(table: dict[str, Any]) -> None:
    """One JSON document on stdout. ASCII, so that no console's code page can harm it."""
    print(json.dumps(table, indent=1))


def say(text: str) -> None:
    """One line on stderr, with paths as they were typed."""
    print(visible(as_typed(text)), file=sys.stderr)


def complain(sentence: str) -> None:
    """One sentence on stderr about what could not be read, as everything that went wrong is told."""
    say(f"{PROGRAM}: {as_typed(sentence)}")


def visible(text: str) -> str:
    """Text from outside without anything that a terminal would obey."""
    return spelled_by(lambda sign: sign if sign == "\t" else f"\\x{ord(sign):02x}", text)


def exit_code(findings: Iterable[Finding], knowledge: Knowledge) -> int:
    """1 with a current finding at ``error`` or ``critical``, else 0."""
    return int(any(f.state is State.CURRENT and knowledge.severity(f).fails for f in findings))


def record_data(record: Record) -> str:
    """A record's data as a zone file has it, with final dots; for other types what is known."""
    line = zone_line(record)
    return line.split(" ", 4)[4] if line is not None else " ".join(map(str, astuple(record.data)))


def record_table(records: Sequence[Record]) -> str:
    """Records in aligned columns."""
    rows = [(r.owner + ".", str(r.ttl), r.type.value, record_data(r)) for r in records]
    owner = max((len(row[0]) for row in rows), default=0)
    ttl = max((len(row[1]) for row in rows), default=0)
    return "\n".join(f"{row[0]:<{owner}}  {row[1]:>{ttl}}  {row[2]:<5}  {row[3]}" for row in rows)


MOST_CITED = 40
"""Lines that are shown as proof of one finding; a handset that fails all day has thousands."""
MOST_HANDSETS = 10
"""Handsets that a finding names."""
MOST_SHOWN = 300
"""Characters of each of them."""
NO_LOOKUP = "No verdict: nothing here tells whether a handset can register."


def report_text(
    knowledge: Knowledge, findings: Sequence[Finding], verdict: Finding | None, without: str = NO_LOOKUP
) -> str:
    """A judgement for people: the verdict, then every finding with evidence and fix.

    ``without`` stands in place of a verdict where there is none.
    """
    lines: list[str] = []
    if verdict is None:
        lines.append(without)
    else:
        lines.append(verdict_text(knowledge, verdict))
    logs = {e.source for finding in findings for e in finding.evidence if e.kind is EvidenceKind.LOG}
    for finding in findings:
        lines += ["", *_finding_text(knowledge.explain(finding), names_logs=len(logs) > 1)]
    return "\n".join(lines)


def verdict_text(knowledge: Knowledge, verdict: Finding) -> str:
    """The verdict in one line."""
    said = knowledge.explain(verdict)
    return f"Verdict: {visible(said.unstopped)}. [{verdict.code}, {said.severity.value}]"


def _finding_text(said: Explained, *, names_logs: bool) -> list[str]:
    finding = said.finding
    state = ", repaired since" if finding.state is State.REPAIRED else ""
    lines = [f"{said.severity.value.upper()}  {visible(said.title)}  [{finding.code}{state}]"]
    if finding.caused_by:
        lines.append(f"  Follows from {finding.caused_by}.")
    whose = handsets_in(finding)
    if whose:
        rest = f" and {len(whose) - MOST_HANDSETS:,} more" if len(whose) > MOST_HANDSETS else ""
        named = visible(", ".join(whose[:MOST_HANDSETS]))
        lines.append(f"  {'Handset' if len(whose) == 1 else 'Handsets'}: {named}{rest}")
    lines.append(f"  {visible(said.why)}")
    if finding.state is State.CURRENT and said.severity is not Severity.INFO:
        lines += [f"  {number}. {visible(step)}" for number, step in enumerate(said.fix, start=1)]
    # Of an empty file there is nothing to show.
    seen = [evidence for evidence in finding.evidence if evidence.text or evidence.line]
    shown, more = seen[:MOST_CITED], len(seen) + finding.omitted - min(len(seen), MOST_CITED)
    lines += [f"  | {_evidence_text(evidence, names_logs=names_logs)}" for evidence in shown]
    return [*lines, f"  | and {more:,} more lines"] if more > 0 else lines


def _evidence_text(evidence: Evidence, *, names_logs: bool) -> str:
    text = visible(evidence.text[:MOST_SHOWN])
    if evidence.kind is EvidenceKind.LOG:
        file = f"{visible(Path(evidence.source).name)}, " if names_logs else ""
        return f"{file}line {evidence.line}: {text}"
    if evidence.kind is EvidenceKind.CONFIG:
        place = f"{visible(evidence.source)}:{evidence.line}:{evidence.column}"
        return f"{place}: {text}".rstrip(": ")
    return f"{visible(evidence.source)}: {text}"
