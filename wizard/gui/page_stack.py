"""The pages of a window: each is made when it is first needed, and drawn when it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from wizard.gui.coming_page import ComingPage
from wizard.gui.theme import Appearance, dress

if TYPE_CHECKING:
    from wizard.core.case.case import Case
    from wizard.core.case.steps import Status, Step
    from wizard.gui.pages.base import Page

PageFactory = Callable[[], "Page"]
"""A page's class, or anything that makes the page. Called when the page is first needed."""


class PageStack(QStackedWidget):
    """``join`` is given every page that has been made, to connect its signals."""

    def __init__(
        self,
        factories: Mapping[Step, PageFactory],
        join: Callable[[Page], None],
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._factories = dict(factories)
        self._join = join
        self._appearance = appearance
        self._frames: dict[Step, QScrollArea] = {}
        self._outdated: set[Step] = set()
        self._under_way: dict[Step, Iterator[None]] = {}
        self.made: dict[Step, Page] = {}
        """The pages that there are so far."""

    def page(self, step: Step) -> Page:
        """The step's page, made if need be."""
        for _turn in self.making(step):
            pass
        return self.made[step]

    def making(self, step: Step) -> Iterator[None]:
        """Makes the step's page if need be, some of it each time that the iterator is asked for more.

        Whoever asks for the page meanwhile has it finished at once.
        """
        if step not in self.made:
            try:
                yield from self._under_way.setdefault(step, self._make(step))
            finally:
                self._under_way.pop(step, None)

    def missing(self) -> Step | None:
        """A step that has no page yet."""
        return next((step for step in self._factories if step not in self.made), None)

    def show_step(self, step: Step) -> None:
        """Shows a page that has been made."""
        self.setCurrentWidget(self._frames[step])

    def show_coming(self, name: str) -> None:
        """Shows where the page of this name will be when it has been loaded."""
        self.coming.stand_for(name)
        self.setCurrentWidget(self.coming)

    @cached_property
    def coming(self) -> ComingPage:
        """What stands there meanwhile."""
        made = ComingPage()
        self.addWidget(made)
        self._appearance.add(made)
        return made

    def dress(self, step: Step) -> None:
        """Gives a page the look in effect, before it is shown."""
        dress(self._frames[step])

    def outdate(self) -> None:
        """The case is another one: every page has to be drawn before it is seen again."""
        self._outdated = set(self.made)

    def draw(self, step: Step, case: Case) -> bool:
        """Draws the page if it does not show this case yet. Whether it had to."""
        if step not in self._outdated:
            return False
        self._outdated.discard(step)
        self.made[step].show_case(case)
        return True

    def statuses(self, told: Mapping[Step, Status]) -> dict[Step, Status]:
        """How far the steps are: what a page does, or shows beside the case, before what the case tells."""
        from wizard.core.case.steps import Progress, Status

        found = dict(told)
        for step, page in self.made.items():
            if page.underway:
                found[step] = Status(Progress.INCOMPLETE, page.underway)
            elif page.own_status is not None:
                found[step] = page.own_status
        return found

    def _make(self, step: Step) -> Iterator[None]:
        page = self._factories[step]()
        yield
        self._join(page)
        frame = QScrollArea()
        frame.setObjectName("pageScroll")
        frame.setFrameShape(QFrame.Shape.NoFrame)
        frame.setWidgetResizable(True)
        frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frame.setWidget(page)
        self.made[step] = page
        self._frames[step] = frame
        self._outdated.add(step)
        self.addWidget(frame)
        yield from self._appearance.adding(frame)
