"""All rules over one attempt, and what earlier attempts still have to say."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from wizard.core import names
from wizard.core.diagnosis.address import address_findings, negative_cached, ttl_findings
from wizard.core.diagnosis.beside import BESIDE, told_beside, without_calls
from wizard.core.diagnosis.naming import is_missing, malformed_name, name_missing
from wizard.core.diagnosis.naptr import LEADS_AWAY, naptr_findings
from wizard.core.diagnosis.now import LOCAL, REJECTED, Now, in_one_go
from wizard.core.diagnosis.registration import (
    at_silent_host,
    found_nothing,
    registration_failed,
    registration_ok,
)
from wizard.core.diagnosis.srv import srv_findings
from wizard.core.diagnosis.srv_plan import srv_plan_findings
from wizard.core.diagnosis.target import logged_port_findings
from wizard.core.diagnosis.together import apart
from wizard.core.diagnosis.unended import told_unended
from wizard.core.diagnosis.unfinished import unfinished_findings
from wizard.core.diagnosis.users import Users
from wizard.core.diagnosis.view import View, unique
from wizard.core.finding import CURRENT, REPAIRED, Evidence, Finding
from wizard.core.plan.deployment import Deployment
from wizard.core.trace import events as ev
from wizard.core.trace.attempts import UNFINISHED, Attempt, Ending, Entry

_MOST_NAMED = 4
"""Users that a finding of several handsets names."""
_MORE = "…"


def attempt_findings(view: View) -> list[Finding]:
    """What one attempt shows, causes first."""
    attempt = view.attempt
    malformed = malformed_name(view)
    # What is typed anew gets port 0 with it.
    found = list(logged_port_findings(view)) if attempt.port and malformed is None else []
    if malformed is not None:  # Nobody is to create that in DNS.
        found.append(malformed)
    elif is_missing(view):  # Then there are no records.
        found.append(name_missing(view))
    else:
        found += [*naptr_findings(view), *srv_findings(view), *srv_plan_findings(view)]
    if attempt.servers or attempt.by_address:  # Else none can have a wrong address.
        found += address_findings(view)
    found += ttl_findings(view)
    remembered = negative_cached(view)
    if remembered is not None:
        found.append(remembered)
    if attempt.ending is Ending.NOTHING and attempt.failure is None:
        ended = found_nothing(view, found)
    else:
        ended = registration_failed(view, found) if attempt.failure is not None else registration_ok(view)
    if ended is not None:
        found.append(ended)
    return _led_astray(at_silent_host(found, attempt)) if view.chain is None else found


def _led_astray(found: list[Finding]) -> list[Finding]:
    """What is missing where a NAPTR record led a handset to: with a right one nobody would ask there."""
    if LEADS_AWAY not in [finding.code for finding in found]:
        return found
    return [
        replace(finding, caused_by=LEADS_AWAY, change=None) if finding.code == "srv.missing" else finding
        for finding in found
    ]


def history_findings(
    attempts: Sequence[Attempt],
    plan: Deployment | None,
    ends: Evidence | None = None,
    entries: Sequence[Entry] = (),
) -> list[Finding]:
    """What a row of attempts shows: the last finished one of each name counts, the rest is history.

    Each handset has its own history. ``ends`` is the last line of the log,
    ``entries`` are all of it.
    """
    result: list[Finding] = []
    users = Users(attempts, entries)
    attempts = without_calls(attempts, entries)
    for group in _by_handset_and_name(attempts):
        # A log may name nothing at all as the host; there is nothing to say about that.
        finished = [a for a in group if a.ending is not UNFINISHED and a.name.strip(".")]
        # Of a search without an end its own lines prove something, too.
        result += unfinished_findings(group, plan)
        if not finished:
            continue
        last = finished[-1]
        earlier: list[Attempt] = []
        at_once = [last]
        for attempt in finished[:-1]:
            (at_once if _at_once(attempt, last) else earlier).append(attempt)
        current = [
            finding
            for attempt in (last, *at_once[:0:-1])
            for finding in attempt_findings(View(attempt, plan))
        ]
        shown = {key_of(finding) for finding in current}
        causes = {finding.caused_by for finding in current if finding.code == LOCAL}
        now = Now(finished, shown, causes, ends, users)
        history = [
            _repaired(finding) if now.mends(finding, key_of(finding)) else now.worded(finding)
            for attempt in earlier
            for finding in attempt_findings(View(attempt, plan))
            # Earlier good news only adds to the proof of those of the last attempt.
            if finding.code != "registration.ok" or key_of(finding) in shown
        ]
        history = _with_their_causes(current, _last_no_first(history))
        current = told_beside(current, last, attempts, ends, entries)
        if _superseded(last, attempts):
            current = [_repaired(finding) for finding in current if finding.code != "registration.ok"]
            history = [_repaired(finding) for finding in history]
        # Where the last attempt shows no look-ups, an earlier one that does has the better words.
        blind = [finding for finding in current if finding.variant.startswith("unexplained")]
        told = [finding for finding in current if not finding.variant.startswith("unexplained")]
        result += merged(told_unended([*told, *history, *blind], last, group, plan), own=True)
    return result


def _last_no_first(history: Sequence[Finding]) -> list[Finding]:
    """The history with each user's last error in front: what is told is what the server said last."""
    last = {key_of(finding): finding for finding in history if finding.code == REJECTED}
    if not last:
        return list(history)
    known = {id(finding) for finding in last.values()}
    return [*last.values(), *(finding for finding in history if id(finding) not in known)]


def _at_once(attempt: Attempt, last: Attempt) -> bool:
    """Whether two lines of the handset looked for one name at the same time, and shared its answers."""
    for event, seen in reversed(attempt.entries):
        if not isinstance(event, ev.RegistrationFailed):
            return bool(last.entries) and seen.line > last.entries[0].evidence.line
    return False


def key_of(finding: Finding) -> tuple[str, str]:
    """What makes two findings the same fault."""
    return finding.code, names.fold(finding.subject)


def _by_handset_and_name(attempts: Iterable[Attempt]) -> list[list[Attempt]]:
    groups: dict[tuple[str, str], list[Attempt]] = {}
    for attempt in attempts:
        groups.setdefault((attempt.handset, names.fold(attempt.name)), []).append(attempt)
    return list(groups.values())


def _with_their_causes(current: Iterable[Finding], history: Sequence[Finding]) -> list[Finding]:
    """The history, in which what a mended fault brought about is mended too."""
    there = {None, *(one.code for one in (*current, *history) if one.state is CURRENT)}
    return [finding if finding.caused_by in there else _repaired(finding) for finding in history]


def _repaired(finding: Finding) -> Finding:
    return finding.but(state=REPAIRED)


def before(findings: Iterable[Finding], line: int) -> list[Finding]:
    """The findings; what only lines before this one prove is history."""
    return [_repaired(one) if all(seen.line < line for seen in one.evidence) else one for one in findings]


def _superseded(last: Attempt, attempts: Sequence[Attempt]) -> bool:
    """Whether the same user registered later under a new name: then this name is history.

    Names that take turns are two lines of one handset, or two servers of one line. So are names that were
    looked for one behind the other: nobody types a new one, and restarts the handset, in so short a time.
    """
    if not last.user:
        return False
    attempts = [attempt for attempt in attempts if attempt.handset == last.handset]
    place = next(number for number, attempt in enumerate(attempts) if attempt is last)
    well = [
        other
        for other in attempts[place + 1 :]
        if other.user == last.user and other.ending is Ending.FOUND and other.failure is None
    ]
    if not well:
        return False
    before = {names.fold(attempt.name) for attempt in attempts[:place]}
    return any(names.fold(other.name) not in before and not in_one_go(last, other) for other in well)


def merged(findings: Iterable[Finding], *, own: bool = False) -> list[Finding]:
    """One finding for one fault of one subject, with all that proves it.

    The first one decides the words; good news and history never outweigh a current fault. Not ``own``,
    that is of several handsets or names: what one of them has behind it proves nothing about another.
    Then what proves it is told once, else as often as it comes: all ``own`` ones are merged once more.
    """
    same: dict[tuple[str, str], list[Finding]] = {}
    for finding in apart(findings):
        known = same.setdefault(key_of(finding), [])
        if known and known[0].state is not finding.state and finding.state is CURRENT:
            known.clear()
        if own or not known or known[0].state is finding.state:
            known.append(finding)
    proven = tuple if own else unique
    whole = [group[0] if own and len(group) == 1 else _whole(group, proven) for group in same.values()]
    return _without_stale_good_news(whole)


def _whole(group: Sequence[Finding], proven: Callable[[Iterable[Evidence]], tuple[Evidence, ...]]) -> Finding:
    """The first of some findings, with the proof and the users of all; itself if no other has more."""
    finding = group[0]
    proof = proven(chain.from_iterable([one.evidence for one in group]))
    users = dict.fromkeys([user for one in group for user in _users(one)])
    if proof == finding.evidence and len(users) < 2:
        return finding
    return finding.but(evidence=proof, facts=_with_users(finding, users))


def _users(finding: Finding) -> list[str]:
    """Whose registration failed, as far as the finding names them."""
    return finding.facts.get("user", "").split(", ")


def _with_users(finding: Finding, users: Collection[str]) -> Mapping[str, str]:
    """Everybody's, where several handsets show the same fault; a whole ward's would fill the page."""
    named = [user for user in users if user != _MORE]
    if len(users) < 2:
        return finding.facts
    if len(named) > _MOST_NAMED or _MORE in users:
        named = [*named[:_MOST_NAMED], _MORE]
    return {**finding.facts, "user": ", ".join(named)}


def _without_stale_good_news(findings: list[Finding]) -> list[Finding]:
    """An attempt that went well earlier is no good news any more once a later one failed."""
    current = {one.code for one in findings if one.state is CURRENT and one.variant != BESIDE}
    if not current.isdisjoint(_BAD_NEWS):
        return [finding for finding in findings if finding.code != "registration.ok"]
    return [f for f in findings if f.code != "registration.ok" or f.state is CURRENT]


_BAD_NEWS = ("name.missing", "registration.rejected", "registration.failed-locally")
