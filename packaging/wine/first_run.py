"""Where the window program keeps what it keeps, what it opens, where it stands, and how it ends."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from debian import say
from drive import Hands, colours, until
from environment import ROOT
from trials import AWKWARD, OUT, WINDOW, expect, fresh_awkward_copy
from wine import SCREEN, Wine, windows_path

HERE = Path(__file__).resolve().parent
FAILED = 0xFDE6E8
"""Behind the verdict of a log that shows a fault, in the light theme."""
CRASH_TITLE = "A defect of the program"
LOG = AWKWARD / "Gerät 3" / "0004f2a1b2c3-app.log"


def first_run(wine: Wine, lab: Path) -> None:
    """Portable and not, with a file, with another window, off the screen, after a crash."""
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
    off_the_screen(wine, program)
    after_a_crash(wine, lab, program)
    expect(not list(settings.rglob("*.ini")), "a portable program left settings with this user.")
    say("Settings are this user's, or beside the program with portable.ini; a file named at the start opens.")
    say("A window whose monitor is gone comes back; after a crash the next start tells of it.")


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


def closed(hands: Hands, process: subprocess.Popen[bytes]) -> None:
    """Closes the window, and waits for a good end."""
    hands.close()
    until(lambda: process.poll() is not None, "the window did not close by its title bar's cross")
    expect(process.returncode == 0, f"the window program ended with {process.returncode}.")


def off_the_screen(wine: Wine, program: Path) -> None:
    """Closed on a monitor that is gone at the next start, which shows the window all the same."""
    process = wine.start(program, cwd=OUT)
    hands = Hands(wine)
    hands.wait_for_window()
    hands.move(SCREEN[0] + 500, 200)
    until(lambda: hands.place()[0] >= SCREEN[0], "the window could not be moved off the screen")
    hands.settled()
    closed(hands, process)
    process = wine.start(program, cwd=OUT)
    hands.wait_for_window()
    x, y, width, height = hands.place()
    inside = x >= 0 and y >= 0 and x + width <= SCREEN[0] and y + height <= SCREEN[1]
    expect(inside, f"the window came up at {x}, {y}, {width} x {height}, not on the screen.")
    closed(hands, process)


def after_a_crash(wine: Wine, lab: Path, program: Path) -> None:
    """An access violation ends the program; the next start tells of it, with what to pass on."""
    log = program.parent / "data/log"
    process = wine.start(program, cwd=OUT)
    hands = Hands(wine)
    hands.wait_for_window()
    done = wine.run(lab / "python/python.exe", windows_path(HERE / "crash.py"), program.name, limit=180)
    expect(done.code == 0, f"the program could not be made to crash: {done.said}")
    until(lambda: process.poll() is not None, "the program outlived an access violation")
    expect(process.returncode != 0, "the program ended well at an access violation.")
    left = [path.read_text("utf-8", "replace") for path in log.glob("ended-*.txt")]
    expect(any("access violation" in text for text in left), f"the crash was not noted: {left}")
    process = wine.start(program, cwd=OUT)
    hands.wait_for_window(CRASH_TITLE)
    hands.keep("first-run-after-a-crash")
    hands.press("Escape")
    until(lambda: not hands.windows(CRASH_TITLE), "the defect's dialog did not close by Esc")
    others = [path for path in log.glob("ended-*.txt") if path.stat().st_size]
    expect(not others, "what the crash left is told again at the next start.")
    noted = "".join(path.read_text("utf-8") for path in log.glob("*.log"))
    expect("access violation" in noted, "the program's log does not tell of the crash.")
    hands.wait_for_window()
    closed(hands, process)
