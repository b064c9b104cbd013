"""Where the window program keeps what it keeps, what it opens at its start, and how it is closed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from debian import say
from drive import Hands, colours, until
from environment import ROOT
from trials import AWKWARD, OUT, WINDOW, expect, fresh_awkward_copy
from wine import Wine, windows_path

FAILED = 0xFDE6E8
"""Behind the verdict of a log that shows a fault, in the light theme."""
LOG = AWKWARD / "Gerät 3" / "0004f2a1b2c3-app.log"


def first_run(wine: Wine) -> None:
    """Portable and not, with a file, with another window open, closed by the title bar's cross."""
    user = next(path for path in (wine.drive / "users").iterdir() if path.name != "Public")
    settings = user / "AppData/Roaming/failover-wizard"
    shutil.rmtree(settings, ignore_errors=True)
    program = fresh_awkward_copy()
    LOG.parent.mkdir(parents=True)
    shutil.copy(next((ROOT / "resources/samples").glob("broken-*.log")), LOG)

    def beside() -> set[str]:
        return {path.name for path in program.parent.iterdir()}

    shipped = beside()
    with_a_file(wine, program)
    until((settings / "failover-wizard.ini").is_file, "this user's settings were not written")
    expect(beside() == shipped, f"beside the program there is {beside() - shipped} now.")

    shutil.rmtree(settings)
    (program.parent / "portable.ini").touch()
    several(wine, program)
    expect("[General]" in (program.parent / "portable.ini").read_text(), "portable.ini holds no settings.")
    expect(not list(settings.rglob("*.ini")), "a portable program left settings with this user.")
    say("Settings are this user's, or beside the program with portable.ini; a file named at the start opens.")


def with_a_file(wine: Wine, program: Path) -> None:
    """What Windows does when a log is dropped on the executable; the case that is saved holds the log."""
    saved = OUT / "dropped.json"
    saved.unlink(missing_ok=True)
    process = wine.start(program, windows_path(LOG), cwd=OUT)
    hands = Hands(wine)
    hands.wait_for_window()
    until(lambda: FAILED in colours(hands.screen()), "the log's verdict did not show")
    hands.settled()
    hands.keep("first-run-log")
    hands.press("ctrl+s")
    hands.dialog("first-run-save", there=True)
    hands.type_over(windows_path(saved))
    hands.press("Return")
    until(saved.exists, "the case with the log was not saved")
    expect(LOG.name in json.dumps(json.loads(saved.read_text("utf-8"))), "the log was not opened.")
    hands.dialog("first-run-saved", there=False)
    hands.close()
    until(lambda: process.poll() is not None, "the window did not close by its title bar's cross")
    expect(process.returncode == 0, f"{WINDOW.name} ended with {process.returncode}.")


def several(wine: Wine, program: Path) -> None:
    """Two windows of one program; the first start opens the practice case, the second nothing."""
    first = wine.start(program, cwd=OUT)
    hands = Hands(wine)
    hands.wait_for_window()
    second = wine.start(program, cwd=OUT)
    until(lambda: len(hands.all()) == 2, "a second window did not open")
    expect(first.poll() is None, "the first window ended when the second one opened.")
    for window in hands.all():
        hands.close(window)
    for process in (first, second):
        until(lambda process=process: process.poll() is not None, "a window did not close")
        expect(process.returncode == 0, f"one of two windows ended with {process.returncode}.")
