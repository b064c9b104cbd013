"""What of a handset's earlier faults its last attempt shows to be mended."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property

from wizard.core import names
from wizard.core.diagnosis.outlasting import outlasts, seconds_between
from wizard.core.diagnosis.users import Users
from wizard.core.finding import Evidence, Finding
from wizard.core.trace.attempts import EMPTY, FOUND, PENDING, Attempt, Ending, Lookup

LOCAL = "registration.failed-locally"
REJECTED = "registration.rejected"
PORT = "config.port-not-zero"
_IN_ONE_GO = 5.0
"""Seconds between the look-ups for the servers of one line; a restart takes much longer."""


class Now:
    """The finished attempts for one name, seen from the last of them.

    ``shown`` are the keys of what the last one shows, ``causes`` why it found no server, ``ends`` is the
    last line of the log, ``users`` are all those of the log.
    A last attempt that fails for another reason mends a fault if it asked the same question and got
    another answer: somebody created the SRV records and forgot the addresses.
    """

    def __init__(
        self,
        attempts: Sequence[Attempt],
        shown: Collection[tuple[str, str]],
        causes: Collection[str | None],
        ends: Evidence | None = None,
        users: Users | None = None,
    ) -> None:
        self.attempts = attempts
        self.users = users or Users(attempts, ())
        self.ends = ends
        self.last = attempts[-1]
        self.is_good = self.last.ending is Ending.FOUND
        self.shown = shown
        self.causes = set(causes) - {None}

    @cached_property
    def anew(self) -> dict[tuple[str, str], Lookup]:
        """By type and owner, how each question was answered last. All attempts are gone through once."""
        return {
            (lookup.rtype, names.fold(lookup.host)): lookup
            for attempt in self.attempts
            for lookup in attempt.lookups
            if not lookup.cached and lookup.result is not PENDING
        }

    def mends(self, finding: Finding, key: tuple[str, str]) -> bool:
        """Whether an earlier attempt's finding is history."""
        if finding.code == "ttl.negative-cached":
            return self._needs_no_more(finding)
        if finding.code.startswith("ttl."):
            return self._lives_otherwise(finding)
        if finding.code == REJECTED:
            return self._is_taken_back(finding.facts["user"])
        if finding.code == PORT and not self._lost_its_port:
            return False
        if finding.code == LOCAL:
            # The handset still finds no server, but as is seen now for another reason.
            return self.is_good or (bool(self.causes) and finding.caused_by not in self.causes)
        return self.is_good or (key not in self.shown and self._answers(finding))

    def worded(self, finding: Finding) -> Finding:
        """A finding that is not mended: an error that may come again says that the handset tries again."""
        if finding.code != REJECTED or finding.variant:
            return finding
        user = finding.facts.get("user", "")
        if not self._after(user):
            return finding
        return replace(finding, variant="tried-again" if self._again(user) else "someone-later")

    def _is_taken_back(self, user: str) -> bool:
        """Whether this user registered since: an attempt that has not failed yet may still fail."""
        again = self._again(user)
        failed = [one for one in self._of(user) if _is_rejected(one)]
        return again is not None and outlasts(again, self.ends, failed)

    def _after(self, user: str) -> list[Attempt]:
        """The attempts since the last error, all those of this user or of nobody known; none if one fails."""
        after: list[Attempt] = []
        for attempt in self._of(user):
            after = [] if _is_rejected(attempt) else [*after, attempt]
        return after if after and after[-1].ending is Ending.FOUND else []

    def _again(self, user: str) -> Attempt | None:
        """The attempt since the last error by which this user has tried again at the latest, if one is known.

        Where several users look for one name, an attempt of nobody known may be any of theirs. It is this
        user's if one for each of them came, or if a line said since that this user begins.
        """
        after = self._after(user)
        if not after:
            return None
        users = self.users.searching_for(self.last.name, self.last.handset) if user else set()
        if len(users) < 2:
            return after[0]
        error = max(_line(one) for one in self._of(user) if _is_rejected(one))
        begun = [line for line in self.users.begins(user, self.last.handset) if line > error]
        known = [one for one in after if one.user == user or (begun and _line(one, at=0) > begun[0])]
        return next(iter([*known, *after[len(users) - 1 :]]), None)

    def _of(self, user: str) -> list[Attempt]:
        """One line of a handset registering says nothing about another."""
        return [one for one in self.attempts if not user or one.user in {"", user}]

    @cached_property
    def _lost_its_port(self) -> bool:
        """Whether everybody who had a port asked without one since. Each line of a handset has its own."""
        return all(
            any(self._is_anew(later, one) for later in self.attempts[place + 1 :])
            for place, one in enumerate(self.attempts)
            if one.port
        )

    def _is_anew(self, later: Attempt, one: Attempt) -> bool:
        """Whether it is the same line's, which has no port any more."""
        if later.port:
            return False
        if one.user and one.user == later.user:
            return True
        # Nobody types a new one, and restarts the handset, in so short a time: both are there at once.
        alone = len(self.users.searching_for(self.last.name, self.last.handset)) < 2
        return (alone or not (one.user or later.user)) and not in_one_go(one, later)

    def _needs_no_more(self, finding: Finding) -> bool:
        """Whether a negative answer that is remembered hinders nothing any more."""
        rtype, owner = finding.facts["rtype"], finding.facts["owner"]
        again = self.last.lookup(rtype, owner)
        if again is not None and again.result is FOUND:
            return True
        if again is None:
            return self.is_good or self._answers(finding)
        return self.is_good and rtype == "NAPTR" and not self.last.by_address

    def _lives_otherwise(self, finding: Finding) -> bool:
        """Whether the latest answer has another time to live. A remembered one has what it had."""
        rtype, owner = finding.facts["rtype"], finding.facts["owner"]
        if self.last.lookup(rtype, owner) is None:
            return self.is_good or self._answers(finding)
        latest = self.anew.get((rtype, names.fold(owner)))
        if latest is None:
            return False
        return latest.result is EMPTY or str(latest.ttl) != finding.facts["seconds"]

    def _answers(self, finding: Finding) -> bool:
        """Whether the last attempt would show the fault if it were there.

        Of one whose look-ups were not logged, or not to their end, nobody can tell.
        """
        subject = finding.code.partition(".")[0]
        if subject == "ttl":
            subject = {"NAPTR": "naptr", "SRV": "srv"}.get(finding.facts["rtype"], "address")
        srv = _is_known(self.last.lookup("SRV"))
        if subject == "naptr":
            return _is_known(self.last.lookup("NAPTR"))
        if subject in {"address", "host"}:
            hosts = finding.facts.get("targets") or finding.facts.get("target") or finding.facts["owner"]
            asked = [self.last.lookup("A", host) for host in hosts.split(", ")]
            # Hosts that are not looked up any more are no SIP servers any more.
            return all(map(_is_known, filter(None, asked))) if any(asked) else srv
        return srv or any(lookup.result is FOUND for lookup in self.last.lookups)


def in_one_go(one: Attempt, other: Attempt) -> bool:
    """Whether a search began as soon as another one had ended, so that nobody can have changed anything."""
    if not one.entries or not other.entries:
        return False
    seconds = seconds_between(one.entries[-1].evidence, other.entries[0].evidence)
    return seconds is not None and seconds <= _IN_ONE_GO


def _line(attempt: Attempt, at: int = -1) -> int:
    """The number of the last line of an attempt, or of another one."""
    return attempt.entries[at].evidence.line


def _is_rejected(attempt: Attempt) -> bool:
    return attempt.failure is not None and attempt.ending is not Ending.NOTHING


def _is_known(lookup: Lookup | None) -> bool:
    """Whether a look-up came to an end and the log shows all that was answered."""
    if lookup is None or lookup.result is PENDING:
        return False
    return lookup.result is EMPTY or (bool(lookup.records) and lookup.is_complete)
