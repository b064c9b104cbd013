"""Gives memory that is no longer used back to the system."""

from __future__ import annotations

import ctypes
import sys

AFTER_MS = 1000
"""What was closed is let go of by then."""


def give_back() -> bool:
    """Whether anything was given back. Takes some milliseconds: not for the GUI's thread.

    The GNU C library keeps what threads have freed; malloc_trim(3). Elsewhere the system does it itself.
    """
    if not sys.platform.startswith("linux"):
        return False
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # Other C libraries have none.
    return trim is not None and bool(trim(0))
