"""Defects of the program: noted, told once, never a reason to lose what was typed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLoggingCategory, Qt, QTimer, qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from wizard.gui import faults as module
from wizard.gui.fault_dialog import FaultDialog
from wizard.gui.faults import Faults, Telling
from wizard.gui.job import Job

ROOT = Path(__file__).parents[2]
# pytest-qt's own hook would stand in front of the one that is tried here.
pytestmark = pytest.mark.qt_no_exception_capture


@pytest.fixture
def faults(tmp_path: Path, qtbot: QtBot) -> Iterator[Faults]:
    made = Faults(tmp_path / "log")
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    made.install()
    yield made
    made.remove()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def noted(faults: Faults) -> str:
    return faults.journal.file.read_text(encoding="utf-8")


def fault(text: str = "no such page") -> RuntimeError:
    try:
        raise RuntimeError(text)
    except RuntimeError as error:
        return error


def heard(faults: Faults, error: BaseException) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


def dialog_of(window: QWidget) -> FaultDialog | None:
    found = [one for one in window.findChildren(FaultDialog) if one.isVisible()]
    assert len(found) < 2
    return found[0] if found else None


def test_what_nobody_caught_is_noted_with_version_and_system(faults: Faults) -> None:
    heard(faults, fault())
    text = noted(faults)
    assert "Handset Failover Wizard 0." in text
    assert "Python 3." in text
    assert "test_faults.py" in text
    assert "RuntimeError: no such page" in text


def test_the_same_defect_is_told_once_and_counted(faults: Faults, qtbot: QtBot) -> None:
    told: list[str] = []
    faults.noticed.connect(told.append)
    for _ in range(50):
        heard(faults, fault())
    assert len(told) == 1
    assert noted(faults).count("again (") == module.MOST_TIMES - 1


def test_a_defect_in_a_thread_is_told_in_the_window_s(faults: Faults, qtbot: QtBot) -> None:
    where: list[object] = []
    faults.noticed.connect(lambda _text: where.append(threading.current_thread()))
    thread = threading.Thread(target=lambda: 1 // 0)
    with qtbot.waitSignal(faults.noticed):
        thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(where))
    assert where == [threading.main_thread()]
    assert "ZeroDivisionError" in noted(faults)


def test_a_job_that_fails_is_noted_and_left_to_its_page(faults: Faults, qtbot: QtBot) -> None:
    told: list[str] = []
    faults.noticed.connect(told.append)
    job = Job(lambda _cancelled: {}["gone"])
    with qtbot.waitSignal(job.ended):
        job.start()
    assert "KeyError" in noted(faults)
    assert told == []


@pytest.mark.qt_log_ignore("the lazy dog")
def test_what_qt_complains_of_is_noted(faults: Faults, capfd: pytest.CaptureFixture[str]) -> None:
    assert QLoggingCategory.defaultCategory() is not None
    qWarning("the lazy dog")
    assert "Qt warning: the lazy dog" in noted(faults)


def test_the_dialog_shows_text_as_text_and_copies_it(faults: Faults, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    Telling(faults, window)
    heard(faults, fault("<img src='file:///etc/passwd'> <b>bold</b>"))
    dialog = dialog_of(window)
    assert dialog is not None
    view = dialog.details.findChild(QPlainTextEdit)
    assert "<b>bold</b>" in view.toPlainText()
    qtbot.mouseClick(dialog.details.copy_button, Qt.MouseButton.LeftButton)
    assert (
        QGuiApplication.clipboard()
        .text()
        .endswith("RuntimeError: <img src='file:///etc/passwd'> <b>bold</b>")
    )
    dialog.close()


def test_only_one_dialog_is_open_at_a_time(faults: Faults, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    Telling(faults, window)
    heard(faults, fault("first"))
    heard(faults, fault("second"))
    dialog = dialog_of(window)
    assert dialog is not None
    assert "first" in dialog.details.text()
    assert "RuntimeError: second" in noted(faults)
    dialog.close()
    heard(faults, fault("third"))
    dialog = dialog_of(window)
    assert dialog is not None
    assert "third" in dialog.details.text()
    dialog.close()


def test_a_slot_that_fails_does_not_end_the_window(faults: Faults, qtbot: QtBot) -> None:
    def fails() -> None:
        raise RuntimeError("in a slot")

    with qtbot.waitSignal(faults.noticed) as told:
        QTimer.singleShot(0, fails)
    assert "RuntimeError: in a slot" in told.args[0]


def test_ctrl_c_closes_the_window_and_is_no_defect(faults: Faults, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    heard(faults, KeyboardInterrupt())
    assert not window.isVisible()
    assert not faults.journal.file.exists()


CRASH = """
import faulthandler, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from wizard.gui.faults import Faults
app = QCoreApplication([])
faults = Faults(Path(sys.argv[1]))
faults.install()
if sys.argv[2] == "crash":
    faulthandler._sigsegv()
faults.remove()
"""


def another(folder: Path, how: str) -> int:
    done = subprocess.run(
        [sys.executable, "-c", CRASH, str(folder), how],
        cwd=ROOT,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return done.returncode


def test_the_next_start_tells_of_a_sudden_end_once(tmp_path: Path, qtbot: QtBot) -> None:
    assert another(tmp_path, "crash") != 0
    assert len(list(tmp_path.glob("ended-*.txt"))) == 1
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    telling = Telling(Faults(tmp_path), window)
    telling.tell_last_words()
    dialog = dialog_of(window)
    assert dialog is not None
    assert "fatal" in dialog.details.text().lower()
    assert "<string>" in dialog.details.text()  # where it was
    dialog.close()
    assert Faults(tmp_path).last_words() == ""
    assert "in the middle of its work" in noted(Faults(tmp_path))


def test_an_ordinary_end_leaves_nothing_behind(tmp_path: Path) -> None:
    assert another(tmp_path / "log", "end") == 0
    assert list((tmp_path / "log").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="there an open file cannot be removed")
def test_another_window_s_file_is_left_alone_while_it_runs(tmp_path: Path) -> None:
    other = tmp_path / f"ended-{os.getppid()}.txt"
    other.write_text("busy")
    assert Faults(tmp_path).last_words() == ""
    assert other.exists()


def test_a_program_that_was_killed_left_nothing_to_tell(tmp_path: Path) -> None:
    gone = tmp_path / "ended-999999999.txt"
    gone.touch()
    assert Faults(tmp_path).last_words() == ""
    assert not gone.exists()
