from __future__ import annotations

import os
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from wizard.core import saving
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
        assert (
            save(path, b"new") == f"{path.name} was not saved: what is there is no file. Choose another name."
        )
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link", "pipe"]


@pytest.fixture(params=[write_atomically, _in_pieces])
def save(request: pytest.FixtureRequest) -> Callable[[Path, bytes], str]:
    return request.param


@pytest.mark.parametrize(("refusals", "said"), [(2, ""), (3, "another program has it open")])
def test_a_file_that_is_held_for_a_moment_is_tried_again(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    save: Callable[[Path, bytes], str],
    refusals: int,
    said: str,
):
    """As Windows refuses it, here on every system."""
    path = tmp_path / "case.json"
    path.write_bytes(b"old")
    left = [PermissionError(13, "held")] * refusals
    replace = Path.replace

    def refused(written: Path, target: Path) -> Path:
        if left:
            raise left.pop()
        return replace(written, target)

    monkeypatch.setattr(saving, "_PAUSES", (0.0, 0.0))
    monkeypatch.setattr(Path, "replace", refused)
    assert said in save(path, b"new")
    assert path.read_bytes() == (b"old" if said else b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["case.json"]


@pytest.mark.skipif(os.name != "nt", reason="nowhere else is a file held that somebody reads")
def test_windows_lets_a_file_be_replaced_once_its_reader_is_done(
    tmp_path: Path, save: Callable[[Path, bytes], str]
):
    path = tmp_path / "case.json"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        assert "another program has it open" in save(path, b"new")
        assert path.read_bytes() == b"old"
        threading.Timer(0.1, reader.close).start()
        assert save(path, b"new") == ""
    assert path.read_bytes() == b"new"
