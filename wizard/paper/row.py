"""Rows: what is stacked on a page and never cut in two. Lengths are in units of the look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QTextLayout, QTextOption

from wizard.paper.look import Type

Paint = Callable[[QPainter, float], None]
"""Draws with the row's upper edge at that height."""

_FEW = 3
"""Lines that are not parted at all."""


@dataclass(frozen=True)
class Band:
    """A colour behind, or a bar beside, all rows that carry the same band; ``x`` is its left edge."""

    x: float
    width: float
    colour: QColor


@dataclass(frozen=True)
class Row:
    """``before`` is the space above it, none at the top of a page. ``keep``: not parted from the next.

    ``anchor`` is the level and the text of an entry in the outline.
    """

    height: float
    paint: Paint
    before: float = 0
    keep: bool = False
    bands: tuple[Band, ...] = ()
    anchor: tuple[int, str] | None = None


def blank(height: float, *, keep: bool = False) -> Row:
    """Nothing, so high."""
    return Row(height, lambda _painter, _y: None, keep=keep)


def together(rows: Sequence[Row]) -> list[Row]:
    """Rows of one paragraph: a page neither ends with its first line nor begins with its last."""
    last = len(rows) - 1
    loose = set(range(1, last - 1)) if last >= _FEW else set()
    return [
        replace(row, keep=row.keep or (place < last and place not in loose)) for place, row in enumerate(rows)
    ]


def kept(rows: Sequence[Row]) -> list[Row]:
    """Rows that stay with what follows them."""
    return [replace(row, keep=True) for row in rows]


def spaced(rows: Sequence[Row], before: float) -> list[Row]:
    """Rows with space above the first."""
    return [replace(row, before=before) if place == 0 else row for place, row in enumerate(rows)]


def prose(text: str, type_: Type, colour: QColor, x: float, width: float) -> list[Row]:
    """A paragraph. It wraps at spaces alone, so that what is copied or searched keeps its hyphens.

    A word that is wider than the line breaks inside.
    """
    return together([_line(piece, type_, colour, x, width) for piece in _pieces(text, type_, width, 0)])


def verbatim(text: str, type_: Type, colour: QColor, x: float, width: float, hang: float) -> list[Row]:
    """A line to be typed as it is, wrapped to be seen. What follows its first line is indented so far."""
    pieces = enumerate(_pieces(text, type_, width, hang))
    return together([as_is(piece, type_, colour, x + (hang if place else 0)) for place, piece in pieces])


def as_is(text: str, type_: Type, colour: QColor, x: float) -> Row:
    """One line that begins at ``x`` and runs to the right, whatever its script."""
    return _line(text, type_, colour, x, 0)


def _line(text: str, type_: Type, colour: QColor, x: float, width: float) -> Row:
    """One line; with a width, a script that runs to the left begins at its right end."""
    layout = QTextLayout(text, type_.font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    if not width:
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(max(width, 1.0))
    line.setPosition(QPointF(0, 0))
    layout.endLayout()
    lift = (type_.line - line.height()) / 2

    def paint(painter: QPainter, y: float) -> None:
        painter.setPen(colour)
        layout.draw(painter, QPointF(x, y + lift))

    return Row(type_.line, paint)


def _pieces(text: str, type_: Type, width: float, hang: float) -> Iterator[str]:
    measure, room = type_.metrics.horizontalAdvance, width
    indent = len(text) - len(text.lstrip(" "))
    line = " " * indent
    for place, word in enumerate(text[indent:].split(" ")):
        longer = f"{line} {word}" if place else line + word
        if measure(longer) <= room:
            line = longer
            continue
        if line.strip():
            yield line
            room, line = width - hang, word
        else:
            line = longer
        while measure(line) > room:
            fitting = _fitting(line, measure, room)
            yield line[:fitting]
            line, room = line[fitting:], width - hang
    yield line


def _fitting(text: str, measure: Callable[[str], float], room: float) -> int:
    """How many signs of a text fit; at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle]) <= room:
            low = middle
        else:
            high = middle - 1
    return low


def marked(rows: Sequence[Row], sign: Callable[[QPainter, float], None]) -> list[Row]:
    """Rows whose first one carries a sign as well."""
    first = rows[0]

    def paint(painter: QPainter, y: float) -> None:
        sign(painter, y)
        first.paint(painter, y)

    return [replace(first, paint=paint), *rows[1:]]


def beside(rows: Sequence[Row]) -> Row:
    """Rows side by side as one."""

    def paint(painter: QPainter, y: float) -> None:
        for row in rows:
            row.paint(painter, y)

    return Row(max(row.height for row in rows), paint)


def banded(rows: Iterable[Row], *bands: Band) -> list[Row]:
    """Rows that carry these bands, the new ones behind."""
    return [replace(row, bands=(*bands, *row.bands)) for row in rows]
