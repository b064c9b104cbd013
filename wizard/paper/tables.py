"""A table of a document as rows: how wide its columns are, and its cells line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from wizard.core.case.blocks import Table, Tone
from wizard.paper import look
from wizard.paper.look import BODY, CODE, GAP, POINT, SMALL, Type, colour
from wizard.paper.row import Row, beside, kept, prose, spaced, verbatim

_CELL = 10.0 * POINT
_WHOLE_ROWS = 8
"""Lines of a table's row that stay on one page."""


def table_rows(block: Table, x: float, width: float) -> list[Row]:
    """A table as rows; ``width`` units are free from ``x`` on."""
    widths = _columns(block, width)
    head = _cells(block.head, [SMALL] * len(widths), widths, block.numbers, (x, width), Tone.MUTED)
    rows = spaced(kept(head), GAP)
    types = [CODE if place in block.code else BODY for place in range(len(widths))]
    for cells in block.rows:
        rows += _cells(cells, types, widths, block.numbers, (x, width), Tone.TEXT)
    return rows


def _cells(
    cells: Sequence[str],
    types: Sequence[Type],
    widths: Sequence[float],
    numbers: Sequence[int],
    space: tuple[float, float],
    tone: Tone,
) -> list[Row]:
    """One row of a table, line by line, and the rule under it; ``space``: its left edge and its width."""
    x, whole = space
    columns: list[list[Row]] = []
    for place, (text, type_, width) in enumerate(zip(cells, types, widths, strict=True)):
        left, room = x + sum(widths[:place]), width - _CELL
        if place in numbers:
            left += room - min(type_.metrics.horizontalAdvance(text), room)
        made = verbatim if type_ is CODE else prose
        more = (0.0,) if type_ is CODE else ()
        columns.append(made(text, type_, colour(tone), left, room, *more))
    lines = [beside([row for row in side if row is not None]) for side in zip_longest(*columns)]
    few = len(lines) <= _WHOLE_ROWS
    lines = kept(lines) if few else [*lines[:-1], replace(lines[-1], keep=True)]

    def rule(painter: QPainter, y: float) -> None:
        painter.fillRect(QRectF(x, y + 2 * POINT, whole, 0.5 * POINT), QColor(look.LINE))

    return [*spaced(lines, 2.5 * POINT), Row(2.5 * POINT, rule)]


def _columns(table: Table, width: float) -> list[float]:
    """How wide each column is: as wide as it needs; where that is too much, the widest share the rest."""
    wanted = []
    for place, head in enumerate(table.head):
        type_ = CODE if place in table.code else BODY
        texts = [type_.metrics.horizontalAdvance(row[place][:400]) for row in table.rows]
        wanted.append(max([SMALL.metrics.horizontalAdvance(head), *texts]) + _CELL + POINT)
    if sum(wanted) <= width:
        wanted[-1] += width - sum(wanted) if len(table.head) == 2 else 0
        return wanted
    fair, small = width / len(wanted), [0.0] * len(wanted)
    for _ in wanted:
        small = [want if want <= fair else 0 for want in wanted]
        wide = small.count(0)
        fair = (width - sum(small)) / wide if wide else fair
    return [one or fair for one in small]
