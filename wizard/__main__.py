"""The door: a command goes to the command line, files and nothing at all to the window.

The only place that wires the parts together. Qt is loaded only where a window is wanted.
"""

from __future__ import annotations

import atexit
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

COMMANDS = frozenset({"plan", "config", "lint", "check", "log", "case", "summary"})
OPTIONS = frozenset({"-h", "--help", "--version"})


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program with the given arguments; the exit code is the command line's."""
    if getattr(sys, "frozen", False) and any("multiprocessing" in word for word in sys.argv[1:]):
        # In an executable, the command line's worker processes begin here too.
        from wizard.processes import prepare

        prepare()
        from multiprocessing import freeze_support

        freeze_support()
    arguments = list(sys.argv[1:] if argv is None else argv)
    first = arguments[0] if arguments else ""
    if first in COMMANDS or first in OPTIONS:
        from wizard.cli.main import main as command_line

        return command_line(arguments)
    if first == "self-test":
        from wizard.selftest import main as self_test

        return self_test(arguments[1:])
    if first == "demo":
        from wizard.gui.demo import main as demo

        return demo(arguments[1:])
    from wizard.gui.app import main as window

    return window(arguments)


def run() -> NoReturn:
    """Runs the program and ends the process with its exit code.

    Once Qt is loaded, the process ends without Python's own tidying up: after the application has
    gone that would destroy windows, pictures and fonts in any order, and now and then crash, so that
    work that was well done ended with a wrong exit code and a message of the system.
    """
    code = main()
    if "PySide6.QtCore" in sys.modules:
        _end_children()
        with suppress(Exception):  # What fails on the way out has been told by atexit itself.
            atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError, AttributeError):
                stream.flush()
        os._exit(code)
    sys.exit(code)


def _end_children() -> None:
    """Ends the worker processes that are left, of a folder that was being judged when the window closed.

    Nobody waits for what they would find; but `multiprocessing` would wait for them, for some for ever.
    """
    multiprocessing = sys.modules.get("multiprocessing")
    for child in multiprocessing.active_children() if multiprocessing else ():
        child.terminate()


if __name__ == "__main__":
    run()
