"""Qt without a display has fonts, on Windows too."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from wizard.gui import offscreen

ROOT = Path(__file__).parents[2]
FAMILIES = """
from wizard.gui.offscreen import lend_fonts
lend_fonts()
from PySide6.QtGui import QFontDatabase, QGuiApplication
app = QGuiApplication(["fonts"])
print(app.platformName(), len(QFontDatabase.families()))
"""


def test_without_a_display_there_are_fonts() -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", FAMILIES]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=True)
    platform, families = done.stdout.split()
    assert platform == "offscreen"
    assert int(families) > 0


def test_windows_folder_is_named_where_nobody_named_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("SYSTEMROOT", "/windows")
    monkeypatch.delenv("QT_QPA_FONTDIR", raising=False)
    offscreen.lend_fonts()
    assert Path(os.environ["QT_QPA_FONTDIR"]) == Path("/windows/Fonts")
    monkeypatch.setenv("QT_QPA_FONTDIR", "/mine")
    offscreen.lend_fonts()
    assert os.environ["QT_QPA_FONTDIR"] == "/mine"
