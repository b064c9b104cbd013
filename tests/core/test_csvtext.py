from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.csvtext import _CONTROL, _FORMULA, BYTE_ORDER_MARK, csv_text, harmless


def read_back(text: str) -> list[list[str]]:
    assert text.startswith(BYTE_ORDER_MARK)
    return list(csv.reader(io.StringIO(text.removeprefix(BYTE_ORDER_MARK), newline="")))


@pytest.mark.parametrize(
    "cell", ["=1+1", "+49", "-2", "@SUM(A1)", " =1", "\t=1", "\rx", '=HYPERLINK("http://x")', "\uff1d1"]
)
def test_no_cell_begins_a_formula(cell: str) -> None:
    assert harmless(cell).startswith("'")


def test_what_is_no_formula_stays_as_it_is() -> None:
    rows = [["a,b", 'say "x"', "two\nlines", 7, -7], ["Müller", "", "1=2", 0, 1]]
    text = csv_text(["A", "B", "C", "D", "E"], rows)
    assert read_back(text)[1:] == [[str(cell) for cell in row] for row in rows]
    assert text.endswith("\r\n")


def test_control_and_direction_marks_are_seen() -> None:
    assert harmless("a\x00b\u202ec\x1b") == "a\ufffdb\ufffdc\ufffd"


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=("Cs",))), min_size=2, max_size=2)))
def test_every_row_comes_back(rows: list[list[str]]) -> None:
    back = read_back(csv_text(["one", "two"], rows))
    assert back == [["one", "two"], *([harmless(cell) for cell in row] for row in rows)]


@given(
    st.text(
        st.one_of(st.characters(), st.sampled_from(" \t\r\n=+-@\uff1d\u00a0\u202e\u2066\x85\x1b")), max_size=6
    )
)
def test_the_quick_way_gives_what_the_thorough_one_gives(text: str) -> None:
    kept = _CONTROL.sub("\ufffd", text)
    assert harmless(text) == (f"'{kept}" if _FORMULA.match(text) else kept)
