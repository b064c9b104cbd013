"""Ctrl+S: a case is saved under a name that says what it is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from wizard.core.case.case import Case
from wizard.core.case.file import save
from wizard.gui.session import Session


@pytest.mark.parametrize(
    ("site", "start"), [("", ""), ("Århus: port 4/5", "Århus-port-4-5-"), ("NUL", "NUL-")]
)
def test_a_name_is_suggested(qtbot: QtBot, settings: QSettings, site: str, start: str):
    session = Session(settings)
    qtbot.addWidget(session.window)
    with qtbot.waitActive(session.window):
        session.window.show()
        session.window.activateWindow()
    session.window.set_case(replace(session.case, site=site))
    qtbot.keyClick(session.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(session.window.findChildren(QFileDialog)))
    (dialog,) = session.window.findChildren(QFileDialog)
    name = Path(dialog.selectedFiles()[0]).name
    assert re.fullmatch(re.escape(start) + r"dns-case-20\d\d-\d\d-\d\d\.json", name)
    dialog.reject()
    session.window.close()


def test_the_file_that_a_case_came_from_is_proposed(qtbot: QtBot, settings: QSettings, tmp_path: Path):
    """Else a visit that goes on in the evening ends as a second file in another folder."""
    path = tmp_path / "Hospital North.json"
    assert save(Case(site="Hospital North"), path) == ""
    session = Session(settings)
    qtbot.addWidget(session.window)
    with qtbot.waitActive(session.window):
        session.window.show()
        session.window.activateWindow()
    session.open_paths([path])
    qtbot.waitUntil(lambda: session.case.site == "Hospital North", timeout=10_000)
    session.window.set_case(replace(session.case, notes="Repaired."))
    qtbot.keyClick(session.window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(session.window.findChildren(QFileDialog)))
    (dialog,) = session.window.findChildren(QFileDialog)
    assert [Path(name) for name in dialog.selectedFiles()] == [path]
    dialog.reject()
    session._saving.ask(elsewhere=True)  # The file is another window's by now: a name of its own, beside it.
    other = session.window.findChildren(QFileDialog)[-1]
    (proposed,) = map(Path, other.selectedFiles())
    assert (proposed.parent, proposed.name[:19]) == (tmp_path, "Hospital-North-dns-")
    other.reject()
    session.window.close()
