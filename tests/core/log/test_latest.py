"""The last lines that may say something come out as they went in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wizard.core.log import latest as module
from wizard.core.log.latest import Latest

LINES = st.lists(st.tuples(st.binary(min_size=1, max_size=40), st.booleans()), max_size=12)


@given(st.lists(LINES, max_size=12), st.integers(1, 20), st.integers(0, 30), st.integers(0, 12))
def test_the_last_lines(blocks: list[list[tuple[bytes, bool]]], most: int, wanted: int, few: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_FEW", few)
        the_last_lines(blocks, most, wanted)


def the_last_lines(blocks: list[list[tuple[bytes, bool]]], most: int, wanted: int) -> None:
    latest = Latest(most)
    added: list[tuple[int, bytes]] = []
    place = 0
    for block in blocks:
        data = b"".join(raw for raw, _ in block)
        ends = np.cumsum([len(raw) for raw, _ in block], dtype=np.int64)
        starts = ends - np.array([len(raw) for raw, _ in block], dtype=np.int64)
        chosen = np.array([row for row, (_, taken) in enumerate(block) if taken], dtype=np.int64)
        latest.add(chosen + place, np.frombuffer(data, dtype=np.uint8), starts[chosen], ends[chosen])
        added += [(place + row, raw) for row, (raw, taken) in enumerate(block) if taken]
        place += len(block)
    assert latest.count == len(added)
    assert latest.size >= sum(len(raw) for _, raw in added[-min(most, len(added)) :])
    kept = min(most, wanted)
    assert latest.last(kept) == (added[-kept:] if kept else [])


def test_what_is_older_is_not_kept() -> None:
    latest = Latest(100)
    line = np.frombuffer(b"x" * 1000, dtype=np.uint8)
    for number in range(1000):
        at = np.array([number])
        latest.add(at, line, np.array([0]), np.array([1000]))
    assert len(latest.last(1000)) == 100
    assert latest.last(1) == [(999, b"x" * 1000)]
