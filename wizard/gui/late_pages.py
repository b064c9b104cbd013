"""What the first window does not need, but every visit: loaded late, so that the window is there at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

from wizard.core.case.steps import Step
from wizard.gui.pages.base import Page

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
_WARM = (
    "wizard.core.case.file",
    "wizard.core.case.judging",
    "wizard.core.plan.recipes",
    "wizard.live",
    "wizard.practice.case",
    *(f"wizard.gui.pages.{module}" for module, _name in _PAGES.values()),
    "wizard.gui.pages.summary",
    "numpy",
    "jinja2",
)


def makers(judge: Callable[[], Judge], settings: QSettings) -> dict[Step, Callable[[], Page]]:
    """What makes the pages that need a judge, and perhaps settings; each loads its page when it is called."""

    def make(step: Step) -> Page:
        module, name = _PAGES[step]
        page = getattr(import_module(f"wizard.gui.pages.{module}"), name)
        return cast("Page", page(judge(), settings) if step in _REMEMBER else page(judge()))

    return {step: partial(make, step) for step in _PAGES}


def load_all() -> None:
    """Loads it all, which takes far too long for the GUI thread."""
    for name in _WARM:
        import_module(name)
