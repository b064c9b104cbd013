"""How long until the first window and until its start page, against an empty PySide6 window.

    python tests/bench/start.py [RUNS]

The real program is run from its door, and left as soon as what counts has been painted. Prints the medians
of the processes' whole time and of their processor time, which tells more on a busy computer, and the ratios
to the empty window's; never a pass or a fail.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]

# Each ends without Python's own tidying up, as the window would still be open.
EMPTY = """
import os
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(["empty"])
window = QWidget()
window.resize(1180, 720)
window.show()
app.processEvents()
os._exit(0)
"""
WIZARD = """
import os, sys

class Leaving:
    # Before its module is loaded, a class comes to leave the program when it has been painted.
    def find_spec(self, name, path=None, target=None):
        if name == {before!r}:
            sys.meta_path.remove(self)
            from PySide6.QtCore import QTimer
            from {module} import {kind}
            paint = {kind}.paintEvent
            def painted(widget, event):
                paint(widget, event)
                QTimer.singleShot(0, lambda: os._exit(0))
            {kind}.paintEvent = painted

sys.meta_path.insert(0, Leaving())
from wizard.__main__ import main
main([])
"""
KINDS = {
    "empty window": EMPTY,
    "first window": WIZARD.format(before="wizard.gui.window", module="wizard.gui.frame", kind="Frame"),
    "start page": WIZARD.format(before="wizard.gui.pages.start", module="wizard.gui.pages.base", kind="Page"),
}


def once(code: str, home: Path) -> tuple[float, float]:
    """Seconds of one whole process, and of processor time."""
    homes = {f"XDG_{name}_HOME": str(home) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    environment = {**os.environ, **homes, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", code], env=environment, cwd=ROOT)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit("it could not be started")
    return time.perf_counter() - started, used.ru_utime + used.ru_stime


def print_medians(rounds: Sequence[Mapping[str, tuple[float, float]]]) -> None:
    """A line a kind of start: the medians of all rounds, and of their ratios to the empty window's."""
    for kind in rounds[0]:
        told = []
        for place, what in enumerate(("in all", "of processor time")):
            median = statistics.median(one[kind][place] for one in rounds) * 1000
            ratio = statistics.median(one[kind][place] / one["empty window"][place] for one in rounds)
            told.append(f"{median:.0f} ms {what} ({ratio:.2f})")
        print(f"{kind}: {', '.join(told)}")


def main(runs: int = 9) -> None:
    """Measures all in turn, so that a slow minute slows all."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for code in KINDS.values():
            once(code, home)
        rounds = [{kind: once(code, home) for kind, code in KINDS.items()} for _ in range(runs)]
    print_medians(rounds)


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:]))
