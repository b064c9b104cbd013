"""Plain text with letters beyond ASCII, against a reference that lowers every line."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.core.log.reading import by_engine
from wizard.core.log import blocks, letters
from wizard.core.log import search as searching
from wizard.core.log.encoding import text_of
from wizard.core.log.search import search
from wizard.core.log.stored import Kept, StoredLines

# Both cases of letters of Latin-1 and of others; the Kelvin, Ångström and Ohm signs, which lower to letters
# of other blocks; İ, whose lower form is two characters; sigmas, whose lower form hangs on their place;
# and what UTF-8 looks like where it is read as Latin-1.
SIGNS = "aIik K\u212aüÜéÉßẞÿŸµåÅ\u212bÃ¼ÂžŽσςΣΟο\u03c9\u2126ıİ\u0307日😀Ǆǅǆ"  # noqa: RUF001
LONG = "0123456789" * 8
TEXT = st.text(alphabet=SIGNS, max_size=5)
ENCODED = st.tuples(TEXT, st.sampled_from(["utf-8", "latin-1"]))


def lines_in(encoded: list[tuple[str, str]]) -> bytes:
    """Each line in an encoding of its own, as far as it can be."""
    return b"".join(text.encode(encoding, "ignore") + b"\n" for text, encoding in encoded)


def reference(data: bytes, text: str) -> list[int]:
    return [
        row
        for row, line in enumerate(data.removesuffix(b"\n").split(b"\n"))
        if text.lower() in text_of(line).lower()
    ]


def rows(lines: object, text: str) -> list[int]:
    return [row for found in search(lines, text) for row in found.tolist()]  # type: ignore[arg-type]


@pytest.fixture(params=["hyperscan", "re"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    if request.param == "re":
        monkeypatch.setattr(letters, "hyperscan", None)
        monkeypatch.setattr(searching, "hyperscan", None)
    elif letters.hyperscan is None:
        pytest.skip("there is no Hyperscan on this platform")
    return request.param


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of a few lines, so that some are UTF-8 and some are not."""
    monkeypatch.setattr(blocks, "BLOCK", 64)


@given(st.lists(ENCODED, min_size=1, max_size=12), TEXT.filter(bool))
@example([("ΟΔΟΣ", "utf-8")], "οδος")
@example([("\u212a", "utf-8")], "k")
@example([("İ", "utf-8"), ("xİ", "utf-8"), ("İx", "utf-8")], "i")
@example([("üİ", "utf-8"), ("İü", "utf-8")], "üi")
@example([("üİ", "utf-8"), ("İü", "utf-8")], "iü")
@example([("ΑΣ", "utf-8")], "σ")  # noqa: RUF001
@example([("É" + LONG + "a", "utf-8"), ("É" + LONG + "b", "utf-8")], "é" + LONG + "B")
@example([("ü", "utf-8"), ("Ü", "latin-1"), ("Ã¼", "utf-8")], "Ã¼")
@example([("ÜBER", "latin-1"), ("ÜBER", "utf-8")], "über")
@settings(max_examples=400)
@pytest.mark.usefixtures("small")
def test_lines_of_either_encoding_are_found_whatever_their_case(
    encoded: list[tuple[str, str]], text: str
) -> None:
    data = lines_in([*encoded, ("end", "utf-8")])
    assert rows(by_engine(data).lines, text) == reference(data, text)


@given(st.lists(TEXT, min_size=1, max_size=12), TEXT.filter(bool))
def test_a_log_of_two_bytes_a_character(texts: list[str], text: str) -> None:
    whole = "\n".join(["the first line is long enough to tell", *texts, "end", ""])
    found = rows(by_engine(whole.encode("utf-16")).lines, text)
    assert found == reference(whole.encode(), text)


@pytest.mark.parametrize(
    "text", ["müller", "MÜLLER", "Müller an Élodie", "ÿ", "Ÿ", "é" * 100, "日", "ü|", "k ü"]
)
def test_either_engine_finds_the_same(engine: str, text: str) -> None:
    data = lines_in(
        [
            ("1028091204|sip  |4|00|Müller an Élodie", "utf-8"),
            ("1028091204|sip  |4|00|MÜLLER AN ÉLODIE", "latin-1"),
            ("Ÿ", "utf-8"),
            ("ÿ", "latin-1"),
            ("É" * 200, "utf-8"),
            ("日本", "utf-8"),
            ("K ü|", "latin-1"),
            ("\u212a Ü|", "utf-8"),
        ]
        * 40
    )
    expected = reference(data, text)
    assert expected
    assert rows(by_engine(data).lines, text) == expected


def test_a_letter_that_floods_the_log(engine: str) -> None:
    data = ("ü" * 200 + "\n" + "hay\n").encode() * 500
    assert rows(by_engine(data).lines, "Ü") == list(range(0, 1000, 2))


def test_lines_that_the_file_has_lost_are_not_found() -> None:
    data = "hay\nMüller\n".encode() * 3
    (table, _), *_ = by_engine(data).lines._blocks  # type: ignore[attr-defined]
    for size in range(len(data) + 1):
        lines = StoredLines([(table, Kept(data[:size]))], [])
        whole = data[:size].splitlines(keepends=True)
        expected = [n for n, line in enumerate(whole) if line == "Müller\n".encode()]
        assert rows(lines, "mÜLLER") == expected


def test_a_text_with_a_line_end_or_half_a_pair_is_nowhere() -> None:
    lines = by_engine("ü\nü\n".encode()).lines
    assert rows(lines, "ü\nü") == []
    assert rows(lines, "ü\ud800") == []


def test_lines_are_tried_one_by_one_only_where_they_must_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a log of UTF-8 the whole block tells; in one of ASCII there is nothing to look for."""
    tried: list[bytes] = []

    def counted(raw: bytes) -> str:
        tried.append(raw)
        return raw.decode("latin-1")

    monkeypatch.setattr(searching, "text_of", counted)
    hay = "1028091204|sip  |4|00|Gespräch mit Frau Özdemir\n".encode() * 5_000
    needle = "1028091204|sip  |4|00|Gespräch mit Herrn Müller\n".encode()
    assert rows(by_engine(hay + needle).lines, "MÜLLER") == [5_000]
    assert rows(by_engine(hay.decode().encode("ascii", "ignore")).lines, "MÜLLER") == []
    assert tried == []
    assert rows(by_engine(hay + needle.decode().encode("latin-1")).lines, "MÜLLER") == [5_000]
    assert len(tried) == 1


def test_every_letter_with_two_cases_is_known() -> None:
    """Which characters lower to others, and to how many, is Unicode's; the search relies on this of it."""
    cased = [letter for letter in map(chr, range(sys.maxunicode + 1)) if letter.lower() != letter]
    assert ord(cased[-1]) <= letters._LAST_CASED
    assert [letter for letter in cased if len(letter.lower()) > 1] == ["İ"]
    assert "İ".lower() == f"i{letters._DOT}"
