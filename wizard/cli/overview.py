"""Many logs in one view: which handsets have which cause, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wizard.cli.crew import Judged
from wizard.cli.output import visible
from wizard.core import names
from wizard.core.finding import Finding
from wizard.core.knowledge import Knowledge

NONE = "no verdict: nothing there shows a look-up that can be judged"


def overview(judged: Sequence[Judged], knowledge: Knowledge) -> str:
    """Every log once, under its cause; each cause with what it means and how to mend it."""
    read = [one for one in judged if not one.problem]
    lines = [f"{_counted(len(read), 'log')} of {_handsets(read)}."]
    for group in _groups(read, knowledge):
        lines += ["", *_group(group, knowledge)]
    return "\n".join(lines)


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}" + ("" if count == 1 else "s")


def _handsets(logs: Sequence[Judged]) -> str:
    """How many handsets: those with an address in the file's name, and each other file by itself."""
    return _counted(len({one.mac or one.name for one in logs}), "handset")


def _groups(logs: Sequence[Judged], knowledge: Knowledge) -> list[list[Judged]]:
    """The logs of one cause together: the gravest first, then what most handsets have."""
    groups: dict[tuple[str, str], list[Judged]] = {}
    for one in logs:
        groups.setdefault(_cause(one.judgement.verdict), []).append(one)

    def rank(group: list[Judged]) -> tuple[int, int]:
        verdict = group[0].judgement.verdict
        # What cannot be judged stands before what is well.
        severity = knowledge.severity(verdict).rank if verdict is not None else 0.5
        return (-int(2 * severity), -len(group))

    return sorted(groups.values(), key=rank)


def _cause(verdict: Finding | None) -> tuple[str, str]:
    if verdict is None:
        return "", ""
    # What is wrong with a file is one cause, whatever the file is called.
    return verdict.code, "" if verdict.code.startswith("log.") else names.fold(verdict.subject)


def _group(group: Sequence[Judged], knowledge: Knowledge) -> Iterator[str]:
    verdict = group[0].judgement.verdict
    if verdict is None:
        yield f"{_handsets(group)}: {NONE}"
    else:
        said = knowledge.explain(verdict)
        about = "" if verdict.code.startswith("log.") else f" {visible(verdict.subject)}"
        yield f"{_handsets(group)}: {verdict.code}{about} [{said.severity.value}]"
        if said.severity.fails:
            yield f"  {visible(said.title)}. {visible(said.why)}"
            yield from (f"  {number}. {visible(step)}" for number, step in enumerate(said.fix, start=1))
    rows = [("HANDSET", "LAST SEEN", "LOG"), *(_row(one) for one in group)]
    handset, seen = (max(len(row[column]) for row in rows) for column in (0, 1))
    yield from (f"  {row[0]:<{handset}}  {row[1]:<{seen}}  {row[2]}" for row in rows)


def _row(one: Judged) -> tuple[str, str, str]:
    seen = f"{one.last:%Y-%m-%d %H:%M}" if one.last is not None else "-"
    more = f" and {len(one.parts) - 1} more" if len(one.parts) > 1 else ""
    return one.mac or "-", seen, visible(one.name) + more
