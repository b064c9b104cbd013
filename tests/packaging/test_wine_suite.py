"""How our tests run under Windows' Python: here with this Python in place of Wine's."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import suite
import wine
from debian import Stop
from wine import Done

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the lab is for Linux")

GOOD = "import pytest\ndef test_a(): pass\ndef test_b(): pass\ndef test_c(): pytest.skip('not here')\n"
BAD = "def test_a(): pass\ndef test_b(): raise ValueError('a fault of Windows')\n"
# Fails the first time alone, as what stumbles does.
ONCE = """
from pathlib import Path
def test_a(): pass
def test_b():
    trace = Path(__file__).with_suffix('.tried')
    tried = trace.exists()
    trace.touch()
    assert tried
"""


class Native:
    """What a Wine prefix does for the suite, by this computer's own Python."""

    def __init__(self, prefix: Path) -> None:
        self.prefix = prefix

    def run(self, _program: Path, *arguments: str, cwd: Path, env: Mapping[str, str], **how: Any) -> Done:
        began = time.monotonic()
        command = [
            sys.executable,
            *arguments,
            "-o",
            "addopts=",
            "--rootdir",
            str(self.prefix),
            "-c",
            "/dev/null",
            # Of the plugins only what the suite's words need: Qt's takes a second to load.
            "-p",
            "pytest_timeout",
        ]
        surroundings = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        with (cwd / f"{began}.txt").open("w+b") as said:
            process = subprocess.Popen(
                command, cwd=cwd, env=surroundings, stdout=said, stderr=subprocess.STDOUT
            )
            code = wine.ended(process, began + how["limit"], how["finished"])
            said.seek(0)
            return Done(code, said.read().decode(), time.monotonic() - began)


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs batches of these tests, and gives what was said."""

    def run(left: float, **batches: str) -> str:
        (tmp_path / "dosdevices").mkdir()
        monkeypatch.setattr(suite, "ROOT", tmp_path)
        monkeypatch.setattr(suite, "RESULTS", tmp_path / "results")
        monkeypatch.setattr(suite, "LEAST_S", 0.0)
        monkeypatch.setattr(suite, "windows_path", str)
        paths = {name: (f"test_{name}.py",) for name in batches}
        monkeypatch.setattr(suite, "BATCHES", paths)
        for name, text in batches.items():
            (tmp_path / f"test_{name}.py").write_text(text)
        suite.own_tests(Native(tmp_path), tmp_path, left)
        return capsys.readouterr().out

    return run


def test_what_passes_is_counted(ran) -> None:
    said = ran(60, one=GOOD, two=GOOD)
    assert "Tests of one: 2 passed" in said
    assert "Our own tests under Windows' Python: 4 passed, 0 failed, 2 skipped." in said


def test_a_fault_fails_after_a_second_try_and_is_shown(ran, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Stop, match="a fault of Windows") as stop:
        ran(60, one=GOOD, two=BAD)
    assert stop.value.code == 1
    said = capsys.readouterr().out
    assert "Of the tests of two some failed; these get one more try." in said
    assert "3 passed, 1 failed, 1 skipped." in said


def test_a_stumble_passes_the_second_time(ran) -> None:
    assert "Our own tests under Windows' Python: 2 passed, 0 failed, 0 skipped." in ran(60, one=ONCE)


def test_what_wine_broke_off_is_a_fault_though_its_exit_code_is_0(ran) -> None:
    with pytest.raises(Stop, match="pytest ended with 0"):
        ran(60, one="import os\nos._exit(0)\n")


# Has passed and does not end, as Wine now and then leaves a process.
UNENDING = """
import atexit
import time
def test_a(): assert {good}
atexit.register(time.sleep, 600)
"""


def test_a_process_that_wine_does_not_end_is_ended_and_its_report_counts(
    ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wine, "END_S", 0.1)
    said = ran(60, one=UNENDING.format(good=True))
    assert "After the tests of one Wine did not end their process; it was ended." in said
    assert "1 passed, 0 failed" in said


def test_a_fault_is_one_also_where_the_process_does_not_end(ran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wine, "END_S", 0.1)
    with pytest.raises(Stop, match="assert False"):
        ran(60, one=UNENDING.format(good=False))


def test_nothing_begins_once_nobody_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stop = threading.Event()
    stop.set()
    monkeypatch.setattr(suite, "RESULTS", tmp_path / "results")
    (tmp_path / "dosdevices").mkdir()
    suite.own_tests(Native(tmp_path), tmp_path, 600, stop)
    assert "0 passed, 0 failed, 0 skipped." in capsys.readouterr().out


def test_what_there_is_no_time_for_is_said_and_fails_nothing(ran) -> None:
    said = ran(0.2, one=GOOD)
    assert "Not tried to the end, for want of time: the tests of one." in said
    assert "0 passed, 0 failed, 0 skipped." in said


def test_with_hardly_any_time_none_begins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suite.own_tests(Native(tmp_path), tmp_path, 30.4)
    assert capsys.readouterr().out == (
        "Only 30 s are left for our own tests: none was tried under Windows' Python.\n"
    )


def test_every_test_of_the_suite_is_there() -> None:
    paths = [path for batch in suite.BATCHES.values() for path in batch]
    assert [path for path in paths if not (suite.ROOT / path).exists()] == []
