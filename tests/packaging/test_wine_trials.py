"""What the Wine trials ask of a folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import trials
from debian import Stop

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the lab is for Linux")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "program").mkdir()
    (tmp_path / "program/library.dll").write_bytes(b"shipped")
    return tmp_path / "program"


def test_a_folder_that_is_left_alone_passes_and_is_free_afterwards(folder: Path) -> None:
    with trials.read_only(folder):
        assert (folder / "library.dll").read_bytes() == b"shipped"
    (folder / "mine.txt").write_text("x")


def test_what_is_written_into_it_is_found_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As where mounting is not allowed.
    monkeypatch.setattr(trials.subprocess, "run", lambda *_words, **_more: Refused())
    with pytest.raises(Stop, match="wrote into its own folder"), trials.read_only(folder):
        (folder / "settings.ini").write_text("here")


class Refused:
    returncode = 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting needs root")
def test_where_it_can_be_mounted_writing_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with trials.read_only(folder):
        if "could not be mounted" in capsys.readouterr().out:
            pytest.skip("mounting is not allowed here")
        with pytest.raises(OSError, match="Read-only"):
            (folder / "settings.ini").write_text("here")
