"""The chain as a picture: name, NAPTR, SRV, servers in failover order."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from wizard.core.diagnosis.picture import Node, NodeKind, NodeState, Picture
from wizard.core.diagnosis.picture_layout import Arrow, Box, Layout, Metrics, lay_out
from wizard.core.dns.answer import Answer
from wizard.core.sip.outcome import Probe
from wizard.gui import fonts, icons, palette
from wizard.gui.announce import announce
from wizard.gui.palette import Role
from wizard.gui.theme import GRID

_EDGE = 2  # Room for the focus ring.
_HEAD = 6.0
_BEFORE = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_AFTER = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_DASHED = (NodeState.NOT_ASKED, NodeState.DOWN)
_PRESS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


def state_role(state: NodeState, *, harmless: bool = False) -> Role:
    """The colour of a state. "None" is a warning, unless nothing is lost by it."""
    match state:
        case NodeState.FOUND:
            return Role.OK
        case NodeState.NONE:
            return Role.INFO if harmless else Role.WARNING
        case NodeState.FAILED:
            return Role.FAILED
        case NodeState.NOT_ASKED | NodeState.DOWN:
            return Role.MUTED


def state_icon(state: NodeState, *, harmless: bool = False) -> str:
    """The icon of a state: its shape says what the colour says."""
    if state is NodeState.DOWN:
        return "minus"
    return icons.ROLE_ICONS.get(state_role(state, harmless=harmless), "circle")


class ResolutionMap(QWidget):
    """Painted; wraps and grows, never cuts. Arrow keys walk along it, Enter or a click chooses."""

    chosen = Signal(object)
    """The Probe or else the Answer behind the node that was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = Picture((), ())
        self._laid: tuple[int, Layout] | None = None
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(self.tr("How the handset finds its servers"))

    @property
    def picture(self) -> Picture:
        """What is shown."""
        return self._picture

    def show_picture(self, picture: Picture) -> None:
        """Shows another picture."""
        if picture == self._picture:
            return
        self._picture = picture
        self._laid = None
        self._current = min(self._current, max(len(picture.nodes) - 1, 0))
        self.setAccessibleDescription(picture.in_words)
        self.updateGeometry()
        self.update()

    def laid_out(self, width: int) -> Layout:
        """Where everything goes in a widget of this width."""
        if not self._picture.nodes:
            return Layout((), (), 0, 0)
        if self._laid is None or self._laid[0] != width:
            self._laid = (width, lay_out(self._picture, width - 2 * _EDGE, self._metrics()))
        return self._laid[1]

    def _metrics(self) -> Metrics:
        usual, strong = QFontMetricsF(fonts.ui_font()), QFontMetricsF(_bold())

        def width(text: str, bold: bool) -> float:
            return (strong if bold else usual).horizontalAdvance(text)

        return Metrics(max(usual.lineSpacing(), strong.lineSpacing()) + 1, icons.SMALL, width)

    # Its size

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return int(self.laid_out(width).height) + 2 * _EDGE + 1

    def sizeHint(self) -> QSize:
        width = max(self.width(), 60 * GRID)
        return QSize(60 * GRID, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(24 * GRID, 4 * GRID)

    def changeEvent(self, event: object) -> None:
        self._laid = None
        self.updateGeometry()
        super().changeEvent(event)  # type: ignore[arg-type]

    # Its looks

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(_EDGE, _EDGE)
        laid = self.laid_out(self.width())
        for arrow in laid.arrows:
            self._paint_arrow(painter, arrow)
        for box in laid.boxes:
            self._paint_box(painter, box, self._picture.nodes[box.node])
        painter.end()

    def _paint_arrow(self, painter: QPainter, arrow: Arrow) -> None:
        colour = QColor(palette.current().edge)
        points = [QPointF(x, y) for x, y in arrow.points]
        before, end = points[-2], points[-1]
        down = end.x() == before.x()
        back = QPointF(0, _HEAD) if down else QPointF(_HEAD, 0)
        side = QPointF(_HEAD * 0.6, 0) if down else QPointF(0, _HEAD * 0.6)
        pen = QPen(colour, 1.5, Qt.PenStyle.SolidLine if arrow.used else Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([*points[:-1], end - back]))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([end, end - back + side, end - back - side]))

    def _paint_box(self, painter: QPainter, box: Box, node: Node) -> None:
        look = palette.current()
        role = _role(node)
        asked = node.state not in _DASHED
        pen = QPen(look.colour(role), 1.0 if asked else 1.2)
        if not asked:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(look.tint(role) if asked else QColor(look.page))
        frame = QRectF(box.x, box.y, box.width, box.height).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, 6, 6)
        if self.hasFocus() and box.node == self._current:
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, 6, 6)
        side = icons.SMALL
        icons.icon(_icon(node), role).paint(painter, QRect(round(box.icon_x), round(box.icon_y), side, side))
        for line in box.lines:
            painter.setFont(_bold() if line.kind == "title" else fonts.ui_font())
            painter.setPen(look.colour(role if line.kind == "word" else Role.TEXT))
            painter.drawText(QPointF(line.x, line.y + painter.fontMetrics().ascent()), line.text)

    # What it answers to

    def node_at(self, x: float, y: float) -> int | None:
        """The number of the node at a point of the widget."""
        for box in self.laid_out(self.width()).boxes:
            if QRectF(box.x, box.y, box.width, box.height).contains(x - _EDGE, y - _EDGE):
                return box.node
        return None

    def place_of(self, number: int) -> QRect:
        """Where a node is painted."""
        box = next(box for box in self.laid_out(self.width()).boxes if box.node == number)
        return QRectF(box.x + _EDGE, box.y + _EDGE, box.width, box.height).toRect()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self.node_at(event.position().x(), event.position().y())
        answered = number is not None and _behind(self._picture.nodes[number]) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if answered else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self.node_at(event.position().x(), event.position().y())
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self._current = number
            self.update()
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in _PRESS:
            self._choose()
        elif key in (*_BEFORE, *_AFTER) and self._picture.nodes:
            step = -1 if key in _BEFORE else 1
            self._current = min(max(self._current + step, 0), len(self._picture.nodes) - 1)
            node = self._picture.nodes[self._current]
            announce(self, ". ".join((node.title, node.word, *node.lines)))
            self.update()
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        nodes = self._picture.nodes
        if nodes and (behind := _behind(nodes[self._current])) is not None:
            self.chosen.emit(behind)


def _behind(node: Node) -> Answer | Probe | None:
    return node.probe if node.probe is not None else node.answer


def _bold() -> QFont:
    return fonts.scaled(1.0, bold=True)


def _role(node: Node) -> Role:
    if node.kind is NodeKind.NAME:
        return Role.INFO
    return state_role(node.state, harmless=node.harmless)


def _icon(node: Node) -> str:
    return "phone" if node.kind is NodeKind.NAME else state_icon(node.state, harmless=node.harmless)
