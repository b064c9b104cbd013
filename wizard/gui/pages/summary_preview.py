"""The fix summary as it will be handed over, to look at before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, Signal
from PySide6.QtWidgets import QWidget

from wizard.core.case.summary_model import Planned, Summary
from wizard.gui.pages.summary_blocks import Maker, Stack, checklists, drawing, remarks
from wizard.gui.pages.summary_parts import CauseCard, ChangedPart, FixParts, PlannedPart
from wizard.gui.parted import Parted
from wizard.gui.slices import Slices
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.column import Column
from wizard.gui.widgets.disclosure import Disclosure
from wizard.gui.widgets.reveal import reveal
from wizard.gui.widgets.sliced_column import SlicedColumn
from wizard.gui.widgets.tab_order import chain as chain_tabs
from wizard.gui.widgets.tab_order import stops
from wizard.gui.widgets.ticks import Ticks
from wizard.gui.widgets.visible import laid_out_once

_FIX = 1
"""Which of the parts tells what to do."""
_TURN_MS = 8
"""About so long the widgets of one slice take; they are laid out after that."""
_FEW = 12
"""So many widgets of a part are all made, seen or not."""
_PASSES = 2
"""Until every wrapped label has told its height to the page, and the page to the scroll area."""


@dataclass(frozen=True, slots=True)
class _Part:
    """What a part says, and what makes its widgets one by one. One with nothing to say makes none."""

    title: str
    value: Any
    make: Callable[[], Iterable[Maker]]


@dataclass(slots=True)
class _Coming:
    """A part that is being made; ``stack`` is there with its first widget."""

    number: int
    value: Any
    widgets: Iterator[Maker]
    title: str
    stack: Stack | None = None


class SummaryPreview(Parted):
    """Native widgets, no HTML.

    Only what has changed is made anew, little by little, so that typing goes on while it is drawn.
    """

    ticked = Signal(str, bool)
    """A step that was done, or is to do again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done: frozenset[str] = frozenset()
        self._frozen = self._moved = False
        self._shown: list[tuple[Any, QWidget | None]] = []
        self._wanted: list[_Part] = []
        self._next = 0
        self._coming: _Coming | None = None
        self._column = Column(self, 3 * GRID)
        self._slices = Slices(self, self._draw_on)

    @property
    def is_drawing(self) -> bool:
        """Whether some parts are still to come."""
        return self._slices.waiting

    def set_frozen(self, frozen: bool) -> None:
        """Steps cannot be ticked off while they are told with other names than the case has."""
        self._frozen = frozen
        for ticks in self.findChildren(Ticks):
            ticks.set_frozen(frozen)

    def show_summary(self, summary: Summary) -> None:
        """Shows this one."""
        self._done = frozenset(one.step for one in summary.done)
        for ticks in self.findChildren(Ticks):
            ticks.set_done(self._done)
        self._wanted = self._parts(summary)
        self._next = 0
        self._coming = None
        self._slices.start()

    def reveal_fix(self) -> None:
        """Scrolls to what there is to do, if it is there by now."""
        part = self._shown[_FIX][1] if len(self._shown) > _FIX else None
        if part is not None:
            reveal(part)

    def _draw_on(self) -> bool:
        """Some more of the next part that differs from what is shown in its place."""
        coming = self._coming or self._begin()
        if coming is None:
            self._order_tabs()
            return False
        # Not painted before the page has grown: until then the parts are squeezed into each other.
        self.setUpdatesEnabled(False)
        try:
            with laid_out_once(self):
                self._add_to(coming)
            for _ in range(_PASSES):
                QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        finally:
            self.setUpdatesEnabled(True)
        return True

    def _order_tabs(self) -> None:
        """Tab goes down the parts as they stand: one that was made anew came last."""
        if self._moved:
            self._moved = False
            chain_tabs(self, [stop for _, part in self._shown if part is not None for stop in stops(part)])

    def _begin(self) -> _Coming | None:
        """The next part that is to be made, or to go; none if all is as it should be."""
        while self._next < len(self._wanted):
            number, part = self._next, self._wanted[self._next]
            self._next += 1
            while len(self._shown) <= number:
                self._shown.append((None, None))
            if self._shown[number][0] != part.value:
                self._coming = _Coming(number, part.value, iter(self._made(part)), part.title)
                return self._coming
        return None

    def _add_to(self, coming: _Coming) -> None:
        clock = QElapsedTimer()
        clock.start()
        for make in coming.widgets:
            widget = make()
            if coming.stack is None:
                coming.stack = Stack(title=coming.title)
                self._exchange(coming.number, coming.stack)
            coming.stack.column.addWidget(widget)
            widget.show()  # A layout would do it later, and leave no room until then.
            if clock.elapsed() >= _TURN_MS:
                return
        if coming.stack is None:
            self._exchange(coming.number, None)
        self._shown[coming.number] = (coming.value, coming.stack)
        self._coming = None

    def _made(self, part: _Part) -> Sequence[Maker]:
        """What makes its widgets. Of many, those far below what is seen come as they are scrolled to."""
        makers = [partial(self._wired, make) for make in part.make()]
        if len(makers) <= _FEW:
            return makers

        def column() -> QWidget:
            made = SlicedColumn(at_once=1, most=len(makers))
            made.fill(makers)
            return made

        return [column]

    def _wired(self, make: Maker) -> QWidget:
        """The widget; its steps are ticked as they are done, and tell when they are."""
        widget = make()
        for ticks in [widget] if isinstance(widget, Ticks) else widget.findChildren(Ticks):
            ticks.set_done(self._done)
            ticks.set_frozen(self._frozen)
            ticks.ticked.connect(self.ticked)
        return widget

    def _exchange(self, number: int, widget: QWidget | None) -> None:
        """Puts a part into its place. What it says is known when it is whole."""
        old = self._shown[number][1]
        # By what stands before it: a part without widget has no place of its own.
        place = sum(1 for _, before in self._shown[:number] if before is not None)
        if old is not None:
            old.hide()
            self._column.removeWidget(old)
            old.deleteLater()
        if widget is not None:
            self._column.insertWidget(place, widget)
            widget.show()
        self._shown[number] = (None, widget)
        self._moved = True

    def _parts(self, s: Summary) -> list[_Part]:
        """The parts in order: what each is made of, and how."""
        fixing = self.tr("How to fix it") if s.causes else self.tr("What to do")
        return [
            _part(self.tr("What is wrong"), s.causes, lambda: each(CauseCard, s.causes)),
            _part(fixing, s.fixes, lambda: chain.from_iterable(FixParts(one).made() for one in s.fixes)),
            _part(
                self.tr("What to change in the configuration files"),
                s.changed,
                lambda: each(ChangedPart, s.changed),
            ),
            _part(self.tr("How to see that it works"), s.verify, lambda: checklists(s.verify)),
            _part(self.tr("What was done"), s.done, lambda: [partial(self._done_steps, s)]),
            _part(
                self.tr("How the handset finds its servers"), s.pictures, lambda: each(drawing, s.pictures)
            ),
            _part(
                self.tr("Also noticed"), s.remarks, lambda: each(partial(CauseCard, advice=True), s.remarks)
            ),
            _part(self.tr("Seen earlier, not any more"), s.history, lambda: [partial(self._history, s)]),
            _part(self.tr("What is in order"), s.healthy, lambda: [partial(remarks, s.healthy, Role.OK)]),
            _part(
                self.tr("What could not be checked"),
                s.unchecked,
                lambda: [partial(remarks, s.unchecked, Role.INFO)],
            ),
            self._plan(s.planned),
            _part(self.tr("What this is based on"), s.based, lambda: [partial(remarks, s.based, Role.INFO)]),
            _part(self.tr("About this summary"), s.trust, lambda: [partial(remarks, s.trust, Role.INFO)]),
        ]

    def _done_steps(self, s: Summary) -> QWidget:
        lines = [self.tr("{step} ({when})").format(step=one.step, when=one.when) for one in s.done]
        return remarks(lines, Role.OK)

    def _history(self, s: Summary) -> QWidget:
        count = len(s.history)
        text = self.tr("Show it") if count == 1 else self.tr("Show all {count}").format(count=count)
        return Disclosure(text, lambda: Stack(*(CauseCard(one, past=True) for one in s.history)))

    def _plan(self, planned: Planned | None) -> _Part:
        if planned is None:
            return _part("", None, list)
        title = self.tr("The plan for {name}").format(name=planned.name)
        return _part(title, planned, lambda: [partial(PlannedPart, planned)])


def each(make: Callable[[Any], QWidget], values: Iterable[Any]) -> Iterator[Maker]:
    """Makes one widget of each."""
    return (partial(make, value) for value in values)


def _part(title: str, value: Any, make: Callable[[], Iterable[Maker]]) -> _Part:
    return _Part(title, (title, value), make if value else list)
