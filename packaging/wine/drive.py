"""The window program under the keyboard: the practice case through all steps, with a picture of each."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import x11
from debian import Stop, say
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage
from trials import OUT, WINDOW, expect
from wine import Wine, windows_path

PICTURES = OUT / "pictures"
TITLE, SAVE_TITLE = "Handset Failover Wizard", "Save the case"
# Of a computer that has much else to do.
PATIENCE_S = 120.0
# A page fills little by little, and Wine is slow to draw: at rest is a program whose picture stays the same
# so long while it uses no more than this part of a core.
STILL_S = 1.0
AT_REST = 0.1
# x, y, width and height on the screen.
STEP_LIST = (0, 0, 200, 400)
STEPS = ("setup", "handset", "checks", "log", "summary")
FEWEST_COLOURS = 8
CHECKED = "4-checks-done"


def drive(wine: Wine) -> None:
    """Goes through all steps, checks the practice DNS live, saves the case and closes the window."""
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    saved = OUT / "practice.json"
    saved.unlink(missing_ok=True)
    began = time.monotonic()
    process = wine.start(WINDOW, "demo", cwd=OUT)
    hands = Hands(wine)
    hands.wait_for_window()
    say(f"The window opened {time.monotonic() - began:.1f} s after its start.")
    hands.keep("1-start")
    for number, step in enumerate(STEPS, 2):
        hands.press(f"ctrl+{number}")
        hands.picture(f"{number}-{step}")
        if step == "checks":
            hands.press("ctrl+Return")
            hands.picture(CHECKED)
    hands.press("ctrl+s")
    hands.dialog("7-save", there=True)
    hands.type_over(windows_path(saved))
    hands.press("Return")
    until(saved.exists, "the case was not saved by keyboard")
    hands.dialog("8-saved", there=False)
    hands.close()
    until(lambda: process.poll() is not None, "the window did not close by its title bar's cross")
    expect(process.returncode == 0, f"the window program ended with {process.returncode}.")
    judge(saved)


def judge(saved: Path) -> None:
    """The saved case holds the live check's report; the pictures are of different pages, and of something."""
    case = json.loads(saved.read_text(encoding="utf-8"))
    expect("testserver.eslab.local" in json.dumps(case), "the saved case is not the practice case.")
    expect(bool(case.get("case", case).get("report")), "the saved case has no report of a live check.")
    seen: dict[bytes, str] = {}
    for path in sorted(PICTURES.glob("*.png")):
        bits = path.read_bytes()
        expect(len(colours(bits)) > FEWEST_COLOURS, f"{path.name} shows nothing.")
        # The save dialog is gone on the last one: it may look like the page that it stood before.
        expect(bits not in seen or path.stem == "8-saved", f"{path.name} looks like {seen.get(bits)}.")
        seen[bits] = path.name
    say(f"Drove the practice case by keyboard; {len(seen)} pictures are in {PICTURES}.")


def image(picture: bytes) -> QImage:
    return QImage.fromData(QByteArray(picture))


def step_list(picture: bytes) -> QImage:
    return image(picture).copy(*STEP_LIST)


def colours(picture: bytes) -> set[int]:
    """The colours at points of a grid, as 0xRRGGBB."""
    whole = image(picture)
    points = ((x, y) for x in range(0, whole.width(), 7) for y in range(0, whole.height(), 7))
    return {whole.pixel(x, y) & 0xFFFFFF for x, y in points}


def until(true: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        expect(time.monotonic() < deadline, f"{otherwise} within {PATIENCE_S:.0f} s.")
        time.sleep(0.1)


class Hands:
    """A keyboard and eyes on Wine's screen."""

    def __init__(self, wine: Wine) -> None:
        self._env = wine.environment()
        self._used_s = wine.used_s
        self._seen: list[bytes] = []
        self._window = ""

    def _tool(self, *command: str) -> bytes:
        return subprocess.run(command, env=self._env, capture_output=True, check=False).stdout

    def wait_for_window(self, title: str = TITLE) -> None:
        """Until a window of this title (an expression) is there and at rest; it has the keyboard then."""

        def seen() -> bool:
            self._window = next(iter(self.windows(title)), "")
            return bool(self._window)

        until(seen, f"no window showed that is called {title}")
        self.take(self._window)

    def take(self, window: str) -> None:
        """Gives a window the keyboard, and waits until it is drawn and at rest."""
        self._window = window
        self.focus()
        until(lambda: len(colours(self.screen())) > FEWEST_COLOURS, "the window stayed blank")
        self.settled()

    def focus(self) -> None:
        """Gives the window the keyboard, which a window manager would do."""
        self._tool("xdotool", "windowfocus", "--sync", self._window)

    def all(self) -> list[str]:
        """The program's windows, by their numbers in X."""
        return self.windows(TITLE)

    def close(self, window: str = "") -> None:
        """A click on the cross in the title bar, as a window manager passes it on."""
        x11.ask_to_close(self._env["DISPLAY"], int(window or self._window))

    def move(self, x: int, y: int) -> None:
        """Puts the window somewhere, off the screen too, as where a second monitor was."""
        self._tool("xdotool", "windowmove", "--sync", self._window, str(x), str(y))

    def place(self) -> tuple[int, int, int, int]:
        """The window's x, y, width and height on the screen."""
        told = self._tool("xdotool", "getwindowgeometry", "--shell", self._window).decode().split()
        found = dict(line.split("=", 1) for line in told)
        return int(found["X"]), int(found["Y"]), int(found["WIDTH"]), int(found["HEIGHT"])

    def press(self, keys: str) -> None:
        self._tool("xdotool", "key", "--clearmodifiers", keys)

    def type(self, text: str) -> None:
        self._tool("xdotool", "type", "--clearmodifiers", "--delay", "20", text)

    def type_over(self, text: str) -> None:
        """Types into a field in place of what stands in it, such as a name that is suggested."""
        self.press("Home")
        self.press("shift+End")
        self.type(text)

    def screen(self) -> bytes:
        # To pack each picture would take longer than anything else here.
        return self._tool("import", "-window", "root", "bmp:-")

    def settled(self) -> None:
        """The screen once it stays the same, but for a cursor that blinks, and nothing is being worked at."""
        deadline = time.monotonic() + PATIENCE_S
        seen: list[bytes] = []
        since, used = time.monotonic(), self._used_s()
        while time.monotonic() < deadline:
            now = self.screen()
            still = time.monotonic() - since
            if now not in seen:
                # A cursor has two states; a third picture is a change.
                seen = [*seen, now] if len(seen) == 1 else [now]
                since, used = time.monotonic(), self._used_s()
            elif still >= STILL_S:
                before, used = used, self._used_s()
                if used - before <= AT_REST * still:
                    self._seen = seen
                    return
                since = time.monotonic()
            time.sleep(0.1)
        raise Stop(f"the screen did not come to rest within {PATIENCE_S:.0f} s.", code=1)

    def picture(self, name: str) -> None:
        """Waits until the step list says that something has happened and the screen is still; keeps it.

        The list shows which step is open and how far each is; elsewhere much may move before that.
        """
        before = step_list(self._seen[-1])
        until(lambda: step_list(self.screen()) != before, f"nothing changed on the way to {name}")
        self.settled()
        self.keep(name)

    def dialog(self, name: str, *, there: bool) -> None:
        """Waits until the save dialog is there, or is gone, and the screen is still; keeps it."""
        until(lambda: bool(self.windows(SAVE_TITLE)) is there, f"the save dialog did not obey for {name}")
        self.settled()
        self.keep(name)

    def windows(self, title: str) -> list[str]:
        return self._tool("xdotool", "search", "--onlyvisible", "--name", title).decode().split()

    def keep(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        image(self._seen[-1]).save(str(PICTURES / f"{name}.png"))
