"""What is open is kept while somebody works, offered after a crash, and never overwritten in silence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from tests.core.case.cases import ROOT, log_of, planned
from wizard.core.case.case import Case
from wizard.core.case.file import open_case, save
from wizard.core.case.steps import Step
from wizard.gui import keeping
from wizard.gui.pages.log import LogPage
from wizard.gui.pages.log_shelf import FOLDER
from wizard.gui.recent import named
from wizard.gui.recovery import Offer
from wizard.gui.session import Session
from wizard.gui.unclosed import left_behind
from wizard.practice import case as practice

PATIENCE = 20_000
SAMPLES = ROOT / "resources/samples"
# A window with work in it, until it is killed.
WINDOW = """
import sys
from dataclasses import replace
from pathlib import Path
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication
from wizard.gui.session import Session
from wizard.core.case.case import Case

folder = Path(sys.argv[1])
app = QApplication([])
session = Session(QSettings(str(folder / "other.ini"), QSettings.Format.IniFormat), kept=folder / "cases")
session.window.show()
if "case" in sys.argv[2]:
    session.window.set_case(replace(Case(), site="Hvidovre", notes="half a sentence"))
if "folders" in sys.argv[2]:
    session.open_paths([folder / "logs"])
wanted = {".json": "case", ".folders": "folders"}
def look():
    there = {wanted[path.suffix] for path in (folder / "unsaved").iterdir() if path.suffix in wanted}
    if there == set(sys.argv[2].split("+")):
        print("kept", flush=True)
timer = QTimer()
timer.timeout.connect(look)
timer.start(50)
app.exec()
"""

MakeSession = Callable[[], Session]


@pytest.fixture
def make_session(qtbot: QtBot, settings: QSettings, tmp_path: Path) -> MakeSession:
    def make() -> Session:
        session = Session(settings, kept=tmp_path / "cases")
        qtbot.addWidget(session.window)
        session.window.show()
        return session

    return make


def unsaved(folder: Path) -> list[Path]:
    return sorted((folder / "unsaved").glob("*.json"))


def kept_folders(folder: Path) -> list[Path]:
    return list((folder / "unsaved").glob("*.folders"))


def typed(session: Session, site: str = "Hvidovre") -> None:
    session.window.set_case(replace(session.case, site=site))


def press(box: QMessageBox, words: str) -> None:
    [button] = [one for one in box.findChildren(QPushButton) if words in one.text().replace("&", "")]
    button.click()


def box_of(qtbot: QtBot, session: Session, kind: type[QMessageBox] = QMessageBox) -> QMessageBox:
    def shown() -> list[QMessageBox]:
        return [one for one in session.window.findChildren(kind) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()), timeout=PATIENCE)
    return shown()[0]


def test_what_is_typed_is_kept_and_goes_when_the_window_has_kept_it(
    qtbot: QtBot, make_session: MakeSession, tmp_path: Path
):
    session = make_session()
    for site in ("Hvidovre", "Herlev"):
        typed(session, site)
        # Windows lets nobody read it in the moment in which it takes its place.
        qtbot.waitUntil(
            lambda: [open_case(path).case for path in unsaved(tmp_path)] == [session.case], timeout=PATIENCE
        )
    session.window.close()
    assert unsaved(tmp_path) == []
    [kept] = (tmp_path / "cases").glob("*.json")
    assert open_case(kept).case == replace(Case(), site="Herlev")


def test_what_was_only_opened_is_not_kept(qtbot: QtBot, make_session: MakeSession, tmp_path: Path):
    path = tmp_path / "a.json"
    save(planned(), path)
    session = make_session()
    session.open_paths([path])
    qtbot.waitUntil(lambda: session.case == planned(), timeout=PATIENCE)
    assert session._keeping.is_up_to_date
    typed(session)
    assert not session._keeping.is_up_to_date
    session._saving.save(path)
    qtbot.waitUntil(lambda: open_case(path).case == session.case, timeout=PATIENCE)
    qtbot.waitUntil(lambda: session._keeping.is_up_to_date and not unsaved(tmp_path), timeout=PATIENCE)
    session.window.close()
    assert not (tmp_path / "cases").exists()


def killed(tmp_path: Path, opened: str) -> Path:
    """The folder of a program that was killed with this in its window."""
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", WINDOW, str(tmp_path), opened]
    with subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        try:
            assert running.stdout.readline().rstrip() == b"kept"
            assert left_behind(tmp_path / "unsaved") == []  # Somebody works on it.
        finally:
            running.kill()
    return tmp_path


@pytest.fixture
def crashed(tmp_path: Path) -> Path:
    return killed(tmp_path, "case")


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """A folder of logs, beside what the program keeps."""
    folder = tmp_path / "logs"
    folder.mkdir()
    shutil.copy(next(SAMPLES.glob("broken-*.log")), folder)
    return folder


def test_after_a_crash_one_goes_on_where_one_was(qtbot: QtBot, make_session: MakeSession, crashed: Path):
    session = make_session()
    session.offer_unsaved()
    box = box_of(qtbot, session, Offer)
    assert "Hvidovre" in box.text()
    press(box, "Go on with it")
    qtbot.waitUntil(lambda: session.case.notes == "half a sentence", timeout=PATIENCE)
    assert session.window.shown is Step.SUMMARY
    qtbot.waitUntil(
        lambda: [open_case(path).case for path in unsaved(crashed)] == [session.case], timeout=PATIENCE
    )
    session.window.close()
    assert unsaved(crashed) == []
    assert [open_case(path).case.site for path in (crashed / "cases").glob("*.json")] == ["Hvidovre"]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["a.log"], "a.log"),
        (["logs/a.log", "b.log", "0004f2.zip\\c.log"], "a.log, b.log, c.log"),
        (["a.log", "b.log", "c.log", "d.log"], "a.log and 3 more"),
        (["a" * 300, "b.log"], "a" * 59 + "…, b.log"),
        ([], ""),
    ],
)
def test_after_a_crash_all_logs_are_told_of(names: list[str], words: str):
    logs = tuple(log_of("", name) for name in names)
    assert named(Case(logs=logs)) == words
    assert named(Case(logs=logs, site=" Hvidovre ")) == "Hvidovre"


@pytest.mark.parametrize("how", ["Not now", "close"])
def test_after_a_crash_it_can_wait_under_recent_cases(
    qtbot: QtBot, make_session: MakeSession, settings: QSettings, crashed: Path, how: str
):
    session = make_session()
    session.offer_unsaved()
    box = box_of(qtbot, session, Offer)
    if how == "close":
        box.close()
    else:
        press(box, how)
    qtbot.waitUntil(lambda: not unsaved(crashed), timeout=PATIENCE)
    [kept] = (crashed / "cases").glob("*.json")
    assert settings.value("recentCases") in (str(kept), [str(kept)])
    assert open_case(kept).case.notes == "half a sentence"
    assert session.case.is_blank


def shown_folders(session: Session) -> tuple[str, ...]:
    page = session.window.page(Step.LOG)
    assert isinstance(page, LogPage)
    return page.folder.work.paths if page.folder is not None else ()


def test_after_a_crash_a_folder_review_is_opened_again(
    qtbot: QtBot, make_session: MakeSession, tmp_path: Path, logs: Path
):
    killed(tmp_path, "folders")
    session = make_session()
    session.offer_unsaved()
    box = box_of(qtbot, session, Offer)
    assert box.text() == "The program stopped while these logs were open side by side: logs."
    press(box, "Open them again")
    assert session.window.shown is Step.LOG
    assert shown_folders(session) == (str(logs),)
    qtbot.waitUntil(lambda: len(kept_folders(tmp_path)) == 1, timeout=PATIENCE)  # For the next crash.
    session.window.close()
    assert list((tmp_path / "unsaved").iterdir()) == []
    assert not (tmp_path / "cases").exists()


def test_after_a_crash_a_folder_review_that_is_not_wanted_is_forgotten(
    qtbot: QtBot, make_session: MakeSession, tmp_path: Path, logs: Path
):
    killed(tmp_path, "folders")
    session = make_session()
    session.offer_unsaved()
    press(box_of(qtbot, session, Offer), "Not now")
    assert shown_folders(session) == ()
    assert kept_folders(tmp_path) == []
    assert not (tmp_path / "cases").exists()


def test_after_a_log_off_a_folder_review_is_not_offered_as_after_a_crash(
    qtbot: QtBot, make_session: MakeSession, tmp_path: Path, logs: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keeping, "LEAVING_MS", 50)
    session = make_session()
    session.open_paths([logs])
    qtbot.waitUntil(lambda: len(kept_folders(tmp_path)) == 1, timeout=PATIENCE)
    assert session.window.keep_work()
    assert kept_folders(tmp_path) == []
    # Another program kept the user here: from now on a crash is one again.
    qtbot.waitUntil(lambda: len(kept_folders(tmp_path)) == 1, timeout=PATIENCE)
    session.open_paths([logs])
    assert session.window.keep_work()
    session.window.close()
    assert list((tmp_path / "unsaved").iterdir()) == []


def test_after_a_crash_a_case_comes_with_its_folder_review(
    qtbot: QtBot, make_session: MakeSession, tmp_path: Path, logs: Path
):
    killed(tmp_path, "case+folders")
    session = make_session()
    session.offer_unsaved()
    box = box_of(qtbot, session, Offer)
    assert "Hvidovre" in box.text()
    press(box, "Go on with it")
    assert session.window.shown is Step.SUMMARY
    assert shown_folders(session) == (str(logs),)
    page = session.window.page(Step.LOG)
    assert isinstance(page, LogPage)
    page.close_log(FOLDER)
    qtbot.waitUntil(lambda: session._keeping.is_up_to_date and len(unsaved(tmp_path)) == 1, timeout=PATIENCE)
    assert kept_folders(tmp_path) == []
    session.window.close()


@pytest.mark.parametrize("text", ["", "{", "{}", "[]", "[1]", '"logs"', "\xff"])
def test_paths_that_make_no_sense_are_not_offered(tmp_path: Path, text: str):
    folder = tmp_path / "unsaved"
    folder.mkdir()
    (folder / "1-a.folders").write_bytes(text.encode("latin-1"))
    assert left_behind(folder) == []


def test_another_window_does_not_offer_what_is_being_worked_on(
    qtbot: QtBot, make_session: MakeSession, tmp_path: Path
):
    first = make_session()
    typed(first)
    qtbot.waitUntil(lambda: len(unsaved(tmp_path)) == 1 and first._keeping.is_up_to_date, timeout=PATIENCE)
    assert left_behind(tmp_path / "unsaved") == []
    first.window.close()


@pytest.fixture
def made_practice(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """The practice case takes until this is set to be made."""
    may_end, made = threading.Event(), practice.practice_case

    def slowly() -> Case:
        assert may_end.wait(30)
        return made()

    monkeypatch.setattr(practice, "practice_case", slowly)
    yield may_end
    may_end.set()


@pytest.mark.parametrize("comes", ["first", "last"])
def test_a_case_that_is_opened_while_the_practice_case_is_made_wins(
    qtbot: QtBot, make_session: MakeSession, tmp_path: Path, made_practice: threading.Event, comes: str
) -> None:
    mine = tmp_path / "mine.json"
    assert not save(replace(Case(), site="Hvidovre"), mine)
    session = make_session()
    session.cases.offer_practice()
    session.open_paths([mine])
    if comes == "first":
        qtbot.waitUntil(lambda: session.case.site == "Hvidovre", timeout=PATIENCE)
    made_practice.set()
    qtbot.waitUntil(lambda: not session.busy and session.case.site == "Hvidovre", timeout=PATIENCE)
    assert not session.case.practice
    assert not (tmp_path / "cases").exists()  # Nor is anything kept of a practice case.


def test_what_is_typed_while_the_practice_case_is_made_at_the_first_start_stays(
    qtbot: QtBot, make_session: MakeSession, made_practice: threading.Event
) -> None:
    session = make_session()
    session.cases.offer_practice()
    typed(session)
    made_practice.set()
    qtbot.waitUntil(lambda: not session.busy, timeout=PATIENCE)
    assert session.case == replace(Case(), site="Hvidovre")


def test_the_practice_case_that_nobody_came_before_is_opened(
    qtbot: QtBot, make_session: MakeSession, made_practice: threading.Event
) -> None:
    session = make_session()
    session.cases.offer_practice()
    made_practice.set()
    qtbot.waitUntil(lambda: session.case.practice, timeout=PATIENCE)
    session.window.close()


def test_who_asks_for_the_practice_case_gets_it_and_what_was_typed_is_kept(
    qtbot: QtBot, make_session: MakeSession, tmp_path: Path, made_practice: threading.Event
) -> None:
    session = make_session()
    session.cases.ask_for_practice()
    typed(session)
    made_practice.set()
    qtbot.waitUntil(lambda: session.case.practice, timeout=PATIENCE)
    assert len(list((tmp_path / "cases").glob("Hvidovre-*.json"))) == 1
    session.window.close()


def test_what_cannot_be_read_is_left_as_it_is(tmp_path: Path):
    folder = tmp_path / "unsaved"
    folder.mkdir()
    (folder / "1-a.json").write_text("{", encoding="utf-8")
    assert left_behind(folder) == []
    assert (folder / "1-a.json").read_text(encoding="utf-8") == "{"
    assert left_behind(tmp_path / "nowhere") == []


def test_a_case_that_cannot_be_kept_holds_the_window_open_once(
    qtbot: QtBot, make_session: MakeSession, tmp_path: Path
):
    (tmp_path / "cases").write_text("a file is in the way", encoding="utf-8")
    session = make_session()
    typed(session)
    session.window.close()
    box = box_of(qtbot, session)
    assert "was not saved" in box.text()
    assert "Ctrl+S" in box.text()
    assert session.window.isVisible()
    box.close()
    qtbot.waitUntil(lambda: len(unsaved(tmp_path)) == 1, timeout=PATIENCE)
    session.window.close()
    assert not session.window.isVisible()
    assert [open_case(path).case.site for path in unsaved(tmp_path)] == ["Hvidovre"]


def test_two_windows_with_one_case_do_not_overwrite_each_other(
    qtbot: QtBot, make_session: MakeSession, tmp_path: Path
):
    path = tmp_path / "a.json"
    save(planned(), path)
    session = make_session()
    session.open_paths([path])
    qtbot.waitUntil(lambda: session.case == planned(), timeout=PATIENCE)
    save(planned(site="of the other window"), path)
    typed(session, "mine")
    session._saving.save(path)
    box = box_of(qtbot, session)
    assert "was changed since you opened it here" in box.text()
    assert open_case(path).case == planned(site="of the other window")
    press(box, "Replace it")
    qtbot.waitUntil(lambda: open_case(path).case == planned(site="mine"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: session._keeping.is_up_to_date, timeout=PATIENCE)
    typed(session, "mine again")
    session._saving.save(path)
    qtbot.waitUntil(lambda: open_case(path).case == planned(site="mine again"), timeout=PATIENCE)
    session.window.close()


def test_of_two_cases_the_first_is_opened_and_the_other_named(
    qtbot: QtBot, make_session: MakeSession, tmp_path: Path
):
    paths = [tmp_path / "a.json", tmp_path / "b.json"]
    for path in paths:
        save(planned(site=path.stem), path)
    session = make_session()
    session.open_paths(paths)
    box = box_of(qtbot, session)
    assert box.text() == "A window holds one case: a.json is opened. Start the program again for b.json."
    box.close()
    qtbot.waitUntil(lambda: session.case.site == "a", timeout=PATIENCE)
    assert QApplication.activeModalWidget() is None


def test_it_is_said_once_when_nothing_can_be_kept(qtbot: QtBot, make_session: MakeSession, tmp_path: Path):
    (tmp_path / "unsaved").write_text("a file is in the way", encoding="utf-8")
    session = make_session()
    told: list[str] = []
    session._keeping.failed.connect(told.append)
    typed(session)
    qtbot.waitUntil(lambda: len(told) == 1, timeout=PATIENCE)
    assert told[0].startswith("the program's own copy was not saved: ")
    assert session.window.bottom.findChild(QLabel).text().startswith("What you enter is not being kept:")
    typed(session, "Herlev")
    qtbot.waitUntil(lambda: session._keeping.is_up_to_date, timeout=PATIENCE)
    assert len(told) == 1
    session.window.say("Copied.")
    session.window.bottom.go_on()
    assert session.window.bottom.findChild(QLabel).text().startswith("What you enter is not being kept:")
    session.window.close()
    assert [open_case(path).case.site for path in (tmp_path / "cases").glob("*.json")] == ["Herlev"]


def test_it_is_said_when_what_is_typed_can_be_kept_again(
    qtbot: QtBot, make_session: MakeSession, tmp_path: Path
):
    in_the_way = tmp_path / "unsaved"
    in_the_way.write_text("a file is in the way", encoding="utf-8")
    session = make_session()
    message = session.window.bottom.findChild(QLabel)
    typed(session)
    qtbot.waitUntil(lambda: message.text().startswith("What you enter is not being kept:"), timeout=PATIENCE)
    in_the_way.unlink()
    typed(session, "Herlev")
    qtbot.waitUntil(lambda: message.text() == "What you enter is being kept again.", timeout=PATIENCE)
    assert [open_case(path).case.site for path in unsaved(tmp_path)] == ["Herlev"]
    session.window.bottom.go_on()
    assert message.text() == "", "it is true no more"
    assert left_behind(tmp_path / "unsaved") == []  # It is this window's: its lock is there by now, too.
    session.window.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there a folder with an open file cannot be removed")
def test_a_window_whose_folder_was_removed_holds_its_case_all_the_same(
    qtbot: QtBot, make_session: MakeSession, tmp_path: Path
):
    session = make_session()
    typed(session)
    qtbot.waitUntil(lambda: len(unsaved(tmp_path)) == 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: session._keeping.is_up_to_date, timeout=PATIENCE)
    shutil.rmtree(tmp_path / "unsaved")
    typed(session, "Herlev")
    qtbot.waitUntil(lambda: len(unsaved(tmp_path)) == 1, timeout=PATIENCE)
    assert left_behind(tmp_path / "unsaved") == []
    session.window.close()
    assert list((tmp_path / "unsaved").iterdir()) == []
