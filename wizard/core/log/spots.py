"""The lines that a block begins and ends with: with text, and with the form of a handset's log."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from wizard.core.log.blocks import Block
from wizard.core.log.encoding import text_of
from wizard.core.log.loads import Bytes
from wizard.core.log.table import Layout

_TEXT = re.compile(rb"\S")
_FEW = 64
_LOOKED_AT = 65_536  # Bytes at once.
_SIGNS = np.array([not chr(byte).isspace() or byte > 0x7F for byte in range(256)])
"""Whether a byte is no white space, or may belong to a sign beyond ASCII."""
_MOST_BLANK = 64
"""Lines at the end of a block that are looked at one by one for the last that is not blank."""


class Spot(NamedTuple):
    """A line: its position in the stretch, and its bytes."""

    position: int
    raw: bytes


def spot_of(layout: Layout, row: int, first: int) -> Spot:
    """A row of a block whose first line has the position ``first``."""
    return Spot(first + row, layout.raw(row))


def last_formed(tags: Bytes) -> int | None:
    """The row of the last line with the form, most often one of the last."""
    for size in (_FEW, len(tags)):
        rows = tags[-size:].nonzero()[0]
        if len(rows):
            return max(0, len(tags) - size) + int(rows[-1])
    return None


def last_with_text(layout: Layout, first: int) -> Spot | None:
    """The last line that is not blank: most often one of the last, else the one with the last sign."""
    last = len(layout.ends) - 1
    while last >= 0:
        found = _with_text(layout, last, first)
        if found is not None:
            return found
        last = _row_with_sign(layout, last - _MOST_BLANK)
    return None


def _with_text(layout: Layout, last: int, first: int) -> Spot | None:
    for row in range(last, max(last - _MOST_BLANK, -1), -1):
        spot = spot_of(layout, row, first)
        if text_of(spot.raw).strip():
            return spot
    return None


def _row_with_sign(layout: Layout, last: int) -> int:
    """The last row, at most ``last``, with a byte that is no white space of ASCII; -1 if none has one."""
    behind = int(layout.ends[last]) if last >= 0 else 0
    while behind > 0:
        before = max(0, behind - _LOOKED_AT)
        signs = _SIGNS[layout.view[before:behind]].nonzero()[0]
        if len(signs):
            return int(np.searchsorted(layout.ends, before + int(signs[-1]), side="right"))
        behind = before
    return -1


def first_with_text(block: Block, layout: Layout, first: int) -> Spot | None:
    """The first line that is not blank."""
    text = _TEXT.search(block.data, 0, block.length)
    if text is None:
        return None
    row = int(np.searchsorted(layout.ends, text.start(), side="right"))
    while row < len(layout.ends):
        spot = spot_of(layout, row, first)
        if text_of(spot.raw).strip():
            return spot
        row += 1
    return None
