"""``self-test``: proves that a build works, without a network and without a display.

Every check is a function that raises or returns a short fact. The result is one JSON document, on
stdout and, for programs without a console, in the file that ``--out`` names.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import platform
import sys
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from wizard import __version__
from wizard.core.saving import write_atomically
from wizard.gui.offscreen import lend_fonts
from wizard.selftest import checks, window

PATIENCE_S = 180.0
"""A self-test that hangs ends itself after so many seconds, with exit code 3.

FAILOVER_SELF_TEST_S gives one more that draws slowly, such as under Wine.
"""

GRACE_S = 10.0
"""After so much more time the process is ended without Python, which may not get its turn any more."""

Check = Callable[[], str]
_NOWHERE: list[TextIO] = []


def main(argv: Sequence[str]) -> int:
    """Runs every check. 0: all passed, 1: one failed, 2: wrong usage, 3: it hung.

    1 and no result: it hung so that not even that could be told.
    """
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
    watch_network()
    patience = _patience()
    progress = Progress()
    watchdog = threading.Timer(patience, _give_up, args=(arguments.out, patience, progress))
    watchdog.daemon = True
    watchdog.start()
    _last_resort(patience + GRACE_S)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    lend_fonts()
    try:
        result = run(progress)
    finally:
        watchdog.cancel()
        faulthandler.cancel_dump_traceback_later()
    if not _write(result, arguments.out):
        return 2
    return 0 if result["passed"] else 1


@dataclass
class Progress:
    """How far it is, for whoever has to tell where it hung."""

    results: list[dict[str, Any]] = field(default_factory=list)
    running: str = ""


def run(progress: Progress | None = None) -> dict[str, Any]:
    """All checks, one after the other; a failed one does not stop the rest."""
    progress = progress or Progress()
    for name, check in CHECKS.items():
        progress.running = name
        started = time.monotonic()
        try:
            passed, detail = True, check()
        except Exception as error:
            passed = False
            detail = f"{type(error).__name__}: {error}\n{traceback.format_exc()}"
        progress.results.append(
            {
                "name": name,
                "passed": passed,
                "detail": detail,
                "seconds": round(time.monotonic() - started, 2),
            }
        )
    return _document(progress.results)


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


def _write(result: dict[str, Any], out: Path | None) -> bool:
    """Whether the file, if one is wanted, was written."""
    text = json.dumps(result, indent=1)
    problem = write_atomically(out, (text + "\n").encode()) if out is not None else ""
    if problem and sys.stderr is not None:
        print(f"failover-wizard: {problem}", file=sys.stderr)
    if sys.stdout is not None:
        print(text, flush=True)
    return not problem


def _patience() -> float:
    given = os.environ.get("FAILOVER_SELF_TEST_S", "")
    return float(given) if given.isdecimal() else PATIENCE_S


def _last_resort(patience: float) -> None:
    """Ends the process from a thread that needs no Python, and tells where each of Python's is."""
    try:
        faulthandler.dump_traceback_later(patience, exit=True)
    except (RuntimeError, ValueError, OSError, AttributeError):  # Nobody can be told: there is no console.
        _NOWHERE.append(Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115  stays open
        faulthandler.dump_traceback_later(patience, exit=True, file=_NOWHERE[-1])


def _give_up(out: Path | None, patience: float, progress: Progress) -> None:
    hung = {
        "name": "watchdog",
        "passed": False,
        "detail": f"no end after {patience:.0f} s, in {progress.running or 'what comes before the checks'}",
        "seconds": patience,
    }
    _write(_document([*progress.results, hung]), out)
    os._exit(3)


# The network -------------------------------------------------------------------------------

_ASKED: list[str] = []
_SENDING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})


def watch_network() -> None:
    """Notes every address that anything in this process sends to, other than this computer's own."""
    sys.addaudithook(_heard)


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _SENDING and isinstance(arguments[1], tuple):
        host = str(arguments[1][0])
    elif event == "socket.getaddrinfo":
        host = str(arguments[0])
    else:
        return
    if not host.startswith("127.") and host not in {"::1", "localhost", "None", ""}:
        _ASKED.append(f"{event} {host}")


def network_is_left_alone() -> str:
    """Comes last: none of the checks before it sent anything away."""
    checks.expect(not _ASKED, f"sent to the network: {_ASKED}")
    return "nothing left this computer"


CHECKS: dict[str, Check] = {
    "knowledge": checks.knowledge_is_whole,
    "samples": checks.samples_are_judged,
    "search": checks.searches_agree,
    "plans": checks.plans_are_written,
    "dns": checks.dns_answers,
    "workers": checks.workers_agree,
    "case": checks.case_survives_saving,
    "summary": checks.summary_is_written,
    "printing": checks.summary_is_printed,
    "icons": window.icons_are_drawn,
    "pages": window.pages_are_drawn,
    "defects": window.defects_are_told,
    "signals": window.signals_hold,
    "licences": checks.licences_are_there,
    "network": network_is_left_alone,
}
