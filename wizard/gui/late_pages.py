"""What the first window does not need, but every visit: loaded late, so that the window is there at once."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from itertools import chain
from time import perf_counter
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from wizard.core.case.steps import Step
from wizard.gui.pages.base import Page
from wizard.gui.slices import Slices
from wizard.gui.starting import TURN_S

if TYPE_CHECKING:
    from PySide6.QtCore import QSettings

    from wizard.core.case.judging import Judge

_PAGES = {
    Step.SETUP: ("setup", "SetupPage"),
    Step.HANDSET: ("handset", "HandsetPage"),
    Step.CHECKS: ("checks", "ChecksPage"),
    Step.LOG: ("log", "LogPage"),
}
_REMEMBER = (Step.LOG,)
"""Pages that keep over runs how the user arranged them."""
_WITHOUT_QT = (
    "wizard.core",
    "wizard.crew",
    "wizard.live",
    "wizard.longlog",
    "wizard.practice.case",
    "jinja2",
)
_WITH_QT = ("wizard.paper", "wizard.gui.widgets", "wizard.gui.pages")


def makers(judge: Callable[[], Judge], settings: QSettings) -> dict[Step, Callable[[], Page]]:
    """What makes the pages that need a judge, and perhaps settings; each loads its page when it is called."""

    def make(step: Step) -> Page:
        module, name = _PAGES[step]
        page = getattr(import_module(f"wizard.gui.pages.{module}"), name)
        return cast("Page", page(judge(), settings) if step in _REMEMBER else page(judge()))

    return {step: partial(make, step) for step in _PAGES}


def load_without_qt() -> None:
    """Loads in a thread what takes far too long for the GUI thread: the whole core, and what it needs.

    No thread may load a module that knows Qt. To define a class of Qt is to write into a table of
    PySide's that Qt, without Python's lock, reads at the same moment in the GUI thread: under Python
    3.11 the process then dies in ``PySide::MetaObjectBuilder::update`` (PySide 6.11, found by trying).
    """
    for name in _WITHOUT_QT:
        for _module in _modules(name):
            pass


def load_with_qt(window: QWidget, then: Callable[[], None]) -> None:
    """Loads the pages' modules in the GUI thread, a few in each turn of the event loop, and then ``then``."""
    modules = chain.from_iterable(map(_modules, _WITH_QT))

    def load_some() -> bool:
        until = perf_counter() + TURN_S
        for _module in modules:
            if perf_counter() > until:
                return True
        then()
        return False

    Slices(window, load_some).start()


def _modules(name: str) -> Iterator[None]:
    """Loads a module and, one by one, those in it if it is a package of ours; yields after each."""
    module = import_module(name)
    yield
    if not name.startswith("wizard."):
        return
    for inner in pkgutil.iter_modules(getattr(module, "__path__", ()), f"{name}."):
        yield from _modules(inner.name)
