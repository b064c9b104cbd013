"""Saves cases until it is killed, again and again; says what was lost. A program of its own: it forks.

Arguments: the case file and how often to kill. Prints one line a kill in which something was wrong.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from wizard.core.case.case import Case, LogFile
from wizard.core.case.file import open_case, save
from wizard.core.log.review import review
from wizard.core.log.source import LogText

LONG = "1028091204|so   |2|00|soCoreAudioTermChg: chassis -> idle\n" * 1500
LOG = LogFile(LONG, review(LogText("0004f2a1b2c3-app.log", LONG)))


def case(number: int) -> Case:
    """Short and long ones by turns: what is left of one would show in the other."""
    return Case(site=str(number), logs=(LOG,) if number % 2 else ())


def saving(path: Path, first: int, told: int) -> None:
    """Saves and tells, for ever."""
    for number in range(first, sys.maxsize):
        problem = save(case(number), path)
        os.write(told, f"{number} {problem}\n".encode())


def last_told(reading: int) -> tuple[int, str]:
    """The last case whose saving had ended, and what was wrong with one."""
    said = b""
    while chunk := os.read(reading, 65536):
        said += chunk
    lines = said.decode().split("\n")[:-1]
    problem = next((line for line in lines if line.partition(" ")[2]), "")
    return int(lines[-1].partition(" ")[0]) if lines else -1, problem


def killed(path: Path, first: int) -> tuple[int, str]:
    """Saves in a process that is killed at some moment; the last case saved, and what is wrong."""
    reading, telling = os.pipe()
    child = os.fork()
    if not child:
        saving(path, first, telling)
    os.close(telling)
    time.sleep(random.uniform(0, 0.05))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    last, problem = last_told(reading)
    os.close(reading)
    opened = open_case(path).case
    if opened is None:
        return last, f"the case is gone: {open_case(path).problem}"
    found = int(opened.site)
    # The one that was being saved may be there already; one before the last that was told may not.
    if opened != case(found) or not max(last, first - 1) <= found <= max(last + 1, first):
        return last, f"case {found} is there, {last} was the last one saved"
    return found, problem


def main() -> None:
    path, times = Path(sys.argv[1]), int(sys.argv[2])
    assert save(case(0), path) == ""
    number = interrupted = 0
    for _ in range(times):
        number, wrong = killed(path, number + 1)
        if wrong:
            print(wrong)
        beside = len(list(path.parent.iterdir()))
        interrupted += beside > 1
        if beside > 5:
            print(f"{beside} files are left")
    print(f"killed {times}, interrupted {bool(interrupted)}, saved {number > times // 4}")


if __name__ == "__main__":
    main()
