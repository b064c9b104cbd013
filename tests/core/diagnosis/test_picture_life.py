"""The servers of a picture: alive, dead, or supposed to be down."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.core.chains import chain_of
from tests.core.logs import HEALTHY, LAB, NAME, OWNER
from wizard.core.diagnosis.picture import NodeState, Picture
from wizard.core.diagnosis.picture_chain import picture_of
from wizard.core.diagnosis.picture_life import with_down, with_life
from wizard.core.handset.resolver import Lookfor
from wizard.core.sip.outcome import Endpoint, Outcome, Probe

CHAIN = chain_of(HEALTHY, LAB)
PIPER = Endpoint("piper.eslab.local", "10.225.2.31", 5060, "udp")
PIPER2 = Endpoint("piper2.eslab.local", "10.225.2.32", 5060, "udp")


def probe(where: Endpoint, outcome: Outcome = Outcome.ANSWERS, status: int = 200) -> Probe:
    return Probe(where, NAME, outcome, status=status if outcome is Outcome.ANSWERS else 0)


def servers(picture: Picture):
    return [(picture.nodes[n].state, picture.nodes[n].word) for n in picture.servers]


def used(picture: Picture) -> list[bool]:
    return [edge.used for edge in picture.edges if edge.end in picture.servers]


def test_alive_and_dead() -> None:
    picture = with_life(picture_of(CHAIN), [probe(PIPER), probe(PIPER2, Outcome.REFUSED)])
    assert servers(picture) == [
        (NodeState.FOUND, "found in DNS; SIP: answers (200)"),
        (NodeState.FAILED, "found in DNS; SIP: turned away (nothing listens there)"),
    ]
    assert used(picture) == [True, False]
    assert [picture.nodes[n].probe.server for n in picture.servers] == [PIPER, PIPER2]


def test_one_that_was_not_asked_stays_as_it_was() -> None:
    before = picture_of(CHAIN)
    for probes in ([], [probe(Endpoint("x", "10.0.0.1", 5060, "udp"))], [probe(PIPER, Outcome.CANCELLED)]):
        assert with_life(before, probes) == before


def test_one_dead_address_of_several_is_named() -> None:
    chain = chain_of((*HEALTHY, "piper.eslab.local 3600 A 10.225.2.41"), LAB)
    other = Endpoint("piper.eslab.local", "10.225.2.41", 5060, "udp")
    picture = with_life(picture_of(chain), [probe(PIPER), probe(other, Outcome.NO_REPLY)])
    first = picture.nodes[picture.servers[0]]
    assert first.state is NodeState.FAILED
    assert first.lines[:2] == ("10.225.2.31:5060 UDP: answers", "10.225.2.41:5060 UDP: no reply")
    assert first.probe.server == other


def test_upper_case_in_dns_is_the_same_server() -> None:
    chain = chain_of((HEALTHY[0], f"{OWNER} 60 SRV 1 1 5060 PIPER.eslab.local", HEALTHY[3]), LAB)
    ((state, word),) = servers(with_life(picture_of(chain), [probe(PIPER)]))
    assert (state, word) == (NodeState.FOUND, "found in DNS; SIP: answers (200)")


def test_a_server_without_srv_and_an_address_without_dns() -> None:
    for chain, where in (
        (chain_of((f"{NAME} 60 A 10.0.0.1",), LAB), Endpoint(NAME, "10.0.0.1", 5060, "udp")),
        (chain_of((), Lookfor("10.0.0.1", 5080)), Endpoint("10.0.0.1", "10.0.0.1", 5080, "udp")),
    ):
        ((state, word),) = servers(with_life(picture_of(chain), [probe(where, Outcome.NO_REPLY)]))
        assert (state, word) == (NodeState.FAILED, "found in DNS; SIP: no reply")


def test_supposed_to_be_down() -> None:
    picture = with_down(picture_of(CHAIN), CHAIN.attempt.servers, {"piper.eslab.local"})
    assert servers(picture) == [
        (NodeState.DOWN, "supposed to be down"),
        (NodeState.FOUND, "found; serves all handsets then"),
    ]
    assert used(picture) == [False, True]
    assert "supposed to be down" in picture.in_words


def test_all_down() -> None:
    hosts = {"piper.eslab.local", "piper2.eslab.local"}
    picture = with_down(picture_of(CHAIN), CHAIN.attempt.servers, hosts)
    assert {state for state, _ in servers(picture)} == {NodeState.DOWN}
    assert used(picture) == [False, False]


def test_shares_are_told() -> None:
    lines = [f"{OWNER} 60 SRV {p} {w} 5060 {h}.x" for h, p, w in (("a", 1, 1), ("b", 2, 10), ("c", 2, 30))]
    chain = chain_of((*lines, "a.x 60 A 10.0.0.1", "b.x 60 A 10.0.0.2", "c.x 60 A 10.0.0.3"), LAB)
    picture = with_down(picture_of(chain), chain.attempt.servers, {"a.x"})
    assert [word for _, word in servers(picture)] == [
        "supposed to be down",
        "found; serves 75% of the handsets then",
        "found; serves 25% of the handsets then",
    ]


def test_nothing_supposed_changes_nothing() -> None:
    assert with_down(picture_of(CHAIN), CHAIN.attempt.servers, ()) == picture_of(CHAIN)


@given(
    st.lists(st.builds(probe, st.sampled_from([PIPER, PIPER2]), st.sampled_from(Outcome)), max_size=3),
    st.sets(st.sampled_from(["piper.eslab.local", "PIPER2.eslab.local", "other"])),
)
def test_the_way_before_the_servers_never_changes(probes, down) -> None:
    before = picture_of(CHAIN)
    picture = with_down(with_life(before, probes), CHAIN.attempt.servers, down)
    assert [picture.nodes[n] for n in picture.way] == [before.nodes[n] for n in before.way]
    assert len(picture.nodes) == len(before.nodes)
    assert all(edge.used for edge in picture.edges if edge.end in picture.way)
