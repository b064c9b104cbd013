"""Text from outside, made harmless to look at."""

from __future__ import annotations

import re

MOST_IN_A_CELL = 600
"""Characters of a line that a table shows; no screen is wider."""

MOST_IN_A_PANE = 10_000
"""Characters that are laid out at once; more would hold up the window."""

# Python calls these printable, and yet nothing is seen of them.
_FILLERS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def spelled(text: str) -> str:
    """The text with every sign that cannot be seen spelled out, such as [U+202E]; a tab is a space.

    Controls, direction marks and invisible spaces can make a line look like another one.
    """
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() else _spell(sign) for sign in text)
    return text if text.isascii() else _FILLERS.sub(lambda found: _spell(found.group()), text)


def _spell(sign: str) -> str:
    return " " if sign == "\t" else f"[U+{ord(sign):04X}]"


def in_a_cell(text: str) -> str:
    """The beginning of a line, for a table."""
    return spelled(text[:MOST_IN_A_CELL])
