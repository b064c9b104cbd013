"""The installer's round trip: an older version, the upgrade, a running program, removal; for one and all."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import installer
import sizes
from debian import say
from drive import Hands, until
from trials import CONSOLE, FOLDER, OUT, WINDOW, expect, self_test
from wine import Wine, windows_path

from wizard import __version__

HERE = Path(__file__).resolve().parent
SETUP = OUT / f"handset-failover-wizard-{__version__}-setup.exe"
OLD_VERSION = "0.0.1"
OLD_SETUP = OUT / f"handset-failover-wizard-{OLD_VERSION}-setup.exe"
NAME = "Handset Failover Wizard"
# NSIS puts a space behind some of its titles.
SETUP_TITLE, REMOVAL_TITLE = f"^{NAME} Setup ?$", f"^{NAME} Uninstall ?$"
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\HandsetFailoverWizard"
CLASSES = r"Software\Classes"
CALLED_OFF, RUNNING, ANOTHERS = 1, 3, 4


def round_trip(wine: Wine, lab: Path) -> None:
    """Everything that a technician's or IT's installation goes through."""
    trip = Trip(wine, lab)
    trip.make()
    trip.upgrade()
    trip.move()
    trip.refuse_while_running()
    trip.remove()
    trip.for_everyone()
    trip.by_hand()
    trip.among_others()
    say("Installed, upgraded, ran and removed it, for one user and for all; kept what is not its own.")


class Trip:
    """One Wine prefix with one user."""

    def __init__(self, wine: Wine, lab: Path) -> None:
        self.wine = wine
        self.lab = lab
        user = next(path for path in (wine.drive / "users").iterdir() if path.name != "Public")
        self.place = user / "AppData/Local/Programs" / NAME
        self.for_all = wine.drive / "Program Files" / NAME
        self.settings = user / "AppData/Roaming/failover-wizard"
        self.menu = user / f"AppData/Roaming/Microsoft/Windows/Start Menu/Programs/{NAME}.lnk"
        self.menu_for_all = wine.drive / f"ProgramData/Microsoft/Windows/Start Menu/Programs/{NAME}.lnk"
        # Somebody else's, in a folder that is called like one of the program's.
        self.stranger = self.place / "licenses/notes of my own.txt"

    def make(self) -> None:
        """The installer, and one of an older version with a file that the new one no longer has."""
        say("Making the installer; its packing takes a minute.")
        installer.make(FOLDER, SETUP)
        old = OUT / "old"
        shutil.rmtree(old, ignore_errors=True)
        (old / "_internal").mkdir(parents=True)
        for program in (CONSOLE, WINDOW):
            shutil.copy(program, old)
        (old / "_internal/no longer needed.dll").write_bytes(b"old")
        installer.make(old, OLD_SETUP, OLD_VERSION)
        for left in (self.place, self.for_all):  # of a round trip that was broken off
            shutil.rmtree(left, ignore_errors=True)
        for root in ("HKCU", "HKLM"):
            self.wine.run("reg.exe", "delete", rf"{root}\{UNINSTALL}", "/f", "/reg:64", limit=180)

    def registry(self) -> dict[str, dict[str, Any]]:
        python = self.lab / "python/python.exe"
        done = self.wine.run(python, windows_path(HERE / "registry.py"), limit=180)
        expect(done.code == 0, f"the registry cannot be read: {done.said}")
        return dict(json.loads(done.said))

    def run(self, program: Path, *arguments: str, code: int = 0) -> None:
        done = self.wine.run(program, *arguments, cwd=OUT, limit=300)
        expect(done.code == code, f"{program.name} {' '.join(arguments)} ended with {done.code}, not {code}.")

    def upgrade(self) -> None:
        key = rf"HKEY_CURRENT_USER\{CLASSES}\.log"
        self.wine.run("reg.exe", "add", key, "/ve", "/d", "somebody.elses", "/f", limit=180)
        self.run(OLD_SETUP, "/S")
        known = self.registry()[rf"HKCU\{UNINSTALL}"]
        expect(known["DisplayVersion"] == OLD_VERSION, f"the old version is installed as {known}.")
        self.stranger.parent.mkdir(exist_ok=True)
        self.stranger.write_text("mine")
        self.settings.mkdir(parents=True, exist_ok=True)
        (self.settings / "kept.ini").write_text("[kept]\n")
        self.run(SETUP, "/S")
        self.expect_installed("HKCU", self.place, self.menu)
        gone = self.place / "_internal/no longer needed.dll"
        expect(not gone.exists(), "a file of the old version is left after the upgrade.")
        expect(self.stranger.exists(), "the upgrade removed a file that is not the program's.")
        self_test(self.wine, self.place / WINDOW.name, "offscreen", OUT / "self-test installed.json")

    def expect_installed(self, root: str, place: Path, menu: Path) -> None:
        """Every file, the menu's entry, the list of programs, "Open with" and nobody's default changed."""
        for path in sizes.files(FOLDER):
            here = place / path.relative_to(FOLDER)
            expect(here.exists() and here.stat().st_size == path.stat().st_size, f"{here} is not there.")
        expect(menu.exists(), f"{menu} is not in the start menu.")
        known = self.registry()
        entry = known[rf"{root}\{UNINSTALL}"]
        expect(entry["DisplayVersion"] == __version__, f"the list of programs says {entry}.")
        expect(entry["QuietUninstallString"].endswith("/S"), "there is no way to remove it in silence.")
        opener = known[rf"{root}\{CLASSES}\HandsetFailoverWizard.Log\shell\open\command"][""]
        expect(opener.endswith(f'\\{NAME}\\{WINDOW.name}" "%1"'), f"logs would be opened with {opener}.")
        for suffix, progid in ((".log", "Log"), (".json", "Case")):
            offered = known[rf"{root}\{CLASSES}\{suffix}\OpenWithProgids"]
            expect(f"HandsetFailoverWizard.{progid}" in offered, f"{suffix} lacks its “Open with” entry.")
        self.expect_default_kept(known)

    def expect_default_kept(self, known: dict[str, dict[str, Any]]) -> None:
        default = known[rf"HKCU\{CLASSES}\.log"].get("")
        expect(default == "somebody.elses", f".log files are opened by {default} now.")

    def move(self) -> None:
        """Into another folder, where IT wants it, and back: each time nothing stays where it was."""
        other = self.wine.drive / "Geräte und mehr"
        shutil.rmtree(other, ignore_errors=True)
        self.install_in(r"C:\Geräte und mehr")
        expect((other / WINDOW.name).exists(), "/D did not choose the folder.")
        here = sorted(self.place.rglob("*"))
        expect(here == [self.stranger.parent, self.stranger], f"left in the former folder: {here[:9]}")
        self.install_in("C:\\" + "\\".join(self.place.relative_to(self.wine.drive).parts))
        expect(not other.exists(), f"left in the former folder {other}.")
        self.expect_installed("HKCU", self.place, self.menu)

    def install_in(self, folder: str, code: int = 0) -> None:
        """/D takes the rest of the line as it is: as one argument, its words would come in quotes."""
        self.run(SETUP, "/S", *f"/D={folder}".split(" "), code=code)

    def refuse_while_running(self) -> None:
        """A program that is in use is left alone, and the caller is told."""
        running = self.wine.start(self.place / WINDOW.name, cwd=OUT)
        until(self.in_use, "the installed program did not start")
        self.run(SETUP, "/S", code=RUNNING)
        running.kill()
        running.wait()
        until(lambda: not self.in_use(), "the installed program did not end")

    def in_use(self) -> bool:
        """Whether Windows refuses to write into the program's file."""
        path = windows_path(self.place / WINDOW.name)
        done = self.wine.run(self.lab / "python/python.exe", "-c", f"open({path!r}, 'r+b')", limit=180)
        return done.code != 0

    def remove(self) -> None:
        self.run(self.place / "uninstall.exe", "/S")
        self.expect_removed("HKCU", self.place, self.menu, left=[self.stranger.parent, self.stranger])
        expect((self.settings / "kept.ini").exists(), "the settings went without a question.")

    def for_everyone(self) -> None:
        self.run(SETUP, "/S", "/ALLUSERS")
        self.expect_installed("HKLM", self.for_all, self.menu_for_all)
        self.run(self.for_all / "uninstall.exe", "/S", "/SETTINGS")
        self.expect_removed("HKLM", self.for_all, self.menu_for_all, left=[])
        until(lambda: not self.settings.exists(), "the settings are left, though asked to remove them")

    def by_hand(self) -> None:
        """The dialogs, by keyboard: installed and started; removed, and the settings too when asked."""
        self.wine.start(SETUP, cwd=OUT)
        hands = Hands(self.wine)
        hands.wait_for_window(SETUP_TITLE)
        hands.keep("installer-1-for-whom")
        self.next_page(hands, "installer-2-folder")
        self.next_page(hands, "installer-3-installed", (self.place / "uninstall.exe").exists)
        hands.press("Return")
        hands.wait_for_window(f"^{NAME}$|- {NAME}$")
        self.expect_installed("HKCU", self.place, self.menu)
        hands.close()
        until(lambda: not self.in_use(), "the program that the installer started did not end")
        until(lambda: any(self.settings.rglob("*.ini")), "the program left no settings to ask about")
        self.called_off(hands)
        self.wine.start(self.place / "uninstall.exe", cwd=OUT)
        hands.wait_for_window(REMOVAL_TITLE)
        hands.keep("installer-5-removing")
        before = set(hands.windows(REMOVAL_TITLE))
        hands.press("Return")
        until(lambda: set(hands.windows(REMOVAL_TITLE)) > before, "nobody asked about the settings")
        hands.take((set(hands.windows(REMOVAL_TITLE)) - before).pop())
        hands.keep("installer-6-settings")
        hands.press("alt+y")
        until(lambda: not self.settings.exists(), "the settings are left, though the answer was Yes")
        hands.wait_for_window(REMOVAL_TITLE)
        hands.keep("installer-7-removed")
        hands.press("Return")
        until(lambda: not hands.windows(REMOVAL_TITLE), "the uninstaller did not close")
        self.expect_removed("HKCU", self.place, self.menu, left=[self.stranger.parent, self.stranger])

    def among_others(self) -> None:
        """In a folder with other things it gets one of its own, and touches none of them."""
        tools = self.wine.drive / "Werkzeug"
        shutil.rmtree(tools, ignore_errors=True)
        tools.mkdir()
        other = tools / "uninstall.exe"
        other.write_bytes(b"another program's")
        self.install_in(r"C:\Werkzeug", code=ANOTHERS)
        expect(list(tools.iterdir()) == [other], "asked for nothing, it went into another program's folder.")
        expect(other.read_bytes() == b"another program's", "another program's uninstaller was replaced.")
        self.wine.start(OLD_SETUP, cwd=OUT)
        hands = Hands(self.wine)
        hands.wait_for_window(SETUP_TITLE)
        self.next_page(hands, "installer-8-folder")
        hands.type_over(r"C:\Werkzeug")
        before = set(hands.windows(SETUP_TITLE))
        hands.press("Return")
        until(lambda: set(hands.windows(SETUP_TITLE)) > before, "nobody told of the other things there")
        hands.take((set(hands.windows(SETUP_TITLE)) - before).pop())
        hands.keep("installer-9-among-others")
        hands.press("Return")
        own = tools / NAME
        until((own / "uninstall.exe").exists, "it did not go into a folder of its own")
        self.run(own / "uninstall.exe", "/S")
        # The folder itself stays while the installer's last page, which works in it, is open.
        until(lambda: not list(own.rglob("*")), f"something is left in {own}")
        expect(other.read_bytes() == b"another program's", "another program's uninstaller was replaced.")

    def called_off(self, hands: Hands) -> None:
        """Over what is installed it says so first; Esc changes nothing and is told to the caller."""
        setup = self.wine.start(SETUP, cwd=OUT)
        hands.wait_for_window(SETUP_TITLE)
        hands.keep("installer-4-upgrade")
        hands.press("Escape")
        until(lambda: setup.poll() is not None, "the installer did not close at Esc")
        expect(setup.returncode == CALLED_OFF, f"called off, the installer ended with {setup.returncode}.")
        self.expect_installed("HKCU", self.place, self.menu)

    @staticmethod
    def next_page(hands: Hands, name: str, done: Callable[[], bool] = lambda: True) -> None:
        """Presses Enter; waits for what it does, and for another picture that is at rest."""
        before = hands.screen()
        hands.press("Return")
        until(lambda: done() and hands.screen() != before, f"nothing changed on the way to {name}")
        hands.settled()
        hands.keep(name)

    def expect_removed(self, root: str, place: Path, menu: Path, left: list[Path]) -> None:
        # The uninstaller goes on from a copy of itself after it has returned.
        until(lambda: not (place / "uninstall.exe").exists(), "the program was not removed")
        until(lambda: list(place.rglob("*")) == left, f"more than {left} is left in {place}")
        expect(not menu.exists(), "its entry is left in the start menu.")
        known = self.registry()
        of_ours = [key for key in known if key.startswith(root) and not key.endswith((".log", ".json"))]
        ours = {key: known[key] for key in of_ours if "Handset" in str((key, known[key]))}
        expect(not ours, f"left in the registry: {ours}")
        self.expect_default_kept(known)
