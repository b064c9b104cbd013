"""The searches of a log so far, and the look-ups of addresses that lines announce without a name.

A handset with a configured port, one with a configured address, and every registered one announce
them in the same words.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from wizard.core import names
from wizard.core.finding import Evidence
from wizard.core.trace.attempts import EMPTY, PENDING, Ending, Entry
from wizard.core.trace.gathering import OpenAttempt

# How many attempts back a line may still belong to; more never run at once on one handset.
RECENT = 64

_LINES, _SECONDS = 2 * RECENT, 10
"""Between an announced look-up and its beginning; the lines are those of all modules."""


@dataclass
class Fallback:
    """An address look-up that was announced, and not begun yet as far as the log tells."""

    protocol: str
    port: int
    entry: Entry
    number: int
    met_an_address: bool = False


class Announced:
    """The attempts so far, and what was announced.

    ``unproven`` began with an announced look-up and may still be another thread's; ``addresses`` are
    those of servers that were found, ``met_last`` is another one that was looked up since. ``hides_ends``:
    the log's level hides how searches begin and end, and addresses were found.
    """

    def __init__(self) -> None:
        self.number = 0
        self.seen: Evidence | None = None
        self.attempts: list[OpenAttempt] = []
        self.recent: deque[OpenAttempt] = deque(maxlen=RECENT)
        self.srv_targets: set[str] = set()
        self.users: deque[str] = deque(maxlen=RECENT)
        self.unclear = 0
        self.fallbacks: deque[Fallback] = deque(maxlen=RECENT)
        self.unproven: OpenAttempt | None = None
        self.addresses: set[str] = set()
        self.is_next_server = False
        self.resolved_last: OpenAttempt | None = None
        self.met_last = ""
        self.hides_ends = False

    def begin(self, user: str) -> None:
        """Who registers next. Of two who begin at once nobody can tell which search is whose."""
        if user in self.users:
            return
        self.users.append(user)
        if len(self.users) > 1 or self.unclear:
            self.unclear += len(self.users)
            self.users.clear()

    def next_user(self) -> str:
        if self.unclear:
            self.unclear -= 1
            return ""
        return self.users.popleft() if self.users else ""

    def open(self, name: str) -> OpenAttempt:
        attempt = OpenAttempt(name.rstrip("."), self.next_user(), self.number)
        self.attempts.append(attempt)
        self.recent.append(attempt)
        return attempt

    def running_for(self, name: str) -> list[OpenAttempt]:
        """The attempts for a name that have not ended, the latest first."""
        folded = names.fold(name)
        return [a for a in reversed(self.recent) if a.is_running and a.folded == folded]

    def conclude(self, name: str = "") -> None:
        """Ends the searches that found a server, in a log whose level hides the line that says so."""
        for attempt in self.recent if self.hides_ends else ():
            fits = attempt.is_running and (not name or names.same(attempt.name, name))
            srv = attempt.lookup("SRV") if fits and not attempt.reaches_none else None
            if srv is not None and srv.result is not PENDING:
                attempt.end(Ending.FOUND, self.number)
                attempt.by_address = attempt.falls_back = srv.result is EMPTY

    def last_named(self, name: str) -> OpenAttempt | None:
        folded = names.fold(name)
        return next((a for a in reversed(self.recent) if a.folded == folded), None)

    def last_ended(self, name: str) -> OpenAttempt | None:
        folded = names.fold(name)
        return next((a for a in reversed(self.recent) if not a.is_running and a.folded == folded), None)

    def is_recent(self, fallback: Fallback) -> bool:
        """Whether the look-up that begins now may be this one: if its end is lost, hours may have passed."""
        if self.number - fallback.number > RECENT:
            return False
        first, last = fallback.entry.evidence, self.seen
        return last is None or (last.line - first.line <= _LINES and not _is_long(first.time, last.time))

    def may_be_configured(self, host: str) -> bool:
        """Whether a name can be a server's address in the handset, and not an SRV target.

        A target is asked for with its final dot (CS-14-17, Successful Registration Log), a server address as
        it was typed. Once all users have begun to search, a target's name without it is one in use.
        """
        begins = bool(self.users or self.unclear)
        if names.fold(host) in self.srv_targets:
            return begins and not host.endswith(".")
        return begins or not host.endswith(".")

    def attempt_by_port(self, host: str) -> OpenAttempt | None:
        """An attempt that begins with an address look-up: the handset is configured with a port."""
        recent = [one for one in self.fallbacks if self.is_recent(one)]
        waiting = [one for one in recent if one.port or not one.met_an_address]
        if not waiting or not self.may_be_configured(host):
            return None
        named, without = self.last_named(host), next((one for one in recent if not one.port), None)
        if named is not None and not named.port and without is not None:
            self.fallbacks.remove(without)  # Another line of the handset ended the search that both share.
            return None
        fallback = next((one for one in waiting if not one.met_an_address), waiting[0])
        self.fallbacks.remove(fallback)
        attempt = self.open(host)
        attempt.protocol, attempt.port = fallback.protocol, fallback.port
        attempt.announced = attempt.falls_back = True
        attempt.note(fallback.entry)
        self.unproven, self.met_last = attempt, ""
        return attempt

    def fall_back(self, attempt: OpenAttempt) -> None:
        """Its own address look-up began, so one announcement was its own: that line names nobody."""
        attempt.falls_back = True
        if not attempt.announced:
            attempt.announced = True
            other = next((a for a in reversed(self.recent) if a.announced and not a.falls_back), None)
            if other is not None:
                other.announced = False

    def meet_address(self, address: str) -> None:
        """An IP address is looked up: perhaps the announced one, perhaps another thread's."""
        if self.is_next_server:
            self.addresses.add(address)
            self.is_next_server = False
            if self.resolved_last is not None:
                self.resolved_last.chose = True
        if address in self.addresses:
            self.meet_server(address)
            return
        fallback = next((one for one in self.fallbacks if not one.met_an_address), None)
        if fallback is not None:
            fallback.met_an_address = True
            self.next_user()
        else:
            self.prove(address, again=address == self.met_last)
            self.met_last = address

    def meet_server(self, address: str) -> None:
        """The address of a server that was found: routine, and no name was announced."""
        routine = next((one for one in self.fallbacks if one.port), None)
        if routine is not None:
            self.fallbacks.remove(routine)
        else:
            self.prove(address, again=True)

    def prove(self, address: str, *, again: bool) -> None:
        """A search by port leads to an address of its own; another one ``again`` is what is configured."""
        attempt = self.unproven
        if attempt is None:
            return
        found = attempt.addresses() if attempt.found_something else {}
        # Where the line with its addresses was lost, this may be one of them.
        if any(address in known or not known for known in found.values()):
            self.unproven = None
        elif again:
            self.unproven = None
            self.withdraw(attempt)

    def withdraw(self, attempt: OpenAttempt) -> None:
        """It was none: another thread of the handset asked for a host of its own."""
        for one in attempt.lookups:
            one.attempt = None
        self.attempts.remove(attempt)
        if attempt in self.recent:
            self.recent.remove(attempt)
        if attempt.user:
            self.users.appendleft(attempt.user)

    def drop_fallback(self, port: int) -> None:
        """The look-up is over, also if the log lost the line that began it."""
        same = [one for one in self.fallbacks if one.port == port]
        if same:
            self.fallbacks.remove(next((one for one in same if one.met_an_address), same[0]))


def _is_long(first: str, last: str) -> bool:
    """Whether two times, of whatever form, are surely further apart; they end with seconds or minutes."""
    begun, ended = first.partition(".")[0], last.partition(".")[0]
    if len(begun) != len(ended) or not (begun.isdecimal() and ended.isdecimal()):
        return False
    before, after = int(begun[-2:]), int(ended[-2:])
    if begun[:-4] == ended[:-4]:
        return after - before + 60 * (int(ended[-4:-2]) - int(begun[-4:-2])) > _SECONDS
    # Else it may be the next hour, or the next day.
    is_next = begun[-4:-2] in {"59", "23"} and ended[-4:-2] == "00"
    return not is_next or before < 60 - _SECONDS or after >= _SECONDS
