"""The command line, run in this process."""

from __future__ import annotations

from tests.commandline import run

__all__ = ["run"]
