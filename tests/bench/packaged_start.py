"""How long the built program takes to its first window, against a packaged empty PySide6 window.

    python packaging/dev.py build, then
    .venv/bin/python tests/bench/packaged_start.py [--runs N] [--wine]

Both are built by PyInstaller as one folder and started in turn on one virtual screen; what counts is the
moment when the X server shows the window, and the processor time until then, which tells more on a busy
computer. ``--wine`` measures the Windows executables of `packaging/dev.py wine build`. Prints the medians
and their ratios; never a pass or a fail.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "packaging"), str(ROOT / "packaging/wine")]

import lab  # noqa: E402
import x11  # noqa: E402
from wine import Wine, screen, session, windows_path  # noqa: E402

EMPTY = """
import sys
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication(["empty"])
window = QWidget()
window.resize(1180, 720)
window.show()
sys.exit(app.exec())
"""
LIMIT_S = 60.0
Start = Callable[[], "subprocess.Popen[bytes]"]


def to_window(display: str, start: Start) -> tuple[float, float]:
    """Seconds from a process's start to its first window, and of processor time; the process is ended."""
    with x11.watching(display) as watch:
        began = time.perf_counter()
        process = start()
        seen = watch.first_window(LIMIT_S)
    process.kill()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if seen is None:
        raise SystemExit(f"no window within {LIMIT_S:.0f} s")
    return seen - began, used.ru_utime + used.ru_stime


def build_empty(out: Path, python: Callable[..., int], path_of: Callable[[Path], str]) -> Path:
    """An empty window as PyInstaller packs it."""
    source = out / "empty.py"
    source.write_text(EMPTY, encoding="utf-8")
    folders = ("--distpath", path_of(out / "dist"), "--workpath", path_of(out / "work"))
    code = python(
        *("-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", "--windowed"),
        *(*folders, "--specpath", path_of(out), path_of(source)),
    )
    if code:
        raise SystemExit("PyInstaller could not pack the empty window")
    return out / "dist/empty/empty"


@contextlib.contextmanager
def linux(out: Path) -> Iterator[tuple[str, dict[str, Start]]]:
    """The programs of this system."""
    empty = build_empty(
        out, lambda *words: subprocess.run([sys.executable, *words], check=False).returncode, str
    )
    with screen() as display:
        home = {f"XDG_{name}_HOME": str(out / "home") for name in ("CONFIG", "DATA", "CACHE", "STATE")}
        surroundings = {**os.environ, **home, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        program = ROOT / "dist/failover-wizard/failover-wizard"
        yield display, {"wizard": _starter(program, surroundings), "empty": _starter(empty, surroundings)}


def _starter(program: Path, surroundings: Mapping[str, str]) -> Start:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return lambda: subprocess.Popen([program], env=surroundings, **quiet)


@contextlib.contextmanager
def windows(out: Path) -> Iterator[tuple[str, dict[str, Start]]]:
    """Windows' programs under Wine. Its server stays, as Windows would be running."""
    with session(lab.folder() / "prefix") as wine:
        python = lab.folder() / "python/python.exe"
        empty = build_empty(
            out, lambda *words: wine.run(python, *words, limit=600).code or 0, windows_path
        ).with_suffix(".exe")
        wine.start("explorer.exe", "/desktop=none")
        program = ROOT / "build/windows/dist/failover-wizard/Handset Failover Wizard.exe"
        yield wine.display, {"wizard": _under(wine, program), "empty": _under(wine, empty)}


def _under(wine: Wine, program: Path) -> Start:
    return lambda: wine.start(program)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--wine", action="store_true")
    given = parser.parse_args()
    form = windows if given.wine else linux
    with (
        tempfile.TemporaryDirectory(prefix="failover-wizard-bench-") as folder,
        form(Path(folder)) as (display, start),
    ):
        for one in start.values():  # what the first start of all alone has to do
            to_window(display, one)
        pairs = [
            (to_window(display, start["wizard"]), to_window(display, start["empty"]))
            for _ in range(given.runs)
        ]
    for place, what in enumerate(("first window", "processor time until then")):
        mine, empty = (statistics.median(pair[one][place] for pair in pairs) for one in (0, 1))
        ratio = statistics.median(one[place] / other[place] for one, other in pairs)
        print(
            f"{what}: {mine * 1000:.0f} ms, packaged empty window: {empty * 1000:.0f} ms, ratio {ratio:.2f}"
        )


if __name__ == "__main__":
    main()
