"""Who belongs to whom: which attempt and which look-up a line of a log is about.

Lines name a host and a record type at best, and several searches may run at once. So a line goes
to the latest look-up of its name and type that can still take it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from wizard.core import names
from wizard.core.trace import events as ev
from wizard.core.trace.announced import RECENT
from wizard.core.trace.attempts import EMPTY, FOUND, PENDING, Entry
from wizard.core.trace.failing import Failing
from wizard.core.trace.gathering import OpenAttempt, OpenLookup

# How many look-ups of one record a line may be about.
AT_ONCE = 8
_GOOD = (ev.Answered, ev.CacheHit)
_SERVICE = 2
"""Labels in front of the name in an SRV question: service and protocol (RFC 2782)."""


@dataclass(frozen=True, slots=True)
class Stray:
    """A target of an SRV answer that came before the log begins, or was lost in it."""

    target: str
    port: int
    entry: Entry
    number: int


class Belonging(Failing):
    """The attempts and look-ups so far. Everything is keyed by folded name and record type."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[OpenLookup] = []
        self.asked_last: dict[tuple[str, str], deque[OpenLookup]] = {}
        self.orphans: deque[OpenLookup] = deque(maxlen=RECENT)

    def adopt(self, owner: str, strays: Iterable[Stray]) -> OpenAttempt:
        """The attempt that ends with the SRV answer of ``owner``, of which the log has the targets alone."""
        attempt = self.open(name_of(owner))
        attempt.protocol, attempt.is_cut = _protocol_of(owner), True
        srv = self.open_lookup(attempt, "SRV", owner)
        # Only SRV targets were seen to be asked for with a final dot (as in ``blind``).
        known = {names.fold(stray.target) for stray in strays}
        for orphan in self.orphans:
            if orphan.attempt is None and orphan.folded not in known:
                srv.result = FOUND
                attempt.begun = min(attempt.begun, orphan.begun)
                attempt.targets.append((f"{orphan.host}.", 0))
                give(attempt, orphan)
        for stray in strays:
            attempt.begun = min(attempt.begun, stray.number)
            attempt.targets.append((stray.target, stray.port))
            srv.add(stray.entry)
            srv.result = FOUND
            attempt.note(stray.entry)
            open_ = self.latest("A", stray.target)
            if open_ is not None and open_.attempt is None and open_.begun >= stray.number:
                give(attempt, open_)
        return attempt

    def open_lookup(self, attempt: OpenAttempt | None, rtype: str, host: str) -> OpenLookup:
        open_ = OpenLookup(rtype, host.rstrip(".") or ".", attempt, self.number)
        key = (open_.folded, rtype)
        asked = self.asked_last.get(key)
        if asked is None:
            asked = self.asked_last[key] = deque(maxlen=AT_ONCE)
        asked.appendleft(open_)
        self.opened.append(open_)
        if attempt is not None:
            attempt.lookups.append(open_)
        elif rtype == "A" and host.endswith("."):
            self.orphans.append(open_)
        return open_

    def latest(self, rtype: str, host: str) -> OpenLookup | None:
        asked = self.last_asked(rtype, host)
        return asked[0] if asked else None

    def able(self, rtype: str, host: str, entry: Entry) -> OpenLookup | None:
        """The latest look-up that can take this line: every line stands once in a look-up."""
        return _able(self.last_asked(rtype, host), type(entry.event))

    def last_asked(self, rtype: str, host: str) -> Sequence[OpenLookup]:
        """The look-ups that a line may be about, the latest first."""
        return self.asked_last.get((names.fold(host), rtype), ())

    def remembered(self, rtype: str, host: str) -> OpenLookup | None:
        """The look-up whose answer is stored. That to a fallback ended its attempt a line before."""
        waiting = None
        for open_ in self.last_asked(rtype, host):
            if open_.result is not EMPTY and ev.CacheAdded not in open_.kinds:
                if ev.Answered in open_.kinds:
                    return open_
                waiting = waiting or open_  # The line with its answer was lost.
        return waiting

    def lookup(self, rtype: str, host: str, entry: Entry) -> OpenLookup:
        """The look-up that a line speaks of; begun here if its start was not seen."""
        kind, again = type(entry[0]), None
        for open_ in self.asked_last.get((names.fold(host), rtype), ()):
            attempt = open_.attempt
            if attempt is not None and attempt.is_running:
                if kind not in open_.kinds:
                    return open_
                if again is None and open_.result is EMPTY:
                    again = open_
                continue
            # A look-up of nobody known that has its answer is over: another one is that of a later search.
            is_open = open_.result is PENDING or (attempt is None and kind not in _GOOD)
            if is_open and kind not in open_.kinds:
                return open_
        # A running attempt's look-up that heard "there is none" already: two lines share it.
        if again is not None and kind not in _GOOD:
            return again
        self.seen = entry[1]
        return self.open_lookup(self.attempt_for(rtype, host), rtype, host)

    @cached_property
    def asked_addresses(self) -> dict[str, list[OpenLookup]]:
        """All look-ups of each host's address, once there will be no more of them."""
        found: dict[str, list[OpenLookup]] = {}
        for open_ in self.opened:
            if open_.rtype == "A":
                found.setdefault(open_.folded, []).append(open_)
        return found

    def borrow(self, attempt: OpenAttempt, target: str) -> OpenLookup | None:
        """What another attempt learned about a target while this one was running."""
        asked = self.asked_addresses.get(target, [])
        last = bisect_right(asked, attempt.ended, key=lambda open_: open_.begun)
        for open_ in reversed(asked[max(0, last - AT_ONCE) : last]):
            other = open_.attempt
            at_once = other is not None and (not other.ended or other.ended >= attempt.begun)
            if at_once and not open_.is_pending:
                return open_
        return None

    def attempt_for(self, rtype: str, host: str) -> OpenAttempt | None:
        """The attempt that a new look-up belongs to. Two at once for one name may share it."""
        if rtype == "A":
            return self.attempt_for_address(host)
        is_srv = rtype == "SRV"
        if is_srv and host[:4].lower() != "_sip":
            return None  # A directory's, or a time server's.
        name = name_of(host) if is_srv else host
        running = self.running_for(name)
        attempt = _lacking(running, rtype, host) if is_srv else None
        attempt = attempt or _waiting(running, rtype, host) or self.open(name)
        if is_srv:
            attempt.protocol = _protocol_of(host)
        return attempt

    def attempt_for_address(self, host: str) -> OpenAttempt | None:
        """The attempt that still lacks this address, begins with it, or shares or repeats the question."""
        asked = self.running_to(host)
        named = self.running_for(host)
        wanting = [*asked, *named] if asked else named
        return (
            _lacking(wanting, "A", host)
            or (self.attempt_by_port(host) if self.fallbacks and not names.is_ip(host) else None)
            or _waiting(wanting, "A", host)
            or (asked[0] if asked else None)
            or (self.naming(host) or self.blind(host) if host.endswith(".") else None)
        )

    def naming(self, host: str) -> OpenAttempt | None:
        """The attempt with an SRV record of this target; the line that announces the look-up was lost."""
        return next((a for a in reversed(self.recent) if a.is_running and a.names_target(host)), None)

    def blind(self, host: str) -> OpenAttempt | None:
        """The attempt whose log does not show for which servers it looks.

        Only their names were seen to be asked for with a final dot (CS-14-17, Successful Registration
        Log). Which port they have is not known.
        """
        attempt = next((a for a in reversed(self.recent) if a.is_running and a.is_blind), None)
        if attempt is not None:
            attempt.targets.append((host, 0))
        return attempt

    def running_to(self, host: str) -> list[OpenAttempt]:
        """The attempts with this SRV target that have not ended, the latest first."""
        return [a for a in reversed(self.recent) if a.is_running and a.targets and a.asked_for(host)]


def _lacking(attempts: Iterable[OpenAttempt], rtype: str, host: str) -> OpenAttempt | None:
    """The first that has not asked this question."""
    for attempt in attempts:
        if attempt.lookup(rtype, host) is None:
            return attempt
    return None


def _waiting(attempts: Iterable[OpenAttempt], rtype: str, host: str) -> OpenAttempt | None:
    """The first that asked this question and was not answered yet."""
    for attempt in attempts:
        if attempt.waits_for(rtype, host):
            return attempt
    return None


def give(attempt: OpenAttempt, open_: OpenLookup) -> None:
    """A look-up of nobody known is this attempt's."""
    open_.attempt = attempt
    attempt.lookups.append(open_)
    for entry in open_.entries:
        attempt.note(entry)


def _able(asked: Iterable[OpenLookup], kind: type[ev.Event]) -> OpenLookup | None:
    for open_ in asked:
        if kind not in open_.kinds:
            attempt = open_.attempt
            if attempt is None or attempt.is_running or open_.result is PENDING:
                return open_
    return None


@lru_cache(maxsize=1024)
def name_of(owner: str) -> str:
    """``eslab.local`` of ``_sip._udp.eslab.local``; the name may begin with ``_`` itself."""
    labels = owner.split(".")
    before = 0
    while before < min(_SERVICE, len(labels) - 1) and labels[before].startswith("_"):
        before += 1
    return ".".join(labels[before:])


@lru_cache(maxsize=1024)
def _protocol_of(owner: str) -> str:
    folded = names.fold(owner)
    if folded.startswith("_sips."):
        return "tls"
    return "tcp" if "._tcp." in folded else "udp"


def known_protocol(word: str) -> str:
    """``udp``, ``tcp`` or ``tls``; UDP for every other word that a line may hold."""
    return word.lower() if word.lower() in {"tcp", "tls"} else "udp"
