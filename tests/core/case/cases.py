"""Cases for the tests: the lab of the practice case, with real answers of a DNS server on loopback."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path

from wizard.core import knowledge
from wizard.core.case.case import Case, LogFile
from wizard.core.case.judging import Judge
from wizard.core.case.saved import replay
from wizard.core.dns.answer import Server
from wizard.core.handset.chain import Chain
from wizard.core.log.review import review
from wizard.core.log.source import LogText, read
from wizard.core.plan.deployment import Deployment
from wizard.core.plan.draft import draft_of
from wizard.core.plan.records import change_for
from wizard.core.record import Record, RecordChange, RecordType
from wizard.live import live_check
from wizard.paths import resource
from wizard.practice.lab import BROKEN, LAB_PLAN, REPAIRED, broken_log, repaired_log
from wizard.practice.server import PracticeServer
from wizard.workers import result_of

ROOT = Path(__file__).parents[3]
NOW = "2026-11-22T10:45:00+01:00"
STARTED = "2026-11-22T10:41:00+01:00"
NAME = LAB_PLAN.name
BROKEN_LOG = broken_log().name
REPAIRED_LOG = repaired_log().name

Zone = Sequence[Record]


@cache
def a_judge() -> Judge:
    return Judge(knowledge.load(resource("knowledge")))


def planned(**more: object) -> Case:
    """The lab's plan, and nothing else but what is given."""
    return replace(Case(draft=draft_of(LAB_PLAN)), **more)  # type: ignore[arg-type]


def log(path: Path, name: str = "") -> LogFile:
    text = read(path)
    return log_of(text.text, name or path.name)


def log_of(text: str, name: str = "0004f2a1b2c3-app.log") -> LogFile:
    return LogFile(text, review(LogText(name, text)))


@cache
def broken() -> LogFile:
    return log(broken_log())


@cache
def repaired() -> LogFile:
    return log(repaired_log())


def checked(case: Case, *zones: Zone, closed: int = 0, closed_first: int = 0, started: str = STARTED) -> Case:
    """The case after a live check of one DNS server a zone, and of ``closed`` ports without one.

    Handsets ask the ports ``closed_first`` before the servers.
    The servers' addresses are made equal on every run, so that texts can be compared.
    """
    assert case.lookfor is not None
    with ExitStack() as stack:
        running = [stack.enter_context(PracticeServer(zone)) for zone in zones]
        servers = [Server("127.0.0.1", _closed_port()) for _ in range(closed_first)]
        servers += [Server(one.address, one.port) for one in running]
        servers += [Server("127.0.0.1", _closed_port()) for _ in range(closed)]
        asking = live_check(case.lookfor, servers, case.plan, timeout=2)
        report = result_of(asking)
    chains = tuple(_moved(chain, f"10.225.2.{5 + number}") for number, chain in enumerate(report.chains))
    return replace(case, report=replace(report, chains=chains, started=started))


def _moved(chain: Chain, address: str) -> Chain:
    """The chain of the same answers, given by a DNS server of this address."""
    server = Server(address)
    answers = tuple(replace(answer, server=server) for answer in chain.answers)
    further = tuple(replace(one, answer=replace(one.answer, server=server)) for one in chain.further)
    return replace(replay(chain.lookfor, server, answers), further=further)


def _closed_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def lacking(plan: Deployment = LAB_PLAN) -> RecordChange:
    """What the broken lab's DNS lacks of a plan: its hosts have their addresses already."""
    whole = change_for(plan)
    return replace(whole, create=tuple(r for r in whole.create if r.type is not RecordType.A))


@cache
def live_broken() -> Case:
    return checked(planned(), BROKEN)


@cache
def live_repaired() -> Case:
    return checked(planned(), REPAIRED)


def said_on_a_full_disk(program: str, path: str) -> str:
    """What a program prints whose files cannot grow: a write fails in the middle, as on a full disk.

    ``program`` finds the file to save in ``path``.
    """
    limited = (
        "import resource\nfrom pathlib import Path\n"
        f"path = Path({path!r})\nresource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n{program}"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    return done.stdout.strip()
