from __future__ import annotations

import io

from tests.core.log.reading import simply
from wizard.core.log.engine import read_stretch
from wizard.core.log.joining import KeptBytes
from wizard.core.log.large import Piece, assemble
from wizard.core.log.pacing import paced
from wizard.workers import result_of

LINE = "0301080000|sip  |4|00|Registration failed User: 1512, Error Code:480 Temporarily not available\n"


def test_the_items_are_the_same_with_a_pause_now_and_then() -> None:
    pauses: list[None] = []
    assert list(paced(range(1_000), lambda: pauses.append(None))) == list(range(1_000))
    assert len(pauses) == 4
    assert list(paced("abc", None)) == list("abc")


def test_a_log_is_put_together_with_pauses_and_says_the_same() -> None:
    data = LINE.encode() * 2_000
    stretch = result_of(read_stretch(io.BytesIO(data), "a.log"))
    pauses: list[None] = []
    found = assemble("a.log", [Piece("a.log", stretch, KeptBytes(data))], lambda: pauses.append(None))
    expected = simply(data, "a.log")
    assert found.entries == expected.entries
    assert found.story == expected.story
    assert len(pauses) > 2 * 2_000 // 256  # once for the entries, once for the attempts
