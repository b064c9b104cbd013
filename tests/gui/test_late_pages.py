"""What is loaded behind the first window: by whom, and that nothing of it is missing."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSettings, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from wizard.core.case.judging import Judge
from wizard.core.case.steps import Step
from wizard.gui import late_pages
from wizard.gui.job import SWITCH_S
from wizard.gui.late_judge import load_judge
from wizard.gui.page_stack import PageStack
from wizard.gui.session import Session
from wizard.workers import Courtesy

PATIENCE = 30_000

VISIT = """
import gc, os, sys, threading
from pathlib import Path

WITH_QT = ("PySide6", "shiboken6", "wizard.gui", "wizard.paper")
in_threads, in_the_gui, too_late = [], [], []

class Noting:
    def find_spec(self, name, path=None, target=None):
        if warm:
            too_late.append(name)
        elif threading.current_thread() is not threading.main_thread():
            in_threads.append(name)
        elif behind:
            in_the_gui.append(name)

behind = warm = False
sys.meta_path.insert(0, Noting())

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

app = QApplication([])
from wizard.core.case.steps import Step
from wizard.gui.session import Session

session = Session(QSettings("settings.ini", QSettings.Format.IniFormat), kept=Path("kept"))
session.window.show()
behind = True
session.warm_up()

def a_visit():
    global warm
    while session.window._parts.stack.missing() is not None:
        yield
    for _turn in range(100):
        if gc.get_freeze_count():
            break
        yield
    left_out.append(gc.get_freeze_count() > 10 * len(gc.get_objects()))
    warm = True
    session.open_paths([Path(LOG)])
    page = session.window.page(Step.LOG)
    while page.viewer.reading is None or page.viewer.reading.partial:
        yield
    lines = page.viewer.lines
    page.grab()
    lines.filter_bar.begin.setText("0115")
    while lines._filter.span.is_open or lines.sieve.running:
        yield
    for looked_for in ("roam", "grün", "Regis.*failed"):
        lines.find_bar.regex.setChecked("*" in looked_for)
        lines.find_bar.field.setText(looked_for)
        while lines.hunt.text != looked_for or lines.hunt.running:
            yield
        found.append(len(lines.hunt.hits))
    page.grab()

found, left_out = [], []
steps = a_visit()
look = QTimer()
look.timeout.connect(lambda: next(steps, app) is None or app.quit())
look.start(20)
app.exec()
print("in threads:", sorted(name for name in in_threads if name.startswith(WITH_QT)))
core = {name for name in in_threads if name.startswith("wizard.core.")}
print("core in threads:", len(core) > 50)
print("core in the GUI thread:", sorted(name for name in in_the_gui if name.startswith("wizard.core.")))
print("when all pages are there:", sorted(too_late))
print("left out of the search for garbage:", left_out)
print("found:", found)
sys.stdout.flush()
os._exit(0)
"""


FAILED = Path(__file__).parents[1] / "data" / "bulletin" / "failed-restored.log"


def test_no_thread_loads_qt_the_gui_thread_loads_nothing_else_and_a_log_nothing_more(tmp_path: Path) -> None:
    """As ``np.unique`` does at its first call: it held the window up while a log of a gigabyte was opened."""
    root = str(Path(__file__).parents[2])
    log = tmp_path / "0004f2a1b2c3-app.log"
    log.write_bytes(FAILED.read_bytes() * 2_000)
    given = f"import sys; sys.path.insert(0, {root!r}); LOG = {str(log)!r}\n"
    done = subprocess.run(
        [sys.executable, "-c", given + VISIT],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert done.stdout.splitlines() == [
        "in threads: []",
        "core in threads: True",
        "core in the GUI thread: []",
        "when all pages are there: []",
        "left out of the search for garbage: [True]",
        "found: [0, 0, 2000]",
    ], done.stderr


# Which comes first ---------------------------------------------------------------------------


class Making(QObject):
    """Which page was made in which turn of the event loop."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self.turn = 0
        self.made: list[tuple[Step, int]] = []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._count)
        self._timer.start(0)
        make = PageStack._make

        def noted(stack: PageStack, step: Step) -> Iterator[None]:
            self.made.append((step, self.turn))
            yield from make(stack, step)

        monkeypatch.setattr(PageStack, "_make", noted)

    def _count(self) -> None:
        self.turn += 1


@pytest.fixture
def session(qtbot: QtBot, settings: QSettings, tmp_path: Path) -> Iterator[Session]:
    made = Session(settings, kept=tmp_path / "kept")
    qtbot.addWidget(made.window)
    with qtbot.waitActive(made.window):
        made.window.show()
        made.window.activateWindow()
    yield made
    made.window.close()


def test_pages_are_made_one_by_one_before_they_are_shown(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    making = Making(monkeypatch)
    with qtbot.waitSignal(session.window.pages_made, timeout=PATIENCE):
        session.warm_up()
    steps = [step for step, _turn in making.made]
    assert steps == [step for step in Step if step is not Step.START]
    assert all(after - before >= 2 for (_, before), (_, after) in pairwise(making.made))
    assert session.window.shown is Step.START
    assert session.window._parts.stack._outdated == set(steps), "each is drawn when it is shown"


def test_the_thread_rests_while_a_page_is_loaded_and_made(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Courtesy()
    monkeypatch.setattr("wizard.gui.late_pages.courtesy", kept)
    asked: list[bool] = []
    make, load = PageStack._make, late_pages._load_some

    def made(stack: PageStack, step: Step) -> Iterator[None]:
        for _turn in make(stack, step):
            asked.append(kept._until > 0)
            yield

    def loaded(modules: Iterator[None]) -> bool:
        asked.append(kept._until > 0 or session.window._parts.stack.missing() is None)
        return load(modules)

    monkeypatch.setattr(PageStack, "_make", made)
    monkeypatch.setattr(late_pages, "_load_some", loaded)
    with qtbot.waitSignal(session.window.pages_made, timeout=PATIENCE):
        session.warm_up()
    assert len(asked) > 2 * len(Step)
    assert all(asked)
    assert kept._until == 0, "it may go on when all are made"


def test_whoever_asks_for_a_page_that_is_half_made_gets_all_of_it(session: Session) -> None:
    window = session.window
    turns = window.making(Step.CHECKS)
    next(turns)
    assert Step.CHECKS not in window._parts.stack.made, "made, and not styled yet"
    page = window.page(Step.CHECKS)
    assert page.parentWidget().parentWidget().styleSheet() or page.findChildren(QWidget)[0].styleSheet()
    assert list(turns) == []
    assert window.page(Step.CHECKS) is page
    assert session.window._parts.stack.count() == 2, "it is there once"


@pytest.mark.parametrize("step", [Step.LOG, Step.SUMMARY])
def test_the_page_that_is_waited_for_comes_first(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch, step: Step
) -> None:
    making = Making(monkeypatch)
    session.warm_up()
    session.window.go(step)
    assert making.made == [], "not while somebody waits for the click to be over"
    qtbot.waitUntil(lambda: session.window.shown is step, timeout=PATIENCE)
    assert making.made[0][0] is step
    qtbot.waitUntil(lambda: len(making.made) == len(Step) - 1, timeout=PATIENCE)
    assert session.window.shown is step


def test_a_file_that_is_opened_before_its_page_is_there_waits_for_it(qtbot: QtBot, session: Session) -> None:
    wanted: list[Step] = []
    session.window.expect_pages(wanted.append)
    session.open_paths([FAILED])
    qtbot.waitUntil(lambda: wanted != [], timeout=PATIENCE)
    assert Step.LOG not in session.window._parts.stack.made
    session.warm_up()
    qtbot.waitUntil(lambda: len(session.case.logs) == 1, timeout=PATIENCE)
    assert session.window.shown is Step.LOG
    qtbot.waitUntil(lambda: not session.busy, timeout=PATIENCE)


def test_the_practice_case_is_opened_when_what_it_needs_is_loaded(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaders: list[threading.Thread] = []

    def load() -> Judge:
        loaders.append(threading.current_thread())
        return load_judge()

    monkeypatch.setattr(session._judge, "_load", load)
    session.cases.ask_for_practice()
    assert not session.case.practice, "not at once: that would hold the window up"
    qtbot.waitUntil(lambda: session.case.practice, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not session.busy, timeout=PATIENCE)
    assert session.window.bottom._message.text() == "The practice case is open."
    assert len(loaders) == 1
    assert threading.main_thread() not in loaders, "the knowledge base takes far too long for it"


def test_threads_let_go_of_python_s_lock_sooner_until_all_is_loaded(qtbot: QtBot, session: Session) -> None:
    session.warm_up()
    assert sys.getswitchinterval() == pytest.approx(late_pages._SOONER_S, rel=0.1)
    with qtbot.waitSignal(session.window.pages_made, timeout=PATIENCE):
        pass
    assert sys.getswitchinterval() == pytest.approx(SWITCH_S)


# What each needs -----------------------------------------------------------------------------

NEEDS = """
import os, sys
from importlib import import_module
from PySide6.QtWidgets import QApplication
app = QApplication([])
from wizard.gui import late_pages, needs, starting
for _part in starting.loading():
    pass
told = set()
for step, module in late_pages._MODULES.items():
    before = set(sys.modules)
    names = list(needs.needed_by(f"wizard.gui.pages.{module}", told))
    loaded = {name for name in set(sys.modules) - before if name.startswith(("wizard", "PySide6", "numpy"))}
    print(step.value, len(names) > 20, names[-1] == f"wizard.gui.pages.{module}", sorted(loaded), end=" ")
    too_many = set()
    for name in names:
        before = set(sys.modules)
        import_module(name)
        ours = {one for one in set(sys.modules) - before if one.startswith("wizard.")}
        if name.startswith(needs.DEEP):  # A package that is more than a folder comes in one go.
            too_many |= {name} if len(ours) > 12 else set()
        elif not name.startswith("wizard.paper"):
            too_many |= ours - {name, name.rpartition(".")[0]}
    print(sorted(too_many))
sys.stdout.flush()
os._exit(0)
"""


def test_of_what_a_page_needs_every_module_can_be_loaded_by_itself(tmp_path: Path) -> None:
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {root!r})\n{NEEDS}"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    steps = ("setup", "handset", "checks", "log", "summary")
    assert done.stdout.splitlines() == [f"{step} True True [] []" for step in steps], done.stderr
