from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.log.reading import by_engine
from wizard.core.log import blocks
from wizard.core.log import search as module
from wizard.core.log.line import LogLine, parse
from wizard.core.log.plain import PlainText
from wizard.core.log.search import BLOCK, finding, search
from wizard.core.log.stored import Kept, StoredLines
from wizard.workers import result_of

TEXTS = (
    "1028091201|dns  |2|00|Miss in All DNS cache for testserver(NAPTR)",
    "1028091204|sip  |4|00|Registration failed User: 1512, Error Code:480 Temporarily not available",
    "",
    "Grüße an Élodie <sip:1512@eslab.local>",
    "1028091227|lldp |4|00|Ignoring corrupt LLDP packet.",
)


def lines_of(texts: Sequence[str]) -> list[LogLine]:
    return [parse(number, text) for number, text in enumerate(texts, 1)]


def found(texts: Sequence[str], text: str, *, regex: bool = False) -> tuple[list[int], str]:
    hits: list[int] = []
    searching = search(lines_of(texts), text, regex=regex)
    while True:
        try:
            hits += next(searching).tolist()
        except StopIteration as stop:
            return hits, stop.value


@pytest.fixture(params=["hyperscan", "re"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "re":
        monkeypatch.setattr(module, "hyperscan", None)
    elif module.hyperscan is None:
        pytest.skip("there is no Hyperscan on this platform")
    return str(request.param)


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("failed", [1]),
        ("FAILED user", [1]),
        ("|4|", [1, 4]),
        ("grüße AN é", [3]),
        (".", [3, 4]),
        ("none", []),
        ("", []),
    ],
)
def test_plain_text_is_found_anywhere_in_a_line_whatever_its_case(text: str, hits: list[int]) -> None:
    assert found(TEXTS, text) == (hits, "")


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        (r"code:\d{3} ", [1]),
        (r"^1028.*\|(dns|lldp)", [0, 4]),
        (r"packet\.$", [4]),
        (r"élodie\b", [3]),
        (r"\bsip\b", [1, 3]),
        (r"x*", [0, 1, 2, 3, 4]),
        (r"^$", [2]),
        (r"[\d]{10}\|\w+\s*\|4", [1, 4]),
    ],
)
def test_an_expression_finds_the_same_lines_with_either_engine(
    engine: str, text: str, hits: list[int]
) -> None:
    assert found(TEXTS, text, regex=True) == (hits, "")


@given(
    st.lists(st.text(alphabet="abAB.é ", max_size=8), max_size=6),
    st.text(alphabet="abé.", min_size=1, max_size=4),
)
def test_either_engine_agrees_with_re(texts: list[str], text: str) -> None:
    expected = [n for n, line in enumerate(texts) if re.search(text, line, re.IGNORECASE)]
    assert found(texts, text, regex=True) == (expected, "")


@pytest.mark.parametrize("text", ["(dns", "[a", "*a", "a{9999999999999}"])
def test_what_is_no_expression_is_explained_and_finds_nothing(engine: str, text: str) -> None:
    hits, problem = found(TEXTS, text, regex=True)
    assert hits == []
    assert problem.startswith("This is no regular expression: ")
    assert problem.endswith("Correct it, or search for plain text.")


def test_the_place_of_the_mistake_is_named() -> None:
    assert "at character 4" in found(TEXTS, "dns(", regex=True)[1]


@pytest.mark.parametrize("text", ["(a+)+$", r"(\w*x)*\|", "(?:[a-z]+){2,}!"])
def test_an_expression_that_could_run_away_never_does(engine: str, text: str) -> None:
    hits, problem = found(["a" * 5000 + "|"], text, regex=True)
    assert hits in ([], [0])
    assert bool(problem) == (engine == "re")


def test_what_the_fast_engine_cannot_do_is_said() -> None:
    if module.hyperscan is None:
        pytest.skip("there is no Hyperscan on this platform")
    hits, problem = found(TEXTS, r"(?<=User: )1512", regex=True)
    assert hits == []
    assert "look-around" in problem


def test_a_pattern_that_python_will_read_otherwise_some_day_is_no_error() -> None:
    assert found(["[a", "b"], "[[a]", regex=True) == ([0], "")


def test_a_long_log_is_searched_block_by_block() -> None:
    lines = lines_of(["needle" if number % BLOCK == 0 else "hay" for number in range(2 * BLOCK + 1)])
    assert [block.tolist() for block in search(lines, "NEEDLE")] == [[0], [BLOCK], [2 * BLOCK]]


def test_a_hostile_line_does_no_harm(engine: str) -> None:
    texts = ["x" * 1_000_000, "\ud800 lone", "a\u202eb\u0000c"]
    assert found(texts, "lone")[0] == [1]
    assert found(texts, "l.ne", regex=True) == ([1], "")


# In a long log that is read from its file --------------------------------------------------

LONG = [*TEXTS, "a\tb", "ends in a word", "x", "Miss  in All", "|4|", "FAILED"] * 40


def in_stored(texts: Sequence[str], text: str, *, regex: bool, end: str = "\n") -> tuple[list[int], str]:
    lines = by_engine((end.join(texts) + end).encode()).lines
    hits: list[int] = []
    searching = search(lines, text, regex=regex)
    while True:
        try:
            hits += next(searching).tolist()
        except StopIteration as stop:
            return hits, stop.value


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("text", ["failed", "FAILED USER", "|4|", "grüße", ".", "none", "x", "miss in"])
def test_plain_text_in_a_long_log(engine: str, text: str, end: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 700)
    assert in_stored(LONG, text, regex=False, end=end) == found(LONG, text)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        r"code:\d{3}", r"^1028.*\|(?:dns|lldp)", r"packet\.$", r"\bsip\b", r"x*", r"^$", "word$", "^a", ".",
        r"d\s", r"\s1028", r"[^x]$", r"\A1028", r"(?i)miss\s+in", "élodie", r"\W", "$", "^", "(dns",
    ],
)  # fmt: skip
def test_an_expression_in_a_long_log(
    engine: str, text: str, ascii_only: bool, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 700)
    texts = [line for line in LONG if line.isascii()] if ascii_only else LONG
    assert in_stored(texts, text, regex=True, end=end) == found(texts, text, regex=True)


_PIECES = st.sampled_from(
    ["jitter", "Jitter Buffer", " buffer 40 ms", "[x]", "{x}", "a", "é", "0123456789abcdef", "|"]
)
_LINES = st.lists(st.lists(_PIECES, max_size=6).map("".join), min_size=1, max_size=40)
_WANTED = st.lists(_PIECES, min_size=1, max_size=3).map("".join).filter(str.isascii)


@given(
    _LINES, _WANTED | st.sampled_from(["@", "[X]", "`", "R B", "F0", "9A"]), st.sampled_from(["\n", "\r\n"])
)
def test_any_plain_text_in_a_long_log(texts: list[str], text: str, end: str) -> None:
    texts = [*texts, "end"]
    expected = [row for row, line in enumerate(texts) if text.lower() in line.lower()]
    assert in_stored(texts, text, regex=False, end=end) == (expected, "")
    (block,) = by_engine((end.join(texts) + end).encode()).lines.blocks()  # type: ignore[attr-defined]
    assert PlainText(text).rows(block.data, block.ends).tolist() == expected


def test_a_text_that_nearly_every_line_holds(engine: str) -> None:
    texts = [f"{number} of the many lines with a Needle" if number % 7 else "hay" for number in range(20_000)]
    expected = [number for number in range(20_000) if number % 7]
    assert in_stored(texts, "a needle", regex=False) == (expected, "")


@pytest.mark.parametrize("text", ["needle", "n", "l", "Hay and needle"])
def test_lines_that_the_file_has_lost_are_not_found(engine: str, text: str) -> None:
    data = b"and hay\n" + b"hay and needle\n" * 2
    (table, _), *_ = by_engine(data).lines._blocks  # type: ignore[attr-defined]
    for size in range(len(data) + 1):
        lines = StoredLines([(table, Kept(data[:size]))], [])
        whole = data[:size].splitlines(keepends=True)
        expected = [
            n
            for n, line in enumerate(whole)
            if line.endswith(b"\n") and text.lower() in line.decode().lower()
        ]
        assert np.concatenate(list(search(lines, text))).tolist() == expected
        told, _ = result_of(finding(lines, text))
        assert bool(told) == (size < len(data))
        assert not told or told.startswith("Lines of this log could not be searched: its file was changed")


@given(
    st.lists(st.text(alphabet="ab .\t", max_size=6), min_size=1, max_size=6),
    st.text(alphabet="ab^$.*+?[] \\s", min_size=1, max_size=5),
)
def test_any_expression_in_a_long_log(texts: list[str], text: str) -> None:
    texts = [*texts, "end"]
    assert in_stored(texts, text, regex=True) == found(texts, text, regex=True)
