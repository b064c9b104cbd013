"""How the process ends: with its own exit code, and without Python taking Qt's objects apart."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

MAIN = """
import atexit, sys
import wizard.__main__ as door

class Window:
    def __init__(self):
        self.itself = self
    def __del__(self):
        print("taken apart")

def main():
    import {module}
    door.kept = Window()
    atexit.register(print, "said goodbye")
    print("did its work")
    return 3

door.main = main
door.run()
"""


def ended(module: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    code = MAIN.format(module=module)
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_with_qt_nothing_is_taken_apart_and_everything_said_arrives() -> None:
    done = ended("PySide6.QtCore")
    assert done.returncode == 3
    assert done.stdout.split("\n") == ["did its work", "said goodbye", ""]


def test_without_qt_python_ends_as_ever() -> None:
    done = ended("json")
    assert done.returncode == 3
    assert "said goodbye" in done.stdout
    assert "taken apart" in done.stdout


def test_the_settings_of_the_window_are_written(tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    code = f"""
import sys
import wizard.__main__ as door
def main():
    from PySide6.QtCore import QCoreApplication, QSettings
    global app, settings
    app = QCoreApplication(["x"])
    settings = QSettings({str(path)!r}, QSettings.Format.IniFormat)
    settings.setValue("kept", "yes")
    return 0
door.main = main
door.run()
"""
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60, check=True)
    assert "kept=yes" in path.read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a fork")
def test_workers_that_are_left_when_the_window_has_closed_do_not_hold_the_program() -> None:
    code = """
import multiprocessing, sys, threading
import wizard.__main__ as door
def main():
    import PySide6.QtCore
    waiting = multiprocessing.get_context("fork").Process(target=threading.Event().wait)
    waiting.start()
    print(waiting.pid)
    return 5
door.main = main
door.run()
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, stdout=-1, timeout=60, check=False)
    assert done.returncode == 5
    assert not Path(f"/proc/{int(done.stdout)}/stat").exists()
