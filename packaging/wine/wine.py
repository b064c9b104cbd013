"""Windows programs on Linux: one Wine prefix on one virtual screen, and how to call programs there."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath

WINE = "/usr/lib/wine/wine64"
WINESERVER = "/usr/lib/wine/wineserver64"
SCREEN = (1366, 768)
# Wine keeps variables of this beginning from Windows' programs: one of them hands these on to the next.
HELD_BACK = "QT_"
HAND_ON = (
    "import json, os, subprocess, sys; "
    "os.environ.update(json.loads(sys.argv[1])); sys.exit(subprocess.call(sys.argv[2:]))"
)
# So long a program may take to end, once it has done what it was called for.
END_S = 20.0
# Wine's services inherit a program's output and live on: it is read only so long after the program's end.
LAST_WORDS_S = 1.0


@dataclass(frozen=True)
class Done:
    """A program that has ended. ``code`` is None when it did not end in time and was ended."""

    code: int | None
    said: str
    seconds: float


@dataclass
class Wine:
    """A Wine prefix on a display that is there already.

    A Wine session that begins without a display shows no window for as long as it lives, so a display
    comes first, and the session ends with it.
    """

    prefix: Path
    display: str
    _started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def drive(self) -> Path:
        """What Windows calls C:."""
        return self.prefix / "drive_c"

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        """The caller's variables without what speaks of its own Python and Qt, and with Wine's."""
        unwanted = ("PYTHON", "QT_", "VIRTUAL_ENV", "PIP_", "UV_", "XDG_")
        plain = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
        return {
            **plain,
            "WINEPREFIX": str(self.prefix),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # Neither .NET nor Internet Explorer is offered for download; a program that crashes ends,
            # instead of waiting in Wine's debugger; colour profiles: see mscms.c.
            "WINEDLLOVERRIDES": "mscoree,mshtml=;winedbg.exe=d;mscms=n",
            "DISPLAY": self.display,
            "PYTHONDONTWRITEBYTECODE": "1",
            **(more or {}),
        }

    def start(
        self,
        program: Path | str,
        *arguments: str,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a program and do not wait. Its output is a pipe: a file as standard handle is an error."""
        called = [str(program), *arguments]
        held = {name: value for name, value in (env or {}).items() if name.startswith(HELD_BACK)}
        if held:
            python = self.prefix.parent / "python/python.exe"
            called[0] = windows_path(Path(program))
            called = [str(python), "-c", HAND_ON, json.dumps(held), *called]
        started = subprocess.Popen(
            [WINE, *called],
            cwd=cwd,
            env=self.environment(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._started.append(started)
        return started

    def run(
        self,
        program: Path | str,
        *arguments: str,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        limit: float = 300,
        finished: Callable[[], bool] = lambda: False,
    ) -> Done:
        """Run a program to its end, or end it: after ``limit`` seconds, or END_S after it is ``finished``.

        Now and then Wine does not get a process to its end that has done all its work.
        """
        began = time.monotonic()
        process = self.start(program, *arguments, cwd=cwd, env=env)
        said: list[bytes] = []
        reader = threading.Thread(target=_read, args=(process, said), daemon=True)
        reader.start()
        code = ended(process, began + limit, finished)
        reader.join(LAST_WORDS_S)
        text = b"".join(said).decode("utf-8", "replace").replace("\r\n", "\n")
        return Done(code, text, time.monotonic() - began)

    def used_s(self) -> float:
        """Seconds of processor time that everything running in the prefix has used so far."""
        ours = f"\0WINEPREFIX={self.prefix}\0".encode()
        ticks = 0
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):  # One that has ended, or is somebody else's.
                if ours in b"\0" + (process / "environ").read_bytes():
                    # Behind the name, which may hold anything: utime and stime are the 12th and 13th.
                    fields = (process / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
                    ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """End everything in the prefix."""
        command = [WINESERVER, "-k"]
        subprocess.run(
            command, env=self.environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        for process in self._started:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            if process.poll() is None:
                process.kill()
                process.wait()


def ended(process: subprocess.Popen[bytes], until: float, finished: Callable[[], bool]) -> int | None:
    """The exit code; None if the program had to be ended."""
    while (left := until - time.monotonic()) > 0:
        try:
            return process.wait(min(left, 1.0))
        except subprocess.TimeoutExpired:
            if finished():
                until, finished = min(until, time.monotonic() + END_S), lambda: False
    process.kill()
    process.wait()
    return None


def _read(process: subprocess.Popen[bytes], said: list[bytes]) -> None:
    assert process.stdout is not None
    with process.stdout:
        said.extend(iter(process.stdout.readline, b""))


def windows_path(path: Path) -> str:
    """How Wine calls a file of this computer."""
    return "Z:" + str(PureWindowsPath(path.resolve()))


@contextlib.contextmanager
def screen(size: Sequence[int] = SCREEN) -> Iterator[str]:
    """A virtual screen of its own, under a number that was free. Gives the display's name."""
    xvfb = shutil.which("Xvfb")
    assert xvfb is not None
    reading, writing = os.pipe()
    screen0 = ("-screen", "0", f"{size[0]}x{size[1]}x24")
    process = subprocess.Popen(
        [xvfb, "-displayfd", str(writing), *screen0, "-nolisten", "tcp"],
        pass_fds=[writing],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError("Xvfb does not start.")
        yield f":{number}"
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def session(prefix: Path) -> Iterator[Wine]:
    """A virtual screen and Wine on it; both end afterwards."""
    with screen() as display:
        wine = Wine(prefix, display)
        wine.end()  # what an interrupted call left behind knows another screen
        try:
            yield wine
        finally:
            wine.end()
