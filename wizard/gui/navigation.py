"""Which step of a window is shown, and the ways to another: the step list, Back and Next, keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication

from wizard.core.case.steps import Step
from wizard.gui.announce import announce
from wizard.gui.frame import Frame
from wizard.gui.pages.base import Page
from wizard.gui.slices import Curtain
from wizard.gui.theme import mark
from wizard.gui.window_parts import Parts, shortcut
from wizard.workers import courtesy


class Navigation:
    """Shows one page at a time. ``draw`` has a page show the case that is open.

    While pages are being loaded (:meth:`expect_pages`), one that is not there yet is not made at once, which
    would hold the window up: its name is shown until it comes.
    """

    def __init__(self, window: Frame, parts: Parts, draw: Callable[[Step], None]) -> None:
        self._window = window
        self._parts = parts
        self._draw_page = draw
        self.steps = tuple(parts.names)
        self._shown: Step | None = None
        self._expected: Step | None = None
        self._painting = Curtain(parts.stack)
        self._want: Callable[[Step], None] | None = None
        self._waiting: list[tuple[Step, Callable[[Page], None]]] = []

    def connect(self) -> None:
        """From now on, whoever uses the window can go about."""
        self._parts.sidebar.stepper.chosen.connect(self._jump)
        self._parts.bottom.back.clicked.connect(lambda: self._step_by(-1))
        self._parts.bottom.forward.clicked.connect(lambda: self._step_by(+1))
        for number, step in enumerate(self.steps, 1):
            shortcut(self._window, f"Ctrl+{number}", partial(self._jump, step))
        shortcut(self._window, "Alt+Left", lambda: self._step_by(-1))
        shortcut(self._window, "Alt+Right", lambda: self._step_by(+1))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut(self._window, keys, self._press_primary)

    @property
    def shown(self) -> Step:
        """The step whose page is shown."""
        assert self._shown is not None
        return self._shown

    @property
    def front(self) -> Page:
        """That page."""
        return self._parts.stack.made[self.shown]

    def go(self, step: Step) -> None:
        """Shows a step. No jump is ever blocked."""
        if self._comes_late(step):
            self._expect(step)
            return
        page = self._parts.stack.page(step)
        expected, self._expected = self._expected, None
        if step is self._shown:
            if expected is not None:
                self._parts.stack.show_step(step)
                self._point_at(step)
            return
        if self._shown is not None:
            self.front.leave()
        self._shown = step
        courtesy.ask()
        self._parts.stack.dress(step)
        self.draw()
        self._parts.stack.show_step(step)
        self._point_at(step)
        page.enter()
        if not self._window.full:
            self._painting.start()
            return  # A screen reader reads a window that opens by itself.
        self._painting.drop()  # To draw a page and to lay it out is enough for one turn.
        text = QCoreApplication.translate("MainWindow", "Page {name}")
        announce(self._window, text.format(name=self._parts.names[step]))

    # Pages that are still being loaded

    def expect_pages(self, want: Callable[[Step], None]) -> None:
        """From now on pages come by and by; ``want`` is told which one is waited for."""
        self._want = want

    def expect_no_more(self) -> None:
        """No page comes by itself any more: what was waited for is made now."""
        self._want = None
        waited_for = [*[step for step, _action in self._waiting], self._expected]
        for step in self.steps:
            if step in waited_for:
                self._parts.stack.page(step)
                self.page_is_there(step)

    def page_is_there(self, step: Step) -> None:
        """A page has been made: it is shown if it was waited for, and what waited for it is done."""
        if step is self._expected:
            self.go(step)
            self._parts.stack.coming.hand_over()
        ready = [action for one, action in self._waiting if one is step]
        self._waiting = [(one, action) for one, action in self._waiting if one is not step]
        for action in ready:
            action(self._parts.stack.page(step))

    def when_there(self, step: Step, action: Callable[[Page], None]) -> None:
        """Does something with a page: now, or when it has been loaded."""
        if not self._comes_late(step):
            action(self._parts.stack.page(step))
        elif self._want is not None:
            self._waiting.append((step, action))
            self._want(step)

    def _comes_late(self, step: Step) -> bool:
        return self._want is not None and step not in self._parts.stack.made

    def _expect(self, step: Step) -> None:
        if step is self._expected:
            return
        self._expected = step
        self._parts.stack.show_coming(self._parts.names[step])
        self._point_at(step)
        if self._want is not None:
            self._want(step)

    # What is shown

    def draw(self) -> None:
        """Has the page that is shown show the case, if it does not yet."""
        if self._shown is not None:
            self._draw_page(self._shown)

    def show_primary(self) -> None:
        """One primary button at a time: the page's, else Next."""
        primary = self.front.primary if self._expected is None else None
        if primary is not None:
            mark(primary, "kind", "primary")
        self._parts.bottom.set_forward_primary(primary is None)

    def _point_at(self, step: Step) -> None:
        """The step list, Back and Next follow."""
        self._parts.sidebar.stepper.set_shown(step)
        self._name_neighbours()
        self.show_primary()

    def _name_neighbours(self) -> None:
        before, after = self._neighbour(-1), self._neighbour(+1)
        names = self._parts.names
        self._parts.bottom.set_neighbours(names[before] if before else "", names[after] if after else "")

    def _neighbour(self, distance: int) -> Step | None:
        number = self.steps.index(self._expected or self.shown) + distance
        return self.steps[number] if 0 <= number < len(self.steps) else None

    def _step_by(self, distance: int) -> None:
        step = self._neighbour(distance)
        if step is not None:
            self._jump(step)

    def _jump(self, step: Step) -> None:
        """Goes where the user wants to."""
        if step is not (self._expected or self._shown):
            self._parts.bottom.go_on()
        self.go(step)

    def _press_primary(self) -> None:
        if self._expected is not None:
            self.when_there(self._expected, lambda _page: self._press_primary())
            return
        (self.front.primary or self._parts.bottom.forward).click()
