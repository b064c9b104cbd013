"""Searches for servers that are none of a registration: those of calls, mailboxes and other services.

A handset that begins to register searches at once, and writes an error when it finds nothing (CS-14-17,
Failed Registration Log, line 31). In a call it looks up the hosts that the other end or a proxy names, in the
same words, also with a port (RFC 3261, 12.2.1.1 and 16.12). That those are a call's is inferred.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wizard.core import names
from wizard.core.diagnosis.outlasting import NO_REPLY, is_near, outlasts
from wizard.core.finding import Evidence, Finding
from wizard.core.log.handsets import handset_of
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import Attempt, Ending, Entry

BESIDE = "beside"
"""The variant of ``name.missing`` for a name that no registration needs."""


def without_calls(attempts: Sequence[Attempt], entries: Sequence[Entry]) -> Sequence[Attempt]:
    """The attempts without those with a port that begin long after each registration has begun to search.

    Nor those before it, as in a snapshot that shows no beginning, unless one fails or the handset gets ready.
    Where one for the same name and with a port is a registration's, all of them are kept.
    """
    if not any(attempt.port for attempt in attempts):
        return attempts  # As in most logs.
    begun = [(handset_of(seen.text), seen) for event, seen in entries if type(event) is ev.RegisterStarted]
    # Of several users who begin at once, the last may search only when the others have done so.
    begun += [(one.handset, one.entries[-1].evidence) for one in attempts[: len(begun)] if one.entries]
    ready = [(handset_of(seen.text), seen) for event, seen in entries if type(event) is ev.BootReady]
    with_port = [one for one in attempts if one.port and not one.user and one.failure is None and one.entries]
    calls = [
        one
        for one in with_port
        if _is_call(one, attempts, begun)
        or (_is_before(one, begun) and not _gets_ready(one, ready) and not _may_fail(one, entries))
    ]
    known = {id(attempt) for attempt in calls}
    configured = {_key(one) for one in attempts if one.port and id(one) not in known}
    return [one for one in attempts if id(one) not in known or _key(one) in configured]


def _key(attempt: Attempt) -> tuple[str, str]:
    return attempt.handset, names.fold(attempt.name)


def _is_call(attempt: Attempt, attempts: Iterable[Attempt], begun: Iterable[tuple[str, Evidence]]) -> bool:
    first = attempt.entries[0].evidence
    before = [seen for seen in _own(attempt, begun) if seen.line < first.line]
    return (
        bool(before)
        and not any(is_near(seen, first) for seen in before)
        and any(_is_registered(one, attempt) for one in attempts)
    )


def _is_before(attempt: Attempt, begun: Iterable[tuple[str, Evidence]]) -> bool:
    """Whether the log has begun before it, and shows no registration that began before."""
    first = attempt.entries[0].evidence
    return first.line > 1 and not any(seen.line < first.line for seen in _own(attempt, begun))


def _own(attempt: Attempt, lines: Iterable[tuple[str, Evidence]]) -> list[Evidence]:
    """Those of the lines that are of the same handset."""
    return [seen for handset, seen in lines if not attempt.handset or handset == attempt.handset]


def _gets_ready(attempt: Attempt, ready: Iterable[tuple[str, Evidence]]) -> bool:
    """Whether the handset is ready for calls shortly behind it: then it was that of a registration."""
    last = attempt.entries[-1].evidence
    return any(last.line < seen.line and is_near(last, seen) for seen in _own(attempt, ready))


def _may_fail(attempt: Attempt, entries: Sequence[Entry]) -> bool:
    """Whether it found nothing, and the log ends too soon to show whether an error follows."""
    if attempt.ending is not Ending.NOTHING:
        return False
    return is_near(attempt.entries[-1].evidence, entries[-1].evidence)


def _is_registered(one: Attempt, attempt: Attempt) -> bool:
    """Whether the handset found its servers before, by their name."""
    if (
        one.port
        or one.failure is not None
        or one.ending is not Ending.FOUND
        or one.handset != attempt.handset
    ):
        return False
    return bool(one.entries) and one.entries[0].evidence.line < attempt.entries[0].evidence.line


def told_beside(
    findings: Iterable[Finding],
    last: Attempt,
    attempts: Iterable[Attempt],
    ends: Evidence | None,
    entries: Iterable[Entry],
) -> list[Finding]:
    """The findings of a name; that it is missing is less grave where no registration failed with it.

    ``ends`` is the last line of the log, ``entries`` are all of it. An error would follow at once, and the
    log goes on for long enough. What follows a registration that begins is that one's, error or not.
    """
    found = list(findings)
    if last.ending is not Ending.NOTHING or last.failure is not None or not last.seen(ev.NothingFound):
        return found
    others = any(_is_registered(one, last) and not names.same(one.name, last.name) for one in attempts)
    if ends is None or not others or not outlasts(last, ends, least=NO_REPLY):
        return found
    first = last.entries[0].evidence
    begun = (seen for event, seen in entries if type(event) is ev.RegisterStarted and seen.line < first.line)
    if last.user or any(is_near(seen, first) for seen in begun):
        return found
    return [replace(one, variant=BESIDE, change=None) if one.code == "name.missing" else one for one in found]
