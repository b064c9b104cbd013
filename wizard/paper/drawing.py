"""The picture of a chain, drawn on paper by the same layout as in the window and in HTML."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from wizard.core.case.blocks import Tone
from wizard.core.diagnosis.picture import Node, NodeKind, NodeState, Picture
from wizard.core.diagnosis.picture_layout import GAP, NARROWEST, Arrow, Box, Layout, Metrics, lay_out
from wizard.paper.look import POINT, Type, colour, tint
from wizard.paper.row import Row, as_is
from wizard.paper.signs import NAMES, sign

_USUAL, _STRONG = Type(8.5), Type(8.5, bold=True)
_ICON = 9.0
_SMALLEST = 0.75
"""Smaller than this, letters get lost on paper; then the stations stand under each other."""
_HEAD = 4.5
_DASHED = frozenset({NodeState.NOT_ASKED, NodeState.DOWN})


def drawn(picture: Picture, x: float, width: float, highest: float) -> Row:
    """The picture as one row: side by side if that can be read, and never higher than ``highest``."""
    metrics = _metrics()
    columns = len(picture.way) + 1
    beside = columns * NARROWEST * metrics.line + (columns - 1) * GAP + 1
    smaller = (width / POINT - 2) / beside
    room = beside if _SMALLEST <= smaller < 1 else width / POINT - 2
    laid = lay_out(picture, room, metrics)
    scale = min(1.0, highest / POINT / (laid.height + 2), width / POINT / (laid.width + 2))

    def paint(painter: QPainter, y: float) -> None:
        painter.save()
        painter.translate(x + POINT, y + POINT)
        painter.scale(scale, scale)
        _paint(painter, laid, picture)
        painter.restore()

    return Row((laid.height + 2) * POINT * scale, paint)


def _metrics() -> Metrics:
    def width(text: str, bold: bool) -> float:
        return (_STRONG if bold else _USUAL).metrics.horizontalAdvance(text) / POINT

    return Metrics(_USUAL.line / POINT, _ICON, width)


def _paint(painter: QPainter, laid: Layout, picture: Picture) -> None:
    for arrow in laid.arrows:
        _arrow(painter, arrow)
    for box in laid.boxes:
        _box(painter, box, picture.nodes[box.node])


def _arrow(painter: QPainter, arrow: Arrow) -> None:
    points = [QPointF(x * POINT, y * POINT) for x, y in arrow.points]
    before, end = points[-2], points[-1]
    down, head = end.x() == before.x(), _HEAD * POINT
    back = QPointF(0, head) if down else QPointF(head, 0)
    side = QPointF(head * 0.55, 0) if down else QPointF(0, head * 0.55)
    style = Qt.PenStyle.SolidLine if arrow.used else Qt.PenStyle.DotLine
    painter.setPen(QPen(colour(Tone.MUTED), POINT, style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([*points[:-1], end - back]))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(Tone.MUTED))
    painter.drawPolygon(QPolygonF([end, end - back + side, end - back - side]))


def _box(painter: QPainter, box: Box, node: Node) -> None:
    tone, asked = _tone(node), node.state not in _DASHED
    style = Qt.PenStyle.SolidLine if asked else Qt.PenStyle.DashLine
    painter.setPen(QPen(colour(tone), 0.8 * POINT, style))
    painter.setBrush(tint(tone) if asked else QColor("#ffffff"))
    frame = QRectF(box.x * POINT, box.y * POINT, box.width * POINT, box.height * POINT)
    painter.drawRoundedRect(frame, 4 * POINT, 4 * POINT)
    sign(_icon(node, tone), tone, box.icon_x * POINT, _ICON * POINT)(painter, box.icon_y * POINT)
    for line in box.lines:
        type_ = _STRONG if line.kind == "title" else _USUAL
        ink = colour(tone if line.kind == "word" else Tone.TEXT)
        row = as_is(line.text, type_, ink, line.x * POINT)
        row.paint(painter, line.y * POINT)


def _tone(node: Node) -> Tone:
    if node.kind is NodeKind.NAME:
        return Tone.INFO
    match node.state:
        case NodeState.FOUND:
            return Tone.OK
        case NodeState.NONE:
            return Tone.INFO if node.harmless else Tone.WARNING
        case NodeState.FAILED:
            return Tone.FAILED
        case NodeState.NOT_ASKED | NodeState.DOWN:
            return Tone.MUTED


def _icon(node: Node, tone: Tone) -> str:
    if node.kind is NodeKind.NAME:
        return "phone"
    return "minus" if node.state is NodeState.DOWN else NAMES[tone]
