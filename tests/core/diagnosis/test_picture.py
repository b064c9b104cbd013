"""A chain as a picture: nodes, states, edges, words; and laid out so that nothing is cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.servers import scripted
from wizard.core.diagnosis.picture import NodeKind, NodeState, state_of
from wizard.core.diagnosis.picture_chain import MOST_SERVERS, is_harmless, picture_of
from wizard.core.diagnosis.picture_layout import Metrics, lay_out, wrapped
from wizard.core.dns.answer import Answer, Outcome, Question, Server
from wizard.core.dns.question import ask
from wizard.core.handset.chain import Chain, run
from wizard.core.handset.resolver import Lookfor
from wizard.core.record import RecordType
from wizard.practice.lab import BROKEN, REPAIRED
from wizard.practice.server import PracticeServer

NAME = "testserver.eslab.local"
LOOKFOR = Lookfor(NAME)
METRICS = Metrics(16.0, 16.0, lambda text, bold: len(text) * (8.0 if bold else 7.0))


def asked(server, lookfor=LOOKFOR, timeout=0.2) -> Chain:
    """The chain of a real server, every step of it looked at on the way."""
    where = Server(server.address, server.port)
    asking = run(lookfor, where, lambda question, to: ask(question, to, timeout))
    answers = []
    while True:
        picture_of(Chain(where, lookfor, tuple(answers)))
        try:
            answers.append(next(asking))
        except StopIteration as stop:
            return stop.value


def nodes(chain: Chain):
    return [(node.kind.value, node.state.value) for node in picture_of(chain).nodes]


def practice(content, lookfor=LOOKFOR) -> Chain:
    with PracticeServer(content) as server:
        return asked(server, lookfor)


def test_the_repaired_lab_leads_to_both_servers_in_order():
    picture = picture_of(practice(REPAIRED))
    assert [(n.kind, n.state) for n in picture.nodes] == [
        (NodeKind.NAME, NodeState.FOUND),
        (NodeKind.NAPTR, NodeState.FOUND),
        (NodeKind.SRV, NodeState.FOUND),
        (NodeKind.SERVER, NodeState.FOUND),
        (NodeKind.SERVER, NodeState.FOUND),
    ]
    first, second = (picture.nodes[n] for n in picture.servers)
    assert first.title == "1. piper.eslab.local"
    assert first.lines == ("10.225.2.31:5060 UDP", "priority 1, weight 10")
    assert second.title == "2. piper2.eslab.local"
    assert [(e.start, e.end, e.used) for e in picture.edges] == [
        (0, 1, True),
        (1, 2, True),
        (2, 3, True),
        (2, 4, True),
    ]


def test_the_broken_lab_finds_nothing():
    picture = picture_of(practice(BROKEN))
    assert nodes(practice(BROKEN)) == [
        ("name", "found"),
        ("NAPTR", "none"),
        ("SRV", "none"),
        ("A", "none"),
        ("server", "failed"),
    ]
    assert picture.nodes[2].word == "none: no such name (NXDOMAIN)"
    assert not any(node.harmless for node in picture.nodes)
    assert not picture.edges[-1].used


def test_a_missing_naptr_is_harmless_where_srv_is_found():
    zone = [record for record in REPAIRED if record.type is not RecordType.NAPTR]
    chain = practice(zone)
    naptr = picture_of(chain).nodes[1]
    assert (naptr.state, naptr.harmless) == (NodeState.NONE, True)
    assert "none is needed" in naptr.word
    assert is_harmless(chain.answers[0], chain)
    assert not is_harmless(chain.answers[1], chain)


def test_a_port_keeps_naptr_and_srv_from_being_asked():
    picture = picture_of(practice(REPAIRED, Lookfor("piper.eslab.local", 5060)))
    assert [n.word for n in picture.nodes[1:3]] == ["not asked: port 5060 is set"] * 2
    assert picture.nodes[3].kind is NodeKind.A
    assert picture.nodes[4].title == "1 server, no failover"
    assert [edge.used for edge in picture.edges] == [False, False, True, True]


def test_an_ip_address_needs_no_question():
    picture = picture_of(practice(REPAIRED, Lookfor("10.1.2.3", 0, "TLS")))
    assert [n.state for n in picture.nodes[1:3]] == [NodeState.NOT_ASKED] * 2
    assert picture.nodes[-1].lines == ("10.1.2.3:5061 TLS",)


def test_a_transport_can_skip_naptr():
    picture = picture_of(practice(REPAIRED, Lookfor(NAME, 0, "UDPOnly")))
    assert picture.nodes[1].word == "not asked: UDPOnly skips it"
    assert [picture.nodes[n].state for n in picture.servers] == [NodeState.FOUND] * 2


def test_one_target_without_an_address():
    zone = [record for record in REPAIRED if record.owner != "piper2.eslab.local"]
    second = picture_of(practice(zone)).nodes[-1]
    assert (second.title, second.state) == ("2. piper2.eslab.local", NodeState.NONE)


def test_silence_and_refusal_are_failures_not_absence():
    script = scripted.Script(scripted.silence()).on(NAME, "A", scripted.refused())
    with scripted.serve(script) as server:
        chain = asked(server)
    assert nodes(chain)[1:4] == [("NAPTR", "failed"), ("SRV", "failed"), ("A", "failed")]
    assert picture_of(chain).nodes[1].word == "failed: no reply"


def test_many_servers_are_drawn_up_to_a_limit():
    lines = [f"_sip._udp.{NAME}. 60 IN SRV {n} 0 5060 h{n}.eslab.local." for n in range(30)]
    zone = scripted.records("eslab.local", *lines)
    with scripted.serve(scripted.truncated(zone)) as server:
        chain = asked(server)
    picture = picture_of(chain)
    assert len(picture.servers) == MOST_SERVERS + 1
    assert picture.nodes[-1].title == f"{30 - MOST_SERVERS} more servers"


def test_a_chain_under_way_and_a_cancelled_one():
    where, lookfor = Server("10.0.0.1"), Lookfor(NAME)
    waiting = picture_of(Chain(where, lookfor))
    assert [n.word for n in waiting.nodes[1:]] == ["not asked yet"] * 3
    gone = Answer(Question(NAME, RecordType.NAPTR), where, Outcome.CANCELLED)
    stopped = picture_of(Chain(where, lookfor, (gone,), cancelled=True))
    assert {n.word for n in stopped.nodes[1:]} == {"not asked: cancelled"}
    assert {n.state for n in stopped.nodes[1:]} == {NodeState.NOT_ASKED}


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_a_state(outcome):
    answer = Answer(Question(NAME, RecordType.A), Server("10.0.0.1"), outcome)
    expected = {
        Outcome.DATA: NodeState.FOUND,
        Outcome.NODATA: NodeState.NONE,
        Outcome.NXDOMAIN: NodeState.NONE,
        Outcome.CANCELLED: NodeState.NOT_ASKED,
        Outcome.NOT_ASKED: NodeState.NOT_ASKED,
    }
    assert state_of(answer) is expected.get(outcome, NodeState.FAILED)


def test_the_picture_in_words_tells_all_of_it():
    words = picture_of(practice(REPAIRED)).in_words
    for piece in (NAME, "found: 2 records", "1. piper.eslab.local", "10.225.2.32:5060 UDP"):
        assert piece in words


# Where everything goes


@pytest.mark.parametrize("width", [260, 420, 590, 760, 1030, 1600])
@pytest.mark.parametrize("zone", [BROKEN, REPAIRED], ids=["broken", "repaired"])
def test_nothing_is_cut_and_nothing_overlaps(zone, width):
    picture = picture_of(practice(zone))
    laid = lay_out(picture, width, METRICS)
    assert [box.node for box in laid.boxes] == list(range(len(picture.nodes)))
    assert laid.width <= width
    for box in laid.boxes:
        assert box.x >= 0
        assert box.x + box.width <= laid.width + 0.01
        assert box.y + box.height <= laid.height + 0.01
        for line in box.lines:
            assert line.x + METRICS.width(line.text, line.kind == "title") <= box.x + box.width
            assert line.y + METRICS.line <= box.y + box.height
    for one in laid.boxes:
        for other in laid.boxes[one.node + 1 :]:
            apart = one.x + one.width <= other.x or one.y + one.height <= other.y
            assert apart, (one.node, other.node)


def test_every_letter_is_drawn():
    picture = picture_of(practice(REPAIRED))
    for width in (260, 1030):
        for box in lay_out(picture, width, METRICS).boxes:
            node = picture.nodes[box.node]
            drawn = "".join("".join(line.text.split()) for line in box.lines)
            assert drawn == "".join("".join((node.title, node.word, *node.lines)).split())


def test_room_decides_between_columns_and_rows():
    picture = picture_of(practice(REPAIRED))
    wide, narrow = lay_out(picture, 1030, METRICS), lay_out(picture, 500, METRICS)
    assert len({box.y for box in wide.boxes[:4]}) == 1
    assert len({box.x for box in narrow.boxes[:3]}) == 1
    assert narrow.boxes[3].x > narrow.boxes[2].x
    longest = lay_out(picture_of(practice(BROKEN)), 897, METRICS)  # What a window of 1180 leaves for it.
    assert len({box.y for box in longest.boxes}) == 1


def test_arrows_end_at_their_boxes():
    picture = picture_of(practice(REPAIRED))
    for width in (500, 1030):
        laid = lay_out(picture, width, METRICS)
        for edge, arrow in zip(picture.edges, laid.arrows, strict=True):
            box = laid.boxes[edge.end]
            x, y = arrow.points[-1]
            assert box.x <= x <= box.x + box.width
            assert box.y <= y <= box.y + box.height


@given(st.text(max_size=80), st.integers(1, 200))
def test_wrapping_keeps_every_letter_and_the_room(text, room):
    lines = wrapped(text, room, lambda part: 7.0 * len(part))
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(7.0 * len(line) <= room or len(line) == 1 for line in lines)


def test_names_break_behind_their_dots():
    lines = wrapped("SRV _sip._udp.testserver.eslab.local", 140, lambda part: 7.0 * len(part))
    assert lines == ["SRV _sip._udp.", "testserver.eslab.", "local"]
