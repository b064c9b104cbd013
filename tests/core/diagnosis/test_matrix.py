"""Several servers side by side: who says otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.servers import scripted
from wizard.core.diagnosis.matrix import matrix_of
from wizard.core.dns.answer import Server
from wizard.core.dns.question import ask
from wizard.core.handset.chain import asked
from wizard.core.handset.resolver import Lookfor
from wizard.core.record import RecordType, Srv
from wizard.practice.lab import BROKEN, REPAIRED
from wizard.practice.server import PracticeServer

LESS = [r for r in REPAIRED if not (isinstance(r.data, Srv) and r.data.target == "piper2.eslab.local")]


def chain_of(server):
    return asked(
        Lookfor("testserver.eslab.local"),
        Server(server.address, server.port),
        lambda question, to: ask(question, to, 0.2),
    )


@pytest.fixture(scope="module")
def chains():
    found = {}
    for name, zone in (("broken", BROKEN), ("good", REPAIRED), ("same", REPAIRED), ("less", LESS)):
        with PracticeServer(zone) as server:
            found[name] = chain_of(server)
    with scripted.serve(scripted.silence()) as server:
        found["silent"] = chain_of(server)
    return found


def differing(matrix):
    return {(str(row.question), n) for row in matrix.rows for n, cell in enumerate(row.cells) if cell.differs}


def test_equal_servers_do_not_differ(chains):
    matrix = matrix_of([chains["good"], chains["same"]])
    assert differing(matrix) == set()
    assert matrix.disagreements == 0
    assert [row.question.type for row in matrix.rows] == [
        RecordType.NAPTR,
        RecordType.SRV,
        RecordType.A,
        RecordType.A,
    ]


def test_the_odd_one_out_is_marked(chains):
    matrix = matrix_of([chains["good"], chains["less"], chains["same"]])
    assert differing(matrix) == {("SRV _sip._udp.testserver.eslab.local", 1)}
    assert matrix.disagreements == 1
    last = matrix.rows[-1]
    assert last.question.name == "piper2.eslab.local"
    assert last.cells[1].answer is None


def test_of_two_the_second_differs_from_the_first(chains):
    matrix = matrix_of([chains["good"], chains["broken"]])
    assert {number for _, number in differing(matrix)} == {1}
    assert matrix.disagreements == 2


def test_silence_is_no_difference(chains):
    matrix = matrix_of([chains["good"], chains["silent"]])
    assert differing(matrix) == set()


def test_a_server_without_any_answer_is_told_from_one_that_left_some_out(chains):
    good, silent = chains["good"], chains["silent"]
    assert matrix_of([silent, good], [silent]).mute == (silent.server,)
    assert matrix_of([silent, good]).partly_mute == ()
    assert matrix_of([good], [silent]).mute == ()
    answers = (*good.answers[:-1], silent.answers[0])
    partly = replace(good, answers=answers)
    assert matrix_of([partly, good]).partly_mute == (good.server,)
    assert matrix_of([partly, good]).mute == ()
    # What one server never led to was no question to the other.
    assert matrix_of([good, chains["broken"]]).partly_mute == ()


def test_this_computers_own_server_never_makes_a_disagreement(chains):
    matrix = matrix_of([chains["good"], chains["same"]], [chains["broken"]])
    assert matrix.disagreements == 0
    assert {number for _, number in differing(matrix)} == {2}
