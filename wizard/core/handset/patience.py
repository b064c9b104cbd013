"""The handset's questions to a live server, without waiting again and again for a dead one.

Where the first question stays silent, the SRV question waits: an old relay that drops what it does
not know still answers the one for an address, which the handset asks last. If that is silent too,
the server is taken to be silent and the rest is not sent. If it is answered, everything is asked.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from wizard.core.dns.answer import Answer, Outcome, Question, Server
from wizard.core.dns.further import Found, Further, Purpose
from wizard.core.dns.silence import Silence
from wizard.core.handset.chain import Ask, Chain, run
from wizard.core.handset.resolver import Lookfor
from wizard.core.record import RecordType


def run_patiently(lookfor: Lookfor, server: Server, ask: Ask) -> Generator[Answer, None, Chain]:
    """As :func:`run`, but a question that could only wait once more is ``NOT_ASKED``.

    Yields the answers that came, each once. An answer that the handset would not have asked for
    after all is among ``further``.
    """
    asking = _Asking(ask)
    chain = yield from asking.fresh(run(lookfor, server, asking.ask))
    if asking.postponed and asking.silence.heard and not chain.cancelled:
        asking.postponed = False
        chain = yield from asking.fresh(run(lookfor, server, asking.ask))
    used = {answer.question for answer in chain.answers}
    spare = [answer for question, answer in asking.known.items() if question not in used]
    found = (Found(Further(Purpose.ALIVE, a.question, lookfor.address), a) for a in spare)
    return replace(chain, further=tuple(found))


class _Asking:
    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._told: set[Question] = set()
        self.known: dict[Question, Answer] = {}
        self.silence = Silence()
        self.postponed = False

    def ask(self, question: Question, server: Server) -> Answer:
        """Asks, unless it is known, can wait or is not worth while."""
        if question in self.known:
            return self.known[question]
        if self.silence.gives_up:
            return Answer(question, server, Outcome.NOT_ASKED)
        if self.silence.began and question.type is RecordType.SRV:
            self.postponed = True
            return Answer(question, server, Outcome.NOT_ASKED)
        answer = self._ask(question, server)
        self.silence.note(answer)
        self.known[question] = answer
        return answer

    def fresh(self, running: Generator[Answer, None, Chain]) -> Generator[Answer, None, Chain]:
        """Passes on what was not passed on before, and was asked."""
        while True:
            try:
                answer = next(running)
            except StopIteration as stop:
                chain: Chain = stop.value
                return chain
            if answer.question in self.known and answer.question not in self._told:
                self._told.add(answer.question)
                yield answer
