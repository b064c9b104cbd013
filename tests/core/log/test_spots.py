"""The first and the last line with text, however many blank ones stand around them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.core.log.reading import by_engine, simply

FORMED = b"1028091201|dns  |1|00|Current List:"
LINES = st.sampled_from(
    [FORMED, b"x", "中".encode(), "\xa0".encode(), b"\xa0", b"\x1c", b"\x01", b" \t", b""]
)
RUNS = st.lists(st.tuples(LINES, st.sampled_from([1, 2, 63, 64, 65, 200])), max_size=6)


@given(RUNS, st.sampled_from([b"", b"\n", b"x"]))
def test_the_first_and_the_last_line_with_text(runs: list[tuple[bytes, int]], end: bytes) -> None:
    data = b"\n".join(line for line, times in runs for _ in range(times)) + end
    assert by_engine(data).facts == simply(data).facts


def test_the_only_sign_may_be_of_another_alphabet() -> None:
    data = "\n".join([FORMED.decode(), "中", *[""] * 300, "\xa0", *[""] * 100]).encode()
    ends = by_engine(data).facts.ends
    assert ends is not None
    assert (ends.number, ends.raw) == (2, "中")
