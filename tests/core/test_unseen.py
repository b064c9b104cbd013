from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.unseen import BLANKS, FILLERS, spelled_by


def code(sign: str) -> str:
    return f"<{ord(sign):04X}>"


def test_what_is_seen_stays_and_the_rest_is_told() -> None:
    assert spelled_by(code, "Piper \u00fc \u6c34 <b>") == "Piper \u00fc \u6c34 <b>"
    assert spelled_by(code, "a\u202eb\tc\x1b[0m\n") == "a<202E>b<0009>c<001B>[0m<000A>"


@pytest.mark.parametrize("sign", ["\u115f", "\u3164", "\ufe0f", "\U000e0100"])
def test_letters_that_nobody_sees_are_told_to_who_wants_it(sign: str) -> None:
    assert spelled_by(code, f"a{sign}b") == f"a{sign}b"
    assert (
        spelled_by(code, f"a{sign}b", FILLERS) == spelled_by(code, f"a{sign}b", BLANKS) == f"a{code(sign)}b"
    )


def test_an_empty_braille_pattern_is_a_blank_alone() -> None:
    assert spelled_by(code, "\u2800", FILLERS) == "\u2800"
    assert spelled_by(code, "\u2800", BLANKS) == "<2800>"


@given(st.text(), st.sampled_from([None, FILLERS, BLANKS]))
def test_sign_by_sign_it_is_the_same(text: str, besides: re.Pattern[str] | None) -> None:
    def one(sign: str) -> str:
        hidden = not sign.isprintable() or (besides is not None and besides.match(sign))
        return code(sign) if hidden else sign

    assert spelled_by(code, text, besides) == "".join(map(one, text))
