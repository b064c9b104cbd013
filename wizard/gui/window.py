"""The window: the step list, the page, the bottom bar. It owns the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QChildEvent, QEvent, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from wizard.core.case.steps import Progress, Status, Step
from wizard.gui import geometry, icons
from wizard.gui.announce import announce
from wizard.gui.bottom_bar import BottomBar
from wizard.gui.pages.base import Page
from wizard.gui.sidebar import Sidebar, product_name
from wizard.gui.theme import Appearance, Choice, dress, mark

if TYPE_CHECKING:  # Loading it takes the whole diagnosis along, which the first window does not need.
    from wizard.core.case.case import Case

SMALLEST = (800, 500)
NARROW_BELOW = 960
_BETWEEN_PAGES_MS = 50

PageFactory = Callable[[], Page]
"""A page's class, or anything that makes the page. Called when the page is first needed."""


class MainWindow(QWidget):
    """The frame around the pages.

    ``statuses`` says how far each step of a case is; ``opener`` gets files that were dropped;
    ``name_of`` gives the case's name for the title; ``may_close`` is asked before closing. Pages are made
    when they are first shown.
    """

    closing = Signal()
    """The window is about to close; its pages are shut down."""
    case_set = Signal()
    """``case`` is another one now."""

    def __init__(
        self,
        case: Case,
        pages: Mapping[Step, PageFactory],
        statuses: Callable[[Case], Mapping[Step, Status]],
        settings: QSettings,
        *,
        opener: Callable[[Sequence[Path]], None] | None = None,
        name_of: Callable[[Case], str] = lambda _case: "",
        may_close: Callable[[], bool] = lambda: True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._case = case
        self._factories = dict(pages)
        self._statuses = statuses
        self._settings = settings
        self._opener = opener
        self._name_of = name_of
        self._may_close = may_close
        self._pages: dict[Step, Page] = {}
        self._frames: dict[Step, QScrollArea] = {}
        self._outdated: set[Step] = set()
        self._shown: Step | None = None
        self._names = {step: name for step, name in self._step_names().items() if step in pages}
        self._appearance = Appearance(_application(), settings, self)
        self.sidebar = Sidebar(self._names)
        self.bottom = BottomBar()
        self._stack = QStackedWidget()
        self._column = QVBoxLayout()
        self._lay_out()
        for part in (self.sidebar, self.bottom):
            self._appearance.add(part)
        self._connect()
        self._refresh()
        geometry.restore(self, settings)
        geometry.Watch(self)
        self.go(next(iter(self._names)))

    # What pages and the door use

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return self._case

    @property
    def shown(self) -> Step:
        """The step whose page is shown."""
        assert self._shown is not None
        return self._shown

    @property
    def front(self) -> Page:
        """The page that is shown. A dialog with it as parent has its look while it is still being made."""
        return self._pages[self.shown]

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, in order."""
        return tuple(self._names)

    @property
    def appearance(self) -> Appearance:
        """The theme in effect."""
        return self._appearance

    def set_case(self, case: Case) -> None:
        """Takes another case over: statuses and the shown page follow, other pages when shown."""
        self._case = case
        self._outdated = set(self._pages)
        self._refresh()
        if self._shown is not None:
            self._draw(self._shown)
        self.case_set.emit()

    def show_statuses(self) -> None:
        """Asks again how far each step is: something that was being judged is known now."""
        found = dict(self._statuses(self._case))
        for step, page in self._pages.items():
            if page.underway:
                found[step] = Status(Progress.INCOMPLETE, page.underway)
            elif page.own_status is not None:
                found[step] = page.own_status
        self.sidebar.stepper.set_statuses(found)

    def page(self, step: Step) -> Page:
        """The step's page, made if need be."""
        if step not in self._pages:
            self._make(step)
        return self._pages[step]

    def go(self, step: Step) -> None:
        """Shows a step. No jump is ever blocked."""
        page = self.page(step)
        if step is self._shown:
            return
        if self._shown is not None:
            self._pages[self._shown].leave()
        self._shown = step
        dress(self._frames[step])
        self._draw(step)
        self._stack.setCurrentWidget(self._frames[step])
        self.sidebar.stepper.set_shown(step)
        before, after = self._neighbour(-1), self._neighbour(+1)
        self.bottom.set_neighbours(self._names[before] if before else "", self._names[after] if after else "")
        self._refresh_primary()
        page.enter()
        announce(self, self.tr("Page {name}").format(name=self._names[step]))

    def make_pages(self) -> None:
        """Makes the pages that are still missing, one in each turn of the event loop."""
        missing = next((step for step in self._names if step not in self._pages), None)
        if missing is not None and self.isVisible():
            self.page(missing)
            QTimer.singleShot(_BETWEEN_PAGES_MS, self, self.make_pages)

    def open_files(self, paths: Sequence[Path]) -> None:
        """Hands files to the opener: dropped on the window or on the executable."""
        if self._opener and paths:
            self._opener(paths)

    def say(self, text: str) -> None:
        """Shows a short message in the bottom bar and speaks it; an empty one takes the last one back."""
        self.bottom.say(text)
        if text:
            announce(self, text)

    def set_bar(self, bar: QWidget) -> None:
        """Puts a bar above the pages."""
        self._column.insertWidget(self._column.indexOf(self._stack), bar)
        self._appearance.add(bar)

    # How it is made

    def _step_names(self) -> dict[Step, str]:
        return {
            Step.START: self.tr("Start"),
            Step.SETUP: self.tr("DNS setup"),
            Step.HANDSET: self.tr("Handset"),
            Step.CHECKS: self.tr("Live checks"),
            Step.LOG: self.tr("Log review"),
            Step.SUMMARY: self.tr("Fix summary"),
        }

    def _lay_out(self) -> None:
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self.setWindowIcon(icons.app_icon())
        self._column.setSpacing(0)
        self._column.addWidget(self._stack, 1)
        self._column.addWidget(self.bottom)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(self._column, 1)

    def _connect(self) -> None:
        self.sidebar.stepper.chosen.connect(self.go)
        self.sidebar.theme_chosen.connect(self.choose_theme)
        self.sidebar.help_requested.connect(self.show_help)
        self.sidebar.show_choice(self._appearance.choice)
        self.bottom.back.clicked.connect(lambda: self._step_by(-1))
        self.bottom.forward.clicked.connect(lambda: self._step_by(+1))
        for number, step in enumerate(self._names, 1):
            self._shortcut(f"Ctrl+{number}", partial(self.go, step))
        self._shortcut("Alt+Left", lambda: self._step_by(-1))
        self._shortcut("Alt+Right", lambda: self._step_by(+1))
        self._shortcut("F1", self.show_help)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            self._shortcut(keys, self._press_primary)

    def _shortcut(self, keys: str, action: Callable[[], None]) -> None:
        QShortcut(QKeySequence(keys), self).activated.connect(action)

    def _make(self, step: Step) -> None:
        page = self._factories[step]()
        page.case_edited.connect(self.set_case)
        page.case_changed.connect(lambda change: self.set_case(change(self._case)))
        page.primary_changed.connect(self._refresh_primary)
        page.step_requested.connect(self.go)
        page.underway_changed.connect(self.show_statuses)
        page.said.connect(self.say)
        frame = QScrollArea()
        frame.setObjectName("pageScroll")
        frame.setFrameShape(QFrame.Shape.NoFrame)
        frame.setWidgetResizable(True)
        frame.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        frame.setWidget(page)
        self._pages[step] = page
        self._frames[step] = frame
        self._outdated.add(step)
        self._stack.addWidget(frame)
        self._appearance.add(frame)

    # What happens

    def _draw(self, step: Step) -> None:
        if step in self._outdated:
            self._outdated.discard(step)
            self._pages[step].show_case(self._case)
            self._refresh_primary()

    def _refresh(self) -> None:
        self.show_statuses()
        name = self._name_of(self._case)
        self.setWindowTitle(f"{name} - {product_name()}" if name else product_name())

    def _refresh_primary(self) -> None:
        primary = self._pages[self.shown].primary
        if primary is not None:
            mark(primary, "kind", "primary")
        self.bottom.set_forward_primary(primary is None)

    def _neighbour(self, distance: int) -> Step | None:
        number = self.steps.index(self.shown) + distance
        return self.steps[number] if 0 <= number < len(self.steps) else None

    def _step_by(self, distance: int) -> None:
        step = self._neighbour(distance)
        if step is not None:
            self.go(step)

    def _press_primary(self) -> None:
        (self._pages[self.shown].primary or self.bottom.forward).click()

    def choose_theme(self, choice: Choice) -> None:
        """Shows another theme and keeps it."""
        self._appearance.choose(choice)
        self.sidebar.show_choice(choice)

    def show_help(self) -> None:
        """The keys, and what this program is."""
        from wizard.gui.help import HelpDialog

        HelpDialog(self).open()

    # Qt's

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.sidebar.set_narrow(event.size().width() < NARROW_BELOW)
        super().resizeEvent(event)

    def childEvent(self, event: QChildEvent) -> None:
        # A dialog comes to have its look when it is first shown, if it did not fetch it before.
        super().childEvent(event)
        child = event.child() if event.type() == QEvent.Type.ChildPolished else None
        if isinstance(child, QWidget) and child.isWindow():
            self._appearance.add(child)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._opener and _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.open_files(_files(event))

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_close():
            event.ignore()
            return
        geometry.keep(self, self._settings)
        for page in self._pages.values():
            page.shutdown()
        self.closing.emit()
        super().closeEvent(event)


def _files(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
