"""A huge log in the real window: the longest stall while it loads, is filtered and searched, and its memory.

    python -m tests.bench.log_stalls [--size MB] [--log FILE] [--where]

Makes a log (``made_logs``: the same bytes for the same size), opens it, reads on while it loads, filters
and searches it, steps through it, exports a part, reads it once more under another name and closes both,
while ``app.exec()`` runs and a heartbeat of one millisecond is listened to. ``--size 1000`` is what the
design speaks of. Prints the longest silence of each action, how many silences there were, and the memory
above the empty program's. Never a pass or a fail.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from tests.bench.desk import CONTROL, Action, Desk
from tests.bench.made_logs import write_log
from tests.bench.stalls import LIMIT_MS, Heart, Watcher
from wizard.core.case.reading import Show
from wizard.core.case.steps import Step
from wizard.core.diagnosis.marks import Mark
from wizard.gui.session import Session

QUIET_S = 0.3
PATIENCE_S = 900.0
MB = 1024 * 1024
SILENT_MS = 16
"""Silences longer than this are counted."""


def memory() -> int:
    """Bytes of this process that are in the computer's memory, 0 where that is not told."""
    status = Path("/proc/self/smaps_rollup")
    if not status.is_file():
        return 0
    fields = dict(line.split(":", 1) for line in status.read_text().splitlines()[1:])
    return int(fields["Pss_Anon"].split()[0]) * 1024 if "Pss_Anon" in fields else 0


class Counting(Heart):
    """Also counts the silences that a person may notice."""

    def __init__(self) -> None:
        self.beats = self.long = 0
        super().__init__()

    def _beat(self) -> None:
        self.beats += 1
        if time.perf_counter() - self.beat_at > SILENT_MS / 1000:
            self.long += 1
        super()._beat()


def actions(desk: Desk, log: Path, scratch: Path) -> Iterator[Action]:
    """What is done with the log."""
    page = desk.page
    lines = page.viewer.lines  # type: ignore[attr-defined]
    bar, table = lines.filter_bar, lines.table

    def judged() -> bool:
        reading = page.viewer.reading  # type: ignore[attr-defined]
        return reading is not None and not reading.partial

    def settled() -> bool:
        return not lines.sieve.running and not lines.hunt.running

    yield Action(
        "open it: until its first lines are shown", lambda: desk.drop(log), lambda: len(table.lines.rows) > 0
    )
    for share in (0.3, 0.7):
        yield Action("scroll while it loads", lambda share=share: scroll(table, share))
    for theme in ("dark", "light"):
        yield Action("another theme while it loads", lambda theme=theme: desk.theme(theme))
    yield Action("open it: until its verdict", done=judged)
    for _ in range(3):
        yield Action("next failure", lambda: desk.key(Qt.Key.Key_F8))
    for share in (0.1, 0.5, 0.99):
        yield Action("scroll", lambda share=share: scroll(table, share))
    yield Action("page down", lambda: desk.key(Qt.Key.Key_PageDown, at=table))
    yield Action("to the end", lambda: desk.key(Qt.Key.Key_End, CONTROL, table))
    yield Action("choose all lines", lambda: desk.key(Qt.Key.Key_A, CONTROL, table), settled)
    yield Action("to the beginning", lambda: desk.key(Qt.Key.Key_Home, CONTROL, table))
    yield Action("open the filter", lambda: desk.press("Filter"))
    for chips in (bar.modules, bar.levels):
        for chip in list(chips._chips.values())[1:2]:
            yield Action("filter: one word more", chip.click, settled)
    yield Action("filter: times", lambda: bar.begin.setText("030108"), settled)
    yield Action("filter: what nothing passes", lambda: bar.begin.setText("1231"), settled)
    yield Action("all lines again", lines.show_all, settled)
    yield Action("failures only", lambda: lines.toolbar.show_box.set_value(Show.FAILURES), settled)
    yield Action("all lines again", lines.show_all, settled)
    if page.viewer.reading is not None and len(page.viewer.reading.marks.get(Mark.FAILURE, ())):  # type: ignore[attr-defined]
        yield Action("filter: a mark", lambda: bar.marks.chip("FAILURE").click(), settled)
        yield Action("all lines again", lines.show_all, settled)
    yield Action("filter: an attempt", lambda: bar.attempt.setValue(2), settled)
    yield Action("all lines again", lines.show_all, settled)
    yield Action("close the filter", lambda: desk.press("Filter"))
    yield Action("open the search", lambda: desk.key(Qt.Key.Key_F, CONTROL))
    for text in ("e", "Registration failed", "not in the log"):
        yield Action(f"search: {text}", lambda text=text: lines.find_bar.field.setText(text), settled)
    yield Action("search: an expression", lambda: find(lines, r"roam from .* rssi -6\d"), settled)
    yield Action("search: one that is wrong", lambda: find(lines, "("), settled)
    yield Action("next hit", lambda: desk.key(Qt.Key.Key_F3))
    for chip in list(bar.modules._chips.values())[1:2]:
        yield Action("filter what was found", chip.click, settled)
    yield Action("all lines again", lines.show_all, settled)
    yield Action("close the search", lambda: desk.key(Qt.Key.Key_Escape, at=lines.find_bar.field))
    yield Action("bookmark", lambda: desk.key(Qt.Key.Key_F2, CONTROL))
    for number in range(page.viewer.tabs.count()):  # type: ignore[attr-defined]
        yield Action(
            f"tab {number + 1}",
            lambda number=number: page.viewer.tabs.setCurrentIndex(number),  # type: ignore[attr-defined]
        )
    yield Action("show what explains it", lambda: lines.toolbar.show_box.set_value(Show.EXPLAINING), settled)
    yield Action("export it", lambda: export(page, scratch))
    yield Action("all lines again", lines.show_all, settled)
    yield Action("to another page", lambda: desk.go(Step.SETUP))
    yield Action("back", lambda: desk.go(Step.LOG))
    yield from beside(desk, log, scratch, judged)
    yield Action("close it", lambda: desk.key(Qt.Key.Key_W, CONTROL))


def beside(desk: Desk, log: Path, scratch: Path, judged: Callable[[], bool]) -> Iterator[Action]:
    """What is done with two such logs, the same one under another name."""
    other = scratch / f"0004f2ffffff-{log.name}"
    other.symlink_to(log.absolute())
    shelf = desk.page.shelf  # type: ignore[attr-defined]

    def underway() -> bool:
        return shelf.first_lines is not None

    yield Action("open another one: until its first lines are shown", lambda: desk.drop(other), underway)
    for _ in range(2):
        yield Action("the other tab while it loads", lambda: desk.key(Qt.Key.Key_Tab, CONTROL))
    yield Action("open another one: until its verdict", done=lambda: not underway() and judged())
    for _ in range(2):
        yield Action("the other tab", lambda: desk.key(Qt.Key.Key_Tab, CONTROL), judged)
    yield Action("close the other one", lambda: desk.key(Qt.Key.Key_W, CONTROL))
    yield Action("open another one: until its first lines are shown", lambda: desk.drop(other), underway)
    yield Action("close it while it loads", lambda: desk.key(Qt.Key.Key_W, CONTROL), lambda: not underway())


def scroll(table: object, share: float) -> None:
    """To a share of the whole length."""
    bar = table.verticalScrollBar()  # type: ignore[attr-defined]
    bar.setValue(int(bar.maximum() * share))


def find(lines: object, text: str) -> None:
    """Looks for a regular expression."""
    lines.find_bar.regex.setChecked(True)  # type: ignore[attr-defined]
    lines.find_bar.field.setText(text)  # type: ignore[attr-defined]


def export(page: object, scratch: Path) -> None:
    """Writes the lines shown as a table."""
    rows = page.viewer.lines.table.lines.rows  # type: ignore[attr-defined]
    page.export.write(scratch / "lines.csv", page.viewer.reading, rows)  # type: ignore[attr-defined]


class Player(QObject):
    """Does one action after the other and prints what each was like."""

    def __init__(self, desk: Desk, make: Callable[[], Iterator[Action]], *, where: bool) -> None:
        super().__init__()
        self._desk = desk
        self._make = make
        self._actions: Iterator[Action] | None = None
        self._heart = Counting()
        self._watcher = Watcher(self._heart) if where else None
        if self._watcher is not None:
            self._watcher.start()
        self._now = Action("show the window")
        self._began = self._idle_since = time.perf_counter()
        self._ended = 0.0
        self.empty = self.most = 0
        self.worst = 0.0
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._look)
        self._turn.start(10)

    def _look(self) -> None:
        now = time.perf_counter()
        # While it loads, the page is busy; what is done meanwhile is over once it is done.
        loading = "first lines" in self._now.name or "while it loads" in self._now.name
        if not self._now.done() or not (loading or self._desk.idle()):
            self._idle_since = now
            if now - self._began > PATIENCE_S:
                print(f"gave up waiting for: {self._now.name}", file=sys.stderr)
                QApplication.quit()
            return
        if now - self._idle_since < QUIET_S:
            return
        self._write_down()
        if self._actions is None:
            self.empty = memory()
            self._actions = self._make()
        following = next(self._actions, None)
        if following is None:
            QApplication.quit()
            return
        self._now = following
        if self._watcher is not None:
            self._watcher.seen.clear()
        self._heart.listen()
        self._heart.beats = self._heart.long = 0
        self._began = self._idle_since = time.perf_counter()
        self._now.do()

    def _write_down(self) -> None:
        heart = self._heart
        above = memory() - self.empty if self.empty else 0
        self.most = max(self.most, above)
        took = self._idle_since - self._began
        stall = heart.silence * 1000
        if self._actions is not None:
            self.worst = max(self.worst, stall)
        star = "*" if stall > LIMIT_MS else " "
        print(
            f"{stall:9.0f}{star}{heart.computed * 1000:9.0f} {heart.long:6} {heart.beats:7} "
            f"{took:7.1f} {above / MB:7.0f}  {self._now.name}",
            flush=True,
        )
        if self._watcher is not None and stall > LIMIT_MS:
            for line, count in self._watcher.seen.most_common(5):
                print(f"            {count:3} {line}")


def main() -> None:
    """Measures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", type=float, default=50.0, metavar="MB", help="of the log made (default 50)")
    parser.add_argument("--log", type=Path, help="measure this log instead")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where logs are made, and stay")
    parser.add_argument("--where", action="store_true", help="also say which lines of the program ran")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory(prefix="log-stalls-") as folder:
        scratch = Path(folder)
        name = f"0004f2a1b2c3-app-{arguments.size:.0f}.log"
        log = arguments.log or write_log((arguments.keep or scratch) / name, int(arguments.size * MB))
        gc.disable()
        app = QApplication(["log-stalls"])
        session = Session(QSettings(str(scratch / "settings.ini"), QSettings.Format.IniFormat))
        session.window.resize(1366, 768)
        session.window.show()
        QTimer.singleShot(0, gc.freeze)  # As wizard.gui.app.show does.
        QTimer.singleShot(0, session.warm_up)
        session.window.go(Step.LOG)
        desk = Desk(session)
        print(f"{log.stat().st_size / MB:,.0f} MB")
        print(f" stall ms  computed >{SILENT_MS} ms   beats seconds above MB  action")
        player = Player(desk, lambda: actions(desk, log, scratch), where=arguments.where)
        app.exec()
        print(
            f"longest stall {player.worst:.0f} ms; "
            f"at most {player.most / MB:.0f} MB above the empty program, with both logs"
        )
        sys.stdout.flush()
        os._exit(0)


if __name__ == "__main__":
    main()
