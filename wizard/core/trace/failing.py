"""Whose a failure is: a line that tells of one names a user, and no search."""

from __future__ import annotations

from wizard.core.trace import events as ev
from wizard.core.trace.announced import Announced
from wizard.core.trace.gathering import OWN_CODES, OpenAttempt


class Failing(Announced):
    """The attempts so far, and which of them failed."""

    def failed_attempt(self, event: ev.RegistrationFailed) -> OpenAttempt | None:
        """The attempt that a failure ended. The handset makes a 480 itself when it found nothing."""
        ended = [attempt for attempt in self.recent if not attempt.is_running]
        last = self.last_ended_by(event.user, ended)
        if event.code not in OWN_CODES:
            # Once it has failed by itself, another server of the handset must have spoken.
            spent = last is not None and last.reaches_none and last.failure is not None
            return None if spent else last
        found = None
        if None in [attempt.failure for attempt in ended]:
            own = self.ended_by(event.user, ended)
            found = self.found_nothing(own) or self.found_nothing(ended)
        if found is None and len(ended) < len(self.recent):
            found = self.stopped(event.user, last)
        found = found or last
        return found or (ended[-1] if ended and ended[-1].reaches_none else None)

    @staticmethod
    def ended_by(user: str, ended: list[OpenAttempt]) -> list[OpenAttempt]:
        """The attempts of a user, and those of nobody known for the same names: not each is announced."""
        if not user:  # The line was cut off before it names anybody.
            return ended
        own = {attempt.folded for attempt in ended if attempt.user == user}
        return [
            attempt
            for attempt in ended
            if attempt.user == user or (not attempt.user and (not own or attempt.folded in own))
        ]

    @classmethod
    def last_ended_by(cls, user: str, ended: list[OpenAttempt]) -> OpenAttempt | None:
        """The latest of them."""
        if ended and ended[-1].user == user:  # As in most logs.
            return ended[-1]
        own = cls.ended_by(user, ended)
        return own[-1] if own else None

    def stopped(self, user: str, last: OpenAttempt | None) -> OpenAttempt | None:
        """One without a last line, lost or never written: what it asked for was missing, and it failed.

        A search of nobody known is this user's if it is the first, one more for the same name, or the only
        one of nobody known that came to nothing.
        """
        for attempt in reversed(self.recent):
            if not (attempt.is_running and attempt.lacks_servers and attempt.reaches_none):
                continue
            if attempt.user == user or not user:
                return attempt
            alone = last is None or (attempt.begun > last.ended and _follows(attempt, last))
            if alone and not attempt.user:
                return attempt
        return None

    def found_nothing(self, attempts: list[OpenAttempt]) -> OpenAttempt | None:
        """The latest that found nothing and has not failed yet, unless its name was tried again."""
        for attempt in reversed(attempts):
            if attempt.failure is None and attempt.reaches_none:
                return attempt if self.last_ended(attempt.name) is attempt else None
        return None


def _follows(attempt: OpenAttempt, last: OpenAttempt) -> bool:
    """Whether a failure behind both is rather that of ``attempt`` than of ``last``, which has ended."""
    return attempt.folded == last.folded or (not last.user and attempt.ran_out)
