"""What a closed log has freed goes back to the system."""

from __future__ import annotations

import ctypes
import sys

import pytest

from tests.bench.log_stalls import memory
from wizard.gui.heap import give_back

MB = 1024 * 1024


@pytest.mark.skipif(
    not sys.platform.startswith("linux") or not hasattr(ctypes.CDLL(None), "malloc_trim"),
    reason="the system does it by itself",
)
def test_freed_memory_is_given_back() -> None:
    blocks = [bytes(60_000) for _ in range(2_000)]
    kept = blocks[::500]  # What is still used lies between what is not.
    before = memory()
    del blocks
    assert give_back()
    assert memory() < before - 80 * MB
    assert len(kept) == 4
