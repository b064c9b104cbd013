from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.core.saving import Replacing, write_atomically


def _in_pieces(path: Path, data: bytes) -> str:
    written = Replacing(path)
    written.write(data)
    return written.finish()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such things in folders")
@pytest.mark.parametrize("save", [write_atomically, _in_pieces])
def test_what_is_no_file_is_not_replaced_by_one(tmp_path: Path, save: Callable[[Path, bytes], str]):
    """An administrator could; ``--out /dev/null`` would then fill the disk for everybody."""
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    for path in (pipe, link):
        assert save(path, b"new") == f"{path.name} was not saved: what is there is no file."
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link", "pipe"]
