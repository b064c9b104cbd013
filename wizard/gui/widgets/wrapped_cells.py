"""The cells of a wrapped table: what is in them, how much room it needs, how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPalette, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableWidgetItem

from wizard.gui import fonts, icons, palette
from wizard.gui.icons import icon
from wizard.gui.palette import Role
from wizard.gui.theme import GRID
from wizard.gui.widgets.labels import breakable

Index = QModelIndex | QPersistentModelIndex
_PAD = 6
_LEFT = GRID + 1
"""Where the text of a header begins."""
_GAP = 6
_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_ICON = int(Qt.ItemDataRole.UserRole) + 2


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text, and the icon before it in the role's colour; untrusted text is welcome.

    ``fixed`` is for what a machine wrote: letters of one width.
    """

    text: str
    icon: str = ""
    role: Role = Role.TEXT
    fixed: bool = False

    def item(self) -> QTableWidgetItem:
        """For a QTableWidget with a :class:`Wrapping` delegate."""
        made = QTableWidgetItem(self.text)
        made.setData(_ROLE, self.role.value)
        made.setData(_ICON, self.icon)
        if self.fixed:
            made.setFont(fonts.fixed_font())
        return made


def widths(cells: list[Cell], font: QFont) -> list[int]:
    """How wide each cell is without wrapping; ``font`` is that of cells that are not fixed."""
    metrics = QFontMetricsF(font), QFontMetricsF(fonts.fixed_font())
    return [
        int(
            max(metrics[cell.fixed].horizontalAdvance(line) for line in cell.text.split("\n"))
            + (icons.SMALL + _GAP if cell.icon else 0)
            + _LEFT
            + _PAD
            + 2
        )
        for cell in cells
    ]


class Wrapping(QStyledItemDelegate):
    """Icon and text, wrapped at spaces, behind dots, and anywhere if need be."""

    def height(self, item: QTableWidgetItem, width: int) -> int:
        """What a cell needs in a column of this width."""
        room = width - _LEFT - _PAD - (icons.SMALL + _GAP if item.data(_ICON) else 0)
        layout = laid(item.text(), item.font(), room)
        return max(int(layout.boundingRect().height() + 0.99), icons.SMALL) + 2 * _PAD

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = palette.current()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        back = option.palette.color(QPalette.ColorRole.Highlight) if chosen else None
        if back is not None:
            painter.fillRect(option.rect, back)
        role = Role(index.data(_ROLE) or Role.TEXT.value)
        text = index.data() or ""
        rect: QRect = option.rect.adjusted(_LEFT, _PAD, -_PAD, -_PAD)
        font = self._font(index)
        name = index.data(_ICON)
        if name:
            line = QFontMetricsF(font).height()
            top = rect.y() + max(int(line - icons.SMALL) // 2, 0)
            icon(name, role).paint(painter, QRect(rect.x(), top, icons.SMALL, icons.SMALL))
            rect.setLeft(rect.left() + icons.SMALL + _GAP)
        painter.setPen(QColor(look.on_selection) if chosen else look.colour(role))
        laid(text, font, rect.width()).draw(painter, QPointF(rect.x(), rect.y()))

    @staticmethod
    def _font(index: Index) -> QFont:
        font = index.data(Qt.ItemDataRole.FontRole)
        return font if isinstance(font, QFont) else fonts.ui_font()


def laid(text: str, font: QFont, room: int) -> QTextLayout:
    layout = QTextLayout(breakable(text).replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(room, GRID))
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()
    return layout
