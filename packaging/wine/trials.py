"""What is built in the lab, and what is asked of it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sizes
from debian import Stop, say
from environment import ROOT
from lab import FONTS
from version_resource import numbers
from wine import Wine, windows_path

from wizard import __version__

OUT = ROOT / "build/windows"
DIST = OUT / "dist"
FOLDER = DIST / "failover-wizard"
CONSOLE = FOLDER / "failover-wizard.exe"
WINDOW = FOLDER / "Handset Failover Wizard.exe"
ONE_FILE = DIST / "failover-wizard-one-file.exe"
# A folder as people name them; what breaks on it are bytes taken for letters and unquoted command lines.
AWKWARD = OUT / "Prüfung am Gerät"
LARGEST_FOLDER_MB = 110
# Wine measures text so slowly that all pages on a busy computer's screen take three minutes.
SELF_TEST_S = 420


def expect(true: bool, otherwise: str) -> None:
    if not true:
        raise Stop(otherwise, code=1)


def build(wine: Wine, lab: Path) -> None:
    """The executables in all forms. From scratch: what PyInstaller remembers may be of other sources."""
    unmount(AWKWARD / FOLDER.name)
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    say("Building the Windows executables; this takes a minute or two.")
    into = ("--distpath", windows_path(DIST), "--workpath", windows_path(OUT / "work"))
    done = wine.run(
        lab / "python/python.exe",
        *("-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *into),
        *(windows_path(ROOT / "packaging/wizard.spec"), "--", "--one-file"),
        cwd=ROOT,
        limit=600,
    )
    if done.code is None:
        raise Stop(f"PyInstaller did not end within {done.seconds:.0f} s; this computer is too busy.")
    expect(done.code == 0, f"PyInstaller failed under Wine ({done.code}):\n{done.said[-3000:]}")
    shutil.rmtree(OUT / "work")
    weight = sizes.total(FOLDER) / 1e6
    say(f"Built in {done.seconds:.0f} s. {FOLDER.relative_to(ROOT)} weighs:\n{sizes.table(FOLDER)}")
    say(f"{sizes.megabytes(ONE_FILE.stat().st_size)}  {ONE_FILE.name}, all in one file")
    expect(weight <= LARGEST_FOLDER_MB, f"the folder has {weight:.0f} MB, over {LARGEST_FOLDER_MB}.")


def properties(wine: Wine, lab: Path) -> None:
    """The version, icon and manifest, read back from what was built."""
    reader = windows_path(ROOT / "packaging/windows/properties.py")
    files = (CONSOLE, WINDOW, ONE_FILE)
    done = wine.run(lab / "python/python.exe", reader, *map(windows_path, files), limit=180)
    expect(done.code == 0, f"the executables' properties cannot be read:\n{done.said}")
    read: dict[str, dict[str, Any]] = json.loads(done.said)
    (OUT / "properties.json").write_text(done.said, encoding="utf-8")
    for path, kind in ((CONSOLE, "console"), (WINDOW, "window"), (ONE_FILE, "window")):
        one = read[path.name]
        texts = one["texts"]
        expect(one["kind"] == kind, f"{path.name} is a {one['kind']} program, not a {kind} program.")
        expect(tuple(one["numbers"]) == numbers(__version__), f"{path.name} says version {one['numbers']}.")
        for key in ("FileVersion", "ProductVersion"):
            expect(texts.get(key) == __version__, f"{path.name} says {key} {texts.get(key)}.")
        expect(one["icon pictures"] == 10, f"{path.name} has {one['icon pictures']} pictures in its icon.")
        for word in ("PerMonitorV2", "longPathAware", "activeCodePage", "asInvoker"):
            expect(word in one["manifest"], f"the manifest of {path.name} lacks {word}.")
        say(f"{path.name}: {kind}, {texts['FileDescription']} {texts['FileVersion']}, icon, manifest.")


def self_tests(wine: Wine) -> None:
    """Every form tests itself, on both of Qt's platforms, from other folders than its own."""
    fresh_awkward_copy()
    with read_only(AWKWARD / FOLDER.name):
        for program, platform in (
            (CONSOLE, "offscreen"),
            (WINDOW, "windows"),
            (ONE_FILE, "offscreen"),
            (AWKWARD / FOLDER.name / WINDOW.name, "offscreen"),
        ):
            self_test(wine, program, platform, OUT / f"{program.parent.name} {program.stem} {platform}.json")


def fresh_awkward_copy() -> Path:
    """The built folder once more, where people would put it. Gives the window program in it."""
    unmount(AWKWARD / FOLDER.name)
    shutil.rmtree(AWKWARD, ignore_errors=True)
    shutil.copytree(FOLDER, AWKWARD / FOLDER.name, copy_function=os.link)
    return AWKWARD / FOLDER.name / WINDOW.name


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Lets nobody write into a folder, and afterwards asks that nothing in it has changed.

    Root may write everywhere but on a file system that is mounted read-only; where mounting is not
    allowed, that nothing was written is all that is shown, and said.
    """
    before = inventory(folder)
    mounts = (("mount", "--bind", folder, folder), ("mount", "-o", "remount,ro,bind", folder))
    mounted = [
        subprocess.run(command, capture_output=True, check=False).returncode == 0 for command in mounts
    ]
    if not all(mounted):
        say(f"{folder} could not be mounted read-only here; shown is that nothing is written into it.")
    try:
        yield
    finally:
        unmount(folder)
    expect(inventory(folder) == before, f"the program wrote into its own folder {folder}.")


def unmount(folder: Path) -> None:
    """Makes a folder as it was; also after a call that was broken off."""
    # A bind mount of one file system into itself looks like a folder; where there is none, umount says no.
    subprocess.run(("umount", "--lazy", folder), capture_output=True, check=False)


def inventory(folder: Path) -> dict[str, tuple[int, int]]:
    """Every file with its size and the time of its last change."""
    found = ((path, path.stat()) for path in sorted(folder.rglob("*")))
    return {str(path): (stat.st_size, stat.st_mtime_ns) for path, stat in found}


def commands(wine: Wine) -> None:
    """The command line of what was built: many logs by worker processes; a file in the caller's folder."""
    folder = AWKWARD / "Protokolle"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    sample = next((ROOT / "resources/samples").glob("broken-*.log")).read_bytes()
    for number in range(40):
        (folder / f"0004f2a1b2{number:02d}-app.log").write_bytes(sample)
    for program in (CONSOLE, WINDOW, ONE_FILE):
        done = wine.run(program, "log", "--json", windows_path(folder), cwd=OUT, limit=240)
        expect(done.code == 1, f"{program.name} log ended with {done.code}: {done.said[-500:]}")
        judged = json.loads(done.said)["files"]
        expect(len(judged) == 40, f"{program.name} judged {len(judged)} logs of 40.")
    done = wine.run(CONSOLE, "log", "0004f2a1b200-app.log", cwd=folder, limit=180)
    expect("name.missing" in done.said, f"a file in the caller's folder was not judged: {done.said[-500:]}")
    say(f"Each form judged 40 logs by worker processes, the last in {done.seconds:.0f} s.")


def self_test(wine: Wine, program: Path, platform: str, report: Path) -> None:
    report.unlink(missing_ok=True)
    done = wine.run(
        program,
        *("self-test", "--out", windows_path(report)),
        cwd=OUT,
        env={
            "QT_QPA_PLATFORM": platform,
            "QT_QPA_FONTDIR": windows_path(FONTS),
            "FAILOVER_SELF_TEST_S": str(SELF_TEST_S - 20),
        },
        limit=SELF_TEST_S,
    )
    name = f"{program.name} ({platform})"
    expect(report.exists(), f"{name} wrote no result ({done.code}): {done.said[-2000:]}")
    result = json.loads(report.read_text(encoding="utf-8"))
    failed = [f"{one['name']}: {one['detail']}" for one in result["checks"] if not one["passed"]]
    expect(done.code == 0 and not failed, f"{name} fails its self-test ({done.code}): {'; '.join(failed)}")
    expect(result["frozen"] and result["platform"] == "win32", f"{name} is not the Windows program.")
    drawn = next(one["detail"] for one in result["checks"] if one["name"] == "pages")
    expect(drawn.endswith(f" {platform}"), f"{name} drew {drawn}.")
    passed = ", ".join(one["name"] for one in result["checks"])
    say(f"{name} tested itself in {done.seconds:.0f} s: {passed}.")
