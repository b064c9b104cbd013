"""Many logs in one view: which handsets have which cause, the gravest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wizard.cli.output import visible
from wizard.core.diagnosis.causes import Cause, by_cause
from wizard.core.diagnosis.fleet import Judged, all_named, count_of, logs_among
from wizard.core.knowledge import Knowledge

NONE = "no verdict: nothing there tells whether the handset can register"


def overview(judged: Sequence[Judged], knowledge: Knowledge) -> str:
    """Every log once, under its cause; each cause with what it means and how to mend it."""
    read = [one for one in judged if not one.problem]
    thing = "handset" if all_named(read) else "log"
    lines = [_head(read)]
    for cause in by_cause(read, knowledge):
        lines += ["", *_cause(cause, _counted(cause.count, thing))]
    return "\n".join(lines)


def _head(read: Sequence[Judged]) -> str:
    among = logs_among(read)
    logs = _counted(len(among), "log")
    others = len(read) - len(among)
    more = (
        f" Beside them {_counted(others, 'file')} that {'holds' if others == 1 else 'hold'} no log."
        if others
        else ""
    )
    if all_named(read):
        return f"{logs} of {_counted(count_of(read, handsets=True), 'handset')}.{more}"
    nameless = sum(not one.mac for one in among)
    return (
        f"{logs}; {nameless:,} without a handset's MAC in the name, so logs are counted, not handsets.{more}"
    )


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}" + ("" if count == 1 else "s")


def _cause(cause: Cause, who: str) -> Iterator[str]:
    said = cause.said
    if said is None:
        yield f"{who}: {NONE}"
    else:
        about = f" {visible(cause.subject)}" if cause.subject else ""
        who = _counted(len(cause.logs), "file") if cause.is_no_log else who
        yield f"{who}: {said.finding.code}{about} [{said.severity.value}]"
        more = f" (and {cause.alike:,} more like it)" if cause.alike else ""
        title = f"  {visible(said.title if more else said.unstopped)}{more}."
        if cause.is_no_log and not said.severity.fails:
            yield title
        if said.severity.fails:
            yield f"{title} {visible(said.why)}"
            yield from (f"  {number}. {visible(step)}" for number, step in enumerate(said.fix, start=1))
    rows = [("HANDSET", "LAST SEEN", "LOG"), *(_row(one) for one in cause.logs)]
    handset, seen = (max(len(row[column]) for row in rows) for column in (0, 1))
    yield from (f"  {row[0]:<{handset}}  {row[1]:<{seen}}  {row[2]}" for row in rows)


def _row(one: Judged) -> tuple[str, str, str]:
    seen = f"{one.last:%Y-%m-%d %H:%M}" if one.last is not None else "-"
    more = f" and {len(one.parts) - 1} more" if len(one.parts) > 1 else ""
    return one.mac or "-", seen, visible(one.name) + more
