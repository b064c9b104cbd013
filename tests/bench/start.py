"""How long until the first window, against an empty PySide6 window in the same minutes.

    python tests/bench/start.py [RUNS]

Prints the medians and their ratio; never a pass or a fail.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]

EMPTY = """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(["empty"])
window = QWidget()
window.resize(1180, 720)
window.show()
app.processEvents()
"""

# What wizard.gui.app.show does up to the first window.
WIZARD = """
import gc
gc.disable()
from wizard.gui.app import load_core
load_core()
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
app = QApplication(["wizard"])
from wizard.gui.session import Session
session = Session(QSettings({settings!r}, QSettings.Format.IniFormat))
session.window.resize(1180, 720)
session.window.show()
app.processEvents()
"""


def once(code: str) -> float:
    """Seconds of one whole process."""
    started = time.perf_counter()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    # The process ends without Python's own tidying up, as the window would still be open.
    subprocess.run(
        [sys.executable, "-c", code + "\nimport os; os._exit(0)"], env=environment, check=True, cwd=ROOT
    )
    return time.perf_counter() - started


def main(runs: int = 7) -> None:
    """Measures both in turn, so that a slow minute slows both."""
    with tempfile.TemporaryDirectory() as folder:
        wizard = WIZARD.format(settings=str(Path(folder) / "settings.ini"))
        once(EMPTY), once(wizard)
        pairs = [(once(wizard), once(EMPTY)) for _ in range(runs)]
    mine = statistics.median(one for one, _ in pairs)
    empty = statistics.median(other for _, other in pairs)
    ratio = statistics.median(one / other for one, other in pairs)
    print(f"first window: {mine * 1000:.0f} ms, empty window: {empty * 1000:.0f} ms, ratio {ratio:.2f}")


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:]))
