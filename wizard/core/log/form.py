"""What another program made of a log, as one of the ways to undo it."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

Read = Callable[[str], str]
"""Makes the handset's lines of whole lines."""


class Kind(StrEnum):
    """What people are told that a log was read out of: the ends of sentences' keys."""

    MAIL = "mail"
    PAGE = "page"
    DOCUMENT = "document"
    VALUES = "values"
    TABLE = "table"
    NEWEST_FIRST = "newest-first"
    ONE_LINE = "one-line"
    ENCODED = "encoded"


class Form(NamedTuple):
    """``name`` is a :class:`Kind`, empty if nobody needs to be told.

    ``whole``: it is not read piece by piece, since what it says goes on over lines.
    """

    name: str
    read: Read
    whole: bool = False


def by_line(read: Callable[[str], str]) -> Read:
    """What reads each line by itself."""
    return lambda text: "\n".join(map(read, text.split("\n")))
