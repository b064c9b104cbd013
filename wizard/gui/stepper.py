"""The list of steps at the left of the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from wizard.core.case.steps import Progress, Status, Step
from wizard.gui import fonts, icons, palette
from wizard.gui.palette import Role, Theme
from wizard.gui.theme import GRID

Index = QModelIndex | QPersistentModelIndex
_LEAST_WIDE = 27 * GRID
_MOST_WIDE = 36 * GRID  # A longer status is shortened; the tooltip and the page say it in full.
NOT_STARTED = Status(Progress.TODO, "")


@dataclass(frozen=True, slots=True)
class _Row:
    step: Step
    name: str
    status: Status


class _Steps(QAbstractListModel):
    def __init__(self, names: Mapping[Step, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = [_Row(step, name, NOT_STARTED) for step, name in names.items()]
        self.shown: Step | None = None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._rows)

    def row(self, number: int) -> _Row:
        return self._rows[number]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.name
            case Qt.ItemDataRole.AccessibleTextRole:
                return self.spoken(index.row())
            case Qt.ItemDataRole.ToolTipRole:
                return _plain(": ".join(filter(None, (row.name, self.status_text(row)))))
        return None

    def status_text(self, row: _Row) -> str:
        """The status's own line, or the word of its progress."""
        words = {
            Progress.TODO: self.tr("To do"),
            Progress.INCOMPLETE: self.tr("Incomplete"),
            Progress.OK: self.tr("Done"),
            Progress.WARNING: self.tr("Warning"),
            Progress.FAILED: self.tr("Failed"),
            Progress.STALE: self.tr("Out of date"),
        }
        return row.status.text or words[row.status.progress]

    def spoken(self, number: int) -> str:
        """Name, position and status in one sentence."""
        row = self._rows[number]
        text = self.tr("{name}, step {number} of {count}, {status}").format(
            name=row.name, number=number + 1, count=len(self._rows), status=self.status_text(row)
        )
        return self.tr("{step}, shown").format(step=text) if row.step is self.shown else text

    def set_statuses(self, statuses: Mapping[Step, Status]) -> None:
        self._rows = [_Row(row.step, row.name, statuses.get(row.step, NOT_STARTED)) for row in self._rows]
        self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def set_shown(self, step: Step) -> None:
        self.shown = step
        self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))


def _plain(text: str) -> str:
    # A tooltip guesses whether it is rich text; this makes it certain.
    return text.replace("&", "&amp;").replace("<", "&lt;") if "<" in text else text


class _Delegate(QStyledItemDelegate):
    """Icon, name and one line of status; in a narrow list the icon and the name."""

    def __init__(self, parent: Stepper) -> None:
        super().__init__(parent)
        self._list = parent

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = 1 if self._list.narrow else 2
        height = lines * self._list.fontMetrics().height() + 2 * GRID
        return QSize(self._list.width_needed(self._list.narrow), max(height, 5 * GRID))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = palette.current()
        model = self._list.steps
        row = model.row(index.row())
        rect: QRect = option.rect.adjusted(GRID, 2, -GRID, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_back(painter, rect, index, row.step is model.shown)
        side = icons.MEDIUM
        top = rect.center().y() - side // 2 + 1
        icons.progress_icon(row.status.progress).paint(painter, QRect(rect.x() + GRID, top, side, side))
        text = rect.adjusted(side + 2 * GRID + 2, 4, -GRID // 2, -4)
        painter.setFont(fonts.bold() if row.step is model.shown else self._list.font())
        painter.setPen(QColor(look.text))
        if self._list.narrow:
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, row.name)
        else:
            self._paint_two_lines(painter, text, row.name, model.status_text(row), row.status.progress)
        painter.restore()

    def _paint_back(self, painter: QPainter, rect: QRect, index: Index, shown: bool) -> None:
        look = palette.current()
        hovered = self._list.hovered == index.row()
        if shown and look.theme is Theme.CONTRAST:  # A filled row would swallow the status's colours.
            painter.setPen(QPen(QColor(look.text), 1))
            painter.drawRoundedRect(rect, 4, 4)
        elif shown or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.selection if shown else look.hover))
            painter.drawRoundedRect(rect, 4, 4)
        if shown:  # Not by a shade alone.
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.accent))
            painter.drawRoundedRect(QRect(rect.x(), rect.y() + 6, 3, rect.height() - 12), 1.5, 1.5)
        if self._list.hasFocus() and self._list.currentIndex() == index:
            painter.setPen(QPen(QColor(look.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 4, 4)

    def _paint_two_lines(
        self, painter: QPainter, rect: QRect, name: str, status: str, progress: Progress
    ) -> None:
        look = palette.current()
        line = self._list.fontMetrics().height()
        top = rect.center().y() - line
        painter.drawText(QPoint(rect.x(), top + painter.fontMetrics().ascent()), name)
        painter.setFont(self._list.font())
        role = palette.PROGRESS_ROLES[progress] if progress in _LOUD else Role.MUTED
        painter.setPen(look.colour(role))
        shortened = painter.fontMetrics().elidedText(status, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(QPoint(rect.x(), top + line + painter.fontMetrics().ascent()), shortened)


_LOUD = (Progress.FAILED, Progress.WARNING, Progress.STALE)


class Stepper(QListView):
    """Up, Down, Home and End move among the steps; Enter, Space or a click shows one."""

    chosen = Signal(object)
    """The Step that the user wants to see."""
    widened = Signal()
    """Another width may be needed."""

    def __init__(self, names: Mapping[Step, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepList")
        self.narrow = False
        self.hovered = -1
        self.steps = _Steps(names, self)
        self.setModel(self.steps)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName(self.tr("Steps"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.clicked.connect(self._choose)
        self.set_narrow(False)

    def set_statuses(self, statuses: Mapping[Step, Status]) -> None:
        """Shows how far each step is."""
        self.steps.set_statuses(statuses)
        self.widened.emit()

    def set_shown(self, step: Step) -> None:
        """Marks the step whose page is shown."""
        self.steps.set_shown(step)
        number = next(n for n in range(self.steps.rowCount()) if self.steps.row(n).step is step)
        self.setCurrentIndex(self.steps.index(number))

    def set_narrow(self, narrow: bool) -> None:
        """With or without the line of status."""
        self.narrow = narrow
        self.setFixedWidth(self.width_needed(narrow))
        self.scheduleDelayedItemsLayout()

    def width_needed(self, narrow: bool) -> int:
        """Enough for the longest name in bold, so that no word is ever cut."""
        rows = [self.steps.row(number) for number in range(self.steps.rowCount())]
        bold = fonts.bold()
        longest = max(_advance(row.name, bold.toString()) for row in rows)
        around = 2 * GRID + icons.MEDIUM + 2 * GRID + 2 + GRID
        if narrow:
            return int(longest + around)
        usual = self.font().toString()
        widest = max(_advance(self.steps.status_text(row), usual) for row in rows)
        return min(max(int(max(longest, widest) + around), _LEAST_WIDE), _MOST_WIDE)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.steps.row(index.row()).step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: object) -> None:
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()


@lru_cache(maxsize=256)
def _advance(text: str, font: str) -> int:
    """The width of a text in a font, which is given as QFont.toString() says it."""
    described = QFont()
    described.fromString(font)
    return QFontMetrics(described).horizontalAdvance(text)
