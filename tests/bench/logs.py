"""Logs against their peers: ripgrep and lnav on the same files, in the same minutes.

    python -m tests.bench.logs [--size MB] [--folder COUNT] [--runs N] [--keep FOLDER]

Makes its logs (1 GB and a folder of 2,000 unless told otherwise), runs each pair in turn, prints the
table of ratios as Markdown, with the date and the machine's size; never a pass or a fail. A peer that
is not installed is left out, and that is said: `apt-get install ripgrep lnav`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.bench.made_logs import FAILURES, write_folder, write_log
from wizard.core.trace.grammar import RULES

ROOT = Path(__file__).parents[2]


def texts() -> tuple[str, ...]:
    """The longest text without a value of each line of the grammar, those that the logs hold first."""
    parts = [re.split(r"\{\w+\}", rule.template) for rule in RULES]
    longest = dict.fromkeys(max((part.strip() for part in line), key=len) for line in parts)
    return tuple(sorted(longest, key=lambda text: not any(text.encode() in line for line in FAILURES)))


TEXTS = texts()
SOME = TEXTS[:20]
"""They find the same lines as all of them do; but ripgrep has a much faster way for some sets of texts."""

REVIEW = """
import os, sys, time
from pathlib import Path
from wizard.core import knowledge
from wizard.core.log.finder import Log, find
from wizard.crew import judge_logs
from wizard.paths import resource
known = knowledge.load(resource("knowledge"))
logs = [log for log in find(sys.argv[1:]) if isinstance(log, Log)]
started, worked = time.perf_counter(), sum(os.times()[:4])
judged = list(judge_logs(logs, known, None))
print(time.perf_counter() - started, sum(os.times()[:4]) - worked)
assert len(judged) == len(logs) > 0, "a log that was not judged"
assert all(one.lines and not one.problem for one in judged), "a log that was not read"
"""
"""Every log to its verdict, if so short a one has any.

The program's own start is not part of it: it is measured elsewhere.
"""

SEARCH = """
import sys, time
from pathlib import Path
from wizard.core.log.finder import Log, find
from wizard.core.log.joining import read_log
from wizard.core.log.opening import Opener
from wizard.core.log.search import search
from wizard.workers import result_of
(log,) = find([sys.argv[1]])
with Opener() as opener:
    review = result_of(read_log(log, opener))
    started = time.perf_counter()
    found = sum(len(rows) for rows in search(review.lines, sys.argv[2]))
    print(time.perf_counter() - started)
assert found, "nothing was found"
"""

SCAN = """
import sys, time
from wizard.core.log.joining import read_part, stretches
from wizard.core.log.opening import Opener
from wizard.core.log.origin import Origin
from wizard.longlog import STRETCH, cores
from wizard.workers import Done, side_by_side
part = Origin(sys.argv[1])
started = time.perf_counter()
spans = stretches(part.path, cores(), STRETCH)
done = [
    got.result
    for got in side_by_side([read_part(part, Opener(), begin, end) for begin, end in spans])
    if isinstance(got, Done)
]
print(time.perf_counter() - started)
assert len(done) == len(spans)
assert not sys.argv[2:] or sum(one.stretch.hits.count for one in done) == int(sys.argv[2]), "other lines"
"""
"""A table of all lines with their modules and levels, and every line with a text of the grammar."""

FIRST_SCREEN = """
import sys, time
from wizard.core.log.finder import find
from wizard.core.log.large import lines_of
from wizard.core.log.opening import Opener
from wizard.longlog import reading
(log,) = find([sys.argv[1]])
started = time.perf_counter()
with Opener() as opener:
    running = reading(log, opener, keep=True)
    while True:
        try:
            first = next(running).first
            shown = lines_of(first) if first is not None else None
        except StopIteration as stop:
            shown = stop.value.lines
        if shown is not None:
            break
    assert len(shown[:40]) == 40
    print(time.perf_counter() - started)
    running.close()
"""
"""Until forty lines can be painted."""

LNAV = {
    "$schema": "https://lnav.org/schemas/format-v1.schema.json",
    "handset_log": {
        "title": "Handset",
        "regex": {
            "raw": {
                "pattern": r"^(?<timestamp>\d{10})\|(?<module>\w+) *\|(?<level>[*\d])\|"
                r"(?<missed>\w\w)\|(?<body>.*)$"
            }
        },
        "timestamp-format": ["%m%d%H%M%S"],
        "level": {"error": "4", "info": "3", "debug": "[012*]"},
        "value": {"module": {"kind": "string", "identifier": True}},
        "sample": [{"line": "0301080000|sip  |4|00|Registration failed"}],
    },
}


@dataclass(frozen=True)
class Run:
    """What one command took."""

    seconds: float
    megabytes: float
    worked: float
    """Seconds of processor time, also of its own processes; 0 if it does not tell."""


def run(command: Sequence[str], *, inside: bool = False, cores: int = 0) -> Run:
    """Runs a command; ``inside`` takes the seconds that it prints itself. ``cores`` limits it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    if cores:
        command = ["taskset", "-c", f"0-{cores - 1}", *command]
    started = time.perf_counter()
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=ROOT
    )
    out, err = child.stdout, child.stderr
    assert out is not None
    assert err is not None
    said, complaints = out.read(), err.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command[0]} failed: {complaints.decode(errors='replace')}")
    megabytes = usage.ru_maxrss / 1024
    if inside:
        told = [float(one) for one in said.split()]
        return Run(told[0], megabytes, sum(told[1:]))
    return Run(seconds, megabytes, usage.ru_utime + usage.ru_stime)


def python(script: str, *arguments: str) -> list[str]:
    """A command that runs a script with this Python."""
    return [sys.executable, "-c", script, *arguments]


def in_turn(runs: int, *measured: Callable[[], Run]) -> list[Run]:
    """Each of them so often, one after the other, so that a slow minute slows all; their medians."""
    for one in measured:
        one()  # The files are in memory from now on.
    rounds = [[one() for one in measured] for _ in range(runs)]
    return [
        Run(
            statistics.median(found[place].seconds for found in rounds),
            statistics.median(found[place].megabytes for found in rounds),
            statistics.median(found[place].worked for found in rounds),
        )
        for place in range(len(measured))
    ]


def row(work: str, mine: Run, peer_name: str, peer: Run, target: str) -> str:
    """A line of the table."""
    ratio = mine.seconds / peer.seconds
    shown = f"{ratio:.2f} times its time" if ratio > 0.6 else f"{1 / ratio:.1f} times faster"
    if mine.worked and peer.worked:  # It tells more on a busy computer.
        shown += f", {mine.worked / peer.worked:.2f} times its processor time"
    cells = (work, told(mine), f"{peer_name}: {told(peer)}", shown, target)
    return "| " + " | ".join(cells) + " |"


def told(one: Run) -> str:
    """A command's seconds and memory."""
    return f"{one.seconds:.2f} s, {one.megabytes:.0f} MB"


def ripgrep(words: Sequence[str], place: Path, *more: str) -> list[str]:
    """Counts the lines with one of these words."""
    patterns = [part for word in words for part in ("-e", word)]
    return ["rg", "--no-config", "-c", "-F", *more, *patterns, str(place)]


def told_of(words: Sequence[str]) -> str:
    """What ripgrep looks for, for the table."""
    return f"`rg -c -F`, {len(words)} texts"


def counted(place: Path) -> int:
    """How many lines ripgrep finds, with some of the texts as with all of them."""
    found = set()
    for words in (SOME, TEXTS):
        said = subprocess.run(ripgrep(words, place), stdout=subprocess.PIPE, check=True, text=True).stdout
        found.add(sum(int(line.rpartition(":")[2]) for line in said.splitlines()))
    (count,) = found
    return count


def lnav(home: Path, log: Path) -> list[str]:
    """Loads a log with a format made for it, as far as a count of its lines needs."""
    formats = home / ".config" / "lnav" / "formats" / "handset"
    formats.mkdir(parents=True, exist_ok=True)
    (formats / "format.json").write_text(json.dumps(LNAV))
    count = ";SELECT count(*) FROM handset_log"
    return ["env", f"HOME={home}", f"XDG_CONFIG_HOME={home}/.config", "lnav", "-n", "-c", count, str(log)]


def table(size: int, count: int, runs: int, place: Path) -> None:
    """Prints the rows, each as soon as it is known."""
    log = write_log(place / f"{size}.log", size * 1_000_000)
    small = write_log(place / "1.log", 1_000_000)
    name = f"{size / 1000:g} GB" if size >= 1000 else f"{size} MB"
    print("| Work | This program | Peer | Ratio | Target |\n| --- | --- | --- | --- | --- |", flush=True)
    review = lambda: run(python(REVIEW, str(log)), inside=True)  # noqa: E731
    mine, peer = in_turn(
        runs,
        lambda: run(python(FIRST_SCREEN, str(log)), inside=True),
        lambda: run(python(FIRST_SCREEN, str(small)), inside=True),
    )
    print(row(f"{name}: first screen", mine, "of 1 MB", peer, "at most 1.5 times"), flush=True)
    if shutil.which("rg"):
        lines = str(counted(log))
        mine, judged, some, every = in_turn(
            runs,
            lambda: run(python(SCAN, str(log), lines), inside=True),
            review,
            lambda: run(ripgrep(SOME, log)),
            lambda: run(ripgrep(TEXTS, log)),
        )
        work = f"{name}: table of lines, every failure line"
        print(row(work, mine, told_of(SOME), some, "at most 2 times"))
        print(row(work, mine, told_of(TEXTS), every, "none"))
        print(row(f"{name}: to a verdict", judged, told_of(SOME), some, "none"), flush=True)
        word = "jitter buffer"
        mine, peer = in_turn(
            runs,
            lambda: run(python(SEARCH, str(log), word), inside=True),
            lambda: run(ripgrep([word], log, "-i")),
        )
        print(row(f"{name}: search for a text", mine, "`rg -c -i`", peer, "at most 3 times"), flush=True)
    if shutil.which("lnav"):
        home = place / "lnav"
        scan = lambda: run(python(SCAN, str(log)), inside=True)  # noqa: E731
        mine, judged, peer = in_turn(max(1, runs // 2), scan, review, lambda: run(lnav(home, log)))
        target = "4 times faster, a fifth of its memory"
        work = f"{name}: table of lines, every failure line"
        print(row(work, mine, "lnav, loading it", peer, target))
        print(row(f"{name}: to a verdict", judged, "lnav, loading it", peer, "none"), flush=True)
    if count:
        folder_rows(size, count, runs, place)


def folder_rows(size: int, count: int, runs: int, place: Path) -> None:
    """Prints the rows of a folder of logs."""
    name = f"{size / 1000:g} GB" if size >= 1000 else f"{size} MB"
    folder = write_folder(place / f"{count}x{size}", count, size * 1_000_000 // count)
    whole = lambda: run(python(REVIEW, str(folder)), inside=True)  # noqa: E731
    mine, single = in_turn(
        max(1, runs // 2), whole, lambda: run(python(REVIEW, str(folder)), inside=True, cores=1)
    )
    work = f"{count:,} logs ({name}) to a verdict each"
    print(row(work, mine, "itself on one core", single, "at least 1.7 times faster on two"), flush=True)
    if shutil.which("rg"):
        counted(folder)
        mine, some, every = in_turn(
            max(1, runs // 2), whole, lambda: run(ripgrep(SOME, folder)), lambda: run(ripgrep(TEXTS, folder))
        )
        print(row(work, mine, told_of(SOME), some, "at most 3 times"))
        print(row(work, mine, told_of(TEXTS), every, "none"), flush=True)


def main() -> None:
    """Reads the options and prints the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--size", type=int, default=1000, metavar="MB")
    options.add_argument("--folder", type=int, default=2000, metavar="COUNT", help="0 leaves it out")
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--keep", type=Path, help="where the logs are made and left")
    chosen = options.parse_args()
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    version = sys.version.split()[0]
    print(f"{date.today():%Y-%m-%d}, {cores} cores, {memory:.0f} GB of memory, Python {version}\n")
    for peer in ("rg", "lnav"):
        if shutil.which(peer) is None:
            print(f"{peer} is not installed: its rows are left out.\n")
    if chosen.keep is not None:
        table(chosen.size, chosen.folder, chosen.runs, chosen.keep)
        return
    with tempfile.TemporaryDirectory(prefix="failover-bench-") as folder:
        table(chosen.size, chosen.folder, chosen.runs, Path(folder))


if __name__ == "__main__":
    main()
