"""Text from outside, made harmless to look at."""

from __future__ import annotations

from wizard.core.unseen import FILLERS, spelled_by

MOST_IN_A_CELL = 600
"""Characters of a line that a table shows; no screen is wider."""

MOST_IN_A_PANE = 10_000
"""Characters that are laid out at once; more would hold up the window."""


def spelled(text: str) -> str:
    """The text with every sign that cannot be seen spelled out, such as [U+202E]; a tab is a space.

    Controls, direction marks and invisible spaces can make a line look like another one.
    """
    return spelled_by(_spell, text, FILLERS)


def _spell(sign: str) -> str:
    return " " if sign == "\t" else f"[U+{ord(sign):04X}]"


def in_a_cell(text: str) -> str:
    """The beginning of a line, for a table."""
    return spelled(text[:MOST_IN_A_CELL])
