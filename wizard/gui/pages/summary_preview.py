"""The fix summary as it will be handed over, to look at before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wizard.core.case.summary_model import Planned, Summary
from wizard.gui.pages.summary_parts import (
    CauseCard,
    ChangedPart,
    FixPart,
    PlannedPart,
    Stack,
    checklist,
    drawing,
    remarks,
)
from wizard.gui.slices import Slices
from wizard.gui.theme import GRID, Role
from wizard.gui.widgets.disclosure import Disclosure
from wizard.gui.widgets.reveal import reveal
from wizard.gui.widgets.ticks import Ticks
from wizard.gui.widgets.visible import laid_out_once

Made = Callable[[], QWidget | None]
_FIX = 1
"""Which of the parts tells what to do."""
_PASSES = 2
"""Until every wrapped label has told its height to the page, and the page to the scroll area."""


class SummaryPreview(QWidget):
    """Native widgets, no HTML.

    Only what has changed is made anew, one part a turn of the event loop, so that typing goes on
    while it is drawn.
    """

    ticked = Signal(str, bool)
    """A step that was done, or is to do again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done: frozenset[str] = frozenset()
        self._frozen = False
        self._shown: list[tuple[Any, QWidget | None]] = []
        self._wanted: list[tuple[Any, Made]] = []
        self._next = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3 * GRID)
        self._slices = Slices(self, self._draw_one)

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
        self._slices.start()

    def reveal_fix(self) -> None:
        """Scrolls to what there is to do, if it is there by now."""
        part = self._shown[_FIX][1] if len(self._shown) > _FIX else None
        if part is not None:
            reveal(part)

    def _draw_one(self) -> bool:
        """Makes the next part that differs from what is shown in its place."""
        while self._next < len(self._wanted):
            number, (value, make) = self._next, self._wanted[self._next]
            self._next += 1
            if number < len(self._shown) and self._shown[number][0] == value:
                continue
            self._put(number, value, make())
            return True
        return False

    def _put(self, number: int, value: Any, widget: QWidget | None) -> None:
        # Not painted before the page has grown: until then the parts are squeezed into each other.
        self.setUpdatesEnabled(False)
        with laid_out_once(self):
            self._exchange(number, value, widget)
        for _ in range(_PASSES if widget is not None else 0):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self.setUpdatesEnabled(True)

    def _exchange(self, number: int, value: Any, widget: QWidget | None) -> None:
        while len(self._shown) <= number:
            self._shown.append((None, None))
        old = self._shown[number][1]
        # By what stands before it: a part without widget has no place of its own.
        place = sum(1 for _, before in self._shown[:number] if before is not None)
        if old is not None:
            old.hide()
            self._column.removeWidget(old)
            old.deleteLater()
        if widget is not None:
            for ticks in widget.findChildren(Ticks):
                ticks.set_done(self._done)
                ticks.set_frozen(self._frozen)
                ticks.ticked.connect(self.ticked)
            self._column.insertWidget(place, widget)
            widget.show()  # A layout would do it later, and leave no room until then.
        self._shown[number] = (value, widget)

    def _parts(self, s: Summary) -> list[tuple[Any, Made]]:
        """The parts in order: what each is made of, and how. One with nothing to say makes no widget."""
        fixing = self.tr("How to fix it") if s.causes else self.tr("What to do")
        return [
            _part(self.tr("What is wrong"), s.causes, lambda: [CauseCard(one) for one in s.causes]),
            _part(fixing, s.fixes, lambda: [FixPart(one) for one in s.fixes]),
            _part(
                self.tr("What to change in the configuration files"),
                s.changed,
                lambda: [ChangedPart(one) for one in s.changed],
            ),
            _part(self.tr("How to see that it works"), s.verify, lambda: [checklist(s.verify)]),
            _part(self.tr("What was done"), s.done, lambda: [self._done_steps(s)]),
            _part(
                self.tr("How the handset finds its servers"),
                s.pictures,
                lambda: [drawing(one) for one in s.pictures],
            ),
            _part(
                self.tr("Also noticed"), s.remarks, lambda: [CauseCard(one, advice=True) for one in s.remarks]
            ),
            _part(self.tr("Seen earlier, not any more"), s.history, lambda: [self._history(s)]),
            _part(self.tr("What is in order"), s.healthy, lambda: [remarks(s.healthy, Role.OK)]),
            _part(
                self.tr("What could not be checked"), s.unchecked, lambda: [remarks(s.unchecked, Role.INFO)]
            ),
            self._plan(s.planned),
            _part(self.tr("What this is based on"), s.based, lambda: [remarks(s.based, Role.INFO)]),
            _part(self.tr("About this summary"), s.trust, lambda: [remarks(s.trust, Role.INFO)]),
        ]

    def _done_steps(self, s: Summary) -> QWidget:
        lines = [self.tr("{step} ({when})").format(step=one.step, when=one.when) for one in s.done]
        return remarks(lines, Role.OK)

    def _history(self, s: Summary) -> QWidget:
        count = len(s.history)
        text = self.tr("Show it") if count == 1 else self.tr("Show all {count}").format(count=count)
        return Disclosure(text, lambda: Stack(*(CauseCard(one, past=True) for one in s.history)))

    def _plan(self, planned: Planned | None) -> tuple[Any, Made]:
        if planned is None:
            return None, lambda: None
        title = self.tr("The plan for {name}").format(name=planned.name)
        return _part(title, planned, lambda: [PlannedPart(planned)])


def _part(title: str, value: Any, make: Callable[[], Sequence[QWidget]]) -> tuple[Any, Made]:
    return (title, value), lambda: Stack(*make(), title=title) if value else None
