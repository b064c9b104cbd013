"""How long the built program takes to its first window and its start page, against an empty PySide6 window.

    python packaging/dev.py build, then
    .venv/bin/python tests/bench/packaged_start.py [--runs N] [--wine]

Both are built by PyInstaller as one folder and started in turn on one virtual screen. What counts is the
moment when the X server shows the window, and in a start of its own the one when text is seen on it; and the
processor time until then, which tells more on a busy computer. ``--wine`` measures the Windows executables
of `packaging/dev.py wine build`. Prints the medians and their ratios; never a pass or a fail.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "packaging"), str(ROOT / "packaging/wine")]

import lab  # noqa: E402
import x11  # noqa: E402
from wine import Wine, screen, session, windows_path  # noqa: E402

from tests.bench.start import print_medians  # noqa: E402

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
HEADING = (300, 10, 400, 60)
"""Where the start page has its heading, in a window of 1180 x 720 pixels."""
TEXT = 16
"""So many colours are no ground."""
Start = Callable[[], "subprocess.Popen[bytes]"]


def to_window(display: str, start: Start, *, text: bool = False) -> tuple[float, float]:
    """Seconds from a process's start to its first window, or to the text on it, and of processor time.

    The process is ended.
    """
    with x11.watching(display) as watch:
        began = time.perf_counter()
        process = start()
        seen = watch.first_window(LIMIT_S)
        if seen is not None and text:
            seen = watch.first_text(HEADING, TEXT, LIMIT_S)
    process.kill()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if seen is None:
        raise SystemExit(f"no {'text' if text else 'window'} within {LIMIT_S:.0f} s")
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
        kinds = {
            "empty window": lambda: to_window(display, start["empty"]),
            "first window": lambda: to_window(display, start["wizard"]),
            "start page": lambda: to_window(display, start["wizard"], text=True),
        }
        for measure in kinds.values():  # what the first start of all alone has to do
            measure()
        rounds = [{kind: measure() for kind, measure in kinds.items()} for _ in range(given.runs)]
    print_medians(rounds)


if __name__ == "__main__":
    main()
