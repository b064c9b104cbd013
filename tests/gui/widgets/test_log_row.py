from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.gui.widgets.log_row import shortened

NO_ANSWER = "DNS lookup for (NAPTR) 'testserver.eslab.local' Server has no Answer"


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        (NO_ANSWER, 68, NO_ANSWER),
        (NO_ANSWER, 60, "DNS lookup for (NAPTR) 'testser….local' Server has no Answer"),
        (NO_ANSWER, 20, "DNS lookup for (NAPTR) 'test…ocal' Server has no Answer"),
        (
            "doDnsLookupForList for record SRV: hostname '_sip._udp.testserver.eslab.local' attempting..",
            72,
            "doDnsLookupForList for record SRV: hostname '_sip._udp.test…ocal' attempting..",
        ),
        ("target:port 'piper.eslab.local.eslab.local.:5060'", 30, "target:port 'piper…ocal.:5060'"),
        ("Added to 10.225.2.31 and 10.225.2.32", 5, "Added to 10.225.2.31 and 10.225.2.32"),
        ("no name in this one at all", 5, "no name in this one at all"),
    ],
)
def test_the_middle_of_a_name_goes_before_what_happened(text: str, most: int, shown: str) -> None:
    assert shortened(text, most) == shown


@given(st.text(), st.integers(0, 200))
def test_it_never_gets_longer_and_leaves_alone_what_fits(text: str, most: int) -> None:
    short = shortened(text, most)
    assert len(short) <= len(text)
    assert len(text) > most or short == text


@given(st.from_regex(r"[a-z]{1,30}(\.[a-z]{1,30}){1,4}", fullmatch=True), st.integers(12, 200))
def test_a_name_keeps_both_ends(name: str, most: int) -> None:
    short = shortened(name, most)
    assert len(short) == min(len(name), most)
    assert (short[:4], short[-4:]) == (name[:4], name[-4:]) or len(name) < 4


def test_of_a_very_long_message_only_what_a_screen_may_show_is_looked_at() -> None:
    text = "piper.eslab.local " * 50_000
    assert shortened(text, 80).endswith(text[1_000:])
    assert shortened(text, 80).startswith("pipe…ocal pipe…ocal ")


@pytest.mark.parametrize("letter", ["a", "-", "_", "a-"])
def test_one_long_word_holds_no_row_up(letter: str) -> None:
    """A screen has some forty rows, and a certificate or a dump fills them with words that never end."""
    text, took = letter * 400, []
    for _ in range(20):
        began = perf_counter()
        assert shortened(text, 60) == text
        took.append(perf_counter() - began)
    assert min(took) < 0.001
