"""The window: the step list, the page, the bottom bar. It owns the case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from wizard.gui.frame import Frame, title_of

if TYPE_CHECKING:  # Loaded when it is filled: it is on the screen by then.
    from wizard.core.case.case import Case
    from wizard.core.case.steps import Status, Step
    from wizard.gui.bottom_bar import BottomBar
    from wizard.gui.page_stack import PageFactory
    from wizard.gui.pages.base import Page
    from wizard.gui.sidebar import Sidebar
    from wizard.gui.theme import Choice


class MainWindow(Frame):
    """The frame and what is in it. It can be shown as it is made; then it is filled, at once or in turns.

    Only :attr:`full` has it a case, pages and whatever is about them. Pages are made when they are first
    shown.
    """

    case_set = Signal()
    """``case`` is another one now."""
    leaving = Signal()
    """What is in it was kept, since the system may end the program any moment; it stays open."""
    pages_made = Signal()
    """All pages are there."""

    def filling(
        self,
        case: Case,
        pages: Mapping[Step, PageFactory],
        statuses: Callable[[Case], Mapping[Step, Status]],
        *,
        opener: Callable[[Sequence[Path]], None] | None = None,
        name_of: Callable[[Case], str] = lambda _case: "",
        may_close: Callable[[], bool] = lambda: True,
    ) -> Iterator[None]:
        """Makes what is in the window, a part each time that the iterator is asked for more.

        ``statuses`` says how far each step of a case is; ``opener`` gets files that were dropped;
        ``name_of`` gives the case's name for the title; ``may_close`` is asked before closing. Nothing is
        seen of it until the last part is there.
        """
        from PySide6.QtCore import Qt

        from wizard.gui import geometry
        from wizard.gui.ground import lift_ground
        from wizard.gui.icons import app_icon
        from wizard.gui.navigation import Navigation
        from wizard.gui.window_parts import Parts

        self._case = case
        self._statuses = statuses
        self._opener = opener
        self._name_of = name_of
        self._may_close = may_close
        _ = self.appearance
        lift_ground(self)
        yield
        self._parts = Parts(self, pages, self._join, self.appearance)
        self._navigation = Navigation(self, self._parts, self._draw)
        yield
        self.page(self._parts.first)
        yield
        self.setWindowIcon(app_icon())
        geometry.Watch(self)
        self._connect()
        self._refresh()
        self.go(self._parts.first)
        self.sidebar.fit_into(self.width())
        self._parts.lay_out(self)
        self.set_full()
        self.sidebar.stepper.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    @property
    def sidebar(self) -> Sidebar:
        """The step list, the theme and help."""
        return self._parts.sidebar

    @property
    def bottom(self) -> BottomBar:
        """Back and Next, and what there is to say."""
        return self._parts.bottom

    # What pages and the door use

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return self._case

    @property
    def shown(self) -> Step:
        """The step whose page is shown."""
        return self._navigation.shown

    @property
    def front(self) -> Page:
        """The page that is shown. A dialog with it as parent has its look while it is still being made."""
        return self._navigation.front

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, in order."""
        return self._navigation.steps

    def set_case(self, case: Case) -> None:
        """Takes another case over: statuses and the shown page follow, other pages when shown."""
        self._case = case
        self._parts.stack.outdate()
        self._refresh()
        self._navigation.draw()
        self.case_set.emit()

    def show_statuses(self) -> None:
        """Asks again how far each step is: something that was being judged is known now."""
        found = self._parts.stack.statuses(self._statuses(self._case))
        self.sidebar.stepper.set_statuses(found)

    def page(self, step: Step) -> Page:
        """The step's page, made if need be."""
        return self._parts.stack.page(step)

    def making(self, step: Step) -> Iterator[None]:
        """Makes the step's page if need be, some of it each time that the iterator is asked for more."""
        return self._parts.stack.making(step)

    def go(self, step: Step) -> None:
        """Shows a step. No jump is ever blocked."""
        self._navigation.go(step)

    # Pages that are loaded behind the first one

    def expect_pages(self, want: Callable[[Step], None]) -> None:
        """Pages come by and by from now on; ``want`` is told of one that somebody waits for."""
        self._navigation.expect_pages(want)

    def page_is_there(self, step: Step) -> None:
        """One of them has been made."""
        self._navigation.page_is_there(step)

    def expect_no_more(self) -> None:
        """All of them are there, or they will be made when they are first shown."""
        self._navigation.expect_no_more()
        if self._parts.stack.missing() is None:
            self.pages_made.emit()

    def when_there(self, step: Step, action: Callable[[Page], None]) -> None:
        """Does something with a page: now, or when it has been loaded."""
        self._navigation.when_there(step, action)

    def open_files(self, paths: Sequence[Path]) -> None:
        """Hands files to the opener: dropped on the window or on the executable."""
        if self._opener and paths:
            self._opener(paths)

    def say(self, text: str) -> None:
        """Shows a short message in the bottom bar and speaks it; an empty one takes the last one back.

        Who goes on to another step has read it; there it would be about something else.
        """
        self.bottom.say(text)

    def warn(self, text: str) -> None:
        """The same of what is so until an empty text takes it back."""
        self.bottom.warn(text)

    def set_bar(self, bar: QWidget) -> None:
        """Puts a bar above the pages."""
        self._parts.set_bar(bar)

    # How it is made

    def _connect(self) -> None:
        from wizard.gui.window_parts import shortcut

        self._navigation.connect()
        self.sidebar.theme_chosen.connect(self.choose_theme)
        self.sidebar.help_requested.connect(self.show_help)
        self.sidebar.show_choice(self.appearance.choice)
        shortcut(self, "F1", self.show_help)

    def _join(self, page: Page) -> None:
        page.case_edited.connect(self.set_case)
        page.case_changed.connect(lambda change: self.set_case(change(self._case)))
        page.primary_changed.connect(self._navigation.show_primary)
        page.step_requested.connect(self.go)
        page.underway_changed.connect(self.show_statuses)
        page.said.connect(self.say)

    # What happens

    def _draw(self, step: Step) -> None:
        if self._parts.stack.draw(step, self._case):
            self._navigation.show_primary()

    def _refresh(self) -> None:
        self.show_statuses()
        self.setWindowTitle(title_of(self._name_of(self._case)))

    def choose_theme(self, choice: Choice) -> None:
        """Shows another theme and keeps it."""
        self.appearance.choose(choice)
        self.sidebar.show_choice(choice)

    def show_help(self) -> None:
        """The keys, and what this program is."""
        from wizard.gui.help import HelpDialog

        HelpDialog(self).open()

    # What the frame asks

    def takes_files(self) -> bool:
        return self._full and self._opener is not None

    def shut_down(self) -> bool:
        if not self._full:
            return True  # Nothing was typed into it.
        if not self._may_close():
            return False
        for page in self._parts.stack.made.values():
            page.shutdown()
        return True

    def keep_work(self) -> bool:
        kept = not self._full or self._may_close()
        if kept:
            self.leaving.emit()
        return super().keep_work() and kept

    # Qt's

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._full:
            self.sidebar.fit_into(self.width())
        super().resizeEvent(event)
