"""What comes back for one request: the reply is picked out of all that is heard."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

from wizard.core.about import told
from wizard.core.sip.message import MAX_MESSAGE, Message, parse, plain
from wizard.core.sip.outcome import Outcome, Probe, Trouble

FINAL_WAIT = 1.0
"""Seconds granted to the final reply once a provisional one (1xx) has proved life."""


@dataclass
class Hearing:
    """Collects what came back for ``request``. The last provisional reply counts if no final one comes."""

    request: Message
    asked: float = field(default_factory=time.perf_counter)
    reply: Message | None = None
    raw: bytes = b""
    since: float = 0.0
    problem: str = ""
    stray: bool = False

    def hear(self, data: bytes, problem: str = "") -> None:
        """Takes one message, or what came instead of one; ``problem`` says what is wrong with it."""
        if not data or self.final:
            return
        message = parse(data)
        if isinstance(message, str):
            self.problem = self.problem or problem or message
            if self.reply is None:
                self.raw = data[:MAX_MESSAGE]
        elif message.replies_to(self.request):
            if self.reply is None:
                self.since = time.perf_counter()
            self.reply, self.raw = message, data[:MAX_MESSAGE]
        else:
            self.stray = True

    @property
    def final(self) -> bool:
        """Whether nothing more needs to be waited for."""
        return self.reply is not None and self.reply.status >= 200

    def result(self, probe: Probe, trouble: Trouble) -> Probe:
        """The probe with what was heard; the trouble holds if that was nothing."""
        heard = replace(
            probe,
            request=self.request.to_bytes().decode(),
            reply=self.raw.decode("utf-8", "replace"),
        )
        if self.reply is not None:
            return replace(
                heard,
                outcome=Outcome.ANSWERS,
                milliseconds=round((self.since - self.asked) * 1000, 1),
                status=self.reply.status,
                reason=plain(self.reply.reason),
                software=plain(self.reply.get("server") or self.reply.get("user-agent")),
            )
        if self.problem:
            return Trouble(Outcome.MALFORMED, self.problem).of(heard)
        if self.stray and trouble.outcome is Outcome.NO_REPLY:
            return Trouble(Outcome.NO_REPLY, told("sip-reply.stray")).of(heard)
        return trouble.of(heard)
