"""Windows' executables, built and tried out on Linux: `python packaging/dev.py wine [STAGE…]`.

Stages, all of them in this order unless some are named: build, properties, self-test, commands, drive,
first-run, installer; and tests, which run beside the others, in a Windows of their own.
The lab and the build lie in build/; FAILOVER_WINE_LAB names another folder for the lab, to keep it.
Never ship what is built here: see lab.py. Releases are built on Windows, by .github/workflows/release.yml.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
for folder in (HERE.parent.parent, HERE.parent, HERE):
    sys.path.insert(0, str(folder))

import lab  # noqa: E402
import wine  # noqa: E402
from debian import Stop, say  # noqa: E402

# What a second try could only repeat, or tries twice itself.
ONCE = ("build", "properties", "tests")
# So long before ci.sh ends everything, after FAILOVER_WINE_LIMIT_S seconds, the last stage ends by itself.
MARGIN_S = 30.0
STOP = threading.Event()
"""Nobody waits for our own tests any more."""
Trials = dict[str, Callable[[wine.Wine], None]]


def main(stages: list[str]) -> int:
    """0: passed; 1: the Windows program failed; 2: the lab could not be had, or a call was wrong."""
    # `timeout` ends this by a signal; the virtual screen and Wine's server must end with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(124))
    began = time.monotonic()
    try:
        place = laboratory()
        say(f"The lab is ready ({time.monotonic() - began:.0f} s).")
        known = trials_of(place, began)
        unknown = [stage for stage in stages if stage not in known]
        if unknown:
            raise Stop(f"there is no stage {unknown[0]!r}; there are {', '.join(known)}.")
        with beside(known, stages or [*known], place) as others:
            for stage in others:
                timed(stage, known[stage], place)
    except Stop as stop:
        sys.stdout.flush()
        sys.stderr.write(f"wine: {stop}\n")
        return stop.code
    say(f"Windows' executables passed under Wine in {time.monotonic() - began:.0f} s.")
    return 0


@contextlib.contextmanager
def beside(known: Trials, stages: list[str], place: Path) -> Iterator[list[str]]:
    """Begins our own tests, where they are wanted, and waits for them at the end; gives the other stages.

    Whatever breaks the others off ends the tests, too.
    """
    others = [stage for stage in stages if stage != "tests"]
    with ThreadPoolExecutor(1) as thread:
        tests = thread.submit(timed, "tests", known["tests"], place) if others != stages else None
        try:
            yield others
            if tests:
                tests.result()
        except BaseException:
            STOP.set()
            if tests:
                wine.Wine(lab.prefix_of(place, "tests"), "").end()
            raise


def timed(stage: str, trial: Callable[[wine.Wine], None], place: Path) -> None:
    started = time.monotonic()
    attempt(stage, trial, place)
    say(f"-- {stage}: {time.monotonic() - started:.0f} s")


def laboratory() -> Path:
    """The lab. Whatever goes wrong on the way to it is no fault of the program's."""
    try:
        return lab.ready()
    except (OSError, RuntimeError, subprocess.SubprocessError, zipfile.BadZipFile) as error:
        raise Stop(f"the lab could not be made ({error}).") from error


def time_left(began: float) -> float:
    """Seconds until ci.sh ends this."""
    limit = float(os.environ.get("FAILOVER_WINE_LIMIT_S") or 0)
    return began + limit - MARGIN_S - time.monotonic() if limit else float("inf")


def trials_of(place: Path, began: float) -> Trials:
    """The stages by their names, in their order."""
    import drive
    import first_run
    import installing
    import suite
    import trials

    return {
        "build": lambda wine: trials.build(wine, place),
        "properties": lambda wine: trials.properties(wine, place),
        "self-test": trials.self_tests,
        "commands": trials.commands,
        "drive": drive.drive,
        "first-run": lambda wine: first_run.first_run(wine, place),
        "installer": lambda wine: installing.round_trip(wine, place),
        "tests": lambda wine: suite.own_tests(wine, place, time_left(began), STOP),
    }


def attempt(stage: str, trial: Callable[[wine.Wine], None], place: Path) -> None:
    """A stage in a session of its own. Wine stumbles now and then: what fails is tried once more."""
    for last in (stage in ONCE, True):
        with lab_session(lab.prefix_of(place, stage)) as session:
            try:
                trial(session)
                return
            except Stop as stop:
                if last:
                    raise
                say(f"{stage} failed: {stop} It gets one more try, with a fresh start of Wine.")


@contextlib.contextmanager
def lab_session(prefix: Path) -> Iterator[wine.Wine]:
    """A session; a screen that cannot be had is no fault of the program's."""
    with contextlib.ExitStack() as stack:
        try:
            started = stack.enter_context(wine.session(prefix))
        except (OSError, RuntimeError) as error:
            raise Stop(f"there is no screen for Wine ({error}).") from error
        yield started


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
