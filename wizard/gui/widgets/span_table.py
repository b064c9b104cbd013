"""A table of whole rows in which Shift chooses from where the user is, however they got there."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

Index = QModelIndex | QPersistentModelIndex
_Key = Qt.Key
_MODIFIERS = {_Key.Key_Shift, _Key.Key_Control, _Key.Key_Alt, _Key.Key_AltGr, _Key.Key_Meta}
_Flag = QItemSelectionModel.SelectionFlag
_Shift, _Control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class SpanTable(QTableView):
    """Qt extends a choice from where the last click or key was, not from where the program went since."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._anchor = -1  # The row where a choice begins.
        self._extends = False
        self.touched = False
        """Whether somebody has scrolled it, clicked into it or pressed a key in it since this was reset."""
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.actionTriggered.connect(self.touch)  # By hand: a program sets the value.

    def touch(self) -> None:
        """It is in somebody's hands: nothing moves it by itself any more."""
        self.touched = True

    def currentChanged(self, current: Index, previous: Index) -> None:
        if not self._extends and self.state() is not QAbstractItemView.State.DragSelectingState:
            self._anchor = current.row()
        super().currentChanged(current, previous)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _MODIFIERS:
            self.touch()
        row = self._row_wanted(event)
        if row >= 0:
            self._extend_to(row)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.touch()
        row = self.rowAt(event.position().toPoint().y())
        shift = (event.modifiers() & (_Shift | _Control)) == _Shift
        if shift and event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self._extend_to(row)
        else:
            super().mousePressEvent(event)

    def _chosen(self) -> list[tuple[int, int]]:
        """The rows that are chosen, from the first to the last of each stretch, in order."""
        parts = self.selectionModel().selection()
        spans: list[tuple[int, int]] = []
        for first, last in sorted((parts.at(n).top(), parts.at(n).bottom()) for n in range(parts.count())):
            if spans and first <= spans[-1][1] + 1:
                spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
            else:
                spans.append((first, last))
        return spans

    def _row_wanted(self, event: QKeyEvent) -> int:
        """The row up to which a key with Shift chooses, -1 for any other key."""
        at, last = self.currentIndex().row(), self.model().rowCount() - 1
        if at < 0 or not event.modifiers() & _Shift:
            return -1
        page = max(self.viewport().height() // max(self.rowHeight(at), 1) - 1, 1)
        wanted: dict[int, int] = {
            Qt.Key.Key_Up: at - 1,
            Qt.Key.Key_Down: at + 1,
            Qt.Key.Key_PageUp: at - page,
            Qt.Key.Key_PageDown: at + page,
        }
        if event.modifiers() & _Control:
            wanted = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: last}
        row = wanted.get(event.key())
        return min(max(row, 0), last) if row is not None else -1

    def _extend_to(self, row: int) -> None:
        """Chooses all rows from the one where the choice begins to this one."""
        model = self.model()
        begin = self._anchor if 0 <= self._anchor < model.rowCount() else max(self.currentIndex().row(), 0)
        chosen = QItemSelection(
            model.index(min(begin, row), 0), model.index(max(begin, row), model.columnCount() - 1)
        )
        index = model.index(row, max(self.currentIndex().column(), 0))
        self._extends = True
        self.selectionModel().setCurrentIndex(index, _Flag.NoUpdate)
        self._extends = False
        self.selectionModel().select(chosen, _Flag.ClearAndSelect | _Flag.Rows)
        self.scrollTo(index)
