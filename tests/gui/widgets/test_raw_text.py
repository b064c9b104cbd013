from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wizard.gui.widgets.raw_text import MOST_IN_A_CELL, in_a_cell, spelled


def test_what_cannot_be_seen_is_spelled_out() -> None:
    assert spelled("a\u202eb\u200bc\x1b[31m\x00") == "a[U+202E]b[U+200B]c[U+001B][31m[U+0000]"
    assert spelled("tab\there") == "tab here"
    assert spelled("\ud800") == "[U+D800]"


def test_what_can_be_seen_stays() -> None:
    text = "Registration failed User: <b>1512</b> “Grüße” שלום 番号"
    assert spelled(text) == text


@given(st.text(alphabet=st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Zs"])))
def test_nothing_invisible_comes_through(text: str) -> None:
    assert spelled(text).isprintable()


def test_fillers_and_variation_selectors_are_spelled_out() -> None:
    assert spelled("a\u3164b\ufe0fc") == "a[U+3164]b[U+FE0F]c"


def test_a_cell_shows_the_beginning_of_a_long_line() -> None:
    assert len(in_a_cell("x" * 1_000_000)) == MOST_IN_A_CELL
