"""Killed at any moment of saving, the last good case is there."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.core.case.cases import ROOT, planned
from wizard.core.case.file import open_case, save
from wizard.core.saving import write_atomically

TIMES = 200


@pytest.mark.skipif(not hasattr(os, "fork"), reason="it forks, so that 200 kills take seconds")
def test_a_program_that_is_killed_while_it_saves_loses_nothing(tmp_path: Path):
    command = [sys.executable, "-m", "tests.core.case.killed", str(tmp_path / "case.json"), str(TIMES)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=True)
    assert done.stdout.splitlines() == [f"killed {TIMES}, interrupted True, saved True"]
    # The next saving takes over what the last kill left behind, and old leavings go.
    for left in tmp_path.glob(".*.tmp"):
        os.utime(left, (0, 0))
    assert save(planned(), tmp_path / "case.json") == ""
    assert [one.name for one in tmp_path.iterdir()] == ["case.json"]


def test_litter_in_every_place_does_not_stop_saving(tmp_path: Path):
    path = tmp_path / "a.json"
    for number in range(4):
        (tmp_path / f".a.json.{number}.tmp").write_bytes(b"left")
    for data in (b"one", b"two"):
        assert write_atomically(path, data) == ""
        assert path.read_bytes() == data
        assert len(list(tmp_path.iterdir())) <= 5


def test_what_another_program_is_writing_is_left_alone(tmp_path: Path):
    busy = tmp_path / ".a.json.0.tmp"
    busy.write_bytes(b"half")
    assert write_atomically(tmp_path / "a.json", b"whole") == ""
    assert busy.read_bytes() == b"half"
    os.utime(busy, (time.time() - 3600,) * 2)
    assert write_atomically(tmp_path / "a.json", b"whole") == ""
    assert not busy.exists()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="a folder that cannot be written")
def test_a_folder_that_may_not_be_written_keeps_the_old_case(tmp_path: Path):
    path = tmp_path / "case.json"
    assert save(planned(), path) == ""
    tmp_path.chmod(0o500)
    try:
        assert "it may not be written there" in save(planned(site="x"), path)
        assert open_case(path).case == planned()
    finally:
        tmp_path.chmod(0o700)
