"""A small table whose cells wrap anywhere and whose rows grow: nothing is cut at any width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPalette,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from wizard.core.diagnosis.picture_layout import wrapped
from wizard.gui import fonts, icons, palette
from wizard.gui.icons import icon
from wizard.gui.palette import Role
from wizard.gui.theme import GRID
from wizard.gui.widgets.labels import breakable
from wizard.gui.widgets.tables import prepare

Index = QModelIndex | QPersistentModelIndex
_PAD = 6
_GAP = 6
_NARROWEST = 14 * GRID
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


class WrappedTable(QTableWidget):
    """For a few dozen rows. ``stiff`` columns never wrap; the others share what is left."""

    def __init__(
        self, name: str, headers: Sequence[str], *, stiff: Sequence[int] = (), most_height: int = 360
    ) -> None:
        super().__init__(0, len(headers))
        self._stiff = frozenset(stiff)
        self._headers = list(headers)
        self._widest = [0] * len(headers)
        self._fitted = 0
        self._most_height = most_height
        prepare(self, name)
        self.setHorizontalHeaderLabels(list(headers))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_Wrapping(self))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStretchLastSection(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def set_rows(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Shows these rows; the selection stays at its number if there still is such a row."""
        current = self.currentRow()
        self.setRowCount(0)
        self._widest = [0] * self.columnCount()
        self.add_rows(rows)
        if 0 <= current < self.rowCount():
            self.setCurrentCell(current, 0)

    def add_rows(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Shows more rows at the end."""
        for cells in rows:
            number = self.rowCount()
            self.insertRow(number)
            for column, cell in enumerate(cells):
                item = QTableWidgetItem(cell.text)
                item.setData(_ROLE, cell.role.value)
                item.setData(_ICON, cell.icon)
                if cell.fixed:
                    item.setFont(fonts.fixed_font())
                self.setItem(number, column, item)
                self._widest[column] = max(self._widest[column], self._needs(item))
        self._fitted = min(self._fitted, self.rowCount() - len(rows))
        self.fit()

    def set_most_height(self, pixels: int) -> None:
        """With more rows than fit into this it scrolls."""
        if pixels != self._most_height:
            self._most_height = pixels
            self.updateGeometry()

    def fit(self) -> None:
        """Gives columns and rows the room that their texts need."""
        if self._fit_columns():
            self._fitted = 0
        delegate = self.itemDelegate()
        assert isinstance(delegate, _Wrapping)
        for row in range(self._fitted, self.rowCount()):
            heights = (
                delegate.height(item, self.columnWidth(column))
                for column in range(self.columnCount())
                if (item := self.item(row, column)) is not None
            )
            self.setRowHeight(row, max(heights, default=2 * GRID))
        self._fitted = self.rowCount()
        self.updateGeometry()

    def _fit_columns(self) -> bool:
        """Whether a width has changed."""
        wanted = [self._natural(column) for column in range(self.columnCount())]
        least = [
            width if column in self._stiff else min(width, _NARROWEST) for column, width in enumerate(wanted)
        ]
        before = [self.columnWidth(column) for column in range(self.columnCount())]
        widths = shared(wanted, least, self.viewport().width())
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
            self._set_header(column, width)
        return widths != before

    def _set_header(self, column: int, width: int) -> None:
        item, text = self.horizontalHeaderItem(column), self._headers[column]
        if item is not None:
            metrics = QFontMetricsF(self.horizontalHeader().font())
            around = self._header_width(column) - self._advance(item.text(), self.horizontalHeader().font())
            item.setText("\n".join(wrapped(text, width - around - 1, metrics.horizontalAdvance)))

    def _header_width(self, column: int) -> float:
        return self.horizontalHeader().sectionSizeFromContents(column).width()

    def _natural(self, column: int) -> int:
        item = self.horizontalHeaderItem(column)
        if item is not None:
            item.setText(self._headers[column])
        return max(int(self._header_width(column)) + 1, self._widest[column])

    def _needs(self, item: QTableWidgetItem) -> int:
        """How wide a cell is without wrapping."""
        picture = icons.SMALL + _GAP if item.data(_ICON) else 0
        return int(self._advance(item.text(), item.font()) + picture + 2 * _PAD + 2)

    def _measure(self) -> None:
        for column in range(self.columnCount()):
            items = (self.item(row, column) for row in range(self.rowCount()))
            self._widest[column] = max((self._needs(item) for item in items if item is not None), default=0)
        self._fitted = 0
        self.fit()

    def _advance(self, text: str, font: QFont) -> float:
        return max((QFontMetricsF(font).horizontalAdvance(line) for line in text.split("\n")), default=0)

    def sizeHint(self) -> QSize:
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        bar = self.horizontalScrollBar()
        low = bar.sizeHint().height() if bar.maximum() > 0 else 0
        height = self.horizontalHeader().sizeHint().height() + rows + low + 2 * self.frameWidth() + 4
        return QSize(60 * GRID, min(height, self._most_height))

    def minimumSizeHint(self) -> QSize:
        return QSize(24 * GRID, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.rowCount():
            self._measure()


def shared(wanted: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths that fill ``room``: each at least its least, the rest by what each would like."""
    widths = list(least)
    open_ones = set(range(len(wanted)))
    while open_ones:
        left = room - sum(widths[column] for column in range(len(wanted)) if column not in open_ones)
        asked = max(sum(wanted[column] for column in open_ones), 1)
        tight = {column for column in open_ones if wanted[column] * left // asked < least[column]}
        if not tight:
            for column in open_ones:
                widths[column] = wanted[column] * left // asked
            break
        open_ones -= tight
    return widths


class _Wrapping(QStyledItemDelegate):
    """Icon and text, wrapped at spaces, behind dots, and anywhere if need be."""

    def height(self, item: QTableWidgetItem, width: int) -> int:
        """What a cell needs in a column of this width."""
        room = width - 2 * _PAD - (icons.SMALL + _GAP if item.data(_ICON) else 0)
        layout = _laid(item.text(), item.font(), room)
        return max(int(layout.boundingRect().height() + 0.99), icons.SMALL) + 2 * _PAD

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = palette.current()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        back = option.palette.color(QPalette.ColorRole.Highlight) if chosen else None
        if back is not None:
            painter.fillRect(option.rect, back)
        role = Role(index.data(_ROLE) or Role.TEXT.value)
        text = index.data() or ""
        rect: QRect = option.rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        font = self._font(index)
        name = index.data(_ICON)
        if name:
            line = QFontMetricsF(font).height()
            top = rect.y() + max(int(line - icons.SMALL) // 2, 0)
            icon(name, role).paint(painter, QRect(rect.x(), top, icons.SMALL, icons.SMALL))
            rect.setLeft(rect.left() + icons.SMALL + _GAP)
        painter.setPen(QColor(look.on_selection) if chosen else look.colour(role))
        _laid(text, font, rect.width()).draw(painter, QPointF(rect.x(), rect.y()))

    @staticmethod
    def _font(index: Index) -> QFont:
        font = index.data(Qt.ItemDataRole.FontRole)
        return font if isinstance(font, QFont) else fonts.ui_font()


def _laid(text: str, font: QFont, room: int) -> QTextLayout:
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
