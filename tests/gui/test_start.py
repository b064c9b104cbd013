"""The first window must not wait for what it does not show."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"numpy", "dns", "jinja2", "hyperscan", "PySide6.QtNetwork", "PySide6.QtQml"}


def test_the_frame_loads_nothing_heavy() -> None:
    code = "import sys, wizard.gui.window; print(*sys.modules)"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not HEAVY & set(output.split())
