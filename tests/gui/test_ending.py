"""The program is ended from outside: nothing is lost, and the next start has nothing to ask about."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from tests.core.case.cases import ROOT
from wizard.core.case.case import Case
from wizard.core.case.file import open_case
from wizard.gui.ending import Ending
from wizard.gui.session import Session
from wizard.gui.unclosed import left_behind

PATIENCE_S = 60
# The whole program, portable, in which somebody types as soon as it is there; then it does what a test says.
PROGRAM = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from PySide6.QtCore import QTimer
import wizard.__main__ as door
from wizard.gui import app, places
from wizard.gui.session import Session

if hasattr(signal, "SIGHUP"):  # The tests may run under `nohup`, which has it ignored.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
place = Path(sys.argv[1])
here = places.Places(place / "settings.ini", place)
places.places = lambda: here
def typed(session):
    session.window.set_case(replace(session.case, site="Hvidovre"))
    QTimer.singleShot(0, lambda: {then})
Session.offer_unsaved = typed
door.main = lambda: app.show([], practice=False)
door.run()
"""
IDLE = """print("typed", flush=True)"""
ASKED = """ask(session.window)"""
# What Windows asks every window before it logs a user off (winuser.h: WM_QUERYENDSESSION, WM_ENDSESSION).
ASK = """
import ctypes
def ask(window):
    send = ctypes.windll.user32.SendMessageW
    handle = ctypes.c_void_p(int(window.winId()))
    print("may end:", send(handle, 0x11, 0, ctypes.c_void_p(0x80000000)), flush=True)
    print("visible:", window.isVisible(), flush=True)
    print("cases:", [path.suffix for path in here.cases.iterdir()], flush=True)
    os._exit(9)  # as Windows does it next
"""


def started(folder: Path, program: str, platform: str) -> subprocess.Popen[str]:
    (folder / "settings.ini").write_text("[General]\nstarted=true\n")
    return subprocess.Popen(
        [sys.executable, "-c", program, str(folder)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": platform},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a program by messages to its windows")
@pytest.mark.parametrize("name", ["TERM", "INT", "HUP"])
def test_a_signal_closes_the_window_as_its_cross_does(tmp_path: Path, name: str) -> None:
    with started(tmp_path, PROGRAM.format(then=IDLE), "offscreen") as program:
        assert program.stdout is not None
        try:
            assert program.stdout.readline() == "typed\n"
            program.send_signal(getattr(signal, f"SIG{name}"))
            assert program.wait(PATIENCE_S) == 0
            assert program.stdout.read() == ""
        finally:
            program.kill()
    [kept] = (tmp_path / "cases").glob("*.json")
    assert open_case(kept).case == replace(Case(), site="Hvidovre")
    assert left_behind(tmp_path / "unsaved") == []
    assert list((tmp_path / "log").iterdir()) == []


@pytest.mark.skipif(sys.platform != "win32", reason="Windows' own question")
def test_windows_may_log_off_and_what_was_typed_is_there_again(tmp_path: Path) -> None:
    text = PROGRAM.format(then=ASKED).replace("def typed", f"{ASK}\ndef typed")
    with started(tmp_path, text, "windows") as program:
        try:
            said, _ = program.communicate(timeout=PATIENCE_S)
        finally:
            program.kill()
    assert "may end: 1\nvisible: True\ncases: ['.json']\n" in said


class LogOff:
    """What Qt hands over when the session ends; nobody but Qt can make its own."""

    kept_here = False

    def cancel(self) -> None:
        self.kept_here = True


@pytest.fixture
def ending(qapp: QApplication) -> Iterator[Ending]:
    made = Ending(qapp)
    yield made
    made.remove()


def typed_into(qtbot: QtBot, settings: QSettings, kept: Path) -> Session:
    session = Session(settings, kept=kept)
    qtbot.addWidget(session.window)
    session.window.show()
    session.window.set_case(replace(session.case, site="Hvidovre"))
    qtbot.waitUntil(lambda: not session.busy, timeout=PATIENCE_S * 1000)
    return session


def test_before_a_log_off_all_is_kept_and_the_window_stays(
    qtbot: QtBot, settings: QSettings, tmp_path: Path, ending: Ending
) -> None:
    session = typed_into(qtbot, settings, tmp_path / "cases")
    session.window.resize(900, 600)
    asked = LogOff()
    ending.log_off(asked)  # type: ignore[arg-type]
    assert not asked.kept_here
    assert session.window.isVisible()
    [kept] = (tmp_path / "cases").glob("*.json")
    assert open_case(kept).case == session.case
    again = QSettings(settings.fileName(), QSettings.Format.IniFormat)
    assert again.value("window/geometry") == session.window.saveGeometry()
    session.window.close()
    assert list((tmp_path / "cases").glob("*.json")) == [kept]  # not twice


def test_where_it_can_be_kept_nowhere_the_user_is_kept_here_once(
    qtbot: QtBot, settings: QSettings, tmp_path: Path, ending: Ending
) -> None:
    (tmp_path / "cases").write_text("a file where the folder should be")
    session = typed_into(qtbot, settings, tmp_path / "cases")
    first, second = LogOff(), LogOff()
    ending.log_off(first)  # type: ignore[arg-type]
    assert first.kept_here
    [box] = [one for one in session.window.findChildren(QMessageBox) if one.isVisible()]
    assert "Ctrl+S" in box.text()
    box.close()
    ending.log_off(second)  # type: ignore[arg-type]
    assert not second.kept_here


@pytest.mark.skipif(sys.platform == "win32", reason="signals are for others")
def test_what_nohup_ignores_stays_ignored(qapp: QApplication) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        ending = Ending(qapp)
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        ending.remove()
        assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
