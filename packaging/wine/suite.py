"""Our own tests in the lab's Windows Python: paths, files, processes and sockets are Windows' there.

Slow tests, those of Debian's real servers, and what is marked ``not_under_wine`` are left out.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import lab
from debian import say
from defusedxml.ElementTree import parse
from environment import ROOT
from trials import OUT, expect
from wine import Done, Wine, windows_path

WINDOW = "places saving saving_a_case opening keeping recent journal faults geometry ending".split()
# What Windows is likeliest to break comes first: when the time is up, the rest was not tried.
BATCHES = {
    "command line": ("tests/cli", "tests/practice"),
    "files": (
        *("tests/core/test_saving.py", "tests/core/test_csvtext.py", "tests/test_crew.py"),
        *("tests/test_longlog.py", "tests/test_ending.py"),
        *(f"tests/gui/test_{name}.py" for name in WINDOW),
    ),
    "cases": ("tests/core/case",),
    "names, plans and configurations": (
        *("tests/core/test_names.py", "tests/core/plan", "tests/core/handset"),
        *("tests/core/trace", "tests/core/sip"),
    ),
    "DNS": ("tests/core/dns", "tests/core/diagnosis"),
    "logs": ("tests/core/log",),
}
SHARE_S = 600.0
"""So long the tests may take of CI's half hour. They run beside the other stages, which take as long.

FAILOVER_WINE_TESTS_S gives them more or less.
"""
AT_ONCE = 2
"""Batches side by side, on as many cores."""
LEAST_S = 60.0
"""In less than this not even the first batch could end."""
ONE_TEST_S = 120
MOST_SAID = 4000
DRIVE = "w:"
"""The checkout as a drive of its own: on drive Z Windows' programs would find Linux's /proc and /dev."""
RESULTS = OUT / "tests"


def own_tests(wine: Wine, place: Path, left: float, stop: threading.Event | None = None) -> None:
    """Runs the batches, for at most ``left`` seconds, or until somebody says ``stop``.

    What fails in one runs once more, since Wine stumbles now and then.
    """
    share = min(left, float(os.environ.get("FAILOVER_WINE_TESTS_S", SHARE_S)))
    if share < LEAST_S:
        say(f"Only {max(share, 0):.0f} s are left for our own tests: none was tried under Windows' Python.")
        return
    drive = wine.prefix / "dosdevices" / DRIVE
    drive.unlink(missing_ok=True)
    drive.symlink_to(ROOT)
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    Suite(wine, place, time.monotonic() + share, stop or threading.Event()).run()


@dataclass
class Suite:
    """What is left to do, shared by the threads that do it."""

    wine: Wine
    place: Path
    until: float
    stop: threading.Event = field(default_factory=threading.Event)
    late: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def run(self) -> None:
        with ThreadPoolExecutor(AT_ONCE) as workers:
            for _ in workers.map(self._try, BATCHES):
                pass  # What went wrong in a worker is raised here.
        told = ", ".join(f"{self.counts[word]} {word}" for word in ("passed", "failed", "skipped"))
        say(f"Our own tests under Windows' Python: {told}.")
        if self.late:
            say(f"Not tried to the end, for want of time: the tests of {'; '.join(self.late)}.")
        expect(not self.faults, "our own tests fail under Windows' Python:\n" + "\n".join(self.faults))

    def _try(self, batch: str) -> None:
        done = self._pytest(batch)
        counts = counted(_report(batch))
        good = passed(done, counts)
        if not good and done.code is not None:
            say(f"Of the tests of {batch} some failed; these get one more try.")
            again = self._pytest(batch, "--last-failed")
            if again.code is not None:
                second = counted(_report(batch, "--last-failed"))
                done, good = again, passed(again, second)
                counts["passed"] += second["passed"]
                counts["failed"] = second["failed"]
        self.counts.update(counts)
        if done.code is None:
            self.late.append(batch)
            return
        say(f"Tests of {batch}: {counts['passed']} passed, in {done.seconds:.0f} s.")
        if not good:
            self.faults.append(f"{batch} (pytest ended with {done.code}):\n{done.said[-MOST_SAID:]}")

    def _pytest(self, batch: str, *more: str) -> Done:
        """One call of pytest. Without any time left, it did not end in time.

        Wine now and then does not end a process that has written its report: then that tells how it went.
        """
        left = self.until - time.monotonic()
        if left <= 0 or self.stop.is_set():
            return Done(None, "", 0)
        report = _report(batch, *more)
        done = self.wine.run(
            self.place / "python/python.exe",
            *("-m", "pytest", "-q", "-m", "not servers and not slow", f"--timeout={ONE_TEST_S}"),
            f"--junitxml={windows_path(report)}",
            *("-o", f"cache_dir={windows_path(RESULTS / f'{batch} cache')}"),
            *more,
            *BATCHES[batch],
            cwd=ROOT,
            env={
                "PYTHONPATH": f"{windows_path(lab.testers(self.place))};{DRIVE}\\",
                "QT_QPA_FONTDIR": windows_path(lab.FONTS),
                "FAILOVER_REQUIRE_SERVERS": "",
                "CI": "1",
                # What one process has compiled, the others need not compile once more.
                "PYTHONDONTWRITEBYTECODE": "",
                "PYTHONPYCACHEPREFIX": windows_path(RESULTS / "bytecode"),
            },
            limit=left,
            # The report is the last thing that pytest writes.
            finished=lambda: report.is_file() or self.stop.is_set(),
        )
        if done.code is None and (counts := counted(report)):
            say(f"After the tests of {batch} Wine did not end their process; it was ended.")
            return Done(1 if counts["failed"] else 0, done.said, done.seconds)
        return done


def passed(done: Done, counts: Counter[str]) -> bool:
    """Whether tests ran, to their end, and none failed. What Wine broke off has the exit code 0 too."""
    return done.code == 0 and counts.total() > 0 and not counts["failed"]


def _report(batch: str, *more: str) -> Path:
    return RESULTS / f"{' '.join((batch, *more))}.xml"


def counted(report: Path) -> Counter[str]:
    """How many tests passed, failed and were skipped, by pytest's report; nothing where it wrote none."""
    if not report.is_file():
        return Counter()
    sums: Counter[str] = Counter()
    for suite in parse(report).iter("testsuite"):
        sums.update({key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")})
    failed = sums["failures"] + sums["errors"]
    passed = sums["tests"] - failed - sums["skipped"]
    return Counter(passed=passed, failed=failed, skipped=sums["skipped"])
