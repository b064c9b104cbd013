"""What CI makes of the Wine trials: a fault of the program fails, what could not be tried is said."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import wine
import x11
from debian import Stop

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the lab is for Linux")


def ci(tmp_path: Path, trial: str, limit: str = "60") -> tuple[int, str]:
    """ci.sh's exit code and words, where this line of shell stands for the trials."""
    stand_in = tmp_path / "python"
    stand_in.write_text(f"#!/bin/sh\n{trial}\n")
    stand_in.chmod(0o755)
    done = subprocess.run(
        ["bash", str(ROOT / "packaging/wine/ci.sh")],
        env={**os.environ, "PYTHON": str(stand_in), "FAILOVER_WINE_LIMIT_S": limit},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout


def test_trials_that_pass_say_no_more(tmp_path: Path) -> None:
    assert ci(tmp_path, "echo passed") == (0, "passed\n")


@pytest.mark.parametrize("code", [1, 3, 139])
def test_a_fault_of_the_program_fails(tmp_path: Path, code: int) -> None:
    assert ci(tmp_path, f"exit {code}") == (code, "")


def test_a_lab_that_cannot_be_had_is_said_loudly_and_fails_nothing(tmp_path: Path) -> None:
    code, said = ci(tmp_path, "exit 2")
    assert code == 0
    assert "THE WINDOWS PROGRAM WAS NOT TRIED TO THE END: the lab could not be had" in said


def test_a_limit_that_is_too_short_is_said_loudly(tmp_path: Path) -> None:
    code, said = ci(tmp_path, "echo -- build: 0 s; sleep 30", limit="0.5")
    assert code == 0
    assert said.startswith("-- build: 0 s\n")
    assert "0.5 seconds (FAILOVER_WINE_LIMIT_S) were not enough" in said


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """packaging/wine/__main__.py, with a session that starts nothing."""
    spec = importlib.util.spec_from_file_location("wine_door", ROOT / "packaging/wine/__main__.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    @contextlib.contextmanager
    def session(prefix: Path) -> Iterator[wine.Wine]:
        yield wine.Wine(prefix, ":0")

    monkeypatch.setattr(wine, "session", session)
    return module


class Trial:
    """Fails so many times."""

    def __init__(self, failures: int) -> None:
        self.failures, self.tries = failures, 0

    def __call__(self, _wine: wine.Wine) -> None:
        self.tries += 1
        if self.tries <= self.failures:
            raise Stop("it fell over.", code=1)


@pytest.mark.parametrize(("stage", "failures", "tries"), [("drive", 0, 1), ("drive", 1, 2)])
def test_a_stumble_is_tried_once_more(
    door: ModuleType, tmp_path: Path, stage: str, failures: int, tries: int
) -> None:
    trial = Trial(failures)
    door.attempt(stage, trial, tmp_path)
    assert trial.tries == tries


@pytest.mark.parametrize(("stage", "tries"), [("drive", 2), ("build", 1)])
def test_what_fails_again_is_a_fault(door: ModuleType, tmp_path: Path, stage: str, tries: int) -> None:
    trial = Trial(9)
    with pytest.raises(Stop, match="it fell over") as stop:
        door.attempt(stage, trial, tmp_path)
    assert (stop.value.code, trial.tries) == (1, tries)


def test_whatever_keeps_the_lab_away_is_no_fault_of_the_program(
    door: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Path:
        raise subprocess.CalledProcessError(1, "x86_64-w64-mingw32-gcc")

    monkeypatch.setattr(door.lab, "ready", broken)
    with pytest.raises(Stop) as stop:
        door.laboratory()
    assert stop.value.code == 2


WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QLabel, QWidget
app = QApplication([])
window = QWidget()
window.setWindowTitle("to be closed")
window.resize(400, 300)
text = QLabel("What do you want to do?", window)
text.hide()
window.show()
sys.stdin.readline()
text.show()
sys.exit(app.exec())
"""


@pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="no Xvfb or xdotool")
def test_a_window_is_seen_to_open_and_closes_by_its_cross() -> None:
    with wine.screen() as display, x11.watching(display) as watch:
        began = time.perf_counter()
        env = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        command = [sys.executable, "-c", WINDOW]
        process = subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
        ender = threading.Timer(60, process.kill)
        ender.start()
        try:
            opened = watch.first_window(50)
            assert opened is not None
            assert opened > began
            assert watch.first_text((0, 0, 300, 100), 16, 0.2) is None
            assert process.stdin is not None
            process.stdin.close()
            written = watch.first_text((0, 0, 300, 100), 16, 50)
            assert written is not None
            assert written > opened
            command = ["xdotool", "search", "--onlyvisible", "--sync", "--name", "^to be closed$"]
            found = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
            x11.ask_to_close(display, int(found.split()[0]))
            assert process.wait(50) == 0  # closed, not killed
        finally:
            ender.cancel()
            process.kill()
