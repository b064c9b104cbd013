"""The first window must not wait for what it does not show."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HEAVY = {"numpy", "dns", "jinja2", "hyperscan", "PySide6.QtNetwork", "PySide6.QtQml", "PySide6.QtSvg"}
# Runs the program until its window has been painted for the first time.
UNTIL_PAINTED = """
import builtins, enum, os, sys
from wizard.gui import frame

def painted(window, event, paint=frame.Frame.paintEvent):
    paint(window, event)
    print(*(name for name in sys.modules if name.partition(".")[0] in {roots!r}))
    print(builtins.__import__ is builtins.__feature_import__)
    print(*(one.__qualname__ for one in below(enum.Enum) if one.__module__.startswith("PySide6")))
    sys.stdout.flush()
    os._exit(0)

def below(kind):
    for one in kind.__subclasses__():
        yield one
        yield from below(one)

frame.Frame.paintEvent = painted
from wizard.__main__ import main
main([])
"""


def until_painted(tmp_path: Path) -> tuple[set[str], str, set[str]]:
    """The modules that are loaded by then, whether PySide reads each, and the enumerations that it made."""
    home = {f"XDG_{name}_HOME": str(tmp_path) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    code = UNTIL_PAINTED.format(roots=("wizard", "PySide6", *HEAVY))
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **home, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    modules, reads_all, enumerations = done.stdout.splitlines()
    return set(modules.split()), reads_all, set(enumerations.split())


def test_the_first_window_loads_nothing_heavy(tmp_path: Path) -> None:
    modules, reads_all, enumerations = until_painted(tmp_path)
    assert "wizard.gui.window" in modules
    assert not HEAVY & modules
    assert reads_all == "False"
    assert not {name for name in modules if name.startswith(("wizard.core", "wizard.gui.pages"))}
    assert "QPalette.ColorRole" in enumerations
    # They are made all at once, in a sixth of the time that the window is there in.
    assert not {name for name in enumerations if name.startswith(("Qt.", "QStyle."))}
