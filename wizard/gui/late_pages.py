"""What the first window does not need, but every visit: loaded late, so that the window is there at once."""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from itertools import chain
from time import perf_counter
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from wizard.core.case.steps import Step
from wizard.core.words import languages
from wizard.gui.job import SWITCH_S, Job
from wizard.gui.needs import DEEP, needed_by
from wizard.gui.pages.base import Page
from wizard.gui.slices import Slices
from wizard.gui.starting import TURN_S
from wizard.workers import courtesy

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

    from wizard.core.case.judging import Judge
    from wizard.gui.window import MainWindow

_PAGES = {
    Step.SETUP: ("setup", "SetupPage"),
    Step.HANDSET: ("handset", "HandsetPage"),
    Step.CHECKS: ("checks.page", "ChecksPage"),
    Step.LOG: ("log", "LogPage"),
}
_MODULES = {**{step: module for step, (module, _name) in _PAGES.items()}, Step.SUMMARY: "summary"}
_SOONER_S = 0.0001
"""How long a thread keeps Python's lock, meanwhile, once another wants it.

Whoever paints a page asks for it a hundred times. With a job's usual millisecond that takes thrice as long
as the painting itself; for long work among threads this would be wasteful.
"""
_REMEMBER = (Step.LOG,)
"""Pages that keep over runs how the user arranged them."""
_JUDGE = ("wizard.core.knowledge", "wizard.core.case.judging")
_WITHOUT_QT = (*DEEP, "jinja2")
_WITH_QT = ("wizard.paper", "wizard.gui.widgets", "wizard.gui.pages")


def makers(judge: Callable[[], Judge], settings: QSettings) -> dict[Step, Callable[[], Page]]:
    """What makes the pages that need a judge, and perhaps settings; each loads its page when it is called."""

    def make(step: Step) -> Page:
        module, name = _PAGES[step]
        page = getattr(import_module(f"wizard.gui.pages.{module}"), name)
        return cast("Page", page(judge(), settings) if step in _REMEMBER else page(judge()))

    return {step: partial(make, step) for step in _PAGES}


class _Order:
    """Which page is waited for; the thread asks, and holds nothing of Qt by it."""

    def __init__(self) -> None:
        self.wanted: Step | None = None

    def next_of(self, steps: Sequence[Step]) -> Step:
        return next((step for step in steps if step is self.wanted), steps[0])


Parts = tuple[Step, list[str]]
"""A step, and the modules with Qt that its page still needs, each behind those that it needs itself."""


class LatePages(QObject):
    """Loads what the pages of a window need, and makes them: the one that is waited for first.

    What knows no Qt is loaded in a thread, the rest in the GUI thread, a few modules in each turn of the
    event loop; a page is made in two turns, or more. While the GUI thread has something to load or to make,
    the thread rests before its next module: they would but take Python's lock from each other, and each turn
    would take twice as long.

    No thread may load a module that knows Qt. To define a class of Qt is to write into a table of PySide's
    that Qt, without Python's lock, reads at the same moment in the GUI thread: under Python 3.11 the process
    then dies in ``PySide::MetaObjectBuilder::update`` (PySide 6.11, found by trying).
    """

    def __init__(self, window: MainWindow, judge: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._order = order = _Order()
        self._parts: dict[Step, list[str]] = {}
        self._making: tuple[Step, Iterator[None]] | None = None
        self._rest: Iterator[None] | None = None
        self._slices = Slices(window, self._go_on)
        self.job = Job(lambda _cancelled: _load(judge, order, list(_MODULES)))
        self.job.items.connect(self._take)
        self.job.finished.connect(self._finish)
        self.job.failed.connect(lambda *_: self._end())

    def start(self, start: Callable[[Job], None]) -> None:
        """Begins. ``start`` runs a job."""
        self._window.expect_pages(self._want)
        start(self.job)
        sys.setswitchinterval(_SOONER_S)

    def _end(self) -> None:
        sys.setswitchinterval(SWITCH_S)
        self._window.expect_no_more()

    def _want(self, step: Step) -> None:
        self._order.wanted = step
        self._slices.start()

    def _take(self, parts: Sequence[Parts]) -> None:
        self._parts.update(parts)
        self._slices.start()

    def _finish(self, _result: object) -> None:
        self._rest = chain.from_iterable(map(_modules, _WITH_QT))
        self._slices.start()

    def _go_on(self) -> bool:
        """Makes some of a page, and shows it when it is made, or loads some modules."""
        if not self._window.isVisible():
            return False
        if self._making is None:
            return self._load_on(self._order.next_of(list(self._parts)) if self._parts else None)
        courtesy.ask()
        step, turns = self._making
        if next(turns, self) is self:
            self._making = None
            self._window.page_is_there(step)
        return True

    def _load_on(self, step: Step | None) -> bool:
        """Loads some of what a page needs, or of what is left when all have what they need."""
        if step is not None:
            courtesy.ask()
            if self._parts[step]:
                _load_some(_one_by_one(self._parts[step]))
            if not self._parts[step]:
                del self._parts[step]
                self._making = step, self._window.making(step)
            return True
        courtesy.end()
        if self._rest is not None and not _load_some(self._rest):
            self._rest = None
            self._end()
        return self._rest is not None


def _load(judge: Callable[[], object], order: _Order, left: list[Step]) -> Iterator[Parts]:
    """In the thread: what takes far too long for the GUI thread, the whole core and what it needs."""
    told: set[str] = set()
    for name in _JUDGE:
        _load_deep(name, told)
    judge()
    while left:
        step = order.next_of(left)
        left.remove(step)
        with_qt = _load_deep(f"wizard.gui.pages.{_MODULES[step]}", told)
        if step is Step.SUMMARY:
            languages()  # Reads their words, and remembers them: the page asks for their names.
        yield step, with_qt
    for name in _WITHOUT_QT:
        for _module in _modules(name):
            courtesy.wait()


def _load_deep(name: str, told: set[str]) -> list[str]:
    """Loads what a module needs, one by one, as far as it knows no Qt; the names of the rest."""
    with_qt = []
    for one in needed_by(name, told):
        courtesy.wait()
        if one.startswith(DEEP):
            import_module(one)
        else:
            with_qt.append(one)
    return with_qt


def _load_some(modules: Iterator[None]) -> bool:
    """Loads modules for a turn; whether more may be left."""
    until = perf_counter() + TURN_S
    return any(perf_counter() > until for _module in modules)


def _one_by_one(names: list[str]) -> Iterator[None]:
    while names:
        import_module(names.pop(0))
        yield


def _modules(name: str) -> Iterator[None]:
    """Loads a module and, one by one, those in it if it is a package of ours; yields after each."""
    module = import_module(name)
    yield
    if not name.startswith("wizard."):
        return
    for inner in pkgutil.iter_modules(getattr(module, "__path__", ()), f"{name}."):
        yield from _modules(inner.name)
