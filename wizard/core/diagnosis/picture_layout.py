"""Where everything of a picture goes: boxes, lines of text, arrows. Draws nothing itself.

All lengths are in the unit of the metrics: logical pixels in a window, user units in an SVG.
Nothing is ever cut: text wraps, boxes grow, and where columns would get too narrow the stations
stand under each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from wizard.core.diagnosis.picture import Node, Picture

GAP = 28.0
"""Between two columns, and so the length of an arrow."""
BETWEEN = 10.0
PAD = 10.0
NARROWEST = 9.5
WIDEST = 26.0
"""A column's width, in line heights."""
INDENT = 20.0


class Measure(Protocol):
    """How wide a text is."""

    def __call__(self, text: str, bold: bool) -> float: ...


@dataclass(frozen=True, slots=True)
class Metrics:
    """A font: the height of a line, the side of a state's icon, and how wide a text is."""

    line: float
    icon: float
    width: Measure


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text at ``x, y`` (its top left). ``kind`` is ``title``, ``word`` or ``text``."""

    text: str
    kind: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """One station; the icon's top left is ``icon_x, icon_y``."""

    node: int
    x: float
    y: float
    width: float
    height: float
    icon_x: float
    icon_y: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line through these points with its head at the last one."""

    points: tuple[tuple[float, float], ...]
    used: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole picture, laid out."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: float
    height: float


def lay_out(picture: Picture, width: float, metrics: Metrics) -> Layout:
    """Side by side where there is room, else from top to bottom."""
    columns = len(picture.way) + 1
    room = (width - GAP * (columns - 1)) / columns
    if room >= NARROWEST * metrics.line:
        return _side_by_side(picture, min(room, WIDEST * metrics.line), metrics)
    return _top_to_bottom(picture, width, metrics)


def _side_by_side(picture: Picture, column: float, metrics: Metrics) -> Layout:
    boxes: list[Box] = []
    for place, number in enumerate(picture.way):
        boxes.append(_box(picture, number, (place * (column + GAP), 0.0), column, metrics))
    x = len(picture.way) * (column + GAP)
    bottom = 0.0
    for number in picture.servers:
        boxes.append(_box(picture, number, (x, bottom), column, metrics))
        bottom += boxes[-1].height + BETWEEN
    arrows = tuple(
        Arrow(_across(boxes[edge.start], boxes[edge.end], metrics), edge.used) for edge in picture.edges
    )
    return Layout(tuple(boxes), arrows, x + column, max(box.y + box.height for box in boxes))


def _across(start: Box, end: Box, metrics: Metrics) -> tuple[tuple[float, float], ...]:
    right = start.x + start.width
    height = PAD + metrics.line / 2
    if end.y == start.y:
        return ((right, start.y + height), (end.x, end.y + height))
    trunk = end.x - GAP / 2
    return (
        (right, start.y + height),
        (trunk, start.y + height),
        (trunk, end.y + height),
        (end.x, end.y + height),
    )


def _top_to_bottom(picture: Picture, width: float, metrics: Metrics) -> Layout:
    boxes: list[Box] = []
    y = 0.0
    width = min(width, 2 * INDENT + max(_natural(node, metrics) for node in picture.nodes))
    for number in picture.way:
        boxes.append(_box(picture, number, (0.0, y), width, metrics))
        y += boxes[-1].height + GAP * 0.75
    for number in picture.servers:
        boxes.append(_box(picture, number, (2 * INDENT, y), width - 2 * INDENT, metrics))
        y += boxes[-1].height + BETWEEN
    arrows = tuple(
        Arrow(_down(boxes[edge.start], boxes[edge.end], metrics), edge.used) for edge in picture.edges
    )
    return Layout(tuple(boxes), arrows, width, y - BETWEEN)


def _down(start: Box, end: Box, metrics: Metrics) -> tuple[tuple[float, float], ...]:
    bottom = start.y + start.height
    if end.x == start.x:
        return ((INDENT, bottom), (INDENT, end.y))
    height = end.y + PAD + metrics.line / 2
    return ((INDENT, bottom), (INDENT, height), (end.x, height))


def _box(picture: Picture, number: int, corner: tuple[float, float], width: float, metrics: Metrics) -> Box:
    x, y = corner
    node = picture.nodes[number]
    text_x = x + PAD + metrics.icon + PAD * 0.6
    room = width - (text_x - x) - PAD
    lines: list[Line] = []
    for text, kind in _texts(node):
        for piece in wrapped(text, room, partial(metrics.width, bold=kind == "title")):
            lines.append(Line(piece, kind, text_x, y + PAD + len(lines) * metrics.line))
    height = 2 * PAD + len(lines) * metrics.line
    icon_y = y + PAD + (metrics.line - metrics.icon) / 2
    return Box(number, x, y, width, height, x + PAD, icon_y, tuple(lines))


def _natural(node: Node, metrics: Metrics) -> float:
    """The width of a box in which nothing has to wrap."""
    widest = max(metrics.width(text, bold=kind == "title") for text, kind in _texts(node))
    return widest + 2.6 * PAD + metrics.icon + 1


def _texts(node: Node) -> Iterator[tuple[str, str]]:
    yield node.title, "title"
    yield node.word, "word"
    for line in node.lines:
        yield line, "text"


def wrapped(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    """The text in lines no wider than ``room``: broken at spaces, behind dots, and anywhere if need be."""
    lines: list[str] = []
    line = ""
    for piece in re.findall(r"[^\s.]*\.+|[^\s.]+|\s+", text):
        if width(line + piece.rstrip()) <= room:
            line += piece
            continue
        if line.strip():
            lines.append(line.strip())
        *full, line = _broken(piece.lstrip(), room, width)
        lines += full
    return [*lines, line.strip()] if line.strip() or not lines else lines


def _broken(piece: str, room: float, width: Callable[[str], float]) -> Sequence[str]:
    """A piece without a place to break, cut where it must be; at least one letter a line."""
    parts = [""]
    for letter in piece:
        if parts[-1] and width(parts[-1] + letter) > room:
            parts.append("")
        parts[-1] += letter
    return parts
