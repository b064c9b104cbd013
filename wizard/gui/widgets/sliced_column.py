"""Parts one below the other, those of a long list made little by little: the window answers meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QElapsedTimer, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from wizard.gui.slices import Slices
from wizard.gui.theme import GRID
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.tab_order import chain, keep_place, stops
from wizard.gui.widgets.visible import laid_out_once

MOST = 50
"""So many parts are shown at a time. Of more, the rest is a button: Qt lays out and styles all in one go."""
AT_ONCE = 8
"""Parts that are made at once: more than a window shows."""
_TOGETHER = 8
"""Parts that share a box: Qt asks all parts of a box for their sizes again when one comes into it."""
_TURN_MS = 8
"""About so long the parts of one turn of the event loop take; they are laid out after that."""


@dataclass(frozen=True, slots=True)
class Title:
    """A part that stands above others and is not counted among them."""

    make: Callable[[], QWidget]

    def __call__(self) -> QWidget:
        return self.make()


def more_words(count: int, rest: int) -> str:
    """What the button says that shows so many more of the rest."""
    if rest > count:
        text = QCoreApplication.translate("More", "Show {count} more of {rest}")
        return text.format(count=count, rest=f"{rest:,}")
    return QCoreApplication.translate("More", "Show {count} more").format(count=f"{rest:,}")


class SlicedColumn(QWidget):
    """Parts come in order, each below those before it, which stay where they are. Tab follows them."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = GRID) -> None:
        super().__init__(parent)
        self._spacing = spacing
        self._column = Column(self, spacing)
        self._box: Column | None = None
        self._to_make: list[Callable[[], QWidget]] = []
        self._slices = Slices(self, self._go_on)

    @property
    def waiting(self) -> bool:
        """Whether parts are still to be made."""
        return bool(self._to_make)

    def fill(self, parts: Iterable[Callable[[], QWidget]]) -> None:
        """Makes these parts instead of those before: the first now, the others soon or when asked for."""
        self._to_make = list(parts)
        if len(self._to_make) > MOST + 1:  # A button instead of a single part would save no room.
            rest = self._to_make[MOST:]
            self._to_make[MOST:] = [lambda: self._offer(rest)]
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

    def _offer(self, rest: list[Callable[[], QWidget]]) -> QWidget:
        """A button for the rest, which comes in its place."""
        box = QWidget()
        column = Column(box)
        more = QPushButton(more_words(_count(rest[:MOST]), _count(rest)))
        column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        more.clicked.connect(lambda: self._show_rest(more, column, rest))
        return box

    def _show_rest(self, more: QPushButton, column: Column, rest: list[Callable[[], QWidget]]) -> None:
        shown = SlicedColumn(spacing=self._spacing)
        column.addWidget(shown)
        shown.fill(rest)
        chain(more, stops(shown))
        shown.show()
        more.hide()  # The focus goes on to the first of them.

    def _make_one(self) -> QWidget:
        part = self._to_make.pop(0)()
        if self._box is None or self._box.count() >= _TOGETHER:
            box = QWidget()
            self._box = Column(box, self._spacing)
            self._column.addWidget(box)
            box.show()
        self._box.addWidget(part)
        part.show()
        return part

    def _clear(self) -> None:
        self._box = None
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # Taken out of its page it would be styled anew, all of it.
                widget.deleteLater()


def _count(parts: Iterable[Callable[[], QWidget]]) -> int:
    return sum(not isinstance(part, Title) for part in parts)
