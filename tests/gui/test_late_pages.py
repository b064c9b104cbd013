"""What is loaded behind the first window: by whom, and that nothing of it is missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

VISIT = """
import gc, os, sys, threading
from pathlib import Path

WITH_QT = ("PySide6", "shiboken6", "wizard.gui", "wizard.paper")
in_threads, in_the_gui, too_late = [], [], []

def note(event, details):
    if event == "import" and warm:
        too_late.append(str(details[0]))
    elif event == "import" and threading.current_thread() is not threading.main_thread():
        in_threads.append(str(details[0]))
    elif event == "import" and behind:
        in_the_gui.append(str(details[0]))

behind = warm = False
sys.addaudithook(note)

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

app = QApplication([])
from wizard.core.case.steps import Step
from wizard.gui.session import Session

session = Session(QSettings("settings.ini", QSettings.Format.IniFormat), kept=Path("kept"))
session.window.show()
behind = True
session.warm_up()

def a_visit():
    global warm
    while session.window._parts.stack.missing() is not None:
        yield
    for _turn in range(100):
        if gc.get_freeze_count():
            break
        yield
    left_out.append(gc.get_freeze_count() > 10 * len(gc.get_objects()))
    warm = True
    session.open_paths([Path(LOG)])
    page = session.window.page(Step.LOG)
    while page.viewer.reading is None or page.viewer.reading.partial:
        yield
    lines = page.viewer.lines
    page.grab()
    lines.filter_bar.begin.setText("0115")
    while lines._filter.span.is_open or lines.sieve.running:
        yield
    for looked_for in ("roam", "grün", "Regis.*failed"):
        lines.find_bar.regex.setChecked("*" in looked_for)
        lines.find_bar.field.setText(looked_for)
        while lines.hunt.text != looked_for or lines.hunt.running:
            yield
        found.append(len(lines.hunt.hits))
    page.grab()

found, left_out = [], []
steps = a_visit()
look = QTimer()
look.timeout.connect(lambda: next(steps, app) is None or app.quit())
look.start(20)
app.exec()
print("in threads:", sorted(name for name in in_threads if name.startswith(WITH_QT)))
core = {name for name in in_threads if name.startswith("wizard.core.")}
print("core in threads:", len(core) > 50)
print("core in the GUI thread:", sorted(name for name in in_the_gui if name.startswith("wizard.core.")))
print("when all pages are there:", sorted(too_late))
print("left out of the search for garbage:", left_out)
print("found:", found)
sys.stdout.flush()
os._exit(0)
"""


FAILED = Path(__file__).parents[1] / "data" / "bulletin" / "failed-restored.log"


def test_no_thread_loads_qt_the_gui_thread_loads_nothing_else_and_a_log_nothing_more(tmp_path: Path) -> None:
    """As ``np.unique`` does at its first call: it held the window up while a log of a gigabyte was opened."""
    root = str(Path(__file__).parents[2])
    log = tmp_path / "0004f2a1b2c3-app.log"
    log.write_bytes(FAILED.read_bytes() * 2_000)
    given = f"import sys; sys.path.insert(0, {root!r}); LOG = {str(log)!r}\n"
    done = subprocess.run(
        [sys.executable, "-c", given + VISIT],
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
        "when all pages are there: []",
        "left out of the search for garbage: [True]",
        "found: [0, 0, 2000]",
    ], done.stderr
