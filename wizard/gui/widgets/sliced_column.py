"""Parts one below the other, those of a long list made little by little: the window answers meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.gui.slices import Slices
from wizard.gui.theme import GRID
from wizard.gui.widgets.tab_order import chain, keep_place, stops
from wizard.gui.widgets.visible import laid_out_once

AT_ONCE = 8
"""Parts that are made at once: more than a window shows."""
_TURN_MS = 8
"""About so long the parts of one turn of the event loop take; they are laid out after that."""


class SlicedColumn(QWidget):
    """Parts come in order, each below those before it, which stay where they are. Tab follows them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GRID)
        self._to_make: list[Callable[[], QWidget]] = []
        self._slices = Slices(self, self._go_on)

    @property
    def waiting(self) -> bool:
        """Whether parts are still to be made."""
        return bool(self._to_make)

    def fill(self, parts: Iterable[Callable[[], QWidget]]) -> None:
        """Makes these parts instead of those before: the first ones now, the others soon."""
        self._to_make = list(parts)
        with laid_out_once(self):
            self._clear()
            for _ in range(min(AT_ONCE, len(self._to_make))):
                self._make_one()
        keep_place(self)
        if self.waiting:
            self._slices.start()
        else:
            self._slices.stop()

    def _go_on(self) -> bool:
        last = next(iter(stops(self)[-1:]), self)
        made: list[QWidget] = []
        clock = QElapsedTimer()
        clock.start()
        with laid_out_once(self):
            while self.waiting and (not made or clock.elapsed() < _TURN_MS):
                made.append(self._make_one())
        chain(last, [stop for part in made for stop in stops(part)])
        return self.waiting

    def _make_one(self) -> QWidget:
        part = self._to_make.pop(0)()
        self._column.addWidget(part)
        part.show()
        return part

    def _clear(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.setParent(None)
                widget.deleteLater()
