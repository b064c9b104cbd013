"""The quick ways to look at many bytes at once say what looking at each says."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wizard.core.log.loads import distinct, pieces_at, places_of, word_in, words_at

TEXTS = st.lists(st.sampled_from([b"\n", b"x" * 7, b"y" * 64, b"z" * 200, b"\n\n"]), max_size=30).map(
    b"".join
)


@settings(max_examples=300)
@given(TEXTS | st.binary(max_size=300))
@example(b"")
@example(b"\n")
@example(b"x" * 63 + b"\n" + b"\n" + b"x" * 640)
@example(b"\n" * 200)
def test_where_a_byte_stands(data: bytes) -> None:
    found = places_of(np.frombuffer(data, dtype=np.uint8), ord("\n"))
    assert found.tolist() == [at for at, byte in enumerate(data) if byte == ord("\n")]


@given(st.binary(min_size=64, max_size=300), st.lists(st.integers(0, 250), max_size=20), st.integers(1, 4))
def test_words_at_any_place(data: bytes, wanted: list[int], count: int) -> None:
    starts = np.array([at for at in wanted if at + 40 <= len(data)], dtype=np.int64)
    words = words_at(np.frombuffer(data, dtype=np.uint8), starts, count)
    assert len(words) == count
    for number, word in enumerate(words):
        at = [int(start) + 8 * number for start in starts]
        assert word.tolist() == [int.from_bytes(data[place : place + 8], "little") for place in at]


@given(st.binary(min_size=64, max_size=300), st.lists(st.integers(0, 250), max_size=20), st.integers(0, 16))
def test_a_word_anywhere_in_a_piece(data: bytes, wanted: list[int], within: int) -> None:
    starts = np.array([at for at in wanted if at + 24 <= len(data)], dtype=np.int64)
    word = word_in(pieces_at(np.frombuffer(data, dtype=np.uint8), starts, 24), within)
    places = [int(start) + within for start in starts]
    assert word.tolist() == [int.from_bytes(data[at : at + 8], "little") for at in places]


@given(st.lists(st.integers(0, 30) | st.integers(0, 2**63 - 1)))
def test_each_value_once(values: list[int]) -> None:
    found = distinct(np.array(values, dtype=np.int64))
    assert found.tolist() == sorted(set(values))
