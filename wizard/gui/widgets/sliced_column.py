"""Parts one below the other, those of a long list made little by little: the window answers meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QElapsedTimer, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from wizard.gui.slices import Slices
from wizard.gui.theme import GRID
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.nearing import Nearing
from wizard.gui.widgets.reveal import reveal
from wizard.gui.widgets.room import Room
from wizard.gui.widgets.tab_order import chain, keep_place, stops
from wizard.gui.widgets.visible import laid_out_once

MOST = 50
"""So many parts are shown at a time. Of more, the rest is a button: Qt lays out and styles all in one go."""
AT_ONCE = 5
"""Parts that are made at once: about what a window shows."""
_TOGETHER = 8
"""Parts that share a box: Qt asks all parts of a box for their sizes again when one comes into it."""
_TURN_MS = 8
"""About so long the parts of one turn of the event loop take; they are laid out after that."""
_LINES = 6
"""A part is about so many lines high, as long as none is laid out."""


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
    """Parts come in order, each below those before it, which stay where they are. Tab follows them.

    Those far below what is seen of the page come when they are near it; until then their room is kept free.
    ``at_once`` of them are made at once, ``most`` are shown at a time.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        spacing: int = GRID,
        at_once: int = AT_ONCE,
        most: int = MOST,
    ) -> None:
        super().__init__(parent)
        self._spacing = spacing
        self._at_once, self._most = at_once, most
        self._list = QWidget()
        self._column = Column(self._list, spacing)
        self._room = Room()
        self._room.entered.connect(self._lead_on)
        around = Column(self, 0)
        around.addWidget(self._list)
        around.addWidget(self._room)
        self._box: Column | None = None
        self._made = 0
        self._to_make: list[Callable[[], QWidget]] = []
        self._to_the_end = False
        self._slices = Slices(self, self._go_on)
        self._nearing = Nearing(self, self._list, self._slices)

    @property
    def waiting(self) -> bool:
        """Whether parts are still to be made."""
        return bool(self._to_make)

    def fill(self, parts: Iterable[Callable[[], QWidget]]) -> None:
        """Makes these parts instead of those before: the first now, the others soon or when asked for."""
        self._to_make = list(parts)
        most = self._most
        if len(self._to_make) > most + 1:  # A button instead of a single part would save no room.
            rest = self._to_make[most:]
            self._to_make[most:] = [lambda: self._offer(rest)]
        self._to_the_end = False
        with laid_out_once(self):
            self._clear()
            for _ in range(min(self._at_once, len(self._to_make))):
                self._make_one()
            self._keep_room()
        keep_place(self)
        if self.waiting:
            self._slices.start()
        else:
            self._slices.stop()

    def _go_on(self) -> bool:
        """Some more parts if they would stand near what is seen."""
        self._to_the_end = self._to_the_end and self._room.hasFocus()
        if self.waiting and (self._to_the_end or self._nearing.is_near()):
            self._grow()
            if not self.waiting and self._to_the_end:
                self._focus(stops(self._list)[-1:])
            return self.waiting
        self._keep_room()  # By what it is like now that it is laid out.
        return False

    def _grow(self) -> list[QWidget]:
        """Makes some more parts; what takes the focus in them."""
        last = next(iter(stops(self._list)[-1:]), self)
        made: list[QWidget] = []
        clock = QElapsedTimer()
        clock.start()
        with self._nearing.steady(), laid_out_once(self):
            while self.waiting and (not made or clock.elapsed() < _TURN_MS):
                made.append(self._make_one())
            self._keep_room()
        new = [stop for part in made for stop in stops(part)]
        chain(last, new)
        return new

    def _keep_room(self) -> None:
        """What stands below has about the place that it will have: the other parts are as high as these."""
        known = self._column.heightForWidth(self.width()) if self.isVisible() else 0
        average = (
            known // self._made if known > 0 and self._made else _LINES * self.fontMetrics().lineSpacing()
        )
        self._room.keep(len(self._to_make) * average)

    def _lead_on(self, downwards: bool) -> None:
        """Tab has come to where the next parts will stand, or Shift+Tab to where the last one will."""
        self._to_the_end = not downwards
        new: list[QWidget] = []
        while downwards and self.waiting and not new:
            new = self._grow()
        if new:
            new[0].setFocus(Qt.FocusReason.TabFocusReason)
        self._slices.start()

    def _focus(self, found: list[QWidget]) -> None:
        for one in found:
            one.setFocus(Qt.FocusReason.BacktabFocusReason)
            reveal(one)

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
        self._made += 1
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
        self._made = 0
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # Taken out of its page it would be styled anew, all of it.
                widget.deleteLater()


def _count(parts: Iterable[Callable[[], QWidget]]) -> int:
    return sum(not isinstance(part, Title) for part in parts)
