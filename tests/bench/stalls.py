"""The longest stall of the window's thread, action by action, in the real window.

    python -m tests.bench.stalls [SCENE ...] [--runs N] [--scale 1.5] [--where]

The program starts as it does for a user, from its empty frame on; then a script goes through every page
by keyboard and mouse, while ``app.exec()`` runs and a heartbeat of one millisecond is listened to. The
longest silence during each action is its stall; the longest that the window's thread itself computed in
one is what counts, and is the same beside other programs. Each scene runs in a process of its own, so
what a page costs when it is first shown is seen. ``--where`` also says which lines of the program ran
during the longest silences. Never a pass or a fail.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from tests.bench.arrivals import ARRIVALS, Props, Scene
from tests.bench.desk import Action, Desk

if TYPE_CHECKING:
    from wizard.gui.app import Start
    from wizard.gui.session import Session

ROOT = Path(__file__).parents[2]
LIMIT_MS = 50
BEAT_MS = 1
QUIET_S = 0.25
"""An action is over once the page has been idle for so long: what timers put off is part of it."""
PATIENCE_S = 600.0


class Heart(QObject):
    """Beats every millisecond. Keeps the longest silence, and the most that this thread computed in one."""

    def __init__(self) -> None:
        super().__init__()
        self.beat_at = time.perf_counter()
        self._busy = time.thread_time()
        self.silence = self.computed = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        now, busy = time.perf_counter(), time.thread_time()
        self.silence = max(self.silence, now - self.beat_at)
        self.computed = max(self.computed, busy - self._busy)
        self.beat_at, self._busy = now, busy

    def listen(self) -> None:
        """Forgets the longest silence."""
        self._beat()
        self.silence = self.computed = 0.0


class Watcher(threading.Thread):
    """Looks which of the program's lines run while the heart is silent."""

    def __init__(self, heart: Heart) -> None:
        super().__init__(daemon=True)
        self._heart, self._main = heart, threading.main_thread().ident
        self.seen: Counter[str] = Counter()

    def run(self) -> None:
        while True:
            time.sleep(0.004)
            if time.perf_counter() - self._heart.beat_at < 0.02:
                continue
            frame = sys._current_frames().get(self._main or 0)
            inner: list[str] = []
            while frame is not None:
                name = frame.f_code.co_filename
                if "/wizard/" in name:
                    inner.append(f"{name.rpartition('/wizard/')[2]}:{frame.f_lineno} {frame.f_code.co_name}")
                frame = frame.f_back
            self.seen[" < ".join(inner[:5]) or "Qt alone"] += 1


class Player(QObject):
    """Plays a scene: one action after the other, each until the window is idle again."""

    def __init__(self, start: Start, scene: Scene, props: Props, *, where: bool, told_ms: float) -> None:
        super().__init__()
        self._start, self._scene, self._props, self._told_ms = start, scene, props, told_ms
        self._desk: Desk | None = None
        self._actions: Iterator[Action] = iter(())
        self._heart = Heart()
        self._watcher = Watcher(self._heart) if where else None
        if self._watcher is not None:
            self._watcher.start()
        self._now: Action | None = Action("show the window; the pages load behind it")
        self._began = self._idle_since = time.perf_counter()
        self.found: dict[str, tuple[float, float]] = {}
        self.where: dict[str, list[tuple[str, int]]] = {}
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._look)
        self._turn.start(10)

    def _sit_down(self, session: Session) -> None:
        """The window is full."""
        self._desk = Desk(session)
        self._actions = self._scene.actions(self._desk, self._props)
        self._scene.early(self._desk)

    def _look(self) -> None:
        now = time.perf_counter()
        if self._desk is None and self._start.session is not None:
            self._sit_down(self._start.session)
        if self._desk is None or not self._desk.idle() or (self._now is not None and not self._now.done()):
            self._idle_since = now
            if now - self._began > PATIENCE_S:
                print(f"gave up waiting for: {self._now.name if self._now else ''}", file=sys.stderr)
                QApplication.quit()
            return
        if now - self._idle_since < QUIET_S:
            return
        self._write_down()
        self._now = next(self._actions, None)
        if self._now is None:
            QApplication.quit()
            return
        if self._watcher is not None:
            self._watcher.seen.clear()
        self._heart.listen()
        self._began = self._idle_since = time.perf_counter()
        try:
            self._now.do()
        except LookupError as error:
            print(f"{self._now.name}: {error}", file=sys.stderr)

    def _write_down(self) -> None:
        if self._now is None:
            return
        stall, computed = self._heart.silence * 1000, self._heart.computed * 1000
        longest, most = self.found.get(self._now.name, (0.0, 0.0))
        self.found[self._now.name] = (max(stall, longest), max(computed, most))
        if self._watcher is not None and computed > max(most, self._told_ms):
            self.where[self._now.name] = self._watcher.seen.most_common(6)


def scenes() -> dict[str, Scene]:
    """All of them. To name them loads much of the program."""
    from tests.bench.scenes import SCENES

    return SCENES


def play(name: str, *, where: bool, told_ms: float) -> None:
    """Plays one scene in this process; writes what was found to standard output."""
    gc.disable()  # As wizard.gui.app.show does.
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from wizard.gui.ground import import_plainly, make_application

    import_plainly()
    app = make_application(QApplication)
    from wizard.gui.app import Start
    from wizard.gui.faults import Faults
    from wizard.gui.places import Places

    with tempfile.TemporaryDirectory(prefix="stalls-") as folder:
        scratch = Path(folder)
        settings = QSettings(str(scratch / "settings.ini"), QSettings.Format.IniFormat)
        scene = ARRIVALS.get(name) or scenes()[name]
        settings.setValue("started", not scene.first)
        props = scene.props(scratch)
        place = Places(scratch / "settings.ini", scratch)
        start = Start(settings, place, Faults(place.log), [], practice=False)
        assert start.window is not None
        start.window.resize(1180, 720)
        player = Player(start, scene, props, where=where, told_ms=told_ms)
        app.exec()
        print(json.dumps({"found": player.found, "where": player.where}), flush=True)
        os._exit(0)


def measured(
    name: str, runs: int, options: Sequence[str], scale: str
) -> tuple[dict[str, tuple[float, float]], list[str]]:
    """For every action the medians of the stalls and of what the window's thread computed in them."""
    every: dict[str, list[tuple[float, float]]] = {}
    notes: list[str] = []
    for _ in range(runs):
        command = [sys.executable, "-m", "tests.bench.stalls", "--play", name, *options]
        output = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "QT_SCALE_FACTOR": scale},
        ).stdout
        told = json.loads(output.splitlines()[-1])
        for action, pair in told["found"].items():
            every.setdefault(action, []).append(tuple(pair))
        for action, lines in told["where"].items():
            notes += [f"{action}:", *(f"    {count:3} {line}" for line, count in lines)]
    medians = {
        action: (statistics.median(one for one, _ in pairs), statistics.median(two for _, two in pairs))
        for action, pairs in every.items()
    }
    return medians, notes


def main() -> None:
    """Plays the scenes and prints a table: action, longest stall, most computed by the thread in one turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenes", nargs="*", metavar="SCENE", help="default: all of them")
    parser.add_argument("--runs", type=int, default=3, help="the table has the medians (default 3)")
    parser.add_argument("--scale", default="1", help="of the screen: 1.5 for 150 %%")
    parser.add_argument("--where", action="store_true", help="also say which lines ran")
    parser.add_argument("--limit", type=float, default=LIMIT_MS, help="milliseconds (default 50)")
    parser.add_argument("--play", metavar="SCENE", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    limit = arguments.limit
    if arguments.play:
        play(arguments.play, where=arguments.where, told_ms=limit)
    options = [f"--limit={limit}", *(["--where"] if arguments.where else [])]
    for name in arguments.scenes or scenes():
        found, notes = measured(name, arguments.runs, options, arguments.scale)
        above = sum(computed > limit for _, computed in found.values())
        print(
            f"\n{name}: {scenes()[name].words}; {above} of {len(found)} actions compute above {limit:.0f} ms"
        )
        print(f"{'stall ms':>9} {'computed':>9}  action")
        for action, (stall, computed) in found.items():
            print(f"{stall:9.0f} {computed:9.0f} {'*' if computed > limit else ' '}{action}")
        print("\n".join(notes), flush=True)


if __name__ == "__main__":
    main()
