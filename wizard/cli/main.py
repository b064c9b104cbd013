"""The command line's door: arguments in, text or JSON out, exit code."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Sequence
from typing import TextIO

from wizard.cli.arguments import UsageError, parser
from wizard.cli.assembling import case_command
from wizard.cli.checking import check_command
from wizard.cli.linting import lint_command
from wizard.cli.output import complain
from wizard.cli.planning import config_command, plan_command
from wizard.cli.reviewing import log_command
from wizard.cli.summarising import summary_command
from wizard.core import knowledge
from wizard.core.about import sentence_of
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
    _stand_in_for_missing_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        with contextlib.redirect_stdout(_UntilGone(sys.stdout)):
            code = _run(argv)
            sys.stdout.flush()
            return code
    except UsageError as wrong:
        complain(sentence_of(wrong))
        return 2
    except KeyboardInterrupt:
        return 130


def _stand_in_for_missing_streams() -> None:
    """A program without a console has none at all: it reads an empty input and says nothing."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115  for as long as it runs
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115


def _run(argv: Sequence[str]) -> int:
    arguments = parser().parse_args(argv)
    if arguments.command in _WITHOUT:
        return _WITHOUT[arguments.command](arguments)
    return _WITH_KNOWLEDGE[arguments.command](arguments, knowledge.load(resource("knowledge")))


def _unwritten(error: OSError) -> str:
    return f"The output could not be written ({error.strerror}). Make room there, or write it elsewhere."


class _UntilGone(io.TextIOBase):
    """Standard output whose reader may go, as ``| head`` does: the exit code still tells the truth."""

    def __init__(self, stream: TextIO | None) -> None:
        # A program without a console has no standard output at all.
        self._stream = stream if stream is not None else io.StringIO()
        self._gone = stream is None

    def write(self, text: str) -> int:
        if not self._gone:
            try:
                self._stream.write(text)
            except BrokenPipeError:
                self._leave()
            except OSError as error:
                self._leave()
                raise UsageError(_unwritten(error)) from error
        return len(text)

    def flush(self) -> None:
        if not self._gone:
            try:
                self._stream.flush()
            except BrokenPipeError:
                self._leave()
            except OSError as error:
                self._leave()
                raise UsageError(_unwritten(error)) from error

    def close(self) -> None:
        self.flush()

    def _leave(self) -> None:
        # What is still buffered would fail once more when the interpreter ends.
        self._gone = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())
