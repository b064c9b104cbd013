"""Who serves while servers are down."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import deployments
from wizard.core.handset.failover import hosts_of, planned_servers, serving, standings, what_if
from wizard.core.plan.deployment import Deployment, SipServer
from wizard.core.trace.attempts import FoundServer
from wizard.core.words import words


def server(host: str, priority: int = 10, weight: int = 10, address: str = "10.0.0.1", port: int = 5060):
    return FoundServer(host, address, port, "udp", priority, weight)


PAIR = [server("a.x"), server("b.x", 20)]
SHARED = [server("a.x", 10, 10), server("b.x", 10, 20), server("c.x", 20), server("d.x", 30, address="")]

SAID = [
    (PAIR, (), "All handsets use a.x."),
    (PAIR, ("a.x",), "With a.x down, all handsets use b.x."),
    (PAIR, ("A.X.",), "With a.x down, all handsets use b.x."),
    (PAIR, ("b.x",), "With b.x down, all handsets use a.x."),
    (PAIR, ("b.x", "a.x"), "With a.x and b.x down, no server is left: the handsets cannot register."),
    (PAIR, ("z.x",), "All handsets use a.x."),
    (SHARED, (), "The handsets share a.x (about 33%) and b.x (about 67%)."),
    (SHARED, ("b.x",), "With b.x down, all handsets use a.x."),
    (SHARED, ("a.x", "b.x"), "With a.x and b.x down, all handsets use c.x."),
    (
        SHARED, ("a.x", "b.x", "c.x"),
        "With a.x, b.x and c.x down, no server is left: the handsets cannot register, as d.x has no address.",
    ),
    (
        [server("a.x", weight=0), server("b.x", weight=0)], (),
        "The handsets share a.x and b.x in equal shares.",
    ),
    (
        [server("a.x"), server("a.x", port=5070)], (),
        "The handsets share a.x:5060 and a.x:5070 in equal shares.",
    ),
    ([server("a.x"), server("a.x", address="10.0.0.2")], ("a.x",),
     "With a.x down, no server is left: the handsets cannot register."),
]  # fmt: skip


@pytest.mark.parametrize(("servers", "down", "sentence"), SAID)
def test_who_serves_in_a_sentence(servers, down, sentence) -> None:
    assert what_if(servers, down, words()) == sentence


def test_a_declined_service_is_no_server() -> None:
    declined = [FoundServer(".", "", 0, "udp")]
    assert hosts_of(declined) == ()
    assert what_if(declined, (), words()) == "No server is left: the handsets cannot register."
    assert what_if([], (), words()) == "No server is left: the handsets cannot register."


def test_hosts_in_failover_order_each_once() -> None:
    assert hosts_of([*SHARED, server("A.x", 40)]) == ("a.x", "b.x", "c.x", "d.x")


def test_several_addresses_are_one_server() -> None:
    """Round robin is no second server: its share is not counted twice."""
    both = [server("a.x"), server("a.x", address="10.0.0.2"), server("b.x")]
    assert [(one.server.host, one.part) for one in serving(both, ())] == [
        ("a.x", Fraction(1, 2)),
        ("b.x", Fraction(1, 2)),
    ]


SERVERS = st.lists(
    st.builds(
        server,
        st.sampled_from(["a.x", "b.x", "c.x", "d.x", "B.X"]),
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from(["10.0.0.1", "10.0.0.2", ""]),
    ),
    max_size=8,
)


@given(SERVERS, st.sets(st.sampled_from(["a.x", "b.x", "c.x", "d.x"])))
def test_who_serves_is_up_has_an_address_and_the_lowest_priority(servers, down) -> None:
    found = serving(servers, down)
    usable = [one for one in servers if one.address and one.host.lower() not in down]
    assert bool(found) == bool(usable)
    assert sum(one.part for one in found) == bool(usable)
    for one in found:
        assert one.server in usable
        assert one.part > 0
        assert one.server.priority == min(other.priority for other in usable)
    assert what_if(servers, down, words()).endswith(".")


@given(SERVERS, st.sampled_from(["a.x", "b.x", "c.x", "d.x"]))
def test_who_is_not_used_makes_no_difference_when_it_goes(servers, host) -> None:
    before = serving(servers, ())
    if host not in {one.server.host.lower() for one in before}:
        assert serving(servers, {host}) == before


@given(deployments(), st.data())
def test_every_planned_server_serves_waits_or_is_down(plan: Deployment, data: st.DataObject) -> None:
    found = planned_servers(plan)
    down = data.draw(st.sets(st.sampled_from([one.host for one in found])))
    rows = standings(found, down)
    assert [row.server for row in rows] == list(found)
    assert {row.server.host for row in rows if row.is_down} == down
    assert sum(row.part for row in rows) == (0 if len(down) == len(found) else 1)
    serves = [row for row in rows if row.part]
    assert not any(row.is_down for row in serves)
    up = [row.server.priority for row in rows if not row.is_down]
    assert {row.server.priority for row in serves} == ({min(up)} if up else set())


def test_the_weights_of_equal_priorities_are_worked_out() -> None:
    plan = Deployment(
        "x.y",
        servers=(
            SipServer("a.x.y", "10.0.0.1", weight=30),
            SipServer("b.x.y", "10.0.0.2", weight=10),
            SipServer("c.x.y", "10.0.0.3", priority=20),
        ),
    )
    parts = [row.part for row in standings(planned_servers(plan), ())]
    assert parts == [Fraction(3, 4), Fraction(1, 4), 0]
    assert [row.part for row in standings(planned_servers(plan), ("A.x.y.", "b.x.y"))] == [0, 0, 1]
