"""``self-test``: proves that a build works, without a network and without a display.

Every check is a function that raises or returns a short fact. The result is one JSON document, on
stdout and, for programs without a console, in the file that ``--out`` names.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from wizard import __version__
from wizard.core.saving import write_atomically

PATIENCE_S = 180.0
"""A self-test that hangs ends itself after so many seconds, with exit code 3."""
EMITS = 1000

Check = Callable[[], str]


def main(argv: Sequence[str]) -> int:
    """Runs every check. 0: all passed, 1: one failed, 2: wrong usage, 3: it hung."""
    parser = argparse.ArgumentParser(
        prog="failover-wizard self-test", description="Proves that this build works."
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the result there as well")
    parser.add_argument(
        "--json", action="store_true", help="accepted for symmetry: the result is always JSON"
    )
    try:
        arguments = parser.parse_args(argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 2
    watchdog = threading.Timer(PATIENCE_S, _give_up, args=(arguments.out,))
    watchdog.daemon = True
    watchdog.start()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        result = run()
    finally:
        watchdog.cancel()
    _write(result, arguments.out)
    return 0 if result["passed"] else 1


def run() -> dict[str, Any]:
    """All checks, one after the other; a failed one does not stop the rest."""
    results = []
    for name, check in CHECKS.items():
        started = time.monotonic()
        try:
            passed, detail = True, check()
        except Exception as error:
            passed = False
            detail = f"{type(error).__name__}: {error}\n{traceback.format_exc()}"
        results.append(
            {
                "name": name,
                "passed": passed,
                "detail": detail,
                "seconds": round(time.monotonic() - started, 2),
            }
        )
    return _document(results)


def _document(results: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "schema": 1,
        "tool": {"name": "failover-wizard", "version": __version__},
        "command": "self-test",
        "python": platform.python_version(),
        "platform": sys.platform,
        "frozen": bool(getattr(sys, "frozen", False)),
        "passed": all(result["passed"] for result in results),
        "checks": results,
    }


def _write(result: dict[str, Any], out: Path | None) -> None:
    text = json.dumps(result, indent=1)
    if out is not None:
        problem = write_atomically(out, (text + "\n").encode())
        if problem and sys.stderr is not None:
            print(f"failover-wizard: {problem}", file=sys.stderr)
    if sys.stdout is not None:
        print(text, flush=True)


def _give_up(out: Path | None) -> None:
    hung = {
        "name": "watchdog",
        "passed": False,
        "detail": f"no end after {PATIENCE_S:.0f} s",
        "seconds": PATIENCE_S,
    }
    _write(_document([hung]), out)
    os._exit(3)


# The checks --------------------------------------------------------------------------------


def knowledge_is_whole() -> str:
    from wizard.core import knowledge
    from wizard.core.trace.grammar import RULES
    from wizard.paths import resource

    known = knowledge.load(resource("knowledge"))
    missing = [rule.id for rule in RULES if rule.id not in known.lines]
    _expect(not missing, f"no words for the lines {missing}")
    return f"{len(known.entries)} findings, {len(known.lines)} lines"


def samples_are_judged() -> str:
    from wizard.core import knowledge
    from wizard.core.diagnosis.judge import judge_log
    from wizard.paths import resource
    from wizard.practice.case import sample
    from wizard.practice.lab import broken_log, repaired_log

    known = knowledge.load(resource("knowledge"))
    for path, code in ((broken_log(), "name.missing"), (repaired_log(), "registration.ok")):
        verdict = judge_log(sample(path.name).review, known).verdict
        _expect(verdict is not None and verdict.code == code, f"{path.name}: {verdict} instead of {code}")
    return "name.missing, registration.ok"


def plans_are_written() -> str:
    from dataclasses import replace

    from wizard.core.handset.configuration import HandsetSettings, document
    from wizard.core.plan.recipes import Product, recipe
    from wizard.core.plan.records import change_for
    from wizard.practice.lab import LAB_PLAN

    for plan in (LAB_PLAN, replace(LAB_PLAN, subdomain="")):
        for product in Product:
            _expect(bool(recipe(product, change_for(plan)).text()), f"{product} is empty")
        xml = document(plan, HandsetSettings())
        _expect(f'voIpProt.server.1.address="{plan.name}"' in xml, "the configuration lacks the address")
    return f"2 options, {len(Product)} products"


def dns_answers() -> str:
    from wizard.core import knowledge
    from wizard.core.diagnosis.judge import judge_chains
    from wizard.core.dns.answer import Server
    from wizard.core.handset.resolver import Lookfor
    from wizard.live import live_check
    from wizard.paths import resource
    from wizard.practice.lab import BROKEN, LAB_PLAN, REPAIRED
    from wizard.practice.server import PracticeServer

    known = knowledge.load(resource("knowledge"))
    with PracticeServer(BROKEN) as server:
        for content, code in ((BROKEN, "name.missing"), (REPAIRED, "registration.ok")):
            server.load(content)
            report = _result(
                live_check(Lookfor(LAB_PLAN.name), (Server(server.address, server.port),), LAB_PLAN)
            )
            verdict = judge_chains(report.chains, known, LAB_PLAN).verdict
            _expect(verdict is not None and verdict.code == code, f"{verdict} instead of {code}")
    return "asked over loopback, broken and repaired"


def case_survives_saving() -> str:
    from wizard.core.case.file import open_case, save
    from wizard.practice.case import practice_case
    from wizard.practice.lab import BROKEN
    from wizard.practice.server import PracticeServer

    case = practice_case(PracticeServer(BROKEN))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.json"
        problem = save(case, path)
        _expect(not problem, problem)
        opened = open_case(path)
        _expect(opened.case == case, opened.problem or "the case came back changed")
        return f"{path.stat().st_size} bytes"


def summary_is_written() -> str:
    from wizard.core import knowledge
    from wizard.core.case.judging import Judge
    from wizard.core.case.summary import save_summary, summarise
    from wizard.paths import resource
    from wizard.practice.case import practice_case
    from wizard.practice.lab import BROKEN
    from wizard.practice.server import PracticeServer

    judge = Judge(knowledge.load(resource("knowledge")))
    summary = summarise(practice_case(PracticeServer(BROKEN)), judge)
    sizes = []
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("html", "txt"):
            path = Path(folder) / f"summary.{suffix}"
            problem = save_summary(summary, path)
            _expect(not problem, problem)
            _expect("testserver.eslab.local" in path.read_text(encoding="utf-8"), f"{suffix} says nothing")
            sizes.append(f"{suffix} {path.stat().st_size} bytes")
    return ", ".join(sizes)


def pages_are_drawn() -> str:
    from PySide6.QtCore import QSettings, QSize
    from PySide6.QtGui import QImage

    from wizard.gui.demo import checked
    from wizard.gui.session import Session
    from wizard.gui.shots import shoot
    from wizard.gui.theme import Choice

    _application()
    with tempfile.TemporaryDirectory() as folder:
        session = Session(QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat))
        session.start_practice()
        session.window.set_case(checked(session))
        for theme in (Choice.LIGHT, Choice.DARK):
            for path in shoot(session.window, Path(folder), QSize(1024, 700), 1.0, theme):
                image = QImage(str(path))
                colours = {
                    image.pixel(x, y) for x in range(0, image.width(), 9) for y in range(0, image.height(), 9)
                }
                _expect(len(colours) > 4, f"{path.name} is blank in {theme.value}")
        count = len(session.window.steps)
        session.window.close()
    return f"{count} pages, light and dark"


def signals_hold() -> str:
    """A PySide6 fault of the past ended the process after about 580 emits of True and None."""
    from PySide6.QtCore import QObject, Signal

    _application()

    class Sender(QObject):
        sent = Signal(object, bool)

    heard: list[object] = []
    sender = Sender()
    sender.sent.connect(lambda value, flag: heard.append((value, flag)))
    for number in range(EMITS):
        sender.sent.emit(None if number % 2 else True, bool(number % 2))
    _expect(len(heard) == EMITS, f"{len(heard)} of {EMITS} signals arrived")
    return f"{EMITS} signals"


def _application() -> object:
    from PySide6.QtWidgets import QApplication

    return QApplication.instance() or QApplication(["failover-wizard"])


def _result(generator: Any) -> Any:
    while True:
        try:
            next(generator)
        except StopIteration as stop:
            return stop.value


def _expect(true: bool, otherwise: str) -> None:
    if not true:
        raise AssertionError(otherwise)


CHECKS: dict[str, Check] = {
    "knowledge": knowledge_is_whole,
    "samples": samples_are_judged,
    "plans": plans_are_written,
    "dns": dns_answers,
    "case": case_survives_saving,
    "summary": summary_is_written,
    "pages": pages_are_drawn,
    "signals": signals_hold,
}
