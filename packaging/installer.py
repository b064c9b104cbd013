#!/usr/bin/env python3
"""Make the Windows installer from a built folder: `python packaging/installer.py FOLDER SETUP.EXE`.

Runs wherever makensis is, on Linux too (Debian's package nsis).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path, PureWindowsPath

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT)]

import sizes  # noqa: E402
from debian import Stop, say  # noqa: E402
from version_resource import numbers  # noqa: E402

from wizard import __version__  # noqa: E402

LARGEST_MB = 40


def make(folder: Path, out: Path, version: str = __version__) -> None:
    """Pack a built folder into an installer."""
    nsis = shutil.which("makensis")
    if nsis is None:
        raise Stop("makensis is not there; install NSIS (on Debian: apt-get install nsis).")
    with tempfile.TemporaryDirectory(prefix="failover-wizard-") as place:
        files = Path(place, "files.nsh")
        files.write_text(removal(folder), encoding="utf-8")
        defines = {
            "VERSION": version,
            "NUMBERS": ".".join(map(str, numbers(version))),
            "SOURCE": folder.resolve(),
            "FILES": files,
            "OUT": out.resolve(),
            "SIZE_KB": sizes.total(folder) // 1024,
            "ICON": ROOT / "resources/icons/app.ico",
            "SIDE": HERE / "windows/side.bmp",
        }
        options = [f"-D{name}={value}" for name, value in defines.items()]
        command = [nsis, "-V2", "-WX", "-INPUTCHARSET", "UTF8", *options, HERE / "windows/installer.nsi"]
        if subprocess.run(command, check=False).returncode:
            raise Stop("makensis could not make the installer; see its message above.", code=1)
    weight = out.stat().st_size
    say(f"{sizes.megabytes(weight)}  {out.name}")
    if weight > LARGEST_MB * 1e6:
        raise Stop(f"the installer is over {LARGEST_MB} MB.", code=1)


def removal(folder: Path) -> str:
    """NSIS's lines that remove what was installed from ``folder``, and folders where nothing else is left.

    Name by name: what somebody else put there, or had there before, is not the program's to delete.
    """
    paths = sorted(folder.rglob("*"), key=lambda path: (-len(path.parts), str(path)))
    ordered = sorted(paths, key=Path.is_dir)  # all files first, then the folders from the deepest up
    return "".join(
        f'{"RMDir" if path.is_dir() else "Delete"} "$INSTDIR\\{_spelled(path.relative_to(folder))}"\n'
        for path in ordered
    )


def _spelled(path: Path) -> str:
    """A path as NSIS reads it in a string."""
    return str(PureWindowsPath(path)).replace("$", "$$")


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        make(Path(arguments[0]), Path(arguments[1]))
    except Stop as stop:
        sys.stderr.write(f"installer.py: {stop}\n")
        return stop.code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
