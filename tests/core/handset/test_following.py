"""Which answers the handset itself asked for, told while they come in."""

from __future__ import annotations

import pytest

from wizard.core.dns.answer import Answer, Outcome, Question, Server
from wizard.core.dns.question import ask
from wizard.core.handset.chain import Following, run, run_further
from wizard.core.handset.resolver import Lookfor
from wizard.core.record import RecordType
from wizard.practice.lab import BROKEN, REPAIRED
from wizard.practice.server import PracticeServer

LOOKFOR = Lookfor("testserver.eslab.local")


def whole(zone):
    with PracticeServer(zone) as server:
        where = Server(server.address, server.port)

        def asked(question: Question, to: Server) -> Answer:
            return ask(question, to, 0.5)

        def everything():
            chain = yield from run(LOOKFOR, where, asked)
            return (yield from run_further(chain, asked, "zq81kx"))

        answers, asking = [], everything()
        while True:
            try:
                answers.append(next(asking))
            except StopIteration as stop:
                return answers, stop.value


@pytest.mark.parametrize("zone", [BROKEN, REPAIRED], ids=["broken", "repaired"])
def test_further_answers_are_told_from_the_handsets_own(zone):
    answers, chain = whole(zone)
    following = Following(LOOKFOR)
    told = [following.is_own(answer) for answer in answers]
    assert told == [True] * len(chain.answers) + [False] * len(chain.further)
    assert chain.further


def test_an_ip_address_has_no_questions_of_its_own():
    answer = Answer(Question("x", RecordType.A), Server("10.0.0.1"), Outcome.NODATA)
    assert not Following(Lookfor("10.1.2.3")).is_own(answer)
