"""Adding, removing and moving servers, and the priorities that follow."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.plan.draft import Draft
from wizard.core.plan.rows import (
    added,
    automatic_priorities,
    is_automatic,
    moved,
    out_of_order,
    removed,
    renumbered,
)
from wizard.core.plan.typed import DraftServer


def draft(*rows: tuple[str, str]) -> Draft:
    """Rows of host and priority; an empty host is a blank row."""
    servers = tuple(DraftServer(host, "10.0.0.1" if host else "", "", priority) for host, priority in rows)
    return Draft(domain="eslab.local", subdomain="sip", servers=servers)


def rows(made: Draft) -> list[tuple[str, str]]:
    return [(server.host, server.priority) for server in made.servers]


def order(made: Draft) -> list[str]:
    plan = made.read().plan
    assert plan is not None
    return [server.host.partition(".")[0] for server in plan.in_order()]


def test_what_is_filled_in_is_what_the_plan_uses() -> None:
    made = draft(("", ""), ("a", ""), ("", ""), ("b", ""))
    assert automatic_priorities(made) == ("10", "10", "30", "20")
    plan = made.read().plan
    assert plan is not None
    assert [server.priority for server in plan.servers] == [10, 20]


def test_two_blank_rows_promise_10_and_20() -> None:
    assert automatic_priorities(Draft()) == ("10", "20")


@pytest.mark.parametrize(
    "typed", [(("a", ""), ("b", "")), (("a", "10"), ("b", "20")), (("a", ""), ("b", "20"))]
)
def test_moving_renumbers_automatic_priorities(typed: tuple[tuple[str, str], ...]) -> None:
    made = moved(draft(*typed), 1, 0)
    assert [host for host, _ in rows(made)] == ["b", "a"]
    assert order(made) == ["b", "a"]
    assert is_automatic(made)


def test_moving_among_typed_ascending_priorities_changes_the_failover_too() -> None:
    made = moved(draft(("a", "1"), ("b", "2"), ("c", "7")), 2, 0)
    assert rows(made) == [("c", "1"), ("a", "2"), ("b", "7")]
    assert order(made) == ["c", "a", "b"]


def test_moving_into_a_group_that_shares_takes_a_place_in_it() -> None:
    made = moved(draft(("a", "5"), ("b", "5"), ("c", "7")), 2, 1)
    assert rows(made) == [("a", "5"), ("c", "5"), ("b", "7")]


def test_moving_leaves_priorities_out_of_order_and_wrong_ones_with_their_rows() -> None:
    assert rows(moved(draft(("a", "5"), ("b", "1")), 0, 1)) == [("b", "1"), ("a", "5")]
    assert rows(moved(draft(("a", "1"), ("b", "x")), 0, 1)) == [("b", "x"), ("a", "1")]


def test_moving_past_a_blank_row_gives_it_no_priority() -> None:
    assert rows(moved(draft(("a", "1"), ("", ""), ("b", "2")), 2, 0)) == [("b", "1"), ("a", "2"), ("", "")]


def test_rows_that_do_not_stand_in_failover_order_are_noticed_and_renumbered() -> None:
    made = draft(("a", "20"), ("b", "10"))
    assert out_of_order(made)
    assert not out_of_order(draft(("a", "10"), ("b", "10")))
    assert not out_of_order(draft(("a", "x"), ("b", "10")))
    assert order(renumbered(made)) == ["a", "b"]


def test_a_row_added_is_used_last() -> None:
    assert rows(added(draft(("a", "")))) == [("a", ""), ("", "")]
    assert rows(added(draft(("a", "100"), ("b", "200"))))[-1] == ("", "210")
    assert rows(added(draft(("a", "65535"))))[-1] == ("", "65535")


def test_removing_renumbers_automatic_priorities_and_leaves_typed_ones() -> None:
    assert rows(removed(draft(("a", "10"), ("b", "20")), 0)) == [("b", "")]
    assert rows(removed(draft(("a", "1"), ("b", "2")), 0)) == [("b", "2")]


def test_removing_the_last_row_leaves_a_blank_one() -> None:
    assert removed(draft(("a", "7")), 0).servers == (DraftServer(),)


texts = st.text(max_size=6)
servers = st.builds(DraftServer, texts, texts, texts, texts, texts)


@given(st.lists(servers, min_size=1, max_size=5), st.data())
def test_nothing_typed_but_a_priority_is_ever_lost_by_moving(
    made: list[DraftServer], data: st.DataObject
) -> None:
    row = data.draw(st.integers(0, len(made) - 1))
    to = data.draw(st.integers(0, len(made) - 1))
    after = moved(replace(Draft(), servers=tuple(made)), row, to).servers
    expected = list(made)
    expected.insert(to, expected.pop(row))
    assert [replace(one, priority="") for one in after] == [replace(one, priority="") for one in expected]
