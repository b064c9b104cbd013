"""How long a server that stays silent is asked: what keeps a check from waiting for a dead one.

A silent question is no single lost packet: it was sent twice over UDP and once tried over TCP.
"""

from __future__ import annotations

from wizard.core.dns.answer import Answer, Outcome

NEVER_HEARD = 2
"""Silent questions after which a server that has answered nothing at all is asked no more."""
IN_A_ROW = 3
"""The same for a server that answered before."""
IN_ALL = 6
"""Silent questions, in whatever order, after which a server is asked no more."""

_WITHOUT_REPLY = frozenset(
    {
        Outcome.TIMEOUT,
        Outcome.PORT_CLOSED,
        Outcome.UNREACHABLE,
        Outcome.MALFORMED,
        Outcome.UNEXPECTED_SOURCE,
    }
)


def is_silence(answer: Answer) -> bool:
    """Whether no reply came that can be read; an error such as SERVFAIL is a reply."""
    return answer.outcome in _WITHOUT_REPLY


class Silence:
    """Counts one server's silent questions."""

    def __init__(self) -> None:
        self.heard = False
        """Whether it has replied to anything."""
        self._row = 0
        self._all = 0

    def note(self, answer: Answer) -> None:
        """Takes what came of a question that was sent."""
        if answer.outcome in {Outcome.CANCELLED, Outcome.NOT_ASKED}:
            return
        silent = is_silence(answer)
        self.heard = self.heard or not silent
        self._row = self._row + 1 if silent else 0
        self._all += silent

    @property
    def began(self) -> bool:
        """Whether nothing has come yet, and a question was asked."""
        return not self.heard and self._all > 0

    @property
    def is_silent(self) -> bool:
        """Whether the last question came to nothing."""
        return self._row > 0

    @property
    def gives_up(self) -> bool:
        """Whether more questions would only wait."""
        return self._all >= IN_ALL or self._row >= (IN_A_ROW if self.heard else NEVER_HEARD)
