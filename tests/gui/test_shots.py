from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from tests.gui.conftest import MakeWindow
from wizard.gui.shots import shoot
from wizard.gui.theme import Choice


def test_every_page_is_saved_at_its_scale(make_window: MakeWindow, tmp_path: Path) -> None:
    window = make_window()
    paths = shoot(window, tmp_path / "shots", QSize(800, 500), 1.5, Choice.DARK)
    assert [path.name for path in paths] == [
        "1-start.png",
        "2-setup.png",
        "3-handset.png",
        "4-checks.png",
        "5-log.png",
        "6-summary.png",
    ]
    for path in paths:
        assert QImage(str(path)).size() == QSize(1200, 750)
    window.close()
