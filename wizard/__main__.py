"""The door: a command goes to the command line, files and nothing at all to the window.

The only place that wires the parts together. Qt is loaded only where a window is wanted.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

COMMANDS = frozenset({"plan", "config", "lint", "check", "log", "case", "summary"})
OPTIONS = frozenset({"-h", "--help", "--version"})


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the program with the given arguments; the exit code is the command line's."""
    if getattr(sys, "frozen", False) and any("multiprocessing" in word for word in sys.argv[1:]):
        # In an executable, the command line's worker processes begin here too.
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


if __name__ == "__main__":
    sys.exit(main())
