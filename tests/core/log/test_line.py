"""One line of a log in all the shapes in which people have it."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.log.line import halves, parse
from wizard.core.log.review import lines_of

REST = "dns  |3|00|DNS lookup for (A) 'a.b' Server has no Answer"


@pytest.mark.parametrize(
    ("raw", "stamp"),
    [
        (REST, ""),
        (f"1028091201|{REST}", "1028091201"),
        (f"1028091201.123|{REST}", "1028091201.123"),
        (f"011511.006|{REST}", "011511.006"),
        (f"17|{REST}", ""),
        (f"- 17 |{REST}", ""),
        (f"17 1028091201 |{REST}", "1028091201"),
        (f"0004f2a1b2c3|{REST}", ""),
        (f"0004f2a1b2c3 1028091201|{REST}", "1028091201"),
        (f"0004f2a1b2c31028091201|{REST}", "1028091201"),
        (f"0004f2a1b2c3|1028091201|{REST}", "1028091201"),
        (f"<134> 0004f2a1b2c3|1028091201.123|{REST}", "1028091201.123"),
        (f"<134>0004F2A1B2C3| 011511.006|{REST}", "011511.006"),
        (f"<134>1028091201|{REST}", "1028091201"),
        (f"<134> 1028091201|{REST}", "1028091201"),
        (f"  1028091201|{REST}\r\n", "1028091201"),
    ],
)
def test_the_head_of_a_line(raw: str, stamp: str) -> None:
    line = parse(7, raw)
    assert (line.number, line.raw, line.time) == (7, raw, stamp)
    assert (line.module, line.level, line.missed) == ("dns", "3", 0)
    assert line.message == "DNS lookup for (A) 'a.b' Server has no Answer"


@pytest.mark.parametrize(
    ("column", "missed"), [("00", 0), ("", 0), (" ", 0), ("03", 3), ("0c", 12), ("12", 12)]
)
def test_the_missed_column(column: str, missed: int) -> None:
    assert parse(1, f"dns|1|{column}|x").missed == missed


@pytest.mark.parametrize("level", list("0123456*"))
def test_levels(level: str) -> None:
    assert parse(1, f"1028091201|sip  |{level}|00|a|b|c").level == level
    assert parse(1, f"1028091201|sip  |{level}|00|a|b|c").message == "a|b|c"


@pytest.mark.parametrize(
    "raw",
    ["", "|", "||||", "dns", "dns|1", "dns|1|00", "dns|7|00|x", "|1|00|x", "1|2|3|4|5",
     "REGISTER sip:a SIP/2.0", "a b|1|00|x", "Via: x|dns|no|log", "much-too-long-a-module|1|00|x",
     "x" * 200 + "|dns|1|00|m"],
)  # fmt: skip
def test_lines_without_the_form(raw: str) -> None:
    line = parse(1, raw)
    assert not line.has_form
    assert (line.raw, line.message, line.missed) == (raw, raw, 0)


@given(st.text())
def test_any_text_is_a_line(raw: str) -> None:
    line = parse(1, raw)
    assert line.raw == raw
    assert line.missed >= 0
    assert line.message in raw


def test_hostile_lines_cost_no_more_than_a_moment() -> None:
    for piece in (" ", "|", "dns |", "dns|1|", "\t", "0", "a", "0004f2a1b2c3", "1028091201 ", "|dns|1|00"):
        for head in ("", "1028091201|", "dns  ", "dns|1|00|"):
            begun = time.process_time()
            parse(1, head + piece * (200_000 // len(piece)))
            assert time.process_time() - begun < 0.2, (head, piece)


@pytest.mark.parametrize(
    ("text", "raws"),
    [
        ("", []),
        ("a", ["a"]),
        ("a\n", ["a"]),
        ("a\r\nb\r\n", ["a", "b"]),
        ("a\rb", ["a", "b"]),
        ("a\n\nb", ["a", "", "b"]),
        ("a\u2028b\x0bc\x85d\n", ["a\u2028b\x0bc\x85d"]),
    ],
)
def test_lines_of_a_text(text: str, raws: list[str]) -> None:
    assert [(line.number, line.raw) for line in lines_of(text)] == list(enumerate(raws, start=1))


_PIECES = st.sampled_from(
    ["1028091201", "0004f2a1b2c3", "|", "dns  ", "sip", "2", "*", "00", "0c", " ", "\r", "é", "a b", ".250"]
)


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_a_line_in_halves_is_the_whole_line(raw: str) -> None:
    digits, rest = halves(raw.encode())
    line = parse(1, rest.decode())
    assert replace(line, raw=raw, time=digits or line.time) == parse(1, raw) or not line.has_form
    assert line.has_form == parse(1, raw).has_form
    assert digits + rest.decode() == raw


def test_most_lines_have_halves() -> None:
    assert halves(f"1028091201|{REST}".encode()) == ("1028091201", f"|{REST}".encode())
    assert halves(f"1028091201.123|{REST}".encode())[0] == ""
    assert halves("١٠٢٨٠|dns|1|00|x".encode())[0] == ""
