"""The whole program from its door: files named at the start, several windows, one that cannot be made."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wizard.practice.lab import broken_log

ROOT = Path(__file__).parents[2]
# Runs the program, and calls ``look`` again and again until it says what it saw; then closes the window.
DRIVER = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from wizard.gui import session as module
from wizard.__main__ import main

made, done = [], []
class Session(module.Session):
    def __init__(self, *given, **named):
        {broken}
        super().__init__(*given, **named)
        made.append(self)
module.Session = Session

def full():
    return bool(made) and made[0].window.full

def look():
    {look}

def again():
    try:
        seen = look()
    except Exception as error:
        seen = repr(error)
    if seen and not done:
        done.append(seen)
        print(seen, flush=True)
        {wait}
        for window in QApplication.topLevelWidgets():
            window.close()

class App(QApplication):
    def exec(self):
        self.timer = QTimer()
        self.timer.timeout.connect(again)
        self.timer.start(20)
        return super().exec()
import PySide6.QtWidgets
PySide6.QtWidgets.QApplication = App
sys.exit(main(sys.argv[1:]))
"""
LOGS = "return full() and [Path(log.review.name).name for log in made[0].case.logs]"
SHOWN = "return full() and made[0].window.isVisible() and 'shown'"


def start(
    tmp_path: Path, *arguments: str | Path, look: str, broken: str = "pass", wait: str = "pass"
) -> subprocess.Popen[str]:
    code = DRIVER.format(look=look, broken=broken, wait=wait)
    home = {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=tmp_path,
        env={**os.environ, **home, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def end(process: subprocess.Popen[str], code: int = 0) -> str:
    try:
        said, complained = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == code, complained
    return said.strip()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    folder = tmp_path / "Prüfung am Gerät"
    folder.mkdir()
    copy = folder / "0004f2a1b2c3-app.log"
    copy.write_bytes(broken_log().read_bytes())
    return copy


def test_a_file_named_at_the_start_is_opened(tmp_path: Path, log: Path) -> None:
    assert end(start(tmp_path, log, look=LOGS)) == "['0004f2a1b2c3-app.log']"


def test_a_file_is_named_as_it_is_seen_from_the_caller_s_folder(tmp_path: Path, log: Path) -> None:
    assert end(start(tmp_path, log.relative_to(tmp_path), look=LOGS)) == "['0004f2a1b2c3-app.log']"


def test_the_first_start_opens_the_practice_case_and_the_second_does_not(tmp_path: Path) -> None:
    assert end(start(tmp_path, look="return full() and made[0].case.practice and 'practice'")) == "practice"
    blank = "return full() and made[0].window.isVisible() and ('blank' if made[0].case.is_blank else 'full')"
    assert end(start(tmp_path, look=blank)) == "blank"
    assert not list((tmp_path / "data").rglob("ended-*.txt"))


def test_several_windows_are_open_at_once(tmp_path: Path, log: Path) -> None:
    waits = "sys.stdin.readline()"
    first = start(tmp_path, log, look=LOGS, wait=waits)
    assert first.stdout is not None
    assert first.stdout.readline().strip() == "['0004f2a1b2c3-app.log']"  # and stays open
    assert end(start(tmp_path, look=SHOWN)) == "shown"
    assert first.poll() is None
    end(first)


def test_a_window_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    there = "there = [w for w in QApplication.topLevelWidgets() if w.isVisible()]"
    told = f"{there}; return [w.details.text() for w in there if hasattr(w, 'details')] + [len(there)]"
    told = told.replace("return ", "return any(hasattr(w, 'details') for w in there) and ")
    process = start(tmp_path, look=told, broken="raise RuntimeError('no window today')")
    said = end(process, code=1)
    assert "RuntimeError: no window today" in said
    assert said.endswith(", 1]"), "the empty window is still there"
    (journal,) = (tmp_path / "data").rglob("failover-wizard.log")
    assert "RuntimeError: no window today" in journal.read_text(encoding="utf-8")


def test_closed_before_it_is_full_it_ends_as_it_should(tmp_path: Path) -> None:
    closes = "[window.close() for window in QApplication.topLevelWidgets()]"
    assert end(start(tmp_path, look="return full() and 'full'", broken=closes)) == ""
    # It was no first start: nobody saw the practice case.
    assert end(start(tmp_path, look="return full() and made[0].case.practice and 'practice'")) == "practice"
    assert not list((tmp_path / "data").rglob("ended-*.txt"))
