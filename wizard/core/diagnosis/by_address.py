"""Server addresses that are IP addresses, as a log shows them: announced, and no question follows."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile

from wizard.core import names
from wizard.core.diagnosis.outlasting import is_near
from wizard.core.diagnosis.view import unique
from wizard.core.finding import Evidence, Finding
from wizard.core.log.handsets import handset_of
from wizard.core.log.review import Review
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import FOUND, Attempt, Entry
from wizard.core.trace.belonging import name_of
from wizard.core.trace.records import OF_RECORDS

_CODE = "config.address-is-ip"
_MOST = 64
"""So many addresses are looked at: in a long log most are those of calls."""
_WINDOW = 12
"""Lines between an announced look-up and the address, with those of other threads."""
OF_ADDRESS = frozenset({ev.AddressFallback, ev.RegisterStarted})
"""Without events of all these kinds a log shows no server that is configured by its IP address."""


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
    begun = [seen.line for event, seen in entries if isinstance(event, ev.RegisterStarted)]
    for line in dict.fromkeys([*begun[:1], *begun[-1:]]):  # Of the first one lines may be lost.
        found = _behind(line, entries)
        if found is not None:
            yield found
            return


def _behind(line: int, entries: Sequence[Entry]) -> Finding | None:
    """The address that a registration uses that begins in this line."""
    entries = [entry for entry in entries if entry.evidence.line > line]
    fallback = next((e for e in entries if isinstance(e.event, ev.AddressFallback)), None)
    if fallback is None or any(map(_asks_for_servers, entries)):
        return None
    through = [(e.event.address, e.evidence) for e in entries if isinstance(e.event, ev.AddressPassedThrough)]
    # The address of a server that was looked for before is used at once, before any look-up is announced.
    used = {address for address, seen in through if seen.line < fallback.evidence.line}
    passed = [one for one in through if one[0] not in used]
    if passed:
        # The configured one comes again once it is registered; a stray one of another thread does not.
        ((address, _),) = Counter(address for address, _ in passed).most_common(1)
        first = next(seen for at, seen in passed if at == address)
        between = (e.event for e in entries if fallback.evidence.line < e.evidence.line < first.line)
        is_over = any(isinstance(event, ev.PortKept) for event in between)
        if address not in _answered(entries) and not is_over:
            shown = unique((fallback.evidence, first))
            return Finding(_CODE, address, shown, {"address": address}, variant="log")
    return None


def _asks_for_servers(entry: Entry) -> bool:
    """Whether a handset searches for a name, also where too many lines were lost to tell which."""
    event = entry.event
    if isinstance(event, ev.TargetLookup | ev.TargetsResolved | ev.NaptrEmpty | ev.SrvEmpty | ev.SrvTarget):
        return True
    rtype, host = getattr(event, "rtype", ""), getattr(event, "host", "")
    if rtype == "SRV":
        return host[:4].lower() == "_sip"
    return rtype == "NAPTR" or (rtype == "A" and host.endswith("."))


def _answered(entries: Sequence[Entry]) -> set[str]:
    return {slot.strip() for e in entries if isinstance(e.event, ev.Answered) for slot in e.event.slots}


# Instead of a name ---------------------------------------------------------------------------


def turned_to_address(review: Review) -> tuple[Finding, int] | None:
    """What a handset's last restart shows that looked for a name before, and the line where it begins.

    Somebody gave it an IP address: it begins to register again, and looks for no name any more. A server's
    own address counts only where the restart itself is in the log: else it may still be in use.
    """
    attempts = review.story.attempts
    if not attempts or not attempts[-1].entries:
        return None
    begun = next(
        (seen for event, seen in reversed(review.entries) if type(event) is ev.RegisterStarted), None
    )
    if begun is None or begun.line < attempts[-1].entries[0].evidence.line:
        return None  # As in most logs.
    if any(attempt.handset or not attempt.entries for attempt in attempts):
        return None
    searched = max((_searched(attempt) for attempt in attempts), key=_line)
    later = [*takewhile(lambda entry: entry.evidence.line > searched.line, reversed(review.entries))][::-1]
    begins = next((e for e in later if isinstance(e.event, ev.RegisterStarted)), None)
    if begins is None:
        return None
    # Where the log begins later than the user did, another one may only begin shortly behind a search.
    unseen = not any(attempt.user for attempt in attempts) and not is_near(searched, begins.evidence)
    if not unseen and not _again(begins, review.entries):
        return None
    start, known = begins.evidence, _answered(review.entries)
    booted = [e.evidence.line for e in later if isinstance(e.event, ev.BootReady)]
    restarted = bool(booted) and booted[0] < start.line < booted[-1]
    for window in _windows(later, (), _first_seen(later, start.line)):
        if window.line < start.line or not is_near(start, window.entry.evidence):
            continue
        address, seen = next(iter(window.passed.items()))
        if restarted or not known & window.passed.keys():
            shown = unique((start, window.entry.evidence, seen))
            return Finding(_CODE, address, shown, {"address": address}, variant="log"), start.line
    return None


def _searched(attempt: Attempt) -> Evidence:
    """The last line of a search, without the error that may be that of a later registration."""
    lines = (seen for event, seen in reversed(attempt.entries) if type(event) is not ev.RegistrationFailed)
    return next(lines, attempt.entries[0].evidence)


def _again(begins: Entry, entries: Sequence[Entry]) -> bool:
    """Whether this user began before."""
    assert isinstance(begins.event, ev.RegisterStarted)
    return any(
        isinstance(event, ev.RegisterStarted)
        and event.user == begins.event.user
        and seen.line < begins.evidence.line
        for event, seen in entries
    )


# A line beside others ------------------------------------------------------------------------


@dataclass
class _Window:
    """An announced look-up that no search for a name took, and the IP addresses in it."""

    port: int
    entry: Entry
    at: int
    passed: dict[str, Evidence] = field(default_factory=dict)
    is_over: bool = False

    @property
    def line(self) -> int:
        return self.entry.evidence.line


def _beside(entries: Sequence[Entry], attempts: Sequence[Attempt]) -> Iterator[Finding]:
    """One of several users who registers with an address that DNS never gave, and looks for no name.

    In a call the address of whoever is called is looked up in the same words. So it counts only where
    somebody begins to register, and fewer names are looked for than users begin.
    """
    begun = [e for e in entries if isinstance(e.event, ev.RegisterStarted)]
    several = len({e.event.user for e in begun if isinstance(e.event, ev.RegisterStarted)}) > 1
    if not several and not _may_be_one_more(entries, attempts):
        return  # As in most logs.
    known = _answered(entries)
    # A remembered answer does not show its addresses.
    if any(
        one.rtype == "A" and one.result is FOUND and not one.records for a in attempts for one in a.lookups
    ):
        return
    if _unanswered(entries):
        return  # The line that tells its address was lost.
    often = Counter(e.event.address for e in entries if isinstance(e.event, ev.AddressPassedThrough))
    told: dict[str, tuple[Evidence, ...]] = {}
    once = _first_seen(entries, begun[0].evidence.line)
    before = sorted([*(e.evidence for e in begun), *_ends(attempts)], key=_line)
    strangers = [one for one in _windows(entries, attempts, once) if not known & one.passed.keys()]
    first = (one for one in strangers if _is_behind_one(one, before) and begun[0].evidence.line < one.line)
    for window in islice(first, _MOST if several else 0):
        if _is_one_too_many(window, entries, attempts):
            address = max(window.passed, key=often.__getitem__)  # A stray one does not come again.
            told.setdefault(address, unique((window.entry.evidence, window.passed[address])))
    for address, shown in told.items():
        yield Finding(_CODE, address, shown, {"address": address}, variant="log-line")
    if not told:
        yield from _as_one_more(strangers[:_MOST], entries, attempts)


def _may_be_one_more(entries: Sequence[Entry], attempts: Sequence[Attempt]) -> bool:
    """Whether a look-up that is not a search's own is announced while somebody begins to register."""
    begins = dict.fromkeys(at.entries[0].evidence.line for at in attempts if at.entries and not at.port)
    taken = {seen.line for attempt in attempts for seen in attempt.seen(ev.AddressFallback)}
    ends = {at.entries[0].evidence.line: _searched(at).line for at in attempts if at.entries}
    start = last = 0
    for event, seen in entries:
        kind = type(event)
        if kind is ev.RegisterStarted:
            start = seen.line
            last = next((ends[line] for line in begins if line > start), 0)
        elif kind is ev.AddressFallback and start and seen.line < last and seen.line not in taken:
            return True
    return False


def _as_one_more(
    windows: Sequence[_Window], entries: Sequence[Entry], attempts: Sequence[Attempt]
) -> Iterator[Finding]:
    """An IP address as one of several servers: it is used as the search for a name begins, or goes on.

    A handset registers with all its servers at once (CS-14-17, Description). It makes no call before.
    """
    begun = [seen for event, seen in entries if isinstance(event, ev.RegisterStarted)]
    told: dict[str, Finding] = {}
    for window in windows:
        starts = [one for one in begun if one.line < window.line and is_near(one, window.entry.evidence)]
        attempt = next((a for a in attempts if starts and _is_during(window, starts[-1], a)), None)
        if attempt is not None:
            address, seen = next(iter(window.passed.items()))
            facts = {"address": address, "name": attempt.name}
            shown = unique((window.entry.evidence, seen))
            told.setdefault(address, Finding(_CODE, address, shown, facts, variant="log-beside"))
    yield from told.values()


def _is_during(window: _Window, start: Evidence, attempt: Attempt) -> bool:
    """Whether it comes between a registration that begins and the end of the search that it begins with."""
    if not attempt.entries or attempt.port:
        return False
    first, last = attempt.entries[0].evidence, _searched(attempt)
    return start.line < first.line and window.line < last.line and is_near(start, first)


def _unanswered(entries: Sequence[Entry]) -> set[str]:
    """The SRV targets, which alone end with a dot, of which no line tells what came of their look-up."""
    asked: set[str] = set()
    told: set[str] = set()
    for event, _ in entries:
        host = event.target if isinstance(event, ev.TargetLookup) else getattr(event, "host", "")
        if isinstance(event, ev.TargetLookup) or (getattr(event, "rtype", "") == "A" and host.endswith(".")):
            (told if isinstance(event, _TELLING) else asked).add(names.fold(host))
    return asked - told


_TELLING = (ev.Answered, ev.CacheHit, ev.NoAnswer, ev.NoMatch, ev.LookupEmpty)


def _first_seen(entries: Sequence[Entry], line: int) -> dict[str, int]:
    """Each IP address that was looked up since, and where first."""
    first: dict[str, int] = {}
    for event, seen in entries:
        if isinstance(event, ev.AddressPassedThrough) and seen.line > line:
            first.setdefault(event.address, seen.line)
    return first


def _windows(entries: Sequence[Entry], attempts: Sequence[Attempt], once: Mapping[str, int]) -> list[_Window]:
    """The announced look-ups of addresses that were met there first, as none of a server in use is.

    Before that is used, its address is looked up alone (CS-14-17, Successful Registration Log, line 58).
    """
    taken = {seen.line for attempt in attempts for seen in attempt.seen(ev.AddressFallback)}
    found: list[_Window] = []
    running: list[_Window] = []
    told = (entry for entry in entries if type(entry.event) not in OF_RECORDS)  # Those come by the dozen.
    for at, entry in enumerate(told):
        event = entry.event
        running = [one for one in running if not one.is_over and at - one.at <= _WINDOW]
        if isinstance(event, ev.AddressFallback) and entry.evidence.line not in taken:
            running = [_Window(event.port, entry, at)]  # Which of two an address is for nobody can tell.
            found += running
        elif isinstance(event, ev.AddressPassedThrough):
            for one in running:
                if not is_near(one.entry.evidence, entry.evidence):
                    continue  # Its own lines were lost.
                # Without a port it is looked up once more at once.
                one.is_over = not one.port and event.address in one.passed
                one.passed.setdefault(event.address, entry.evidence)
        elif isinstance(event, ev.PortKept):
            for one in running:
                one.is_over = one.port == event.port
    # With a port the handset says at the end that it keeps it.
    whole = (one for one in found if one.passed and (one.is_over or not one.port))
    return [one for one in whole if all(once.get(address, 0) >= one.line for address in one.passed)]


def _line(seen: Evidence) -> int:
    return seen.line


def _ends(attempts: Sequence[Attempt]) -> list[Evidence]:
    return [attempt.entries[-1].evidence for attempt in attempts if attempt.entries]


def _is_behind_one(window: _Window, before: Sequence[Evidence]) -> bool:
    """Whether it comes shortly behind one of these lines: somebody began, or a search came to its end."""
    place = bisect_left(before, window.line, key=_line)
    return place > 0 and is_near(before[place - 1], window.entry.evidence)


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
