"""Which step of a window is shown, and the ways to another: the step list, Back and Next, keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication

from wizard.core.case.steps import Step
from wizard.gui.announce import announce
from wizard.gui.frame import Frame
from wizard.gui.pages.base import Page
from wizard.gui.theme import mark
from wizard.gui.window_parts import Parts, shortcut


class Navigation:
    """Shows one page at a time. ``draw`` has a page show the case that is open."""

    def __init__(self, window: Frame, parts: Parts, draw: Callable[[Step], None]) -> None:
        self._window = window
        self._parts = parts
        self._draw_page = draw
        self.steps = tuple(parts.names)
        self._shown: Step | None = None

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
        page = self._parts.stack.page(step)
        if step is self._shown:
            return
        if self._shown is not None:
            self.front.leave()
        self._shown = step
        self._parts.stack.dress(step)
        self.draw()
        self._parts.stack.show_step(step)
        self._parts.sidebar.stepper.set_shown(step)
        self._name_neighbours()
        self.show_primary()
        page.enter()
        if not self._window.full:
            return  # A screen reader reads a window that opens by itself.
        text = QCoreApplication.translate("MainWindow", "Page {name}")
        announce(self._window, text.format(name=self._parts.names[step]))

    def draw(self) -> None:
        """Has the page that is shown show the case, if it does not yet."""
        if self._shown is not None:
            self._draw_page(self._shown)

    def show_primary(self) -> None:
        """One primary button at a time: the page's, else Next."""
        primary = self.front.primary
        if primary is not None:
            mark(primary, "kind", "primary")
        self._parts.bottom.set_forward_primary(primary is None)

    def _name_neighbours(self) -> None:
        before, after = self._neighbour(-1), self._neighbour(+1)
        names = self._parts.names
        self._parts.bottom.set_neighbours(names[before] if before else "", names[after] if after else "")

    def _neighbour(self, distance: int) -> Step | None:
        number = self.steps.index(self.shown) + distance
        return self.steps[number] if 0 <= number < len(self.steps) else None

    def _step_by(self, distance: int) -> None:
        step = self._neighbour(distance)
        if step is not None:
            self._jump(step)

    def _jump(self, step: Step) -> None:
        """Goes where the user wants to."""
        if step is not self._shown:
            self._parts.bottom.go_on()
        self.go(step)

    def _press_primary(self) -> None:
        (self.front.primary or self._parts.bottom.forward).click()
