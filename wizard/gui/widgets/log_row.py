"""How a line of a log looks in its table: tinted, marked, with its columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from wizard.core.diagnosis.marks import Mark
from wizard.gui import icons, palette
from wizard.gui.fonts import remembered
from wizard.gui.icons import icon
from wizard.gui.palette import Role
from wizard.gui.theme import GRID
from wizard.gui.widgets.log_model import MARK_ICONS, MARK_ROLES, Column, mark_word

if TYPE_CHECKING:
    from wizard.gui.widgets.log_table import LogTable

TINTED = (Mark.FAILURE, Mark.WARNING, Mark.NOTE)
PAD = GRID
"""Beside the text of each column, in logical pixels."""
BAR = 3
"""The coloured edge of a tinted row."""
_INDENT = 3 * GRID
_NAME = re.compile(r"(?<![\w-])(?:_[^\W_][\w-]*+\.)*(?P<name>[\w-]++(?:\.[\w-]++)++\.?)")
"""Of the name of an SRV record, what stands behind ``_sip._udp.``

It is looked for only where a word begins: in a long word, as of a certificate, each letter would be tried.
"""
_ADDRESS = re.compile(r"[\d.]+")
_LEAST_OF_A_NAME = 9
_HUNDRED = "0" * 100
"""Their width tells that of one: a character's may be no whole number of pixels."""
_CONSIDERED = 400
"""Characters of a message; a screen has room for fewer, and one may have a million."""


def shortened(text: str, most: int) -> str:
    """A message in ``most`` characters if that can be had by leaving out the middles of its names.

    Otherwise in as few as that gives: what happened stands behind the name, and would be cut off first.
    """
    excess = len(text) - most
    if excess <= 0:
        return text
    head, tail = text[:_CONSIDERED], text[_CONSIDERED:]
    rooms: dict[int, int] = {}
    for found in sorted(_NAME.finditer(head), key=lambda one: -len(one["name"])):
        size = len(found["name"])
        room = max(size - excess, _LEAST_OF_A_NAME)
        if room >= size:
            break
        if _ADDRESS.fullmatch(found["name"]):
            continue
        rooms[found.start()] = room
        excess -= size - room

    def in_its_room(found: re.Match[str]) -> str:
        name, room = found["name"], rooms.get(found.start())
        before = found.group().removesuffix(name)
        return before + (name if room is None else f"{name[: room // 2]}…{name[room // 2 + 1 - room :]}")

    return _NAME.sub(in_its_room, head) + tail


class RowPainting:
    """Paints rows of the table, all of one event with one painter."""

    def __init__(self, table: LogTable, painter: QPainter) -> None:
        self._table, self._lines, self._painter = table, table.lines, painter
        self._look = palette.current()

    def paint(self, row: int, *, chosen: bool) -> None:
        """Paints one row where it stands."""
        table, look, painter = self._table, self._look, self._painter
        # As wide as the columns: beyond them Qt paints nothing anew when another row is chosen.
        width = min(table.viewport().width(), table.horizontalHeader().length())
        place = QRect(0, table.rowViewportPosition(row), width, table.rowHeight(row))
        mark = self._lines.mark(row)
        role = MARK_ROLES.get(mark, Role.TEXT)
        self._fill(place, mark, role, chosen=chosen)
        text = QColor(look.on_selection if chosen else look.text)
        muted = text if chosen else look.colour(Role.MUTED)
        if mark is not Mark.NONE:
            self._mark(place, mark, text if chosen else look.colour(role))
        if row == table.currentIndex().row():
            painter.setPen(QPen(QColor(look.accent if table.hasFocus() else look.edge), 1))
            painter.drawRect(place.adjusted(0, 0, -1, -1))
        if self._lines.rows.place(row) + 1 in self._lines.bookmarks:
            self._bookmark(place, chosen=chosen)
        self._texts(place, row, text, muted)

    def _fill(self, place: QRect, mark: Mark, role: Role, *, chosen: bool) -> None:
        look = self._look
        if chosen:
            self._painter.fillRect(place, QColor(look.selection))
        elif mark in TINTED and role in look.tints:
            self._painter.fillRect(place, look.tint(role))
        elif mark is Mark.REPAIRED:
            self._painter.fillRect(place, QColor(look.side))

    def _mark(self, place: QRect, mark: Mark, colour: QColor) -> None:
        role, painter, table = MARK_ROLES[mark], self._painter, self._table
        if mark in TINTED:
            painter.fillRect(place.x(), place.y(), BAR, place.height(), self._look.colour(role))
        side = icons.SMALL
        x = BAR + GRID // 2
        top = place.y() + (place.height() - side) // 2
        icon(MARK_ICONS[mark], role).paint(painter, QRect(x, top, side, side))
        painter.setFont(table.font())
        painter.setPen(colour)
        room = QRect(x + side + GRID // 2, place.y(), table.columnWidth(Column.MARK), place.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, mark_word(mark))

    def _bookmark(self, place: QRect, *, chosen: bool) -> None:
        x = self._table.columnViewportPosition(Column.LINE)
        top = place.y() + (place.height() - icons.SMALL) // 2
        picture = icon("bookmark", QColor(self._look.on_selection) if chosen else Role.INFO)
        picture.paint(self._painter, QRect(x, top, icons.SMALL, icons.SMALL))

    def _texts(self, place: QRect, row: int, text: QColor, muted: QColor) -> None:
        painter, continues = self._painter, self._lines.continues(row)
        painter.setFont(self._table.font())
        painter.setPen(muted)
        self._text(place, row, Column.LINE, Qt.AlignmentFlag.AlignRight)
        painter.setFont(remembered(fixed=True))
        self._text(place, row, Column.TIME)
        painter.setPen(muted if continues else text)
        self._text(place, row, Column.MODULE)
        self._text(place, row, Column.LEVEL)
        self._text(place, row, Column.MESSAGE, indent=_INDENT if continues else 0)

    def _text(
        self,
        place: QRect,
        row: int,
        column: Column,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        indent: int = 0,
    ) -> None:
        table, painter = self._table, self._painter
        if table.isColumnHidden(column):
            return
        x = table.columnViewportPosition(column) + PAD + indent
        width = table.columnWidth(column) - 2 * PAD - indent
        text = self._lines.text(row, column)
        if column is Column.MESSAGE:
            metrics = painter.fontMetrics()
            text = shortened(text, 100 * width // max(metrics.horizontalAdvance(_HUNDRED), 1))
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        flags = align | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(QRect(x, place.y(), width, place.height()), flags, text)
