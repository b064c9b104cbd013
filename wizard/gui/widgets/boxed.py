"""Many widgets one below the other, some of them in a box: each box is styled for itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from wizard.gui.parted import Parted
from wizard.gui.widgets.column import Column

TOGETHER = 8
"""Widgets that share a box: a style sheet each would take much memory, one for all of them much time."""


class Boxed(Parted):
    """Hidden as long as nothing is in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = Column(self)
        self._boxes: list[tuple[QWidget, Column]] = []
        self.hide()

    def place(self, number: int) -> QWidget:
        """The box for the widget at this place: what is made as its child has its styled size at once."""
        while len(self._boxes) <= number // TOGETHER:
            box = QWidget(self)
            self._boxes.append((box, Column(box)))
            self._column.addWidget(box)
            box.show()
        return self._boxes[number // TOGETHER][0]

    def put(self, widgets: Sequence[QWidget]) -> None:
        """Has these stand in this order, and shows them. Whatever else was in it has been taken out before.

        What has the focus keeps it, and is not told that it was away for a moment.
        """
        for number, widget in enumerate(widgets):
            box, at = self.place(number), number % TOGETHER
            column = self._boxes[number // TOGETHER][1]
            item = column.itemAt(at)
            if item is None or item.widget() is not widget:
                _move(widget, box, column, at)
        while self._boxes and not self._boxes[-1][1].count():
            empty, _column = self._boxes.pop()
            self._column.removeWidget(empty)
            empty.hide()
            empty.deleteLater()
        self.setVisible(bool(self._boxes))
        for _box, column in self._boxes:
            column.invalidate()
        self._column.invalidate()  # What is around is told in this turn, not when all this is laid out.
        self.updateGeometry()

    def take(self, widget: QWidget) -> None:
        """Takes one out; it is hidden."""
        widget.hide()
        for _box, column in self._boxes:
            column.removeWidget(widget)


def _move(widget: QWidget, box: QWidget, column: Column, at: int) -> None:
    focused = QApplication.focusWidget()
    if focused is None or not widget.isAncestorOf(focused) or widget.parentWidget() is box:
        column.insertWidget(at, widget)
        widget.show()
        return
    before = focused.blockSignals(True)
    focused.clearFocus()
    column.insertWidget(at, widget)
    widget.show()
    focused.setFocus(Qt.FocusReason.OtherFocusReason)
    focused.blockSignals(before)
