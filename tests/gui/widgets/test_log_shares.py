from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from wizard.gui.widgets.log_shares import Shares

FIRST = {0: 0.55, 1: 0.35}


def test_it_is_kept_over_runs(qtbot: QtBot, settings: QSettings) -> None:
    shares = Shares(FIRST, settings)
    assert (shares.of_lines(1), shares.is_open(low=False), shares.is_open(low=True)) == (0.35, True, False)
    shares.set_lines(1, 0.7)
    shares.set_open(False, low=False)
    shares.set_open(True, low=True)
    qtbot.waitUntil(lambda: settings.contains("log/lines1"))  # By itself, when the dragging has ended.
    again = Shares(FIRST, QSettings(settings.fileName(), QSettings.Format.IniFormat))
    assert (again.of_lines(0), again.of_lines(1)) == (0.55, 0.7)
    assert (again.is_open(low=False), again.is_open(low=True)) == (False, True)


@pytest.mark.parametrize("kept", ["", "wide", "nan", "inf", "-1", "0", "1.0", "0.05"])
def test_what_makes_no_sense_was_never_kept(settings: QSettings, kept: str) -> None:
    settings.setValue("log/lines1", kept)
    settings.setValue("log/open", kept or "yes")
    shares = Shares(FIRST, settings)
    assert shares.of_lines(1) == 0.35
    assert shares.is_open(low=False) is (kept != "0")


def test_neither_part_is_ever_gone() -> None:
    shares = Shares(FIRST)
    shares.set_lines(0, 0.0)
    shares.set_lines(1, 1.0)
    assert (shares.of_lines(0), shares.of_lines(1)) == (0.1, 0.9)
