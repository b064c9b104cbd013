"""Plan, zone and sample logs of the practice case tell one story."""

from __future__ import annotations

import pytest

from wizard.core.dns.answer import Server
from wizard.core.dns.question import ask
from wizard.core.handset.resolver import Handset, Lookfor, Reply
from wizard.core.log import review, source
from wizard.core.plan.records import change_for, records_for
from wizard.core.record import RecordType
from wizard.core.trace import grammar
from wizard.core.trace.attempts import Ending
from wizard.practice.lab import BROKEN, LAB_PLAN, REPAIRED, ZONE, broken_log, repaired_log
from wizard.practice.server import PracticeServer

LOGS = [broken_log(), repaired_log()]


def test_the_repaired_zone_holds_exactly_what_the_plan_needs():
    frame = [record for record in REPAIRED if record not in records_for(LAB_PLAN)]
    assert [record.type for record in frame] == [RecordType.SOA, RecordType.NS, RecordType.A]
    assert set(records_for(LAB_PLAN)) < set(REPAIRED)
    assert LAB_PLAN.name == f"testserver.{ZONE}"


def test_the_broken_zone_lacks_the_name_and_nothing_else():
    assert not [record for record in BROKEN if "testserver" in record.owner]
    missing = {record for record in change_for(LAB_PLAN).create if record not in BROKEN}
    assert {record.type for record in missing} == {RecordType.NAPTR, RecordType.SRV}


@pytest.mark.parametrize("path", LOGS, ids=["broken", "repaired"])
def test_sample_logs_keep_their_form(path):
    data = path.read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") == data.count(b"\r")
    assert data.endswith(b"\r\n")
    read = review.review(source.read(path))
    assert read.mac == "0004f2a1b2c3"
    assert all(line.has_form for line in read.lines)
    assert [line.time for line in read.lines] == sorted(line.time for line in read.lines)


def test_the_broken_log_ends_with_nothing_found():
    attempts = review.review(source.read(broken_log())).story.attempts
    assert [attempt.ending for attempt in attempts] == [Ending.NOTHING]
    assert attempts[0].failure is not None


def test_the_repaired_log_finds_the_planned_servers():
    attempts = review.review(source.read(repaired_log())).story.attempts
    planned = [(s.host, s.address, s.port, s.priority, s.weight) for s in LAB_PLAN.in_order()]
    first = attempts[0]
    assert first.ending is Ending.FOUND
    assert [(s.host, s.address, s.port, s.priority, s.weight) for s in first.servers] == planned
    assert not [attempt for attempt in attempts if attempt.failure]


def predicted(server, passes):
    """The ``dns`` and ``sip`` messages of a handset that asks the practice server.

    Between two passes three minutes go by.
    """
    now = 0.0
    events = []
    lookfor = Lookfor(f"testserver.{ZONE}", own_domain=ZONE)
    handset = Handset(lookfor, events.append, lambda: now, stray_address="10.225.2.35")
    for asking in passes(handset):
        reply = None
        while (question := step(asking, reply)) is not None:
            answer = ask(question, Server(server.address, server.port))
            reply = Reply(answer.matching, answer.negative_ttl)
        now += 180.0
    return [grammar.write(event) for event in events]


def step(asking, reply):
    """The next question, None at the end."""
    try:
        return asking.send(reply)
    except StopIteration:
        return None


def printed(path):
    """The messages of a log that the virtual handset writes too."""
    lines = [line for line in review.review(source.read(path)).lines if line.module in {"dns", "sip"}]
    return [line.message for line in lines if line.level != "*"]


def test_a_handset_asking_the_practice_server_logs_the_broken_sample():
    with PracticeServer(BROKEN) as server:
        assert predicted(server, lambda handset: [handset.register("1512")]) == printed(broken_log())


def test_a_handset_asking_the_practice_server_logs_the_repaired_sample():
    first = LAB_PLAN.in_order()[0]

    def passes(handset):
        yield handset.register("1512")
        yield handset.register("1512")
        yield handset.connect(first.address, first.port)

    with PracticeServer(REPAIRED) as server:
        assert predicted(server, passes) == printed(repaired_log())
