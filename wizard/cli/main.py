"""The command line's door: arguments in, text or JSON out, exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from wizard.cli.arguments import PROGRAM, UsageError, parser
from wizard.cli.checking import check_command
from wizard.cli.linting import lint_command
from wizard.cli.planning import config_command, plan_command
from wizard.cli.reviewing import case_command, log_command, summary_command
from wizard.core import knowledge
from wizard.paths import resource

_WITH_KNOWLEDGE = {
    "lint": lint_command,
    "check": check_command,
    "log": log_command,
    "case": case_command,
    "summary": summary_command,
}
_WITHOUT = {"plan": plan_command, "config": config_command}


def main(argv: Sequence[str]) -> int:
    """Runs one command. 0: nothing fails, 1: something does, 2: wrong usage or unreadable input."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        arguments = parser().parse_args(argv)
        if arguments.command in _WITHOUT:
            return _WITHOUT[arguments.command](arguments)
        return _WITH_KNOWLEDGE[arguments.command](arguments, knowledge.load(resource("knowledge")))
    except UsageError as wrong:
        print(f"{PROGRAM}: {wrong}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader of our output has gone, as `| head` does; nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
