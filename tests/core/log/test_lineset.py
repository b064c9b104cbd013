"""Sets of lines say what sets of numbers say."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.log.lineset import LineSet

SIZES = st.integers(0, 20_000)


@st.composite
def sets(draw: st.DrawFn) -> tuple[list[int], int]:
    """Places in order, and a size; also full, empty, and at the edges of bytes and chunks."""
    size = draw(st.one_of(SIZES, st.sampled_from([0, 1, 7, 8, 9, 4095, 4096, 4097, 8192])))
    kind = draw(st.sampled_from(["some", "all", "none"]))
    if kind != "some" or not size:
        return (list(range(size)) if kind == "all" else []), size
    edges = [place for place in (0, 7, 8, 4095, 4096, size - 1) if place < size]
    return sorted(set(draw(st.lists(st.integers(0, size - 1), max_size=50)) + edges)), size


def made(places: list[int], size: int) -> LineSet:
    return LineSet.of(np.array(places[::-1], dtype=np.int64), size)


@given(sets())
def test_it_holds_what_was_put_in(given_: tuple[list[int], int]) -> None:
    places, size = given_
    found = made(places, size)
    assert list(found) == places
    assert len(found) == len(places)
    assert [found.place(rank) for rank in range(len(found))] == places
    mask = np.zeros(size, dtype=np.bool_)
    mask[places] = True
    assert LineSet.where(mask) == found
    assert found.mask(3, max(size - 3, 0)).tolist() == mask[3:].tolist()
    assert (LineSet.all(size) == found) == (len(places) == size)


@given(sets(), st.integers(0, 20_001))
def test_it_tells_what_comes_before_and_after(given_: tuple[list[int], int], place: int) -> None:
    places, size = given_
    found = made(places, size)
    place = min(place, size)
    at = bisect_left(places, place)
    assert found.rank(place) == at
    assert (place in found) == (place in places)
    assert found.before(place) == (places[at - 1] if at else -1)
    rest = [one for one in places if one > place]
    assert found.after(place) == (rest[0] if rest else -1)


@given(sets(), st.lists(st.integers(-3, 20_100), max_size=40))
def test_the_ranks_of_many_at_once(given_: tuple[list[int], int], asked: list[int]) -> None:
    places, size = given_
    found = made(places, size).ranks(np.array(asked, dtype=np.int64))
    assert found.tolist() == [places.index(one) for one in asked if one in places]


@given(sets(), sets())
def test_two_sets_are_laid_over_each_other(one: tuple[list[int], int], other: tuple[list[int], int]) -> None:
    both = made(*one) & made(*other)
    assert list(both) == sorted(set(one[0]) & set(other[0]))


@given(sets(), st.integers(0, 5000), st.booleans())
def test_a_log_that_grows_begins_with_what_it_was(
    given_: tuple[list[int], int], more: int, same: bool
) -> None:
    places, size = given_
    found = made(places, size)
    later = [*places, *range(size, size + more, 3)]
    if not same and places:
        del later[len(places) // 2]
    grown = made(later, size + more)
    assert found.begins(grown) == (same or not places)
    assert list(found.grown(size + more)) == places
    assert not grown.begins(found) or grown == found
