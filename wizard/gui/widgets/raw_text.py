"""Text from outside, made harmless to look at."""

from __future__ import annotations

import re

MOST_IN_A_CELL = 600
"""Characters of a line that a table shows; no screen is wider."""

MOST_IN_A_PANE = 10_000
"""Characters that are laid out at once; more would hold up the window."""

# What cannot be seen, or changes the order of what can: controls, direction marks, invisible spaces.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202f"
    "\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)


def spelled(text: str) -> str:
    """The text with every sign that cannot be seen spelled out, such as [U+202E]; a tab is a space."""
    return _UNSEEN.sub(_spell, text)


def _spell(found: re.Match[str]) -> str:
    sign = found.group()
    return " " if sign == "\t" else f"[U+{ord(sign):04X}]"


def in_a_cell(text: str) -> str:
    """The beginning of a line, for a table."""
    return spelled(text[:MOST_IN_A_CELL])
