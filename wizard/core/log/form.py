"""What another program made of a log, as one of the ways to undo it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

Read = Callable[[str], str]
"""Makes the handset's lines of whole lines."""


class Form(NamedTuple):
    """``name`` is that of the sentence that is told of it, empty if it needs none.

    ``whole``: it is not read piece by piece, since what it says goes on over lines.
    """

    name: str
    read: Read
    whole: bool = False


def by_line(read: Callable[[str], str]) -> Read:
    """What reads each line by itself."""
    return lambda text: "\n".join(map(read, text.split("\n")))
