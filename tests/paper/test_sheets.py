"""Where pages end."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from wizard.paper.row import Row
from wizard.paper.sheets import paginate

HEIGHT = 100.0


def rows() -> st.SearchStrategy[list[Row]]:
    lengths = st.floats(1, 60)
    one = st.builds(
        lambda height, before, keep: Row(height, lambda _painter, _y: None, before, keep),
        lengths,
        st.floats(0, 20),
        st.booleans(),
    )
    return st.lists(one, max_size=40)


@given(rows())
def test_every_row_stands_once_in_order_inside_a_page(given_rows: list[Row]):
    pages = paginate(given_rows, HEIGHT)
    assert [placed.row for page in pages for placed in page] == given_rows
    for page in pages:
        end = 0.0
        for placed in page:
            assert placed.y >= end - 1e-6
            end = placed.y + placed.row.height
        assert end <= HEIGHT + 1e-6


@given(rows())
def test_what_is_kept_together_is_parted_only_if_no_page_holds_it(given_rows: list[Row]):
    pages = paginate(given_rows, HEIGHT)
    for page, following in pairwise(pages):
        if not page[-1].row.keep:
            continue
        last = page[-1].row
        place = next(number for number, row in enumerate(given_rows) if row is last)
        start = place
        while start and given_rows[start - 1].keep:
            start -= 1
        end = place
        while end + 1 < len(given_rows) and given_rows[end].keep:
            end += 1
        group = given_rows[start : end + 1]
        assert sum(row.height + row.before for row in group) - group[0].before > HEIGHT
        assert following


def test_a_page_does_not_begin_with_space():
    pages = paginate([Row(60, lambda _painter, _y: None, before=30) for _ in range(3)], HEIGHT)
    assert [[placed.y for placed in page] for page in pages] == [[0.0], [0.0], [0.0]]
