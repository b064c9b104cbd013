"""Server addresses that are IP addresses, as a log shows them: announced, and no question follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wizard.core import names
from wizard.core.diagnosis.outlasting import is_near
from wizard.core.diagnosis.view import unique
from wizard.core.finding import Evidence, Finding
from wizard.core.log.handsets import handset_of
from wizard.core.log.review import Review
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import FOUND, Attempt, Entry
from wizard.core.trace.belonging import name_of

_CODE = "config.address-is-ip"
_WINDOW = 12
"""Lines between an announced look-up and the address, with those of other threads."""


def by_address(review: Review) -> Iterator[Finding]:
    """What each handset of a log shows: one that asks for no name at all, or a line of one that asks."""
    attempts = review.story.attempts
    for handset, entries in _apart(review).items():
        own = [attempt for attempt in attempts if attempt.handset == handset]
        yield from _beside(entries, own) if own else _alone(entries)


def _apart(review: Review) -> dict[str, Sequence[Entry]]:
    if not any(attempt.handset for attempt in review.story.attempts):
        return {"": review.entries}
    apart: dict[str, list[Entry]] = {}
    for entry in review.entries:
        apart.setdefault(handset_of(entry.evidence.text), []).append(entry)
    return {**apart}


def _alone(entries: Sequence[Entry]) -> Iterator[Finding]:
    """A configuration with an IP address: the fallback is logged, and no question follows.

    The same lines are routine after a registration, so its beginning must be seen.
    """
    begun = next((e for e in entries if isinstance(e.event, ev.RegisterStarted)), None)
    if begun is None:
        return
    entries = [entry for entry in entries if entry.evidence.line > begun.evidence.line]
    fallback = next((e for e in entries if isinstance(e.event, ev.AddressFallback)), None)
    if fallback is None:
        return
    passed = [
        (entry.event.address, entry.evidence)
        for entry in entries
        if isinstance(entry.event, ev.AddressPassedThrough) and entry.evidence.line > fallback.evidence.line
    ]
    if passed:
        # The configured one comes again once it is registered; a stray one of another thread does not.
        ((address, _),) = Counter(address for address, _ in passed).most_common(1)
        if address not in _answered(entries):
            shown = unique((fallback.evidence, next(seen for at, seen in passed if at == address)))
            yield Finding(_CODE, address, shown, {"address": address}, variant="log")


def _answered(entries: Sequence[Entry]) -> set[str]:
    return {slot.strip() for e in entries if isinstance(e.event, ev.Answered) for slot in e.event.slots}


# A line beside others ------------------------------------------------------------------------


@dataclass
class _Window:
    """An announced look-up that no search for a name took, and the IP addresses in it."""

    port: int
    entry: Entry
    at: int
    passed: dict[str, Evidence] = field(default_factory=dict)
    is_over: bool = False


def _beside(entries: Sequence[Entry], attempts: Sequence[Attempt]) -> Iterator[Finding]:
    """One of several users who registers with an address that DNS never gave, and looks for no name.

    In a call the address of whoever is called is looked up in the same words. So it counts only where
    somebody begins to register, and fewer names are looked for than users begin.
    """
    begun = [e for e in entries if isinstance(e.event, ev.RegisterStarted)]
    if len({e.event.user for e in begun if isinstance(e.event, ev.RegisterStarted)}) < 2:
        return
    known = _answered(entries)
    # A remembered answer does not show its addresses.
    if any(
        one.rtype == "A" and one.result is FOUND and not one.records for a in attempts for one in a.lookups
    ):
        return
    often = Counter(e.event.address for e in entries if isinstance(e.event, ev.AddressPassedThrough))
    told: dict[str, tuple[Evidence, ...]] = {}
    for window in _windows(entries, attempts):
        if not window.passed or known & window.passed.keys() or not _is_first(window, begun, attempts):
            continue
        if _is_one_too_many(window, entries, attempts):
            address = max(window.passed, key=often.__getitem__)  # A stray one does not come again.
            told.setdefault(address, unique((window.entry.evidence, window.passed[address])))
    for address, shown in told.items():
        yield Finding(_CODE, address, shown, {"address": address}, variant="log-line")


def _windows(entries: Sequence[Entry], attempts: Sequence[Attempt]) -> list[_Window]:
    taken = {seen.line for attempt in attempts for seen in attempt.seen(ev.AddressFallback)}
    found: list[_Window] = []
    running: list[_Window] = []
    for at, entry in enumerate(entries):
        event = entry.event
        running = [one for one in running if not one.is_over and at - one.at <= _WINDOW]
        if isinstance(event, ev.AddressFallback) and entry.evidence.line not in taken:
            running = [_Window(event.port, entry, at)]  # Which of two an address is for nobody can tell.
            found += running
        elif isinstance(event, ev.AddressPassedThrough):
            for one in running:
                one.is_over = (
                    not one.port and event.address in one.passed
                )  # It is looked up once more at once.
                one.passed.setdefault(event.address, entry.evidence)
        elif isinstance(event, ev.PortKept):
            for one in running:
                one.is_over = one.port == event.port
    # With a port the handset says at the end that it keeps it.
    return [one for one in found if one.is_over or not one.port]


def _is_first(window: _Window, begun: Sequence[Entry], attempts: Sequence[Attempt]) -> bool:
    """Whether somebody began to register, or a search came to its end, shortly before."""
    seen = window.entry.evidence
    before = [e.evidence for e in begun] + [a.entries[-1].evidence for a in attempts if a.entries]
    began = any(one.evidence.line < seen.line for one in begun)
    return began and any(one.line < seen.line and is_near(one, seen) for one in before)


def _is_one_too_many(window: _Window, entries: Sequence[Entry], attempts: Sequence[Attempt]) -> bool:
    """Whether fewer searches for names begin than users, until those who begin now have begun to search."""
    users: set[str] = set()
    asked: Counter[tuple[str, str]] = Counter()
    until = window.entry.evidence
    for event, seen in entries:
        if seen.line > until.line and not is_near(until, seen):
            break
        if isinstance(event, ev.RegisterStarted):
            users.add(event.user)
        elif isinstance(event, ev.LookupStarted) and users:
            asked[event.rtype, names.fold(event.host)] += 1
    searches = sum(max(asked["NAPTR", name], _of_srv(asked, name)) for name in _names(attempts))
    return len(users) > searches + sum(bool(attempt.port) for attempt in attempts)


def _names(attempts: Sequence[Attempt]) -> set[str]:
    return {names.fold(attempt.name) for attempt in attempts if not attempt.port}


def _of_srv(asked: Counter[tuple[str, str]], name: str) -> int:
    return sum(n for (rtype, host), n in asked.items() if rtype == "SRV" and name_of(host) == name)
