"""What the first window does not need, but every visit: loaded late, so that the window is there at once."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

from wizard.core.case.steps import Step
from wizard.gui.pages.base import Page

if TYPE_CHECKING:
    from wizard.core.case.judging import Judge

_PAGES = {
    Step.SETUP: ("setup", "SetupPage"),
    Step.HANDSET: ("handset", "HandsetPage"),
    Step.CHECKS: ("checks", "ChecksPage"),
    Step.LOG: ("log", "LogPage"),
}
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


def makers(judge: Callable[[], Judge]) -> dict[Step, Callable[[], Page]]:
    """What makes the pages that need nothing but a judge; each loads its page when it is called."""

    def maker(module: str, name: str) -> Callable[[], Page]:
        return lambda: cast("Page", getattr(import_module(f"wizard.gui.pages.{module}"), name)(judge()))

    return {step: maker(module, name) for step, (module, name) in _PAGES.items()}


def load_all() -> None:
    """Loads it all, which takes far too long for the GUI thread."""
    for name in _WARM:
        import_module(name)
