"""Worker processes, also of an executable."""

from __future__ import annotations

import sys
from importlib import import_module


def prepare() -> None:
    """To be called before ``multiprocessing`` is used, in the program and in its workers alike.

    In an executable the workers are the executable itself, started with other arguments. What teaches
    ``multiprocessing`` that is PyInstaller's hook, which our executable does not run at every start.
    """
    if getattr(sys, "frozen", False):
        import_module("pyi_rth_multiprocessing")
