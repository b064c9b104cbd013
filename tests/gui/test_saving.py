"""Saving, as the windows that use it need it."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from wizard.core.saving import write_atomically


def test_a_new_file_and_an_old_one(tmp_path: Path) -> None:
    path = tmp_path / "records.txt"
    for data in (b"one\n", b"two\r\n"):
        assert write_atomically(path, data) == ""
        assert path.read_bytes() == data
    assert [file.name for file in tmp_path.iterdir()] == ["records.txt"]


def test_a_missing_folder_is_a_sentence(tmp_path: Path) -> None:
    problem = write_atomically(tmp_path / "gone" / "a.txt", b"")
    assert problem == "a.txt was not saved: its folder does not exist. Create it, or choose another one."


def test_a_folder_in_the_way_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    (tmp_path / "a.txt" / "in it").touch()
    assert "was not saved" in write_atomically(tmp_path / "a.txt", b"")
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


def test_a_failed_move_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")

    def refuse(*_given: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    assert "another program has it open" in write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes and links")
def test_mode_and_link_stay(tmp_path: Path) -> None:
    real = tmp_path / "real.txt"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link = tmp_path / "link.txt"
    link.symlink_to(real)
    assert write_atomically(link, b"new") == ""
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
