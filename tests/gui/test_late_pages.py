"""What is loaded behind the first window: by whom, and that nothing of it is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

VISIT = """
import os, sys, threading
from pathlib import Path

WITH_QT = ("PySide6", "shiboken6", "wizard.gui", "wizard.paper")
in_threads, in_the_gui = [], []

def note(event, details):
    if event == "import" and threading.current_thread() is not threading.main_thread():
        in_threads.append(str(details[0]))
    elif event == "import" and behind:
        in_the_gui.append(str(details[0]))

behind = False
sys.addaudithook(note)

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

app = QApplication([])
from wizard.gui.session import Session

session = Session(QSettings("settings.ini", QSettings.Format.IniFormat), kept=Path("kept"))
session.window.show()
behind = True
session.warm_up()
look = QTimer()
look.timeout.connect(lambda: session.window._parts.stack.missing() or app.quit())
look.start(20)
app.exec()
print("in threads:", sorted(name for name in in_threads if name.startswith(WITH_QT)))
core = {name for name in in_threads if name.startswith("wizard.core.")}
print("core in threads:", len(core) > 50)
print("core in the GUI thread:", sorted(name for name in in_the_gui if name.startswith("wizard.core.")))
sys.stdout.flush()
os._exit(0)
"""


def test_no_thread_loads_qt_and_the_gui_thread_loads_nothing_else(tmp_path: Path) -> None:
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {root!r})\n{VISIT}"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines() == [
        "in threads: []",
        "core in threads: True",
        "core in the GUI thread: []",
    ], done.stderr
