"""Windows' window program has no standard streams at all; whatever is asked of it must still go well."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
WITHOUT = "import sys; sys.stdin = sys.stdout = sys.stderr = None\n"
# An exception would end the program with 1, as a log with a fault does.
CALL = """
try:
    code = main(GIVEN)
except Exception:
    code = 99
"""
# What is told in a box goes to a file, and the box is closed.
BOX = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
app = QApplication(["test"])
def close():
    boxes = [one for one in app.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()]
    if boxes:
        open({path!r}, "w").write(boxes[0].text())
        boxes[0].accept()
timer = QTimer()
timer.timeout.connect(close)
timer.start(20)
"""


def program(*arguments: str | Path, before: str = "") -> int:
    """The exit code of the program with these arguments; anything printed is a failure."""
    given = [str(argument) for argument in arguments]
    code = f"{WITHOUT}{before}\nfrom wizard.__main__ import main\n{CALL}sys.exit(code)".replace(
        "GIVEN", repr(given)
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=100, check=False
    )
    # Qt's offscreen platform has a message of its own.
    said = done.stderr.replace("This plugin does not support propagateSizeHints()\n", "")
    assert (done.stdout, said) == ("", "")
    return done.returncode


def test_help_and_commands_end_in_silence(tmp_path: Path) -> None:
    log = ROOT / "resources/samples/broken-0004f2a1b2c3-app.log"
    assert program("--help") == 0
    assert program("log", log) == 1
    assert program("log", tmp_path / "not-there.log") == 2
    assert program("self-test", "--nonsense") == 2
    assert program("log", "-") == 1  # nothing is no log
    assert program("lint", "-") == 1


def test_a_folder_is_judged_in_silence_too(tmp_path: Path) -> None:
    log = (ROOT / "resources/samples/broken-0004f2a1b2c3-app.log").read_bytes()
    for number in range(40):  # enough for worker processes
        (tmp_path / f"0004f2a1b2{number:02d}-app.log").write_bytes(log)
    assert program("log", tmp_path) == 1


def test_a_file_that_is_not_there_is_told_in_a_box(tmp_path: Path) -> None:
    told = tmp_path / "told.txt"
    assert program(tmp_path / "gone.log", before=BOX.format(path=str(told))) == 2
    assert "gone.log is not there, or cannot be reached. Start the program by itself" in told.read_text()


def test_an_option_that_is_none_is_told_in_a_box(tmp_path: Path) -> None:
    told = tmp_path / "told.txt"
    assert program("--nonsense", before=BOX.format(path=str(told))) == 2
    assert "--nonsense is no option of this program" in told.read_text()
    assert "failover-wizard.exe --help" in told.read_text()


def test_the_self_test_writes_its_result_to_the_file(tmp_path: Path) -> None:
    out = tmp_path / "result.json"
    assert program("self-test", "--out", out) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["passed"] is True
