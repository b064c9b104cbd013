"""The plan in plain words, and the shares of RFC 2782."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import deployments
from wizard.core.plan import sentence
from wizard.core.plan.deployment import Deployment, SipServer
from wizard.core.plan.records import address_records, naptr_record, srv_records
from wizard.core.plan.sentence import groups, shares, shares_load
from wizard.core.record import Record
from wizard.core.words import words


def plan_sentence(made: Deployment) -> str:
    return sentence.plan_sentence(made, words())


def percent(share: Fraction) -> str:
    return sentence.percent(share, words())


def data_words(record: Record) -> str:
    return sentence.data_words(record, words())


def plan(*servers: tuple[str, int, int]) -> Deployment:
    made = tuple(
        SipServer(f"{host}.eslab.local", f"10.225.2.{31 + n}", 5060, priority, weight)
        for n, (host, priority, weight) in enumerate(servers)
    )
    return Deployment("eslab.local", "sip", made)


def test_failover_follows_the_priority_and_not_the_row() -> None:
    assert plan_sentence(plan(("b", 20, 10), ("a", 10, 10))) == "All handsets use a; when it fails, b."


def test_three_servers_one_after_the_other() -> None:
    text = plan_sentence(plan(("a", 10, 10), ("b", 20, 10), ("c", 30, 10)))
    assert text == "All handsets use a; when it fails, b; when that fails too, c."


def test_of_many_servers_the_first_are_named_and_the_others_counted() -> None:
    text = plan_sentence(plan(*((f"s{n}", n, 10) for n in range(1, 23))))
    assert text.endswith("; when that fails too, s6; then 16 more, in the order of their priorities.")
    assert plan_sentence(plan(*((f"s{n}", n, 10) for n in range(1, 8)))).endswith(
        "; when that fails too, s7."
    )


def test_one_server_alone_is_no_failover() -> None:
    text = plan_sentence(plan(("a", 10, 10)))
    assert text == "All handsets use a. There is no second server to fail over to."


def test_a_plan_without_servers_has_a_sentence_too() -> None:
    assert plan_sentence(plan()) == "There is no server yet."


def test_equal_priorities_and_weights_share_equally() -> None:
    text = plan_sentence(plan(("a", 10, 5), ("b", 10, 5)))
    assert text == (
        "All handsets share a and b in equal shares. When one of the two fails, its handsets use the other."
    )


def test_unequal_weights_name_their_shares_and_what_comes_after() -> None:
    text = plan_sentence(plan(("a", 10, 10), ("b", 10, 30), ("c", 20, 10)))
    assert text == (
        "All handsets share a (25%) and b (75%); when both fail, c. "
        "When one of the two fails, its handsets use the other."
    )


def test_sharing_among_the_second_servers() -> None:
    text = plan_sentence(plan(("a", 10, 10), ("b", 20, 1), ("c", 20, 2), ("d", 20, 0), ("e", 30, 0)))
    assert text == (
        "All handsets use a; when it fails, they share b (25%), c (50%) and d (25%); "
        "when all of them fail too, e."
    )


def test_weight_0_for_all_sets_no_shares() -> None:
    assert plan_sentence(plan(("a", 10, 0), ("b", 10, 0))).startswith(
        "All handsets share a and b (weight 0 for all sets no shares)."
    )


def test_hosts_are_told_apart_by_port_where_they_repeat_and_by_domain_where_they_lie_outside() -> None:
    servers = (
        SipServer("PBX.eslab.local", "10.0.0.1", 5060, 10),
        SipServer("pbx.eslab.local", "10.0.0.1", 5070, 20),
        SipServer("pbx.example.org", "10.0.0.2", 5060, 30),
        SipServer("eslab.local", "10.0.0.3", 5060, 40),
    )
    text = plan_sentence(Deployment("eslab.local", "", servers))
    assert text == (
        "All handsets use PBX (port 5060); when it fails, pbx (port 5070); when that fails too, "
        "pbx.example.org; when that fails too, eslab.local."
    )


def drawn(weights: Sequence[int]) -> list[Fraction]:
    """RFC 2782's algorithm word by word, over every draw and every order that it allows."""
    idle = [n for n, weight in enumerate(weights) if weight == 0]
    busy = [n for n, weight in enumerate(weights) if weight]
    orders = [(*one, *other) for one in permutations(idle) for other in permutations(busy)]
    found = [Fraction(0)] * len(weights)
    for order in orders:
        sums = list(accumulate(weights[n] for n in order))
        for number in range(sums[-1] + 1):
            winner = order[bisect_left(sums, number)]
            found[winner] += Fraction(1, len(orders) * (sums[-1] + 1))
    return found


@pytest.mark.parametrize(
    "weights", [(10, 10, 0), (1, 0), (0, 0), (3, 0, 0, 7), (5,), (0,), (7, 7), (4, 4, 4)]
)
def test_shares_are_those_of_the_standards_own_draw(weights: tuple[int, ...]) -> None:
    group = [SipServer(f"h{n}", "10.0.0.1", weight=weight) for n, weight in enumerate(weights)]
    assert list(shares(group)) == drawn(weights)


@given(st.lists(st.integers(0, 65535), min_size=1, max_size=6))
def test_shares_add_up_and_follow_the_weights(weights: list[int]) -> None:
    group = [SipServer(f"h{n}", "10.0.0.1", weight=weight) for n, weight in enumerate(weights)]
    found = shares(group)
    assert sum(found) == 1
    if 0 not in weights:
        assert found == tuple(Fraction(weight, sum(weights)) for weight in weights)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(1, 4), "25%"),
        (Fraction(1, 3), "about 33%"),
        (Fraction(1, 1000), "less than 1%"),
        (Fraction(999, 1000), "more than 99%"),
        (Fraction(1), "100%"),
    ],
)
def test_percent_never_claims_more_than_it_knows(share: Fraction, text: str) -> None:
    assert percent(share) == text


@given(deployments())
def test_every_server_is_named_in_the_sentence_and_stands_in_one_group(made: Deployment) -> None:
    assert sorted(s.host for group in groups(made) for s in group) == sorted(s.host for s in made.servers)
    assert shares_load(made) == (len({s.priority for s in made.servers}) < len(made.servers))
    text = plan_sentence(made)
    assert all(server.host.partition(".")[0] in text for server in made.servers)


def test_data_in_words_says_what_each_number_is() -> None:
    made = plan(("a", 10, 7))
    assert data_words(srv_records(made)[0]) == "priority 10, weight 7, port 5060, host a.eslab.local"
    assert data_words(address_records(made)[0]) == "address 10.225.2.31"
    assert data_words(naptr_record(made)) == (
        "order 10, preference 10, flags “s”, service “SIP+D2U”, regexp “”, "
        "replacement _sip._udp.sip.eslab.local"
    )
