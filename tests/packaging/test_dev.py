"""How many processes dev.py gives to the tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import dev
import pytest


@pytest.fixture(autouse=True)
def four_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "cores", lambda: 4)
    monkeypatch.setattr(dev, "WINDOWS", False)


ALL = ["-n", "4", "--dist", "worksteal"]


@pytest.mark.parametrize(
    "args",
    [[], ["-x"], ["-q", "-m", "not slow"], ["tests/gui"], ["--color=yes"], ["--durations=9"]],
    ids=" ".join,
)
def test_all_cores_pass_the_tests(args: list[str]) -> None:
    assert dev.side_by_side(args) == ALL


@pytest.mark.parametrize(
    "args",
    [
        *(["-n0"], ["-n", "1"], ["--numprocesses=2"], ["-p", "no:xdist"], ["--dist=loadfile"]),
        *(["-k", "srv"], ["-ksrv"], ["--pdb"], ["--trace"], ["-s"], ["--lf"], ["--sw"], ["--co"]),
        *(["tests/test_workers.py"], ["-x", "tests/test_workers.py::test_order"]),
    ],
    ids=" ".join,
)
def test_what_is_looked_at_closely_is_passed_in_one_process(args: list[str]) -> None:
    assert dev.side_by_side(args) == []


def test_one_core_or_windows_has_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "cores", lambda: 1)
    assert dev.side_by_side([]) == []
    monkeypatch.setattr(dev, "cores", lambda: 4)
    monkeypatch.setattr(dev, "WINDOWS", True)
    assert dev.side_by_side([]) == []


# One of them ends its process as a fault in Qt does. Those of the other process wait until there is a third:
# pytest-xdist stumbles over a process that ends just when it is to give tests away.
CRASH = """
import os
import signal
import time
from pathlib import Path

import pytest

REPLACED = Path(__file__).with_suffix(".replaced")
if os.environ["PYTEST_XDIST_WORKER"] == "gw2":
    REPLACED.touch()


def test_that_crashes(): os.kill(os.getpid(), signal.SIGSEGV)


@pytest.mark.parametrize("number", range(9))
def test_behind(number):
    until = time.monotonic() + 50
    while not REPLACED.exists():
        assert time.monotonic() < until
        time.sleep(0.01)
"""


CONFTEST = (Path(__file__).parents[1] / "conftest.py").read_text("utf-8")


def passed(folder: Path, conftest: str, tests: str, *words: str) -> subprocess.CompletedProcess[str]:
    """What pytest says of these tests, with nothing around them but this conftest.py."""
    (folder / "conftest.py").write_text(conftest, encoding="utf-8")
    (folder / "test_one.py").write_text(tests, encoding="utf-8")
    surroundings = {name: value for name, value in os.environ.items() if "XDIST" not in name}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *words, "-c", os.devnull, "--rootdir", str(folder), str(folder)],
        env=surroundings | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there it is one process")
@pytest.mark.parametrize("conftest", ["", CONFTEST], ids=["plain", "ours"])
def test_a_process_that_crashes_fails_by_its_tests_name_and_the_others_go_on(
    tmp_path: Path, conftest: str
) -> None:
    """Also with our own conftest.py, which ends the processes itself."""
    pytest.importorskip("xdist")
    done = passed(tmp_path, conftest, CRASH, "-n", "2", "--dist", "worksteal")
    assert done.returncode == 1, done.stdout
    assert "test_one.py::test_that_crashes" in done.stdout
    assert re.search(r"^=+ 1 failed, 9 passed.* =+$", done.stdout, re.MULTILINE), done.stdout


BY_ADDRESS = """
import pytest


@pytest.mark.parametrize("how", [lambda: 1], ids=str)
def test_a(how): pass
"""


def test_what_is_called_otherwise_in_every_process_is_refused_also_in_one(tmp_path: Path) -> None:
    done = passed(tmp_path, CONFTEST, BY_ADDRESS)
    assert done.returncode == 4
    assert "give it ids" in done.stdout
